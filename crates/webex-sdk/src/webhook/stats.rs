//! What a receiver counts.

use std::sync::atomic::{AtomicU64, Ordering};

/// A number for each way that a delivery can go.
macro_rules! stats {
    ($($(#[$meta:meta])* $name:ident,)+) => {
        /// What a receiver and its clones have seen so far.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct WebhookStats {
            $($(#[$meta])* pub $name: u64,)+
        }

        #[derive(Debug, Default)]
        pub(super) struct Counters {
            $(pub(super) $name: Counter,)+
        }

        impl Counters {
            pub(super) fn stats(&self) -> WebhookStats {
                WebhookStats { $($name: self.$name.0.load(Ordering::Relaxed),)+ }
            }
        }
    };
}

stats! {
    /// Not let in: not signed, wrongly signed, too large, or broken off.
    refused,
    /// Signed, and no event.
    unreadable,
    /// Events that no handler is there for.
    unwanted,
    /// Answered 503: too many were being worked on, the receiver was shutting down, the outcome of an earlier delivery
    /// of the same event was open, or who the bot is could not be found out.
    turned_away,
    /// Events that were seen before.
    repeated,
    /// Events that were given to the handlers; they are counted once more as one of the following.
    accepted,
    /// All of its handlers are done with it.
    handled,
    /// One of its handlers failed, panicked, or took too long.
    failed,
    /// The bot's own messages.
    own,
}

#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}
