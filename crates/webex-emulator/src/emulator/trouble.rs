//! Making trouble.

use std::sync::{PoisonError, atomic::Ordering};

use super::Emulator;
use crate::{fault::Faults, limit::RateLimit, links::OddLinks, world::Scan};

impl Emulator {
    /// The faults that wait for their request.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.shared.faults.clone()
    }

    /// Whether `/_emulator` answers, for users of other languages; the README lists what it does. Off at the start:
    /// whoever reaches it can become anybody.
    pub fn control(&self, on: bool) {
        self.shared.is_controlled.store(on, Ordering::Relaxed);
    }

    /// Gives links between pages the odd forms they sometimes have.
    pub fn odd_links(&self, links: OddLinks) {
        *self
            .shared
            .odd_links
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = links;
    }

    /// Limits requests from now on. There is no limit at the start.
    ///
    /// ```
    /// use std::time::Duration;
    /// use webex_emulator::{Emulator, RateLimit};
    ///
    /// let webex = Emulator::new();
    /// webex.rate_limit(RateLimit::window(300, Duration::from_secs(60)));
    /// webex.rate_limit(RateLimit::bucket(600, Duration::from_secs(60)).family("messages"));
    /// ```
    pub fn rate_limit(&self, limit: RateLimit) {
        self.shared.limits.set(limit);
    }

    /// Removes all rate limits.
    pub fn clear_rate_limits(&self) {
        self.shared.limits.clear();
    }

    /// What the malware scan says of the next file that is sent. Files are clean otherwise.
    pub fn scan_next_file(&self, scan: Scan) {
        self.shared.world().next_scan = Some(scan);
    }
}
