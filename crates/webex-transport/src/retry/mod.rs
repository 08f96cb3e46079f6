//! Sending again: what is waited out, what is backed off from, and what is never sent twice.
//!
//! [`RetryAfter`] is a policy for tower's own `Retry`. The rules:
//!
//! | outcome | sent again | after |
//! |---|---|---|
//! | 429, 423 | any method: the service did not process it | `Retry-After`, or 15 s |
//! | no token, where whoever gives it asked for time | any method: nothing was sent | as long as was asked for |
//! | 401 after which the credentials gave another token | any method, once | at once |
//! | no connection, to the service or through a proxy (but for a proxy that refuses the password), or a stream that the server refused | any method: it was not processed | backoff |
//! | 502, 503, 504, a broken connection, a timeout | idempotent calls only: it may have been processed | backoff, or `Retry-After` if longer |
//! | anything else | no | |
//!
//! A `DELETE` that was sent again after it may have been processed is answered 404 if it was. That is left an error, for it
//! cannot be told from one of what never was there; [`attempts`](crate::Error::attempts) of more than one says that it may
//! be done.
//!
//! Backoff is exponential with full jitter, from 0.5 s to 30 s. Faults are sent at most four times, and from a
//! [`Budget`] that successes fund, so that an outage is not made worse; a stream that an HTTP/2 server gave back unprocessed
//! costs nothing the first time. Rate limits cost no budget and are not counted; the deadline of the call bounds them.
//! Nothing waits past the deadline: the answer or error at hand is given back
//! instead. A request whose body cannot be sent again ([`Resend`]) is not.

mod after;
mod backoff;
mod budget;
#[cfg(all(test, model_check))]
mod model;
mod policy;

use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use tokio::time::Instant;
use tower::retry::Policy;

pub(crate) use self::after::{pause, retry_after};
pub use self::backoff::Backoff;
pub use self::budget::Budget;
use self::policy::{Attempts, Fate, Limits};
use crate::{CallMeta, Error, OnWait, Resend};

/// The policy: a cheap clone for each call, with one [`Budget`] for all of them.
#[derive(Clone, Debug)]
pub struct RetryAfter {
    rules: Arc<Rules>,
    attempts: Attempts,
    /// Of the call that this copy is for, where it is kept here: a map of one costs more than its entry.
    call: Option<CallMeta>,
}

/// What all calls share.
#[derive(Clone, Debug, Default)]
struct Rules {
    limits: Limits,
    budget: Budget,
    on_wait: OnWait,
    alone: bool,
}

impl RetryAfter {
    /// The rules of the [module](self), with its figures.
    #[must_use]
    pub fn new() -> Self {
        Self {
            rules: Arc::default(),
            attempts: Attempts::default(),
            call: None,
        }
    }

    /// How often a call that meets faults is sent, the first time included. Default: 4.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.rules().limits.max_attempts = attempts;
        self
    }

    /// Whether 429 and 423 are waited out. Default: yes. If not, they are errors at once, with the wait inside.
    #[must_use]
    pub fn wait_on_rate_limit(mut self, yes: bool) -> Self {
        self.rules().limits.wait_on_rate_limit = yes;
        self
    }

    /// The longest `Retry-After` that is waited out; a longer one is an error at once, with the wait inside. Default: 5
    /// minutes.
    #[must_use]
    pub fn max_retry_after(mut self, longest: Duration) -> Self {
        self.rules().limits.max_retry_after = longest;
        self
    }

    /// What is told of each wait.
    #[must_use]
    pub fn on_wait(mut self, hook: OnWait) -> Self {
        self.rules().on_wait = hook;
        self
    }

    /// A budget shared with others.
    #[must_use]
    pub fn budget(mut self, budget: Budget) -> Self {
        self.rules().budget = budget;
        self
    }

    /// For a policy that no other wraps: between attempts the [`CallMeta`] of a request is kept by the policy, and
    /// [`retry`](Policy::retry) puts it back, which saves the copy of a map for each call. A policy around this one that
    /// decides by itself would send requests without it.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.rules().alone = true;
        self
    }

    fn rules(&mut self) -> &mut Rules {
        Arc::make_mut(&mut self.rules)
    }
}

impl Default for RetryAfter {
    fn default() -> Self {
        Self::new()
    }
}

impl<B, RB> Policy<Request<B>, Response<RB>, Error> for RetryAfter
where
    B: Resend,
{
    type Future = Backoff;

    fn retry(
        &mut self,
        request: &mut Request<B>,
        result: &mut Result<Response<RB>, Error>,
    ) -> Option<Backoff> {
        let meta = self.call.as_ref().or_else(|| request.extensions().get());
        let idempotent = meta.map_or_else(
            || request.method().is_idempotent(),
            |meta| meta.is_idempotent(request.method()),
        );
        let fate = Fate::of(result, idempotent);
        if matches!(fate, Fate::Served) {
            self.rules.budget.deposit();
            return None;
        }
        let left = meta
            .and_then(CallMeta::ends_at)
            .map(|at| at.saturating_duration_since(Instant::now()));
        let rules = &*self.rules;
        let again =
            self.attempts
                .next(&rules.limits, &rules.budget, fate, left, fastrand::f64())?;
        rules.on_wait.report(again.reason, again.wait, meta);
        if let Some(meta) = self.call.take() {
            request.extensions_mut().insert(meta);
        }
        let taken = again.is_paid.then(|| rules.budget.clone());
        Some(Backoff::new(again.wait, taken))
    }

    fn clone_request(&mut self, request: &Request<B>) -> Option<Request<B>> {
        let mut again = Request::new(request.body().resend()?);
        *again.method_mut() = request.method().clone();
        *again.uri_mut() = request.uri().clone();
        *again.version_mut() = request.version();
        *again.headers_mut() = request.headers().clone();
        let extensions = request.extensions();
        // tower copies the policy for this call next.
        let is_kept = self.rules.alone && extensions.len() == 1;
        self.call = extensions.get::<CallMeta>().filter(|_| is_kept).cloned();
        if self.call.is_none() {
            *again.extensions_mut() = extensions.clone();
        }
        Some(again)
    }
}

#[cfg(test)]
mod same_request;
#[cfg(test)]
mod tests;
