//! Slows all callers down while the service is refusing some of them.
//!
//! Waiting for `Retry-After` is the business of the refused call ([`RetryAfter`](crate::RetryAfter)). The gate only paces
//! the others: after a 429 they leave a little slower than the service was seen to serve, pauses included; the pace then
//! grows back, and past it. After three refusals with no success between, all stop for as long as the service asked, and
//! afterwards come back one after the other. With no 429 seen nobody waits, and nothing is locked or allocated.
//!
//! Each attempt that ends is a `tracing` event at level `DEBUG`, with its status or what went wrong.
//!
//! State is kept for each token and resource family (`rooms`, `messages`, ...), since the service limits by those; it is
//! shared by all clones, bounded in number, and forgotten two minutes after the last refusal.

mod future;
mod key;
mod pace;
mod seen;
mod shared;

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

pub use self::future::GateFuture;
use self::key::Key;
use self::shared::{Pass, Shared};
use crate::{BoxError, CallMeta, Error, ErrorKind, OnWait, WaitReason, classify};

/// The layer: one gate for everything that it is applied to, and for all clones of that.
///
/// Put it inside of the retry, so that resends pass it too. A wait that would pass the call's deadline is an error at
/// once ([`ErrorKind::RateLimited`]), with the wait inside.
///
/// ```
/// use tower::ServiceBuilder;
/// use webex_transport::{GateLayer, RetryAfter, RetryLayer};
///
/// let stack = ServiceBuilder::new()
///     .layer(RetryLayer::new(RetryAfter::new()))
///     .layer(GateLayer::new());
/// ```
#[derive(Clone, Debug)]
pub struct GateLayer {
    shared: Arc<Shared>,
    waits: bool,
    on_wait: OnWait,
}

impl GateLayer {
    /// A gate that stands open.
    #[must_use]
    pub fn new() -> Self {
        Self {
            shared: Arc::default(),
            waits: true,
            on_wait: OnWait::default(),
        }
    }

    /// Whether calls wait. Default: yes. If not, nothing is paced, and while all are stopped a call is an error at once
    /// ([`ErrorKind::RateLimited`]), with the rest of the stop inside.
    #[must_use]
    pub fn wait_on_rate_limit(mut self, yes: bool) -> Self {
        self.waits = yes;
        self
    }

    /// What is told of each wait before it begins, with the time that it takes if nothing more is refused meanwhile.
    #[must_use]
    pub fn on_wait(mut self, hook: OnWait) -> Self {
        self.on_wait = hook;
        self
    }
}

impl Default for GateLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for GateLayer {
    type Service = Gate<S>;

    fn layer(&self, inner: S) -> Gate<S> {
        Gate {
            inner,
            shared: self.shared.clone(),
            waits: self.waits,
            on_wait: self.on_wait.clone(),
        }
    }
}

/// The service of [`GateLayer`].
#[derive(Clone, Debug)]
pub struct Gate<S> {
    inner: S,
    shared: Arc<Shared>,
    waits: bool,
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
        let meta = request.extensions().get::<CallMeta>();
        let key = Key::of(&request, meta);
        let (place, at, now) = match self.shared.admit(key, self.waits) {
            Pass::Now(attempt) => {
                return GateFuture::sent(self.inner.call(request), attempt);
            }
            Pass::Later { place, at, now } => (place, at, now),
        };
        // A wait must not keep what the inner service reserved for a readied clone, or it starves the others: the
        // readied one is given up here, and a fresh one is readied after the wait.
        let fresh = self.inner.clone();
        self.inner = fresh.clone();
        let wait = at.saturating_duration_since(now);
        let end = meta
            .and_then(CallMeta::ends_at)
            .unwrap_or(now + LONGEST_WAIT);
        let Some(place) = place.filter(|_| at < end) else {
            return GateFuture::refused(too_long(wait));
        };
        self.on_wait.report(WaitReason::Paced, wait, meta);
        GateFuture::waiting(place, at, end, fresh, request)
    }
}

/// Of a call without a deadline.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

fn too_long(wait: Duration) -> Error {
    Error::new(ErrorKind::RateLimited)
        .with_message("the service is limiting requests, and this one may not wait long enough")
        .with_retry_after(wait)
}

#[cfg(all(test, model_check))]
mod model;
#[cfg(test)]
mod tests;
