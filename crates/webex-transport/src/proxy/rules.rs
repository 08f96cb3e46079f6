//! Which proxy a destination is reached through.

use std::fmt;

use http::Uri;
use http::uri::Scheme;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use super::no_proxy;
use crate::origin::is_loopback;

/// One proxy, and when it is used.
pub(super) struct Rule {
    /// hyper-util's matcher knows no ports: one for each that is named, and one for the others.
    matchers: Vec<(Option<u16>, Matcher)>,
}

impl Rule {
    /// `url` is for the schemes that `http` and `https` say, but for what `no_proxy` says.
    pub(super) fn new(url: &str, http: bool, https: bool, no_proxy: &str) -> Self {
        let of = |when: bool| if when { url } else { "" };
        let matchers = no_proxy::parse(no_proxy).into_iter().map(|entries| {
            let matcher = Matcher::builder().http(of(http)).https(of(https));
            (entries.port, matcher.no(entries.list).build())
        });
        Self {
            matchers: matchers.collect(),
        }
    }

    /// Whether the URL was one to hyper-util, of a rule without exceptions: else its matcher is silent, and takes nothing.
    pub(super) fn is_read(&self) -> bool {
        let all = ["http://webexapis.com/", "https://webexapis.com/"].map(Uri::from_static);
        all.iter().any(|uri| self.intercept(uri).is_some())
    }

    /// The proxy, when it is used for this destination.
    pub(super) fn intercept(&self, destination: &Uri) -> Option<Intercept> {
        let host = destination.host()?;
        let host = host.strip_suffix('.').unwrap_or(host);
        let plain = format!("{}://{host}/", destination.scheme_str()?).parse();
        let plain = plain.as_ref().unwrap_or(destination);
        let port = port_of(destination);
        let mut found = None;
        for (_, matcher) in self
            .matchers
            .iter()
            .filter(|(of, _)| of.is_none_or(|of| of == port))
        {
            found = Some(matcher.intercept(plain)?);
        }
        found
    }
}

/// The first rule that takes the destination. This machine itself is never reached through a proxy: a token may go there
/// over plain http, and on the way to a proxy it would be read by others.
pub(super) fn intercept(rules: &[Rule], destination: &Uri) -> Option<Intercept> {
    if destination.host().is_none_or(is_loopback) {
        return None;
    }
    rules.iter().find_map(|rule| rule.intercept(destination))
}

pub(super) fn port_of(uri: &Uri) -> u16 {
    let default = if uri.scheme() == Some(&Scheme::HTTPS) {
        443
    } else {
        80
    };
    uri.port_u16().unwrap_or(default)
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.matchers.iter().map(|(_, matcher)| matcher))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_direct(no_proxy: &str, destination: &str) -> bool {
        let rule = Rule::new("http://proxy.example:3128", true, true, no_proxy);
        rule.intercept(&destination.parse().unwrap()).is_none()
    }

    /// T5, D-43, D-44.
    #[test]
    fn no_proxy_follows_its_rules() {
        let direct = [
            ("example.com", "http://example.com/"),
            ("example.com", "https://example.com/"),
            ("example.com", "https://example.com:8443/"),
            ("example.com", "https://www.example.com/"),
            ("example.com", "https://a.b.example.com/"),
            ("example.com", "https://EXAMPLE.com/"),
            ("Example.COM", "https://www.example.com/"),
            (".example.com", "https://example.com/"),
            (".example.com", "https://www.example.com/"),
            ("*.example.com", "https://www.example.com/"),
            ("*.example.com", "https://example.com/"),
            ("example.com.", "https://example.com/"),
            ("example.com", "https://example.com./"),
            (".example.com.", "https://www.example.com./"),
            ("a.example,example.com", "https://example.com/"),
            (" a.example ,\texample.com ", "https://example.com/"),
            ("a.example example.com", "https://example.com/"),
            (",,example.com,", "https://example.com/"),
            ("com", "https://example.com/"),
            ("*", "https://example.com/"),
            ("*", "https://10.0.0.1/"),
            ("*", "https://[fd00::1]/"),
            ("a.example,*", "https://example.com/"),
            ("example.com:8443", "https://example.com:8443/"),
            ("example.com:443", "https://example.com/"),
            ("example.com:80", "http://example.com/"),
            (".example.com:8443", "https://www.example.com:8443/"),
            ("*:8443", "https://example.com:8443/"),
            (
                "example.com:8443,example.com:9443",
                "https://example.com:9443/",
            ),
            ("a.example,example.com:8443", "https://example.com:8443/"),
            ("10.0.0.1", "http://10.0.0.1/"),
            ("10.0.0.1", "http://10.0.0.1:8080/"),
            ("10.0.0.1:8080", "http://10.0.0.1:8080/"),
            ("10.0.0.0/8", "http://10.200.1.1/"),
            ("10.1.2.3/8", "http://10.200.1.1/"),
            ("10.0.0.0/8:8080", "http://10.200.1.1:8080/"),
            ("10.0.0.1/32", "http://10.0.0.1/"),
            ("0.0.0.0/0", "http://10.0.0.1/"),
            ("::1", "http://[::1]:9000/"),
            ("[::1]", "http://[::1]:9000/"),
            ("localhost,::1", "http://[::1]:9000/"),
            ("[::1]:9000", "http://[::1]:9000/"),
            ("FD00::1", "http://[fd00:0:0:0::1]/"),
            ("fd00::/8", "http://[fd12::1]/"),
        ];
        let proxied = [
            ("", "https://example.com/"),
            ("example.com", "https://notexample.com/"),
            ("example.com", "https://example.com.evil.example/"),
            (".example.com", "https://notexample.com/"),
            ("www.example.com", "https://example.com/"),
            ("*.example.com", "https://notexample.com/"),
            ("ex*ple.com", "https://example.com/"),
            ("*.", "https://example.com/"),
            ("..", "https://example.com../"),
            ("example.com", "https://./"),
            ("[*]", "https://example.com/"),
            ("[example.com]:443", "https://example.com/"),
            (",", "https://webexapis.com/"),
            (":8080", "https://webexapis.com/"),
            (":443", "https://webexapis.com/"),
            ("a.example:443,", "https://webexapis.com/"),
            ("example.com:8443", "https://example.com/"),
            ("example.com:8443,a.example", "https://example.com/"),
            ("https://example.com", "https://example.com/"),
            ("10.0.0.1", "http://10.0.0.10/"),
            ("10.0.0.1:8080", "http://10.0.0.1/"),
            ("10.0.0.0/8", "http://11.0.0.1/"),
            ("10.0.0.0/8", "http://ten.example/"),
            ("10.0.0.0/99", "http://10.0.0.1/"),
            ("[::1]:9000", "http://[::1]:9001/"),
            ("[::1]:port", "http://[::1]:9000/"),
            ("::", "http://[::1]/"),
            ("fd00::/8", "http://[fe80::1]/"),
        ];
        assert!(direct.len() + proxied.len() >= 60);
        for (no_proxy, destination) in direct {
            assert!(
                is_direct(no_proxy, destination),
                "{no_proxy:?} {destination}"
            );
        }
        for (no_proxy, destination) in proxied {
            assert!(
                !is_direct(no_proxy, destination),
                "{no_proxy:?} {destination}"
            );
        }
    }

    proptest! {
        /// I5.
        #[test]
        fn any_list_is_read(list in any::<String>(), likely in "([a-c.*\\[\\]:/0-9]{1,12}[, ]){1,4}") {
            for list in [list, likely] {
                is_direct(&list, "https://a.b.c/");
                is_direct(&list, "https://[::1]:1/");
            }
        }
    }

    #[test]
    fn this_machine_is_never_reached_through_a_proxy() {
        let rules = [Rule::new("http://proxy.example:3128", true, true, "")];
        for (destination, proxied) in [
            ("http://localhost:9000/", false),
            ("http://127.0.0.1/", false),
            ("https://127.8.8.8/", false),
            ("https://[::1]/", false),
            ("https://127.0.0.1.evil.example/", true),
            ("https://webexapis.com/", true),
        ] {
            let found = intercept(&rules, &destination.parse().unwrap());
            assert_eq!(found.is_some(), proxied, "{destination}");
        }
    }

    #[test]
    fn the_first_rule_that_takes_it_has_it() {
        let rules = [
            Rule::new("http://one.example:3128", true, false, "b.example"),
            Rule::new("http://two.example:3128", true, true, "c.example"),
        ];
        for (destination, proxy) in [
            ("http://a.example/", Some("one.example")),
            ("http://b.example/", Some("two.example")),
            ("https://a.example/", Some("two.example")),
            ("https://c.example/", None),
        ] {
            let found = intercept(&rules, &destination.parse().unwrap());
            assert_eq!(found.as_ref().and_then(|found| found.uri().host()), proxy);
        }
    }
}
