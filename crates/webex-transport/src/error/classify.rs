//! From any error to ours, by everything in its chain of sources.

use std::error::Error as StdError;
use std::io;

use super::{BoxError, Error, ErrorKind};

/// Makes an [`Error`] of any error.
///
/// One of ours passes as it is, however deep it was boxed. Any other is judged by its whole chain of sources, the errors
/// inside an [`io::Error`] included: those of hyper, h2 and rustls (with the features that bring them) and of `std::io`
/// are known. What nothing is known of is [`ErrorKind::Other`], and is treated as a request that may have been acted on.
///
/// ```
/// use std::io;
/// use webex_transport::{ErrorKind, classify};
///
/// let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
/// assert_eq!(classify(refused).kind(), ErrorKind::Connect);
/// ```
pub fn classify(error: impl Into<BoxError>) -> Error {
    match error.into().downcast::<Error>() {
        Ok(ours) => *ours,
        Err(other) => {
            let error = match cause::<Error>(&*other) {
                Some(ours) => ours.restated(),
                None => Error::new(kind_of(&*other)).with_message(deepest(&*other)),
            };
            error.with_source(other)
        }
    }
}

/// The first cause in the chain that says something, judged from the outside in.
fn kind_of(error: &(dyn StdError + 'static)) -> ErrorKind {
    let mut found = None;
    let mut connected = false;
    for cause in chain(error) {
        connected |= was_connected(cause);
        match kind_of_one(cause) {
            // On a connection that stood, the request may have left, whatever broke the connection then.
            Some(ErrorKind::Connect | ErrorKind::Tls) if connected => {
                found = found.or(Some(ErrorKind::OutcomeUnknown));
            }
            // The connector says that nothing was sent; only TLS knows better why.
            Some(ErrorKind::Tls) if matches!(found, None | Some(ErrorKind::Connect)) => {
                return ErrorKind::Tls;
            }
            kind => found = found.or(kind),
        }
    }
    found.unwrap_or_default()
}

/// Whether this is what hyper says of a connection that had been made.
#[cfg(feature = "client")]
fn was_connected(cause: &(dyn StdError + 'static)) -> bool {
    cause.is::<hyper::Error>()
        || cause
            .downcast_ref::<hyper_util::client::legacy::Error>()
            .is_some_and(|error| !error.is_connect())
}

#[cfg(not(feature = "client"))]
fn was_connected(_: &(dyn StdError + 'static)) -> bool {
    false
}

#[cfg_attr(not(feature = "client"), allow(clippy::needless_return))]
fn kind_of_one(cause: &(dyn StdError + 'static)) -> Option<ErrorKind> {
    #[cfg(feature = "client")]
    if let Some(kind) = of_hyper(cause) {
        return Some(kind);
    }
    #[cfg(feature = "__rustls")]
    if cause.is::<rustls::Error>() {
        return Some(ErrorKind::Tls);
    }
    of_io(cause.downcast_ref::<io::Error>()?.kind())
}

#[cfg(feature = "client")]
fn of_hyper(cause: &(dyn StdError + 'static)) -> Option<ErrorKind> {
    if let Some(error) = cause.downcast_ref::<hyper_util::client::legacy::Error>() {
        return error.is_connect().then_some(ErrorKind::Connect);
    }
    if let Some(error) = cause.downcast_ref::<h2::Error>() {
        // RFC 9113, 8.7: a refused stream, and one above the last of a GOAWAY, was not processed.
        return match error.reason() {
            Some(h2::Reason::REFUSED_STREAM) => Some(ErrorKind::Unsent),
            Some(h2::Reason::NO_ERROR) if error.is_go_away() && error.is_remote() => {
                Some(ErrorKind::Unsent)
            }
            _ => None,
        };
    }
    let error = cause.downcast_ref::<hyper::Error>()?;
    if error.is_canceled() {
        Some(ErrorKind::Unsent)
    } else if error.is_timeout() {
        Some(ErrorKind::Timeout)
    } else if error.is_incomplete_message() {
        Some(ErrorKind::OutcomeUnknown)
    } else {
        None
    }
}

fn of_io(kind: io::ErrorKind) -> Option<ErrorKind> {
    use io::ErrorKind as Io;
    match kind {
        Io::ConnectionRefused
        | Io::HostUnreachable
        | Io::NetworkUnreachable
        | Io::AddrNotAvailable => Some(ErrorKind::Connect),
        Io::TimedOut => Some(ErrorKind::Timeout),
        Io::ConnectionReset
        | Io::ConnectionAborted
        | Io::NotConnected
        | Io::BrokenPipe
        | Io::UnexpectedEof => Some(ErrorKind::OutcomeUnknown),
        _ => None,
    }
}

/// The first cause of a type.
pub(crate) fn cause<'a, E: StdError + 'static>(
    error: &'a (dyn StdError + 'static),
) -> Option<&'a E> {
    chain(error).find_map(|cause| cause.downcast_ref())
}

/// The error and its sources, those inside an `io::Error` included: its `source()` skips the one it holds.
fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&cause| {
        match cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inside) => Some(inside as &(dyn StdError + 'static)),
            None => cause.source(),
        }
    })
}

/// What the innermost cause says: the outer ones of hyper say little ("client error (Connect)").
fn deepest<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    chain(error).last().unwrap_or(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Wrapped(BoxError);

    impl std::fmt::Display for Wrapped {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("wrapped")
        }
    }

    impl StdError for Wrapped {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(&*self.0)
        }
    }

    #[test]
    fn ours_passes_as_it_is() {
        let ours = Error::new(ErrorKind::Timeout).with_message("after 60 s");
        let boxed: BoxError = Box::new(ours);
        assert_eq!(classify(boxed).message(), Some("after 60 s"));
    }

    #[test]
    fn the_whole_chain_is_read() {
        for (kind, expected) in [
            (io::ErrorKind::ConnectionRefused, ErrorKind::Connect),
            (io::ErrorKind::ConnectionReset, ErrorKind::OutcomeUnknown),
            (io::ErrorKind::BrokenPipe, ErrorKind::OutcomeUnknown),
            (io::ErrorKind::TimedOut, ErrorKind::Timeout),
            (io::ErrorKind::InvalidData, ErrorKind::Other),
        ] {
            let deep = Wrapped(Box::new(Wrapped(Box::new(io::Error::from(kind)))));
            assert_eq!(classify(deep).kind(), expected, "{kind:?}");
        }
        let ours = Error::new(ErrorKind::Unsent);
        let in_io = io::Error::other(Wrapped(Box::new(ours)));
        assert_eq!(classify(in_io).kind(), ErrorKind::Unsent);
    }

    #[cfg(feature = "__rustls")]
    #[test]
    fn a_refused_certificate_is_a_matter_of_tls() {
        let tls = rustls::Error::InvalidCertificate(rustls::CertificateError::Expired);
        let error = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, tls));
        assert_eq!(classify(error).kind(), ErrorKind::Tls);
    }
}
