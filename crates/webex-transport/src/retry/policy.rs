//! The decision: a state machine without I/O, clock or randomness of its own.

use std::time::Duration;

use http::{Response, StatusCode};

use super::{Budget, after, retry_after};
use crate::auth::TokenReplaced;
use crate::error::was_given_back;
use crate::{Error, ErrorKind, WaitReason};

/// A tenth of this is the most that a resend comes later than it was told.
const LONGEST_LATENESS: Duration = Duration::from_secs(3600);

/// The figures of the rules.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    pub(super) max_attempts: u32,
    pub(super) wait_on_rate_limit: bool,
    pub(super) max_retry_after: Duration,
    backoff_base: Duration,
    backoff_cap: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            wait_on_rate_limit: true,
            max_retry_after: after::MOST,
            backoff_base: Duration::from_millis(500),
            backoff_cap: Duration::from_secs(30),
        }
    }
}

impl Limits {
    /// Full jitter: anywhere between nothing and what the exponential says.
    fn backoff(&self, faults: u32, random: f64) -> Duration {
        let factor = 1u32.checked_shl(faults).unwrap_or(u32::MAX);
        let most = self
            .backoff_base
            .saturating_mul(factor)
            .min(self.backoff_cap);
        most.mul_f64(random.clamp(0.0, 1.0))
    }
}

/// What one attempt came to, as far as resending goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Answered: with a success, or with an error that says how things are.
    Served,
    /// Refused for now, unprocessed.
    Refused(WaitReason, Option<Duration>),
    /// Refused for its token, unprocessed, and there is another token now.
    TokenReplaced,
    /// Given back unprocessed by a server that is there: an HTTP/2 stream that it refused, or left behind as it went away.
    GivenBack,
    /// Failed in a way that is safe to repeat, with what the answer asks for.
    Fault(Option<Duration>),
    /// Failed, and is not to be repeated.
    Final,
}

impl Fate {
    pub(super) fn of<B>(result: &Result<Response<B>, Error>, idempotent: bool) -> Self {
        let (safe, wait) = match result {
            Ok(response) => {
                let wait = || retry_after(response.headers());
                match response.status() {
                    StatusCode::TOO_MANY_REQUESTS => {
                        return Self::Refused(WaitReason::RateLimited, wait());
                    }
                    StatusCode::UNAUTHORIZED
                        if response.extensions().get::<TokenReplaced>().is_some() =>
                    {
                        return Self::TokenReplaced;
                    }
                    StatusCode::LOCKED => return Self::Refused(WaitReason::Locked, wait()),
                    StatusCode::BAD_GATEWAY
                    | StatusCode::SERVICE_UNAVAILABLE
                    | StatusCode::GATEWAY_TIMEOUT => (idempotent, wait()),
                    status if status.is_server_error() => (false, None),
                    _ => return Self::Served,
                }
            }
            Err(error) => match error.kind() {
                ErrorKind::Unsent if was_given_back(error) => return Self::GivenBack,
                ErrorKind::Connect => (true, None),
                ErrorKind::Proxy | ErrorKind::Unsent if error.is_retryable() => {
                    // For want of a token, where whoever gives one said when to ask again.
                    if let Some(wait) = error.retry_after() {
                        return Self::Refused(WaitReason::RateLimited, Some(wait));
                    }
                    (true, None)
                }
                ErrorKind::OutcomeUnknown
                | ErrorKind::Timeout
                | ErrorKind::Body
                | ErrorKind::Other => (idempotent, None),
                _ => (false, None),
            },
        };
        if safe { Self::Fault(wait) } else { Self::Final }
    }
}

/// The faults that a call has met so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Attempts {
    faults: u32,
    given_back: bool,
    token_replaced: bool,
}

/// How a call is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Again {
    pub(super) reason: WaitReason,
    pub(super) wait: Duration,
    /// Whether it was taken from the budget.
    pub(super) is_paid: bool,
}

impl Again {
    fn free(reason: WaitReason, wait: Duration) -> Self {
        Self {
            reason,
            wait,
            is_paid: false,
        }
    }
}

impl Attempts {
    /// How the call is sent again; `None` when it is not.
    pub(super) fn next(
        &mut self,
        limits: &Limits,
        budget: &Budget,
        fate: Fate,
        left: Option<Duration>,
        random: f64,
    ) -> Option<Again> {
        let fits = |wait: Duration| left.is_none_or(|left| wait < left).then_some(wait);
        let bearable = |asked: Duration| (asked <= limits.max_retry_after).then_some(asked);
        match fate {
            Fate::Served | Fate::Final => None,
            Fate::Refused(reason, asked) => {
                if !limits.wait_on_rate_limit {
                    return None;
                }
                let asked = bearable(asked.unwrap_or(after::DEFAULT))?;
                // A little late, each a little differently: never early, and not all in the same instant.
                let asked = asked.max(after::LEAST);
                let late = asked
                    .min(LONGEST_LATENESS)
                    .mul_f64(0.1 * random.clamp(0.0, 1.0));
                let wait = asked.saturating_add(late);
                fits(wait).map(|wait| Again::free(reason, wait))
            }
            Fate::TokenReplaced => {
                // Once a call, and only after a renewal that succeeded: no budget is needed to bound it, and one would fail
                // most of the many callers whom one expired token refused at the same time.
                if std::mem::replace(&mut self.token_replaced, true) {
                    return None;
                }
                fits(Duration::ZERO).map(|now| Again::free(WaitReason::TokenReplaced, now))
            }
            Fate::GivenBack | Fate::Fault(_) => {
                if self.faults + 1 >= limits.max_attempts {
                    return None;
                }
                let asked = match fate {
                    Fate::Fault(asked) => bearable(asked.unwrap_or_default())?,
                    _ => Duration::ZERO,
                };
                let wait = fits(limits.backoff(self.faults, random).max(asked))?;
                self.faults += 1;
                // The first time costs nothing: a server that goes away gives back all that is on a connection, at once.
                let is_free =
                    fate == Fate::GivenBack && !std::mem::replace(&mut self.given_back, true);
                (is_free || budget.withdraw()).then_some(Again {
                    reason: WaitReason::Fault,
                    wait,
                    is_paid: !is_free,
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R7.
    #[test]
    fn backoff_stays_between_nothing_and_its_cap() {
        let limits = Limits::default();
        for faults in (0..100).chain([u32::MAX - 1, u32::MAX]) {
            for random in [0.0, 0.3, 0.5, 1.0, f64::INFINITY] {
                let exponential =
                    limits.backoff_base.as_secs_f64() * 2f64.powi(faults.min(40) as i32);
                let most = exponential.min(limits.backoff_cap.as_secs_f64());
                let wait = limits.backoff(faults, random).as_secs_f64();
                assert!(wait <= most + 1e-9, "{faults} {random} {wait}");
            }
        }
        assert_eq!(limits.backoff(u32::MAX, 1.0), limits.backoff_cap);
    }

    /// R7.
    #[test]
    fn backoff_doubles_up_to_its_cap() {
        let (limits, half) = (Limits::default(), Duration::from_millis(500));
        for (faults, most) in [(0, half), (1, 2 * half), (3, 8 * half), (5, 32 * half)] {
            assert_eq!(limits.backoff(faults, 1.0), most);
            assert_eq!(limits.backoff(faults, 0.5), most / 2);
        }
        assert_eq!(limits.backoff(6, 1.0), limits.backoff_cap);
    }

    /// L1: late by a tenth at most, of an hour at most.
    #[test]
    fn a_wait_is_a_little_late() {
        let limits = Limits {
            max_retry_after: Duration::MAX,
            ..Limits::default()
        };
        for (asked, late) in [(8, 0.4), (3600, 180.0), (86_400, 180.0)] {
            let asked = Duration::from_secs(asked);
            let fate = Fate::Refused(WaitReason::RateLimited, Some(asked));
            let again = Attempts::default().next(&limits, &Budget::new(), fate, None, 0.5);
            let lateness = (again.unwrap().wait - asked).as_secs_f64();
            assert!((lateness - late).abs() < 1e-6, "{asked:?}: {lateness}");
        }
    }

    /// R6: a wait that ends with the call, or after it, is not begun.
    #[test]
    fn what_does_not_fit_before_the_deadline_is_not_done() {
        let (limits, budget) = (Limits::default(), Budget::new());
        let second = Duration::from_secs(1);
        let fates = [
            Fate::Refused(WaitReason::Locked, Some(second)),
            Fate::Fault(Some(second)),
        ];
        for fate in fates {
            for (left, fits) in [(1.5, true), (1.0, false), (0.5, false)] {
                let left = Some(Duration::from_secs_f64(left));
                let again = Attempts::default().next(&limits, &budget, fate, left, 0.0);
                assert_eq!(again.map(|again| again.wait), fits.then_some(second));
            }
        }
        assert_eq!(budget.left(), 99, "what is not done costs nothing");
    }

    /// R8: an answer that says how things are is a service that works, a 500 is none.
    #[test]
    fn who_answers_funds_the_budget() {
        let fate = |status: u16| {
            let mut response = Response::new(());
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            Fate::of(&Ok(response), true)
        };
        for (status, expected) in [
            (200, Fate::Served),
            (401, Fate::Served),
            (404, Fate::Served),
            (500, Fate::Final),
            (501, Fate::Final),
            (503, Fate::Fault(None)),
        ] {
            assert_eq!(fate(status), expected, "{status}");
        }
    }

    #[test]
    fn what_never_left_was_not_given_back() {
        for kind in [ErrorKind::Connect, ErrorKind::Proxy, ErrorKind::Unsent] {
            let fate = Fate::of::<()>(&Err(Error::new(kind)), false);
            assert_eq!(fate, Fate::Fault(None), "{kind}");
        }
    }

    /// L1, D-21.
    #[test]
    fn a_wait_is_between_a_second_and_the_cap_or_is_not_done() {
        let (limits, budget) = (Limits::default(), Budget::new());
        for (asked, waits) in [
            (None, Some(15)),
            (Some(0), Some(1)),
            (Some(8), Some(8)),
            (Some(300), Some(300)),
            (Some(301), None),
            (Some(u64::MAX), None),
        ] {
            let fate = Fate::Refused(WaitReason::RateLimited, asked.map(Duration::from_secs));
            let wait = Attempts::default().next(&limits, &budget, fate, None, 0.0);
            assert_eq!(wait.map(|again| again.wait.as_secs()), waits, "{asked:?}");
        }
    }

    /// R8: what fails altogether gets the bucket and no more.
    #[test]
    fn an_outage_is_not_doubled() {
        let (limits, budget) = (
            Limits {
                max_attempts: 10,
                ..Limits::default()
            },
            Budget::new(),
        );
        let mut sent = 0;
        for _ in 0..1000 {
            let mut attempts = Attempts::default();
            sent += 1;
            while attempts
                .next(&limits, &budget, Fate::Fault(None), None, 0.5)
                .is_some()
            {
                sent += 1;
            }
        }
        assert!(sent <= 1100, "{sent}");
    }

    /// R3, R8, D-31: a thousand given back at once are all sent again, and a server that always does so gets no more than
    /// twice as many, and what the budget holds.
    #[test]
    fn what_was_given_back_is_sent_again_once_for_nothing() {
        let (limits, budget) = (Limits::default(), Budget::new());
        let again =
            |attempts: &mut Attempts| attempts.next(&limits, &budget, Fate::GivenBack, None, 0.5);
        let mut calls = [Attempts::default(); 1000];
        assert!(calls.iter_mut().all(|call| again(call).is_some()));
        assert_eq!(budget.left(), 100);
        assert_eq!(calls.iter_mut().filter_map(again).count(), 100);
    }

    /// R8, D-26.
    #[test]
    fn the_budget_comes_back_with_health() {
        let budget = Budget::new();
        while budget.withdraw() {}
        for _ in 0..300 {
            budget.deposit();
        }
        assert_eq!(budget.left(), 90);
        for _ in 0..10_000 {
            budget.deposit();
        }
        assert_eq!(budget.left(), 100);
    }
}
