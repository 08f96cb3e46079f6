//! The pause before a resend.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use pin_project::{pin_project, pinned_drop};
use tokio::time::{Sleep, sleep};

use super::Budget;

/// The pause before a resend, as [`RetryAfter`](super::RetryAfter) asks for it. Dropped before its end, it gives back what
/// the resend took from the budget.
#[pin_project(PinnedDrop)]
#[derive(Debug)]
pub struct Backoff {
    #[pin]
    sleep: Sleep,
    taken: Option<Budget>,
}

impl Backoff {
    pub(super) fn new(wait: Duration, taken: Option<Budget>) -> Self {
        let sleep = sleep(wait);
        Self { sleep, taken }
    }
}

impl Future for Backoff {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        ready!(this.sleep.poll(cx));
        *this.taken = None;
        Poll::Ready(())
    }
}

#[pinned_drop]
impl PinnedDrop for Backoff {
    fn drop(self: Pin<&mut Self>) {
        if let Some(budget) = self.project().taken.take() {
            budget.give_back();
        }
    }
}
