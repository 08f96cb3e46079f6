//! How much was served of late, so that the first refusal does not find the gate knowing nothing.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The clock is looked at once in so many successes.
const OFTEN: u32 = 64;
/// A look is remembered for so long, and then until the next one.
const LATELY: Duration = Duration::from_secs(10);

// Not of `crate::sync`: a figure that nothing waits for would only give the models more orders to try.
/// Successes of all families together: what one of them has may be less, and is found by its refusals.
#[derive(Debug, Default)]
pub(super) struct Seen {
    served: AtomicU32,
    /// The last look but one, and the last: when, and how many there had been.
    looks: Mutex<[Option<(Instant, u32)>; 2]>,
}

impl Seen {
    pub(super) fn served(&self) {
        let before = self.served.fetch_add(1, Ordering::Relaxed);
        if before % OFTEN == 0 {
            self.look(before, Instant::now());
        }
    }

    fn look(&self, served: u32, now: Instant) {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        let [_, last] = *looks;
        if last.is_none_or(|(at, _)| now.saturating_duration_since(at) >= LATELY) {
            *looks = [last, Some((now, served))];
        }
    }

    /// Successes a second, by the look that makes it more. A burst just now is no pace: it counts as what it is over ten seconds.
    pub(super) fn rate(&self, now: Instant) -> f64 {
        let looks = *self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        // After the looks: none of them may have seen more.
        let served = self.served.load(Ordering::Relaxed);
        let rates = looks.into_iter().flatten().map(|(at, before)| {
            let seconds = now.saturating_duration_since(at).as_secs_f64();
            f64::from(served.saturating_sub(before)) / seconds.max(LATELY.as_secs_f64())
        });
        rates.fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_rate_is_that_of_the_last_seconds() {
        let seen = Seen::default();
        assert!(seen.rate(Instant::now()) < 0.1);
        for per_second in [10, 500, 50] {
            for _ in 0..100 * per_second {
                tokio::time::sleep(Duration::from_secs(1) / per_second).await;
                seen.served();
            }
            let rate = seen.rate(Instant::now()) / f64::from(per_second);
            // The timer is of milliseconds.
            assert!((0.6..1.2).contains(&rate), "{rate} of {per_second}");
        }
    }

    /// As when another thread has stored it since, or the count has begun anew.
    #[tokio::test(start_paused = true)]
    async fn a_look_that_saw_more_makes_no_pace() {
        let seen = Seen::default();
        seen.look(5, Instant::now());
        assert!(seen.rate(Instant::now()) < 0.1);
    }
}
