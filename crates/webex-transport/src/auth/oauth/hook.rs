//! What is told of each renewal.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::ErrorKind;

/// A renewal that has ended.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Renewal {
    /// The kind of its error, if it failed.
    pub error: Option<ErrorKind>,
    /// How long it took, storing the new tokens included.
    pub duration: Duration,
}

/// Something that is told of each renewal; [`OnRenewal::default`] tells nobody.
#[derive(Clone, Default)]
pub struct OnRenewal(Option<Arc<Hook>>);

type Hook = dyn Fn(&Renewal) + Send + Sync;

impl OnRenewal {
    /// A function to be called after each renewal. It must not block.
    pub fn new(hook: impl Fn(&Renewal) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hook)))
    }

    pub(super) fn report(&self, error: Option<ErrorKind>, duration: Duration) {
        if let Some(hook) = &self.0 {
            hook(&Renewal { error, duration });
        }
    }
}

impl fmt::Debug for OnRenewal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "OnRenewal(..)"
        } else {
            "OnRenewal(none)"
        })
    }
}
