//! Where the time of a call that took too long was lost.

use std::fmt;

use super::ErrorKind;

/// What was being waited for when the time was up: [`Error::timeout_phase`](super::Error::timeout_phase).
///
/// The error's [`kind`](super::Error::kind) says what that means for the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutPhase {
    /// A connection, its name, proxy and TLS included: nothing was sent ([`ErrorKind::Connect`]).
    Connect,
    /// An access token: nothing was sent ([`ErrorKind::Unsent`]).
    Credentials,
    /// The head of the answer: the request may have left, and been acted on ([`ErrorKind::Timeout`]).
    Head,
    /// The rest of an answer that began: the request was acted on ([`ErrorKind::Timeout`]).
    Body,
    /// More of an answer that streams, with nothing coming: the request was acted on ([`ErrorKind::Timeout`]).
    Idle,
    /// Anything at all: the deadline of the call passed ([`ErrorKind::Timeout`]). With no
    /// [`attempts`](super::Error::attempts) made, nothing was sent.
    Deadline,
}

impl TimeoutPhase {
    /// What is known of the request.
    pub(crate) const fn kind(self) -> ErrorKind {
        match self {
            Self::Connect => ErrorKind::Connect,
            Self::Credentials => ErrorKind::Unsent,
            Self::Head | Self::Body | Self::Idle | Self::Deadline => ErrorKind::Timeout,
        }
    }
}

impl fmt::Display for TimeoutPhase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connect",
            Self::Credentials => "credentials",
            Self::Head => "waiting for the answer",
            Self::Body => "reading the answer",
            Self::Idle => "silence in the answer",
            Self::Deadline => "deadline of the call",
        })
    }
}
