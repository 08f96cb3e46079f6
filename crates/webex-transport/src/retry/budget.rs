//! How much a client may resend: funded by what succeeds.

use std::sync::Arc;

use crate::sync::atomic::{AtomicU32, Ordering};

/// A bucket of resends, shared by all clones.
///
/// It begins full with 100; a success puts in 0.3, a resend after a fault takes 1. So scattered faults, up to one attempt
/// in five, are all absorbed, and an outage gets 100 resends in all and not one for each call. There is no floor in time:
/// when nothing succeeds, nothing more is resent.
#[derive(Clone, Debug)]
pub struct Budget(Arc<AtomicU32>);

/// In tenths of a resend.
const FULL: u32 = 1000;
const SUCCESS: u32 = 3;
const RESEND: u32 = 10;

impl Budget {
    /// A full one.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(AtomicU32::new(FULL)))
    }

    /// How many resends are left, rounded down.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.0.load(Ordering::Relaxed) / RESEND
    }

    /// A success.
    pub(super) fn deposit(&self) {
        self.put(SUCCESS);
    }

    /// A resend that was not made.
    pub(super) fn give_back(&self) {
        self.put(RESEND);
    }

    fn put(&self, tenths: u32) {
        if self.0.load(Ordering::Relaxed) < FULL {
            self.update(|left| Some((left + tenths).min(FULL)));
        }
    }

    /// A resend, if there is one left.
    pub(super) fn withdraw(&self) -> bool {
        self.update(|left| left.checked_sub(RESEND))
    }

    fn update(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, change)
            .is_ok()
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}
