//! A proxy's URL, read strictly: what is not understood is an error, and never a direct connection.

use std::fmt;
use std::net::Ipv6Addr;

use http::uri::Authority;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use webex_models::Secret;

/// How a proxy is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Http,
    Https,
    /// Names are looked up here.
    Socks5,
    /// Names are looked up by the proxy.
    Socks5h,
}

impl Scheme {
    fn parse(name: &str) -> Result<Self, &'static str> {
        match name.to_ascii_lowercase().as_str() {
            "http" => Ok(Self::Http),
            "https" => Ok(Self::Https),
            "socks5" => Ok(Self::Socks5),
            "socks5h" => Ok(Self::Socks5h),
            _ => Err("its scheme is none of http, https, socks5 and socks5h"),
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Socks5 => "socks5",
            Self::Socks5h => "socks5h",
        }
    }

    const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
            Self::Socks5 | Self::Socks5h => 1080,
        }
    }
}

/// Scheme, host and port; shown without the credentials.
#[derive(Clone, Debug)]
pub(super) struct Server {
    pub(super) scheme: Scheme,
    host: Box<str>,
    port: u16,
}

/// A user and a password, as they are: not encoded.
#[derive(Clone, Debug)]
pub(super) struct Credentials {
    pub(super) user: Secret,
    pub(super) password: Secret,
}

/// What the text says, or what is wrong with it; the error repeats nothing of the text.
pub(super) fn parse(text: &str) -> Result<(Server, Option<Credentials>), &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Err("it is empty");
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("it holds white space or characters outside of ASCII");
    }
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (Scheme::parse(scheme)?, rest),
        None => (Scheme::Http, text),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains(['/', '?', '#']) {
        return Err(
            "there is more after host and port, or a /, ? or # that is not percent-encoded",
        );
    }
    let (credentials, address) = match rest.rsplit_once('@') {
        Some((user, address)) => (Some(credentials(user)?), address),
        None => (None, rest),
    };
    let (host, port) = address_of(address)?;
    let server = Server {
        scheme,
        host: host.into(),
        port: port.unwrap_or(scheme.default_port()),
    };
    Ok((server, credentials))
}

fn credentials(text: &str) -> Result<Credentials, &'static str> {
    let (user, password) = text.split_once(':').unwrap_or((text, ""));
    Ok(Credentials {
        user: decoded(user)?,
        password: decoded(password)?,
    })
}

fn decoded(text: &str) -> Result<Secret, &'static str> {
    const BAD: &str = "its user or password holds a % that encodes nothing: a % itself is %25";
    let encodes = |part: &str| {
        let mut digits = part.bytes().take(2).filter(u8::is_ascii_hexdigit);
        digits.by_ref().count() == 2
    };
    if !text.split('%').skip(1).all(encodes) {
        return Err(BAD);
    }
    let decoded = percent_decode_str(text).decode_utf8().map_err(|_| BAD)?;
    Ok(Secret::from(decoded.into_owned()))
}

fn address_of(text: &str) -> Result<(&str, Option<u16>), &'static str> {
    let authority: Authority = text
        .parse()
        .map_err(|_| "it has no host that can be read")?;
    let Some(port) = text.strip_prefix(authority.host()) else {
        return Err("it has no host that can be read");
    };
    let host = text.strip_suffix(port).unwrap_or_default();
    if let Some(inside) = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        inside
            .parse::<Ipv6Addr>()
            .map_err(|_| "it holds [] around what is no IPv6 address")?;
    }
    if host.is_empty() {
        return Err("it has no host");
    }
    let port = match port.strip_prefix(':') {
        None => None,
        Some(port) => match port.parse::<u16>() {
            Ok(0) | Err(_) => return Err("its port is no number from 1 to 65535"),
            Ok(port) => Some(port),
        },
    };
    Ok((host, port))
}

impl Server {
    /// The URL with these credentials in it, encoded. For hyper-util's matcher, which wants it so.
    pub(super) fn with(&self, credentials: Option<&Credentials>) -> String {
        let Some(Credentials { user, password }) = credentials else {
            return self.to_string();
        };
        format!(
            "{}://{}:{}@{}:{}",
            self.scheme.as_str(),
            utf8_percent_encode(user.expose(), NON_ALPHANUMERIC),
            utf8_percent_encode(password.expose(), NON_ALPHANUMERIC),
            self.host,
            self.port
        )
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}:{}", self.scheme.as_str(), self.host, self.port)
    }
}

impl Credentials {
    /// Whether they can be sent: RFC 7617, 2 and RFC 1929, 2.
    pub(super) fn check(&self, scheme: Scheme) -> Result<(), &'static str> {
        let (user, password) = (self.user.expose(), self.password.expose());
        if user.chars().chain(password.chars()).any(char::is_control) {
            return Err("its user or password holds control characters");
        }
        match scheme {
            Scheme::Http | Scheme::Https if user.contains(':') => {
                Err("its user holds a colon, which would end it")
            }
            Scheme::Socks5 | Scheme::Socks5h if user.len() > 255 || password.len() > 255 => {
                Err("its user or password is longer than the 255 bytes that SOCKS has room for")
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        match parse(text) {
            Ok((server, None)) => server.to_string(),
            Ok((server, Some(Credentials { user, password }))) => {
                format!("{server} {:?} {:?}", user.expose(), password.expose())
            }
            Err(why) => panic!("{text}: {why}"),
        }
    }

    #[test]
    fn reads_urls_as_people_write_them() {
        for (text, expected) in [
            ("proxy.corp:3128", "http://proxy.corp:3128"),
            (" http://proxy.corp/ ", "http://proxy.corp:80"),
            ("HTTPS://proxy.corp", "https://proxy.corp:443"),
            ("socks5://10.0.0.1", "socks5://10.0.0.1:1080"),
            ("socks5h://[::1]:1081", "socks5h://[::1]:1081"),
            ("ana@proxy.corp:3128", r#"http://proxy.corp:3128 "ana" """#),
            (
                "http://ana:p%40ss%3a@proxy.corp",
                r#"http://proxy.corp:80 "ana" "p@ss:""#,
            ),
            (
                "http://ana:p@ss:word@proxy.corp",
                r#"http://proxy.corp:80 "ana" "p@ss:word""#,
            ),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    /// T4.
    #[test]
    fn what_is_no_proxy_is_said_so_without_repeating_it() {
        for bad in [
            "",
            "  ",
            "://proxy.corp",
            "http://",
            "http://:3128",
            "ftp://proxy.corp:21",
            "socks4://proxy.corp",
            "http://proxy.corp:0",
            "http://proxy.corp:",
            "http://proxy.corp:99999",
            "http://proxy.corp:port",
            "http://proxy corp:3128",
            "http://prox\u{fffd}y:3128",
            "http://proxy.corp:3128/proxy.pac",
            "http://SENTINEL:p/ss@proxy.corp:3128",
            "http://SENTINEL:50%@proxy.corp:3128",
            "http://SENTINEL:%ff@proxy.corp:3128",
            "http://SENTINEL@",
            "http:/proxy.corp:3128",
            "http://[proxy.corp]:3128",
            "::1:3128",
        ] {
            let why = parse(bad).unwrap_err();
            assert!(!why.contains("SENTINEL"), "{bad}: {why}");
        }
    }

    fn agrees_with_itself(text: &str) {
        let Ok((server, credentials)) = parse(text) else {
            return;
        };
        let (again, same) = parse(&server.with(credentials.as_ref())).unwrap();
        assert_eq!(again.to_string(), server.to_string());
        let both = |of: Option<Credentials>| of.map(|of| (of.user, of.password));
        assert_eq!(both(same), both(credentials));
    }

    proptest! {
        /// I5.
        #[test]
        fn any_text_is_read_or_refused(
            text in any::<String>(),
            likely in "(http|https|socks5h|ftp)?(://)?([a%:@0-9]{0,9}@)?[a-z.\\[\\]:0-9]{0,12}(:[0-9]{0,6})?[/?#]?",
        ) {
            agrees_with_itself(&text);
            agrees_with_itself(&likely);
        }
    }
}
