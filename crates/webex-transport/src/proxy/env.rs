//! The proxies that variables name.

use super::Proxy;
use crate::Error;

impl Proxy {
    /// What the variables `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy` say, as the function finds them: nothing
    /// here reads the environment. The first two go before `all_proxy`.
    ///
    /// Each name is looked for in lower case first, and then in upper case, as curl does; a variable that is empty counts
    /// as not set. `HTTP_PROXY`, which curl does not read in upper case, is left alone where `REQUEST_METHOD` is set: in CGI
    /// a caller's `Proxy` header ends up there. On Windows, where both are one variable, so is `http_proxy`. What Windows and macOS keep in their system settings is not read.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when one is no proxy's URL. The error names the variable and
    /// repeats nothing of its value.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Vec<Self>, Error> {
        Self::found(variable, cfg!(windows))
    }

    fn found(
        variable: impl Fn(&str) -> Option<String>,
        in_any_case: bool,
    ) -> Result<Vec<Self>, Error> {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let either = |lower: &'static str, upper: &'static str| {
            let found = set(lower).map(|value| (lower, value));
            found.or_else(|| set(upper).map(|value| (upper, value)))
        };
        let in_cgi = set("REQUEST_METHOD").is_some();
        let hosts = either("no_proxy", "NO_PROXY").map_or_else(String::new, |(_, hosts)| hosts);
        let https = either("https_proxy", "HTTPS_PROXY");
        let http = either("http_proxy", "HTTP_PROXY");
        let http = http.filter(|(name, _)| !in_cgi || (*name == "http_proxy" && !in_any_case));
        let all = either("all_proxy", "ALL_PROXY");
        let mut proxies = Vec::new();
        for (found, for_http, for_https) in
            [(https, false, true), (http, true, false), (all, true, true)]
        {
            let Some((name, value)) = found else { continue };
            let proxy = Self::new(&value, for_http, for_https);
            let checked = proxy.and_then(|proxy| proxy.rule().map(|_| proxy));
            let proxy = checked.map_err(|error| {
                let why = error.message().unwrap_or_default();
                Error::invalid_input(format_args!("{name}: {why}"))
            })?;
            proxies.push(proxy.no_proxy(hosts.clone()));
        }
        Ok(proxies)
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::{Rule, intercept};
    use super::*;

    fn rules(variables: &[(&str, &str)]) -> Result<Vec<Rule>, Error> {
        let find = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Proxy::from_variables(find)?
            .iter()
            .map(Proxy::rule)
            .collect()
    }

    fn through(variables: &[(&str, &str)], destination: &str) -> Option<String> {
        let proxy = intercept(&rules(variables).unwrap(), &destination.parse().unwrap());
        proxy.map(|proxy| proxy.uri().host().unwrap().to_owned())
    }

    /// D-45, and which name wins.
    #[test]
    fn an_empty_variable_hides_nothing_and_lower_case_goes_first() {
        let lower = ("https_proxy", "http://lower.example");
        let upper = ("HTTPS_PROXY", "http://upper.example");
        for (variables, expected) in [
            (&[lower][..], Some("lower.example")),
            (&[upper], Some("upper.example")),
            (&[lower, upper], Some("lower.example")),
            (&[lower, ("HTTPS_PROXY", "")], Some("lower.example")),
            (&[("https_proxy", " "), upper], Some("upper.example")),
            (&[("https_proxy", ""), ("HTTPS_PROXY", "")], None),
            (
                &[upper, ("NO_PROXY", ""), ("no_proxy", "webexapis.com")],
                None,
            ),
            (
                &[upper, ("NO_PROXY", "webexapis.com"), ("no_proxy", "")],
                None,
            ),
            (
                &[
                    upper,
                    ("NO_PROXY", "webexapis.com"),
                    ("no_proxy", "x.example"),
                ],
                Some("upper.example"),
            ),
        ] {
            let proxy = through(variables, "https://webexapis.com/v1");
            assert_eq!(proxy.as_deref(), expected, "{variables:?}");
        }
    }

    #[test]
    fn each_scheme_has_its_own_and_all_is_for_the_rest() {
        let all = ("ALL_PROXY", "socks5h://all.example");
        let http = ("http_proxy", "http://http.example");
        for (variables, scheme, expected) in [
            (&[all, http][..], "http", Some("http.example")),
            (&[all, http], "https", Some("all.example")),
            (&[http], "https", None),
            (
                &[("HTTP_PROXY", "http.example")],
                "http",
                Some("http.example"),
            ),
            (
                &[("HTTP_PROXY", "evil.example"), ("REQUEST_METHOD", "GET")],
                "http",
                None,
            ),
            (
                &[http, ("REQUEST_METHOD", "GET")],
                "http",
                Some("http.example"),
            ),
        ] {
            let proxy = through(variables, &format!("{scheme}://x.example/"));
            assert_eq!(proxy.as_deref(), expected, "{variables:?} {scheme}");
        }
    }

    #[test]
    fn where_names_have_no_case_cgi_has_no_proxy_for_http() {
        let found = |in_any_case| {
            let variables = [("HTTP_PROXY", "evil.example"), ("REQUEST_METHOD", "GET")];
            let find = |name: &str| {
                let found = variables
                    .iter()
                    .find(|(known, _)| known.eq_ignore_ascii_case(name));
                found.map(|(_, value)| (*value).to_owned())
            };
            Proxy::found(find, in_any_case).unwrap().len()
        };
        assert_eq!((found(true), found(false)), (0, 1));
    }

    /// T4.
    #[test]
    fn a_bad_variable_is_an_error_that_names_it_alone() {
        for name in ["https_proxy", "HTTP_PROXY", "all_proxy"] {
            for bad in [
                "ftp://SENTINEL",
                "http://u:SENTINEL@",
                "http://u:SENTINEL%0a@p.example",
            ] {
                let error = rules(&[(name, bad)]).unwrap_err();
                let text = format!("{error} {error:?}");
                assert!(text.contains(name), "{text}");
                assert!(!text.contains("SENTINEL"), "{text}");
            }
        }
    }
}
