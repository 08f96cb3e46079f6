//! One proxy, and which requests it is for.

use std::fmt;

use webex_models::Secret;

use super::rules::Rule;
use super::server::{Credentials, Server, parse};
use crate::Error;

/// A proxy, and which requests go through it.
///
/// Its URL is `scheme://user:password@host:port`, of which the host alone has to be there. Without a scheme it is `http`.
///
/// | scheme | spoken with the proxy | port, when none is given |
/// |---|---|---|
/// | `http` | HTTP/1.1 | 80 |
/// | `https` | HTTP/1.1 over TLS | 443 |
/// | `socks5` | SOCKS 5; names are looked up on this machine | 1080 |
/// | `socks5h` | SOCKS 5; names are looked up by the proxy | 1080 |
///
/// Every request goes through a tunnel (`CONNECT`, for HTTP proxies), one to plain `http` too. So user and password are
/// part of making a connection and of no request, and cannot get to the service whatever becomes of a request; and the
/// proxy is sent none of what a request says. The price: a proxy that lets `CONNECT` through to port 443 alone, as many do,
/// is none for plain `http`.
///
/// This machine (`localhost`, `127.0.0.0/8`, `[::1]`) is never reached through a proxy.
///
/// ```
/// use webex_transport::Proxy;
///
/// let proxy = Proxy::all("http://proxy.corp.example:3128")?
///     .basic_auth("ana", "correct-horse")
///     .no_proxy("corp.example, 10.0.0.0/8");
/// assert!(!format!("{proxy:?}").contains("horse"));
/// # Ok::<(), webex_transport::Error>(())
/// ```
#[derive(Clone)]
pub struct Proxy {
    http: bool,
    https: bool,
    server: Server,
    credentials: Option<Credentials>,
    no_proxy: String,
}

impl Proxy {
    /// For all requests.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the URL is none, or of another scheme. The error says what is
    /// wrong and repeats nothing of the URL, as a password may be anywhere in one that cannot be read.
    pub fn all(url: impl AsRef<str>) -> Result<Self, Error> {
        Self::new(url.as_ref(), true, true)
    }

    /// For requests to `http`.
    ///
    /// # Errors
    ///
    /// As [`all`](Self::all).
    pub fn http(url: impl AsRef<str>) -> Result<Self, Error> {
        Self::new(url.as_ref(), true, false)
    }

    /// For requests to `https`.
    ///
    /// # Errors
    ///
    /// As [`all`](Self::all).
    pub fn https(url: impl AsRef<str>) -> Result<Self, Error> {
        Self::new(url.as_ref(), false, true)
    }

    pub(super) fn new(url: &str, http: bool, https: bool) -> Result<Self, Error> {
        let (server, credentials) = parse(url).map_err(refuse)?;
        Ok(Self {
            http,
            https,
            server,
            credentials,
            no_proxy: String::new(),
        })
    }

    /// The user and the password for the proxy, as they are, in place of those in the URL. What cannot be sent (control
    /// characters, a colon in the user, more than 255 bytes for SOCKS) is an error when the client is built.
    #[must_use]
    pub fn basic_auth(mut self, user: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.credentials = Some(Credentials {
            user: user.into(),
            password: password.into(),
        });
        self
    }

    /// The hosts that it is not used for, in the form of the variable `NO_PROXY`: entries between commas or white space,
    /// in any case.
    ///
    /// | entry | is |
    /// |---|---|
    /// | `example.com`, `.example.com`, `*.example.com` | the host, and all below it |
    /// | `10.1.2.3`, `::1`, `[::1]` | the address, where the URL has it; no name is looked up for this |
    /// | `10.0.0.0/8`, `fd00::/8` | the network |
    /// | `*` | everything |
    /// | one of these with `:8080` behind; IPv6 in `[]` | the same, on that port |
    ///
    /// Empty entries are nothing, and an entry that is none of these matches nothing. In curl (7.88), `*` counts only when
    /// it is the whole list, `*.example.com` and an entry with a port match nothing, and this machine is no exception.
    #[must_use]
    pub fn no_proxy(mut self, hosts: impl Into<String>) -> Self {
        self.no_proxy = hosts.into();
        self
    }

    /// As it is used.
    pub(super) fn rule(&self) -> Result<Rule, Error> {
        if let Some(credentials) = &self.credentials {
            credentials.check(self.server.scheme).map_err(refuse)?;
        }
        let url = self.server.with(self.credentials.as_ref());
        if !Rule::new(&url, self.http, self.https, "").is_read() {
            return Err(refuse("its URL is too long, with user and password in it"));
        }
        Ok(Rule::new(&url, self.http, self.https, &self.no_proxy))
    }
}

fn refuse(why: &'static str) -> Error {
    Error::invalid_input(format_args!("the proxy cannot be used: {why}"))
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("server", &format_args!("{}", self.server))
            .field("http", &self.http)
            .field("https", &self.https)
            .field("no_proxy", &self.no_proxy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// I2: the error comes before anything is sent, and says nothing of the password.
    #[test]
    fn credentials_that_cannot_be_sent_are_refused() {
        for (url, user, password) in [
            ("http://proxy.corp", "ana", "SENTINEL\r\nX-Evil: 1"),
            ("http://proxy.corp", "ana", "SENTINEL\0"),
            ("http://proxy.corp", "SENTINEL:x", "x"),
            ("http://ana:SENTINEL%0d%0a@proxy.corp", "", ""),
            ("socks5h://proxy.corp", "ana", &"SENTINEL".repeat(32)),
            ("http://proxy.corp", "ana", &"SENTINEL".repeat(9000)),
        ] {
            let mut proxy = Proxy::all(url).unwrap();
            if !user.is_empty() {
                proxy = proxy.basic_auth(user, password);
            }
            let error = proxy.rule().unwrap_err();
            assert!(
                !format!("{error} {error:?} {proxy:?}").contains("SENTINEL"),
                "{url}"
            );
        }
    }
}
