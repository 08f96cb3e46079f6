//! The kinds of error that a caller decides on.

use std::fmt;

use http::StatusCode;

/// What went wrong, as far as a caller would act on it.
///
/// It is that of the last attempt. Where there was more than one ([`attempts`](super::Error::attempts)), an earlier one may
/// have had an outcome that is unknown: only calls that may be repeated are sent again after that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// 401: the token is missing, wrong or expired.
    Unauthorized,
    /// 403: the caller is known and not allowed.
    Forbidden,
    /// 404: no such thing, or hidden from the caller.
    NotFound,
    /// 409: in conflict with how things are.
    Conflict,
    /// 410: gone for good, such as an infected file.
    Gone,
    /// 423: locked for now, such as a file that is being scanned.
    Locked,
    /// 429, or a wait for the rate limit that was not to be had.
    RateLimited,
    /// 5xx: a fault of the service, or of something in front of it.
    Server,
    /// Any other answer that is no success.
    Api,
    /// No connection could be made: nothing was sent.
    Connect,
    /// No secure connection could be made: nothing was sent.
    Tls,
    /// No connection could be made through the proxy, or it refused its user and password: nothing was sent.
    Proxy,
    /// The connection was given up before the request was processed: nothing was done.
    Unsent,
    /// The request left and no answer came: the service may have acted on it, or not.
    OutcomeUnknown,
    /// No whole answer in time: the service may have acted on the request, or not. A timeout before anything was sent is
    /// `Connect` or `Unsent`; see [`Error::timeout_phase`](super::Error::timeout_phase).
    Timeout,
    /// The answer broke off: the service did act on the request.
    Body,
    /// The answer is whole and not what was expected of it.
    Decode,
    /// The answer is larger than allowed: the service did act on the request.
    TooLarge,
    /// The input was refused before anything was sent.
    InvalidInput,
    /// A file of this machine could not be written, or is there already.
    File,
    /// There is no token, or none that can be sent.
    Credentials,
    /// A failure that nothing is known of, from a service that is not ours.
    #[default]
    Other,
}

impl ErrorKind {
    /// The kind of an answer that is no success.
    pub(crate) fn from_status(status: StatusCode) -> Self {
        match status.as_u16() {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            409 => Self::Conflict,
            410 => Self::Gone,
            423 => Self::Locked,
            429 => Self::RateLimited,
            500..=599 => Self::Server,
            _ => Self::Api,
        }
    }

    /// Whether a later attempt may well succeed.
    pub(crate) const fn is_passing(self) -> bool {
        matches!(
            self,
            Self::Locked
                | Self::RateLimited
                | Self::Server
                | Self::Connect
                | Self::Proxy
                | Self::Unsent
                | Self::OutcomeUnknown
                | Self::Timeout
                | Self::Body
        )
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not found",
            Self::Conflict => "conflict",
            Self::Gone => "gone",
            Self::Locked => "locked",
            Self::RateLimited => "rate limited",
            Self::Server => "server error",
            Self::Api => "refused",
            Self::Connect => "cannot connect",
            Self::Tls => "no secure connection",
            Self::Proxy => "no connection through the proxy",
            Self::Unsent => "not sent",
            Self::OutcomeUnknown => "no answer, outcome unknown",
            Self::Timeout => "timed out",
            Self::Body => "broken answer",
            Self::Decode => "unexpected answer",
            Self::TooLarge => "answer too large",
            Self::InvalidInput => "invalid input",
            Self::File => "file",
            Self::Credentials => "credentials",
            Self::Other => "failed",
        })
    }
}
