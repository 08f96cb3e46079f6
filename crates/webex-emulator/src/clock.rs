//! The emulator's own time: real by default, moved by tests.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// A clock that starts at the real time, runs on tokio's time, and can be moved forward.
///
/// It follows tokio's paused clock, so that tests need no sleep; [`advance`](Self::advance) moves it without any
/// timer. Tokens expire, limits refill and webhooks are disabled by this clock.
#[derive(Clone, Debug)]
pub struct Clock {
    start: Timestamp,
    since: Instant,
    moved: Arc<AtomicU64>,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self {
            start: Timestamp::now(),
            since: Instant::now(),
            moved: Arc::default(),
        }
    }

    /// The time now, as the emulator sees it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.elapsed()).unwrap_or(SignedDuration::MAX);
        self.start.checked_add(elapsed).unwrap_or(Timestamp::MAX)
    }

    /// Moves the clock forward, for every clone of it, by whole milliseconds.
    pub fn advance(&self, by: Duration) {
        let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        let add = |moved: u64| Some(moved.saturating_add(millis));
        // The closure never refuses, so neither does the update.
        let _ = self
            .moved
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// Time since the emulator was made, moves included.
    pub(crate) fn elapsed(&self) -> Duration {
        self.since
            .elapsed()
            .saturating_add(Duration::from_millis(self.moved.load(Ordering::Relaxed)))
    }
}

/// The form of most of the service's timestamps: milliseconds and `Z`.
pub(crate) fn iso(time: Timestamp) -> String {
    format!("{time:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn follows_tokio_and_can_be_moved() {
        let clock = Clock::new();
        let start = clock.now();
        tokio::time::sleep(Duration::from_secs(60)).await;
        clock.clone().advance(Duration::from_secs(5));
        assert_eq!(
            clock.now().duration_since(start),
            SignedDuration::from_secs(65)
        );
    }

    #[test]
    fn survives_a_move_beyond_the_end_of_time() {
        let clock = Clock::new();
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }

    #[test]
    fn writes_milliseconds() {
        assert_eq!(iso(Timestamp::UNIX_EPOCH), "1970-01-01T00:00:00.000Z");
    }
}
