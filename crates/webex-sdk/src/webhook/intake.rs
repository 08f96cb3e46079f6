//! How many events are worked on at a time, and the end of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// How long a delivery waits for its turn, or for who the bot is. What Webex waits for is not documented; a guess that it is longer.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// A permit for each event that is being worked on. Whoever holds all of them knows that none is.
#[derive(Debug)]
pub(super) struct Intake {
    permits: Arc<Semaphore>,
    size: u32,
    is_closing: AtomicBool,
}

impl Intake {
    pub(super) fn new(size: usize) -> Self {
        let most = Semaphore::MAX_PERMITS.min(u32::MAX as usize);
        let size = size.clamp(1, most);
        Self {
            permits: Arc::new(Semaphore::new(size)),
            size: u32::try_from(size).unwrap_or(u32::MAX),
            is_closing: AtomicBool::new(false),
        }
    }

    /// None at the bound, for as long as patience goes, and none at the end.
    pub(super) async fn enter(&self) -> Option<OwnedSemaphorePermit> {
        if self.is_closing.load(Ordering::Relaxed) {
            return None;
        }
        let permit = timeout(PATIENCE, self.permits.clone().acquire_owned()).await;
        let permit = permit.ok()?.ok()?;
        // Those that were waiting at the end are not let in. For one that is nevertheless, the end waits.
        (!self.is_closing.load(Ordering::Relaxed)).then_some(permit)
    }

    /// Lets nobody in any more, and returns when nobody is in.
    pub(super) async fn close(&self) {
        self.is_closing.store(true, Ordering::Relaxed);
        // Fails only when the semaphore is closed, which it never is.
        drop(self.permits.acquire_many(self.size).await);
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn waits_for_a_place_for_a_while() {
        let intake = Intake::new(1);
        let first = intake.enter().await.unwrap();
        assert!(intake.enter().await.is_none(), "nobody left");
        let (second, ()) = tokio::join!(intake.enter(), async {
            tokio::time::sleep(PATIENCE / 2).await;
            drop(first);
        });
        assert!(second.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn the_end_waits_for_who_is_in_and_for_nobody_else() {
        let intake = Intake::new(1);
        let first = intake.enter().await.unwrap();
        let late = async {
            let start = Instant::now();
            assert!(intake.enter().await.is_none() && start.elapsed().is_zero());
        };
        let (waiting, (), (), ()) = tokio::join!(intake.enter(), intake.close(), late, async {
            tokio::time::sleep(PATIENCE / 2).await;
            drop(first);
        });
        assert!(waiting.is_none());
        assert!(intake.enter().await.is_none());
        intake.close().await; // once more does nothing
    }

    /// C1.
    #[tokio::test(start_paused = true)]
    async fn an_end_that_is_given_up_can_be_waited_for_again() {
        let intake = Intake::new(2);
        let inside = intake.enter().await.unwrap();
        assert!(
            timeout(Duration::from_secs(1), intake.close())
                .await
                .is_err()
        );
        assert!(intake.enter().await.is_none(), "the end has begun");
        drop(inside);
        intake.close().await;
    }
}
