//! The forms that `Retry-After` comes in.

use std::time::Duration;

use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};

/// What a refusal says in its `Retry-After` header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// Whole seconds, rounded up: what the service documents.
    #[default]
    Seconds,
    /// An HTTP date, which HTTP allows; not seen from the service.
    Date,
    /// No header at all, which has been seen.
    Absent,
    /// Any text, for what nobody should send. `rand(30),add(30)` has been seen.
    Text(String),
}

impl RetryAfter {
    /// The header's value for a wait, or none.
    pub(crate) fn text(&self, wait: Duration, now: Timestamp) -> Option<String> {
        let seconds = wait
            .as_secs()
            .saturating_add(u64::from(wait.subsec_nanos() > 0))
            .max(1);
        match self {
            Self::Seconds => Some(seconds.to_string()),
            Self::Date => {
                let then = now
                    .checked_add(Duration::from_secs(seconds))
                    .unwrap_or(Timestamp::MAX);
                DateTimePrinter::new()
                    .timestamp_to_rfc9110_string(&then)
                    .ok()
            }
            Self::Absent => None,
            Self::Text(text) => Some(text.clone()),
        }
    }
}
