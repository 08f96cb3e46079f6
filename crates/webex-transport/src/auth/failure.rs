//! Why there is no token.

use std::sync::Arc;

use tokio::time::Instant;

use super::oauth::FAR;
use crate::{Error, ErrorKind, TimeoutPhase};

/// An error of whoever should have given a token, as many callers get it.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    kind: ErrorKind,
    lasting: bool,
    phase: Option<TimeoutPhase>,
    /// When it may be asked again, where it said so.
    pub(super) until: Option<Instant>,
    pub(super) message: Arc<str>,
}

impl Failure {
    pub(super) fn of(error: &Error) -> Self {
        let kind = error.kind();
        Self {
            kind,
            // What nothing is known of may pass: that nothing was sent is known.
            lasting: !error.is_retryable() && kind != ErrorKind::Other,
            phase: error.timeout_phase().and(Some(TimeoutPhase::Credentials)),
            until: error
                .retry_after()
                .map(|wait| Instant::now() + wait.min(FAR)),
            message: error.to_string().into(),
        }
    }

    /// The request itself was never sent, or was refused for its token: what passes is worth another attempt.
    pub(super) fn error(&self) -> Error {
        let kind = if self.is_final() {
            ErrorKind::Credentials
        } else {
            ErrorKind::Unsent
        };
        let error = Error::new(kind)
            .with_timeout_phase(self.phase)
            .with_message(format_args!("no access token: {}", self.message));
        let error = match self.until {
            Some(until) => error.with_retry_after(until.saturating_duration_since(Instant::now())),
            None => error,
        };
        if self.lasting { error.lasting() } else { error }
    }

    pub(super) fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Whether trying again is of no use.
    pub(super) fn is_final(&self) -> bool {
        self.kind == ErrorKind::Credentials
    }
}
