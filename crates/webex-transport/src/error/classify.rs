//! From any error to ours, by everything in its chain of sources.

use std::error::Error as StdError;
use std::io;

use super::{BoxError, Error, ErrorKind, TimeoutPhase};

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
            let error = cause::<Error>(&*other).map_or_else(
                || {
                    let kind = kind_of(&*other);
                    Error::new(kind)
                        .with_timeout_phase(phase_of(kind, &*other))
                        .with_message(deepest(&*other))
                },
                Error::restated,
            );
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

/// What was waited for, if time is what the chain says was lacking.
fn phase_of(kind: ErrorKind, error: &(dyn StdError + 'static)) -> Option<TimeoutPhase> {
    let timed_out = |cause: &(dyn StdError + 'static)| {
        let io = cause.downcast_ref::<io::Error>();
        io.is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
    };
    match kind {
        ErrorKind::Connect if chain(error).any(timed_out) => Some(TimeoutPhase::Connect),
        ErrorKind::Timeout => Some(TimeoutPhase::Head),
        _ => None,
    }
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
        return Some(of_h2(error));
    }
    let error = cause.downcast_ref::<hyper::Error>()?;
    if error.is_canceled() {
        Some(ErrorKind::Unsent)
    } else if error.is_timeout() {
        Some(ErrorKind::Timeout)
    } else if error.is_incomplete_message() || error.is_parse() {
        // Bytes that are no HTTP are no answer either.
        Some(ErrorKind::OutcomeUnknown)
    } else {
        None
    }
}

#[cfg(feature = "client")]
fn of_h2(error: &h2::Error) -> ErrorKind {
    match error.reason() {
        // RFC 9113, 8.7: a stream that the server refused, and one above the last of its GOAWAY, was not processed. Only to
        // the latter does h2 give the server's GOAWAY as their error.
        Some(h2::Reason::REFUSED_STREAM) if error.is_remote() => ErrorKind::Unsent,
        Some(_) if error.is_go_away() && error.is_remote() => ErrorKind::Unsent,
        _ => ErrorKind::OutcomeUnknown,
    }
}

/// Whether a server that stands gave the request back unprocessed.
#[cfg(feature = "client")]
pub(crate) fn was_given_back(error: &Error) -> bool {
    chain(error)
        .filter_map(|cause| cause.downcast_ref())
        .any(|error| of_h2(error) == ErrorKind::Unsent)
}

#[cfg(not(feature = "client"))]
pub(crate) fn was_given_back(_: &Error) -> bool {
    false
}

fn of_io(kind: io::ErrorKind) -> Option<ErrorKind> {
    use io::ErrorKind as Io;
    match kind {
        Io::ConnectionRefused | Io::AddrNotAvailable => Some(ErrorKind::Connect),
        Io::TimedOut => Some(ErrorKind::Timeout),
        // Unreachable is how connections that stood end, too: that none was made is for a connector to say.
        Io::HostUnreachable
        | Io::NetworkUnreachable
        | Io::ConnectionReset
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
            (io::ErrorKind::HostUnreachable, ErrorKind::OutcomeUnknown),
            (io::ErrorKind::NetworkUnreachable, ErrorKind::OutcomeUnknown),
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

    #[test]
    fn what_the_service_said_is_said_of_what_holds_it() {
        let wait = std::time::Duration::from_secs(7);
        let response = http::Response::builder()
            .status(429)
            .header("retry-after", 7)
            .header("trackingid", "ROUTER_1");
        let ours = Error::from_response(&response.body(()).unwrap(), br#"{"message":"slowly"}"#);
        let error = classify(Wrapped(Box::new(ours)));
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert_eq!(error.status().unwrap().as_u16(), 429);
        assert_eq!(error.retry_after(), Some(wait));
        assert_eq!(error.tracking_id(), Some("ROUTER_1"));
        assert!(error.to_string().starts_with("[429] "), "{error}");
    }

    /// T8: time that ran out before anything was sent is told from an unknown outcome.
    #[test]
    fn a_timeout_says_what_was_waited_for() {
        let timed_out = || io::Error::from(io::ErrorKind::TimedOut);
        let error = classify(Wrapped(Box::new(timed_out())));
        assert_eq!(error.timeout_phase(), Some(TimeoutPhase::Head));
        let connect = Error::timed_out(TimeoutPhase::Connect);
        let error = classify(io::Error::other(Wrapped(Box::new(connect))));
        assert_eq!(error.timeout_phase(), Some(TimeoutPhase::Connect));
        assert_eq!(error.kind(), ErrorKind::Connect);
        let refused = classify(io::Error::from(io::ErrorKind::ConnectionRefused));
        assert_eq!(refused.timeout_phase(), None);
    }

    /// As hyper-util wraps what its connector fails with.
    #[cfg(feature = "client")]
    async fn failing_to_connect(kind: io::ErrorKind) -> Error {
        use hyper_util::client::legacy::Client;
        use hyper_util::rt::{TokioExecutor, TokioIo};

        let connector = tower::service_fn(move |_: http::Uri| {
            std::future::ready(Err::<TokioIo<tokio::net::TcpStream>, _>(io::Error::from(
                kind,
            )))
        });
        let client = Client::builder(TokioExecutor::new()).build::<_, crate::Body>(connector);
        let request = http::Request::post("http://x.example/")
            .body(crate::Body::empty())
            .unwrap();
        classify(client.request(request).await.unwrap_err())
    }

    #[cfg(feature = "client")]
    #[tokio::test]
    async fn a_connection_that_takes_too_long_is_not_made() {
        let error = failing_to_connect(io::ErrorKind::TimedOut).await;
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert_eq!(error.timeout_phase(), Some(TimeoutPhase::Connect));
    }

    #[cfg(feature = "client")]
    #[tokio::test]
    async fn a_host_that_a_connector_cannot_reach_got_nothing() {
        let error = failing_to_connect(io::ErrorKind::HostUnreachable).await;
        assert_eq!(error.kind(), ErrorKind::Connect);
    }

    #[cfg(feature = "__rustls")]
    #[test]
    fn a_refused_certificate_is_a_matter_of_tls() {
        let tls = rustls::Error::InvalidCertificate(rustls::CertificateError::Expired);
        let error = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, tls));
        assert_eq!(classify(error).kind(), ErrorKind::Tls);
    }
}
