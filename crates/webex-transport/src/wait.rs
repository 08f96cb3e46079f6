//! What is reported of each wait.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::CallMeta;

/// A wait that is about to begin.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Wait {
    /// Why.
    pub reason: WaitReason,
    /// How long.
    pub duration: Duration,
    /// How many attempts of this call have been made.
    pub attempts: u32,
    /// The operation of the call, where it was named.
    pub operation: Option<&'static str>,
    /// The path before its ids were filled in, where it was named.
    pub route: Option<&'static str>,
}

/// Why a call waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitReason {
    /// The service refused this call with 429 and said when to come back, or did not.
    RateLimited,
    /// 423: what was asked for is locked for now.
    Locked,
    /// The attempt failed, and another follows.
    Fault,
    /// The service refused the token, and there is another one now: no wait at all.
    TokenReplaced,
    /// The service is refusing others; this call was held back.
    Paced,
}

impl fmt::Display for WaitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RateLimited => "rate limited",
            Self::Locked => "locked",
            Self::Fault => "fault",
            Self::TokenReplaced => "token replaced",
            Self::Paced => "paced",
        })
    }
}

/// Something that is told of each wait; [`OnWait::default`] tells nobody.
///
/// Whatever it is, each wait also is a `tracing` event at level `INFO`, target `webex`.
#[derive(Clone, Default)]
pub struct OnWait(Option<Arc<Hook>>);

type Hook = dyn Fn(&Wait) + Send + Sync;

impl OnWait {
    /// A function to be called before each wait. It must not block.
    pub fn new(hook: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hook)))
    }

    /// Tells both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(one), Some(other)) => Self::new(move |wait| {
                one(wait);
                other(wait);
            }),
            (one, other) => Self(one.or(other)),
        }
    }

    pub(crate) fn report(&self, reason: WaitReason, duration: Duration, meta: Option<&CallMeta>) {
        let wait = Wait {
            reason,
            duration,
            attempts: meta.map_or(0, CallMeta::attempts),
            operation: meta.and_then(CallMeta::operation),
            route: meta.and_then(CallMeta::route_template),
        };
        tracing::info!(
            target: "webex",
            reason = %wait.reason,
            wait_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
            attempts = wait.attempts,
            operation = wait.operation,
            "waiting before the next attempt"
        );
        if let Some(hook) = &self.0 {
            hook(&wait);
        }
    }
}

impl fmt::Debug for OnWait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "OnWait(..)"
        } else {
            "OnWait(none)"
        })
    }
}
