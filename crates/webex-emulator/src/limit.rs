//! Rate limits, per token and per family of paths.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use http::StatusCode;
use jiff::Timestamp;

use crate::retry_after::RetryAfter;

/// The families that are told apart; all other paths share one allowance.
const FAMILIES: &[&str] = &[
    "adminAudit",
    "attachment",
    "contents",
    "events",
    "guests",
    "licenses",
    "memberships",
    "messages",
    "organizations",
    "people",
    "roles",
    "room",
    "rooms",
    "team",
    "teams",
    "webhooks",
];

/// How many allowances are kept; beyond, all begin anew.
const MOST_STATES: usize = 100_000;

/// So many requests in so much time, for each token and each family of paths.
///
/// The family is the first segment of the path: `/people/me` belongs to `people`. The service documents about 300
/// requests a minute for most families, and gives no promise.
#[derive(Clone, Debug)]
#[must_use]
pub struct RateLimit {
    requests: u32,
    per: Duration,
    is_bucket: bool,
    family: Option<String>,
    retry_after: RetryAfter,
}

impl RateLimit {
    /// At most `requests` in each window of the length `per`; windows start when the emulator does.
    pub fn window(requests: u32, per: Duration) -> Self {
        let per = per.max(Duration::from_millis(1));
        Self {
            requests,
            per,
            is_bucket: false,
            family: None,
            retry_after: RetryAfter::Seconds,
        }
    }

    /// A bucket that holds `requests` and refills evenly within `per`.
    pub fn bucket(requests: u32, per: Duration) -> Self {
        Self {
            is_bucket: true,
            ..Self::window(requests, per)
        }
    }

    /// Only for this family, as in `messages`. Without it, each family has this limit.
    pub fn family(mut self, family: impl Into<String>) -> Self {
        self.family = Some(family.into());
        self
    }

    /// What `Retry-After` says in a refusal: the seconds to wait, unless told otherwise.
    pub fn retry_after(mut self, form: RetryAfter) -> Self {
        self.retry_after = form;
        self
    }

    /// Takes one request, or says how long to wait.
    fn take(&self, state: &mut State, now: Duration) -> Result<(), Duration> {
        if self.is_bucket {
            let refill = now.saturating_sub(state.since).as_secs_f64() / self.per.as_secs_f64()
                * f64::from(self.requests);
            state.spent = (state.spent - refill).max(0.0);
            state.since = now;
            let missing = state.spent + 1.0 - f64::from(self.requests);
            if missing > 1e-9 {
                let wait = self.per.as_secs_f64() * missing / f64::from(self.requests.max(1));
                return Err(Duration::try_from_secs_f64(wait).unwrap_or(Duration::MAX));
            }
        } else {
            let into = Duration::from_nanos(
                (now.as_nanos() % self.per.as_nanos())
                    .try_into()
                    .unwrap_or(u64::MAX),
            );
            let window = now.saturating_sub(into);
            if window > state.since {
                *state = State {
                    since: window,
                    spent: 0.0,
                };
            }
            if state.spent >= f64::from(self.requests) {
                return Err(self.per.saturating_sub(into));
            }
        }
        state.spent += 1.0;
        Ok(())
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    since: Duration,
    spent: f64,
}

/// All limits, and what is left of them.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    limits: Vec<RateLimit>,
    /// By a hash of the token: whoever makes up tokens shall not fill the memory with them.
    states: HashMap<(u64, &'static str), State>,
    hasher: RandomState,
}

/// A refusal: the status, and the value of `Retry-After`.
pub(crate) type Refusal = (StatusCode, Option<String>);

impl Limits {
    /// Adds a limit, in place of an earlier one for the same family.
    pub(crate) fn set(&self, limit: RateLimit) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.limits.retain(|known| known.family != limit.family);
        inner.limits.push(limit);
        inner.states.clear();
    }

    pub(crate) fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Inner::default();
    }

    /// Counts a request, or refuses it. `path` is without `/v1`.
    pub(crate) fn take(
        &self,
        token: &str,
        path: &str,
        elapsed: Duration,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Inner {
            limits,
            states,
            hasher,
        } = &mut *inner;
        if limits.is_empty() {
            return Ok(());
        }
        let first = path
            .trim_start_matches('/')
            .split('/')
            .next()
            .unwrap_or_default();
        let family = FAMILIES
            .iter()
            .find(|&&family| family == first)
            .copied()
            .unwrap_or("other");
        let named = limits
            .iter()
            .find(|limit| limit.family.as_deref() == Some(first));
        let Some(limit) = named.or_else(|| limits.iter().find(|limit| limit.family.is_none()))
        else {
            return Ok(());
        };
        if states.len() >= MOST_STATES {
            states.clear();
        }
        let state = states.entry((hasher.hash_one(token), family)).or_default();
        limit.take(state, elapsed).map_err(|wait| {
            (
                StatusCode::TOO_MANY_REQUESTS,
                limit.retry_after.text(wait, now),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn take(limits: &Limits, path: &str, at: f64) -> Result<(), Option<String>> {
        limits
            .take(
                "t",
                path,
                Duration::from_secs_f64(at),
                Timestamp::UNIX_EPOCH,
            )
            .map_err(|(_, text)| text)
    }

    #[test]
    fn a_window_refuses_until_it_ends() {
        let limits = Limits::default();
        limits.set(RateLimit::window(2, MINUTE));
        assert_eq!(
            (
                take(&limits, "/people/me", 1.0),
                take(&limits, "/people", 2.0)
            ),
            (Ok(()), Ok(()))
        );
        assert_eq!(take(&limits, "/people", 2.5), Err(Some("58".into())));
        assert_eq!(
            take(&limits, "/rooms", 2.5),
            Ok(()),
            "another family has its own"
        );
        assert_eq!(take(&limits, "/people", 60.0), Ok(()));
    }

    #[test]
    fn a_bucket_refills_evenly() {
        let limits = Limits::default();
        limits.set(RateLimit::bucket(2, Duration::from_secs(20)));
        assert_eq!(
            (take(&limits, "/rooms", 0.0), take(&limits, "/rooms", 0.0)),
            (Ok(()), Ok(()))
        );
        assert_eq!(take(&limits, "/rooms", 4.0), Err(Some("6".into())));
        assert_eq!(take(&limits, "/rooms", 10.0), Ok(()));
        assert_eq!(take(&limits, "/rooms", 10.0), Err(Some("10".into())));
    }

    #[test]
    fn a_family_has_its_own_limit_and_form() {
        let limits = Limits::default();
        limits.set(
            RateLimit::window(0, MINUTE)
                .family("messages")
                .retry_after(RetryAfter::Date),
        );
        assert_eq!(take(&limits, "/rooms", 0.0), Ok(()));
        assert_eq!(
            take(&limits, "/messages", 0.0),
            Err(Some("Thu, 01 Jan 1970 00:01:00 GMT".into()))
        );
    }
}
