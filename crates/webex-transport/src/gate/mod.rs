//! Slows all callers down while the service is refusing some of them.
//!
//! Waiting for `Retry-After` is the business of the refused call ([`RetryAfter`](crate::RetryAfter)). The gate only paces
//! the others: after a 429 they leave at the pace that the service was seen to serve, which then grows back; after three
//! refusals with no success between, all stop for as long as the service asked. With no 429 seen it costs one atomic
//! load.
//!
//! State is kept for each token and resource family (`rooms`, `messages`, ...), since the service limits by those; it is
//! shared by all clones, bounded in number, and forgotten two minutes after the last refusal.

mod future;
mod pace;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Request, Response, Uri};
use tokio::time::Instant;
use tower_layer::Layer;
use tower_service::Service;

pub use self::future::GateFuture;
use self::pace::Pace;
use crate::{BoxError, CallMeta, Error, ErrorKind, OnWait, Token, WaitReason, classify};

/// The layer: one gate for everything that it is applied to, and for all clones of that.
///
/// Put it inside of the retry, so that resends pass it too. A wait that would pass the call's deadline is an error at
/// once ([`ErrorKind::RateLimited`]), with the wait inside.
#[derive(Clone, Debug, Default)]
pub struct GateLayer {
    shared: Arc<Shared>,
    on_wait: OnWait,
}

impl GateLayer {
    /// A gate that stands open.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What is told of each wait.
    #[must_use]
    pub fn on_wait(mut self, hook: OnWait) -> Self {
        self.on_wait = hook;
        self
    }
}

impl<S> Layer<S> for GateLayer {
    type Service = Gate<S>;

    fn layer(&self, inner: S) -> Gate<S> {
        Gate {
            inner,
            shared: self.shared.clone(),
            on_wait: self.on_wait.clone(),
        }
    }
}

/// The service of [`GateLayer`].
#[derive(Clone, Debug)]
pub struct Gate<S> {
    inner: S,
    shared: Arc<Shared>,
    on_wait: OnWait,
}

impl<S> Gate<S> {
    inner_access!();
}

impl<S, B, RB> Service<Request<B>> for Gate<S>
where
    S: Service<Request<B>, Response = Response<RB>> + Clone,
    S::Error: Into<BoxError>,
{
    type Response = Response<RB>;
    type Error = Error;
    type Future = GateFuture<S, Request<B>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx).map_err(classify)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let caller = Caller::of(&request);
        let Some(at) = self.shared.admit(&caller) else {
            if let Some(meta) = request.extensions().get::<CallMeta>() {
                meta.count_attempt();
            }
            return GateFuture::sent(self.inner.call(request), self.shared.clone(), caller);
        };
        // A wait must not keep what the inner service reserved for a readied clone, or it starves the others: the
        // readied one is given up here, and a fresh one is readied after the wait.
        let fresh = self.inner.clone();
        self.inner = fresh.clone();
        let wait = at.saturating_duration_since(Instant::now());
        let meta = request.extensions().get::<CallMeta>();
        if meta
            .and_then(CallMeta::ends_at)
            .is_some_and(|end| at >= end)
        {
            self.shared.give_back(&caller);
            return GateFuture::refused(too_long(wait), self.shared.clone(), caller);
        }
        self.on_wait.report(WaitReason::Paced, wait, meta);
        GateFuture::waiting(at, fresh, request, self.shared.clone(), caller)
    }
}

fn too_long(wait: Duration) -> Error {
    Error::new(ErrorKind::RateLimited)
        .with_message("the service is limiting requests, and the wait would pass the deadline")
        .with_retry_after(wait)
}

/// What the service limits by: a token, and the first segment of the path after the version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    token: u64,
    family: Box<str>,
}

/// Whose attempt it is: what a key is made of, once a key is needed. With no 429 seen it never is.
#[derive(Clone, Debug)]
struct Caller {
    token: u64,
    uri: Uri,
}

impl Caller {
    fn of<B>(request: &Request<B>) -> Self {
        let meta = request.extensions().get::<CallMeta>();
        Self {
            token: meta
                .and_then(CallMeta::own_token)
                .map_or(0, Token::fingerprint),
            uri: request.uri().clone(),
        }
    }

    fn key(&self) -> Key {
        let family = self
            .uri
            .path()
            .split('/')
            .find(|segment| !segment.is_empty() && !is_version(segment));
        Key {
            token: self.token,
            family: family.unwrap_or_default().into(),
        }
    }
}

/// `v1`, which stands in front of the family.
fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The paces of all clones.
#[derive(Debug, Default)]
struct Shared {
    pushing_back: AtomicBool,
    paces: Mutex<HashMap<Key, Pace>>,
}

impl Shared {
    /// Keys beyond this many share one pace.
    const MOST_KEYS: usize = 1024;

    fn paces(&self) -> MutexGuard<'_, HashMap<Key, Pace>> {
        self.paces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the next attempt may leave; `None` for now.
    fn admit(&self, caller: &Caller) -> Option<Instant> {
        if !self.pushing_back.load(Ordering::Relaxed) {
            return None;
        }
        let (key, now) = (caller.key(), Instant::now());
        let mut paces = self.paces();
        let pace = paces.get_mut(&key)?;
        if pace.is_over(now) {
            paces.remove(&key);
            self.pushing_back
                .store(!paces.is_empty(), Ordering::Relaxed);
            return None;
        }
        let at = pace.admit(now);
        (at > now).then_some(at)
    }

    /// Whether all have been stopped past this moment since the wait began.
    fn still_closed(&self, caller: &Caller) -> Option<Instant> {
        let now = Instant::now();
        let until = self.paces().get(&caller.key())?.closed_until();
        (until > now).then_some(until)
    }

    fn give_back(&self, caller: &Caller) {
        if let Some(pace) = self.paces().get_mut(&caller.key()) {
            pace.give_back(Instant::now());
        }
    }

    /// What came of an attempt: `Some` when it was refused, with what the service asks for.
    fn learn(&self, caller: &Caller, refused: Option<Duration>) {
        if refused.is_none() && !self.pushing_back.load(Ordering::Relaxed) {
            return;
        }
        let (mut key, now) = (caller.key(), Instant::now());
        let mut paces = self.paces();
        match refused {
            None => {
                if let Some(pace) = paces.get_mut(&key) {
                    pace.served();
                }
            }
            Some(asked) => {
                if paces.len() >= Self::MOST_KEYS && !paces.contains_key(&key) {
                    paces.retain(|_, pace| !pace.is_over(now));
                    if paces.len() >= Self::MOST_KEYS {
                        key.family = "".into();
                        key.token = 0;
                    }
                }
                paces.entry(key).or_insert_with(|| Pace::new(now)).refused(
                    now,
                    asked,
                    fastrand::f64(),
                );
                self.pushing_back.store(true, Ordering::Relaxed);
            }
        }
    }
}

#[cfg(test)]
mod tests;
