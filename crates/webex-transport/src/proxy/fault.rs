//! What went wrong on the way through a proxy, in words that say what to do.

use std::fmt::Display;

use http::Uri;

use crate::{BoxError, Error, ErrorKind, classify};

/// The proxy itself could not be reached.
pub(super) fn unreachable(server: &impl Display, cause: BoxError) -> Error {
    let cause = classify(cause);
    let why = cause.message().unwrap_or("no connection").to_owned();
    let fault = Error::new(ErrorKind::Proxy);
    // A bad certificate is as bad the next time.
    let fault = if cause.kind() == ErrorKind::Tls {
        fault.lasting()
    } else {
        fault
    };
    fault
        .with_message(format_args!("the proxy {server} cannot be reached: {why}"))
        .with_source(cause)
}

/// The proxy was reached, and gave no way through.
///
/// hyper-util's errors have no names outside of it; what they say is all there is to go by.
pub(super) fn no_way_through(
    server: &impl Display,
    target: &Uri,
    signed_in: bool,
    error: impl std::error::Error + Send + Sync + 'static,
) -> Error {
    let target = target
        .authority()
        .map_or("", |authority| authority.as_str());
    let said = error.to_string();
    let refused = [
        "proxy authorization required",
        "credentials not accepted",
        "server does not support user/pass authentication",
    ];
    let fault = Error::new(ErrorKind::Proxy);
    let fault = if !refused.iter().any(|text| said.ends_with(text)) {
        fault.with_message(format_args!(
            "the proxy {server} gave no way to {target}: {said}. Its rules may not allow that host or port, or it cannot reach them"
        ))
    } else if signed_in {
        // Asked again and again, a directory would lock the account.
        fault.lasting().with_message(format_args!(
            "the proxy {server} refuses its user and password (407 in HTTP): check them"
        ))
    } else {
        fault.lasting().with_message(format_args!(
            "the proxy {server} asks for a user and a password (407 in HTTP): put them into its URL, or use `basic_auth`"
        ))
    };
    fault.with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_without_a_secure_connection_is_not_asked_again() {
        for (kind, again) in [(ErrorKind::Tls, false), (ErrorKind::Connect, true)] {
            let error = unreachable(&"https://p.example", Error::new(kind).into());
            assert_eq!(error.kind(), ErrorKind::Proxy);
            assert_eq!(error.is_retryable(), again, "{kind}");
        }
        // As a name that cannot be looked up.
        let error = unreachable(&"http://p.example", std::io::Error::other("dns").into());
        assert!(error.is_retryable());
    }
}
