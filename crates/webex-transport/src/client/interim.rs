//! Interim answers (1xx): a few are fine, a flood is none.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use http::Request;

/// No server has so many hints for one answer.
const MOST: u32 = 100;

/// Those that came for one request.
#[derive(Debug, Default)]
pub(super) struct Interim {
    count: AtomicU32,
    waker: Mutex<Option<Waker>>,
}

impl Interim {
    /// Counts from now on. hyper passes over them without end; over HTTP/2 it does not tell of them, and the timeout of the
    /// attempt is what ends a flood.
    pub(super) fn of<B>(request: &mut Request<B>) -> Arc<Self> {
        let counted = Arc::new(Self::default());
        let interim = counted.clone();
        hyper::ext::on_informational(request, move |_| interim.came());
        counted
    }

    fn came(&self) {
        if self.count.fetch_add(1, Ordering::Relaxed) == MOST {
            let waker = self.waker().take();
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }

    /// Ready when there are more of them than anybody needs.
    pub(super) fn poll_flood(&self, cx: &Context<'_>) -> Poll<()> {
        let mut waker = self.waker();
        // After the lock: one that comes later finds the waker.
        if self.count.load(Ordering::Relaxed) > MOST {
            return Poll::Ready(());
        }
        match &mut *waker {
            Some(waker) => waker.clone_from(cx.waker()),
            none => *none = Some(cx.waker().clone()),
        }
        Poll::Pending
    }

    fn waker(&self) -> std::sync::MutexGuard<'_, Option<Waker>> {
        self.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
