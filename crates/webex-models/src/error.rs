//! What can go wrong when a value is made by hand.

use std::fmt;

/// An id, an e-mail address or a time that cannot be one.
///
/// The refused text is not kept: it may be something that belongs in no log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    what: &'static str,
    why: &'static str,
}

impl Error {
    pub(crate) const fn new(what: &'static str, why: &'static str) -> Self {
        Self { what, why }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid {}: {}", self.what, self.why)
    }
}

impl std::error::Error for Error {}
