//! Scheme, host and port: the unit that a token is trusted to.

use std::fmt;
use std::str::FromStr;

use http::Uri;

use crate::{Error, ErrorKind};

/// A scheme, a host and a port, compared as a browser compares them.
///
/// ```
/// use webex_transport::Origin;
///
/// let api: Origin = "https://webexapis.com".parse()?;
/// assert_eq!(api, "https://WebexAPIs.com:443/v1/rooms".parse()?);
/// assert_ne!(api, "https://webexapis.com:8443".parse()?);
/// # Ok::<(), webex_transport::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    https: bool,
    host: Box<str>,
    port: u16,
    /// The usual way to write host and port.
    authority: Box<str>,
}

impl Origin {
    /// The origin of an absolute `http` or `https` URI; `None` for any other, or one with user information.
    #[must_use]
    pub fn of(uri: &Uri) -> Option<Self> {
        let (https, host, port) = parts(uri)?;
        let host = host.to_ascii_lowercase();
        let authority = match (https, port) {
            (true, 443) | (false, 80) => host.clone(),
            _ => format!("{host}:{port}"),
        };
        Some(Self {
            https,
            host: host.into(),
            port,
            authority: authority.into(),
        })
    }

    /// Whether a URI is of this origin, without allocating.
    #[must_use]
    pub fn contains(&self, uri: &Uri) -> bool {
        let scheme = if self.https { "https" } else { "http" };
        if uri.scheme_str() != Some(scheme) {
            return false;
        }
        let as_usual = uri
            .authority()
            .is_some_and(|authority| authority.as_str().eq_ignore_ascii_case(&self.authority));
        as_usual
            || parts(uri).is_some_and(|(_, host, port)| {
                port == self.port && host.eq_ignore_ascii_case(&self.host)
            })
    }

    /// Whether a secret may go there: over https, or to this machine itself.
    #[must_use]
    pub fn is_confidential(&self) -> bool {
        self.https || is_loopback(&self.host)
    }
}

fn parts(uri: &Uri) -> Option<(bool, &str, u16)> {
    let https = match uri.scheme_str()? {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    let authority = uri.authority()?.as_str();
    let host = uri.host().filter(|host| !host.is_empty())?;
    // All of it is host and port: no user, and nothing that `http` passes over, as in `a.[::1]b`.
    let port = match authority.strip_prefix(host)? {
        "" => "",
        rest => rest.strip_prefix(':')?,
    };
    let port = match port {
        "" if https => 443,
        "" => 80,
        port if port.bytes().all(|byte| byte.is_ascii_digit()) => port.parse().ok()?,
        _ => return None,
    };
    Some((https, host, port))
}

/// Whether the host of a URI is this machine itself.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

impl FromStr for Origin {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        text.parse::<Uri>()
            .ok()
            .as_ref()
            .and_then(Self::of)
            .ok_or_else(|| {
                Error::new(ErrorKind::InvalidInput)
                    .with_message("an origin is http or https, a host, and perhaps a port")
            })
    }
}

impl TryFrom<&str> for Origin {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self, Error> {
        text.parse()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.https { "https" } else { "http" };
        write!(f, "{scheme}://{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_belongs_to_its_own_origin_alone() {
        let api: Origin = "https://webexapis.com".parse().unwrap();
        for (uri, same) in [
            ("https://webexapis.com/v1/rooms", true),
            ("https://WEBEXAPIS.com:443/", true),
            ("http://webexapis.com/", false),
            ("https://webexapis.com:8443/", false),
            ("https://webexapis.com.evil.example/", false),
            ("https://webexapis.com@evil.example/", false),
            ("https://user@webexapis.com/", false),
            ("/v1/rooms", false),
        ] {
            assert_eq!(api.contains(&uri.parse().unwrap()), same, "{uri}");
        }
    }

    #[test]
    fn an_authority_is_host_and_port_alone() {
        for bad in [
            "http://a.[::1]b",
            "http://[::1]b",
            "http://[::1]80",
            "https://x.example:+80",
            "https://x.example:99999",
            "https://x.example@x.example",
        ] {
            assert!(bad.parse::<Origin>().is_err(), "{bad}");
        }
        let same: Origin = "https://x.example:".parse().unwrap();
        assert_eq!(same, "https://x.example".parse().unwrap());
    }

    #[test]
    fn secrets_go_over_https_or_stay_on_this_machine() {
        for (origin, yes) in [
            ("https://webexapis.com", true),
            ("http://127.0.0.1:9000", true),
            ("http://[::1]:9000", true),
            ("http://localhost", true),
            ("http://webexapis.com", false),
            ("http://127.0.0.1.evil.example", false),
        ] {
            assert_eq!(
                origin.parse::<Origin>().unwrap().is_confidential(),
                yes,
                "{origin}"
            );
        }
    }
}
