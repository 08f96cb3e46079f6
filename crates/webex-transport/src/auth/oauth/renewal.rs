//! One renewal for everybody.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Arc, PoisonError};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use super::source::Source;
use super::state::{Outcome, State};
use super::{Grant, OnRenewal, TokenSet, TokenStore};
use crate::auth::failure::Failure;
use crate::sync::{Mutex, MutexGuard, spawn, spawn_on};
use crate::{CallMeta, Error, ErrorKind, TimeoutPhase, Token};

/// The first wait after a failed renewal, and the longest.
const BACKOFF: Duration = Duration::from_secs(1);
const LONGEST_BACKOFF: Duration = Duration::from_secs(300);
/// When a store that failed is asked again.
pub(super) const SAVE_AGAIN: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) source: Source,
    pub(super) store: Arc<dyn TokenStore>,
    pub(super) timeout: Duration,
    pub(super) on_renewal: OnRenewal,
    pub(super) state: Mutex<State>,
    /// One save after another, so that an old pair is never written over a new one.
    pub(super) saving: tokio::sync::Mutex<()>,
}

impl Shared {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The renewal under way, or one that has only just ended, or a new one. An error when the last one failed for good, or
    /// only just.
    pub(super) fn flight(this: &Arc<Self>) -> Result<watch::Receiver<Option<Outcome>>, Error> {
        let runtime = Handle::try_current().map_err(|_| {
            Error::new(ErrorKind::Credentials)
                .with_message("no access token: renewing it needs a tokio runtime")
        })?;
        let (sender, receiver) = watch::channel(None);
        {
            let mut state = this.state();
            if let Some(flight) = state.under_way() {
                return Ok(flight.clone());
            }
            let now = Instant::now();
            // It ended between the caller's look and this one.
            if let Some(current) = state
                .current
                .as_ref()
                .filter(|current| current.is_fresh(now))
            {
                return Ok(watch::channel(Some(Ok(current.token.clone()))).1);
            }
            let early = state.not_before.is_some_and(|at| now < at);
            match &state.last {
                Some(failure) if early || failure.is_final() => return Err(failure.error()),
                _ => state.flight = Some(receiver.clone()),
            }
        }
        // A task of its own: no caller that goes away can lose a refresh token that was just replaced.
        spawn_on(&runtime, this.clone().renew(sender));
        Ok(receiver)
    }

    async fn renew(self: Arc<Self>, sender: watch::Sender<Option<Outcome>>) {
        let begun = Instant::now();
        let obtained = unless_it_panics(self.obtain()).await;
        let is_new = !matches!(obtained, Ok((_, false)));
        let mut outcome = obtained
            .map(|(token, _)| token)
            .map_err(|error| Failure::of(&error));
        {
            let mut state = self.state();
            state.flight = None;
            match &mut outcome {
                Ok(_) => {
                    state.failures = 0;
                    state.not_before = None;
                    state.last = None;
                }
                Err(failure) => {
                    let doubled = BACKOFF.saturating_mul(1 << state.failures.min(10));
                    let wait = doubled
                        .min(LONGEST_BACKOFF)
                        .mul_f64(0.5 + 0.5 * fastrand::f64());
                    state.failures = state.failures.saturating_add(1);
                    let now = Instant::now();
                    let backed_off = now + wait;
                    failure.until = failure.until.map(|until| until.max(backed_off));
                    let until = failure.until.unwrap_or(backed_off);
                    state.not_before = Some(until.min(now + LONGEST_BACKOFF));
                    state.last = Some(failure.clone());
                }
            }
        }
        let failure = outcome.as_ref().err();
        if let Some(failure) = failure {
            tracing::warn!(target: "webex", error = %failure.message, "the access token could not be renewed");
        }
        // Once all is settled: a hook that panics takes nobody's token away.
        if is_new {
            self.on_renewal
                .report(failure.map(Failure::kind), begun.elapsed());
        }
        let _ = sender.send(Some(outcome));
    }

    /// A good token, and whether it is new: what the store has, if that is still good, or another.
    async fn obtain(self: &Arc<Self>) -> Result<(Token, bool), Error> {
        let asked = timeout(self.timeout, self.ask()).await.map_err(|_| {
            let message = format_args!("no new token within {:?}", self.timeout);
            Error::timed_out(TimeoutPhase::Credentials).with_message(message)
        })?;
        let tokens = match asked? {
            Asked::Stored(token) => return Ok((token, false)),
            Asked::New(tokens) => tokens,
        };
        let pair = {
            let mut state = self.state();
            state.pairs += 1;
            state.unsaved = None;
            // The old one may be spent: whatever becomes of the rest, this is what there is.
            if let Some(refresh_token) = &tokens.refresh_token {
                state.grant = Grant::Refresh(refresh_token.clone());
            }
            state.pairs
        };
        self.keep(pair, &tokens).await;
        let token = self.state().adopt(&tokens)?;
        Ok((token, true))
    }

    /// The store's, or a new pair for the first grant that is still good: what we have, what another process has put into
    /// the store meanwhile, what was configured.
    async fn ask(&self) -> Result<Asked, Error> {
        if let Some(token) = self.load().await? {
            return Ok(Asked::Stored(token));
        }
        let deadline = Instant::now() + self.timeout;
        let meta = || {
            let meta = CallMeta::new("access_token").route("/access_token");
            meta.deadline(deadline)
        };
        let grant = self.state().grant.clone();
        let refusal = match self.source.ask(&grant, meta()).await {
            Err(error) if error.kind() == ErrorKind::Credentials => error,
            result => return result.map(Asked::New),
        };
        let stored = self.store.load().await.ok().flatten();
        let stored = stored
            .and_then(|tokens| tokens.refresh_token)
            .map(Grant::Refresh);
        let fallback = self.state().fallback.clone();
        let mut tried = vec![grant];
        for other in stored.into_iter().chain(fallback) {
            if tried.iter().any(|grant| grant.is(&other)) {
                continue;
            }
            match self.source.ask(&other, meta()).await {
                Err(error) if error.kind() == ErrorKind::Credentials => tried.push(other),
                Err(error) => return Err(error),
                Ok(tokens) => {
                    self.state().fallback = None;
                    return Ok(Asked::New(tokens));
                }
            }
        }
        Err(refusal)
    }

    /// Looks at the store, until it has answered once. A token, when what it has is good for calls.
    async fn load(&self) -> Result<Option<Token>, Error> {
        if self.state().loaded {
            return Ok(None);
        }
        let stored = self.store.load().await.map_err(|error| {
            Error::new(ErrorKind::Other)
                .with_message(format_args!("the token store could not be read: {error}"))
                .with_source(error)
        })?;
        let mut state = self.state();
        state.loaded = true;
        let Some(tokens) = stored else {
            return Ok(None);
        };
        if tokens.expires_at.is_some_and(|at| at > SystemTime::now()) {
            // What is no text of a token is none, and another is asked for.
            if let Ok(token) = state.adopt(&tokens) {
                return Ok(Some(token));
            }
        }
        if let Some(refresh_token) = tokens.refresh_token {
            state.grant = Grant::Refresh(refresh_token);
        }
        Ok(None)
    }

    /// Has the store keep a pair, unless there is a newer one. A store that fails, hangs or panics loses nothing while the
    /// process lives: the pair is used from memory, and saving it is tried again.
    pub(super) async fn keep(self: &Arc<Self>, pair: u64, tokens: &TokenSet) {
        let _one_at_a_time = self.saving.lock().await;
        if self.state().pairs > pair {
            return;
        }
        // In a task of its own, so that a panic ends there.
        let (shared, saved) = (self.clone(), tokens.clone());
        let saving = spawn(async move { timeout(shared.timeout, shared.store.save(saved)).await });
        let problem = match saving.await {
            Ok(Ok(Ok(()))) => None,
            Ok(Ok(Err(error))) => Some(error.to_string()),
            Ok(Err(_)) => Some("it took too long".to_owned()),
            Err(_) => Some("it panicked".to_owned()),
        };
        {
            let mut state = self.state();
            if state.pairs > pair {
                return;
            }
            let unsaved = problem.is_some();
            state.unsaved = unsaved.then(|| (tokens.clone(), Instant::now() + SAVE_AGAIN));
        }
        if let Some(problem) = problem {
            tracing::error!(
                target: "webex",
                problem,
                "the token store did not keep the new tokens: they live in memory alone, until it does"
            );
        }
    }
}

/// A panic, of a function of the user's or a store, as an error: a failure like any other, with its wait before the next.
async fn unless_it_panics<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let mut work = pin!(work);
    let outcome = poll_fn(|cx| {
        catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx)))
            .map_or(Poll::Ready(None), |poll| poll.map(Some))
    });
    outcome.await.unwrap_or_else(|| {
        let message = "what was asked for a new token panicked";
        Err(Error::new(ErrorKind::Other).with_message(message))
    })
}

/// What there is to call with.
pub(super) enum Asked {
    Stored(Token),
    New(TokenSet),
}

impl Grant {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Refresh(own), Self::Refresh(other)) => own == other,
            (own, other) => std::mem::discriminant(own) == std::mem::discriminant(other),
        }
    }
}
