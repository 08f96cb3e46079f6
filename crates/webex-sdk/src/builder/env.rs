//! What the environment may say.

use std::env;

use webex_transport::{Error, ErrorKind, Proxy, Token};

use super::WebexApiBuilder;

/// The variables for the token, the first that is set wins: ours, and those of the Python SDK.
const TOKENS: [&str; 4] = [
    "WEBEX_ACCESS_TOKEN",
    "WEBEX_TEAMS_ACCESS_TOKEN",
    "SPARK_ACCESS_TOKEN",
    "CISCO_SPARK_ACCESS_TOKEN",
];
const BASE_URL: &str = "WEBEX_BASE_URL";

impl WebexApiBuilder {
    /// Takes from the environment what was not set before: the token from `WEBEX_ACCESS_TOKEN`, or else
    /// `WEBEX_TEAMS_ACCESS_TOKEN`, `SPARK_ACCESS_TOKEN` or `CISCO_SPARK_ACCESS_TOKEN`, and the base URL from
    /// `WEBEX_BASE_URL`. A variable that is empty counts as not set.
    ///
    /// Proxies come from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case:
    /// [`Proxy::from_variables`] has the rules. They are not taken when [`proxy`](Self::proxy) or
    /// [`no_proxy`](Self::no_proxy) says otherwise, and not for a [`transport`](Self::transport) of your own. Without `env`
    /// they are not read, and connections are direct.
    pub fn env(self) -> Self {
        // What is no Unicode is not skipped: it is refused by what it is for.
        let value =
            |name: &str| env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        self.with_variables(value)
    }

    fn with_variables(mut self, variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &&str| variable(name).filter(|value| !value.trim().is_empty());
        self.token = self
            .token
            .or_else(|| TOKENS.iter().find_map(set).map(Token::new));
        self.base_url = self.base_url.or_else(|| set(&BASE_URL));
        self.wire.env_proxies = Proxy::from_variables(variable);
        self
    }
}

pub(super) fn no_token() -> Error {
    Error::new(ErrorKind::Credentials).with_message(format_args!(
        "there is no access token: set {}, or give one to `WebexApi::builder().token(..)`",
        TOKENS.join(" or ")
    ))
}

#[cfg(test)]
mod tests {
    use webex_transport::HyperTransport;

    use super::*;
    use crate::WebexApi;

    fn given(builder: WebexApiBuilder, variables: &[(&str, &str)]) -> Result<WebexApi, Error> {
        let find = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        builder.with_variables(find).build()
    }

    fn build(variables: &[(&str, &str)]) -> Result<WebexApi, Error> {
        given(WebexApi::builder(), variables)
    }

    #[test]
    fn no_token_names_the_variables_and_the_method() {
        let error = build(&[("WEBEX_ACCESS_TOKEN", " ")]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let text = error.to_string();
        for name in TOKENS.iter().chain(&["builder().token("]) {
            assert!(text.contains(name), "{name} in {text}");
        }
    }

    #[test]
    fn every_name_of_the_token_works_alone_and_an_empty_one_hides_nothing() {
        for name in TOKENS {
            assert!(
                build(&[(name, "t"), ("WEBEX_ACCESS_TOKEN", "")]).is_ok(),
                "{name}"
            );
        }
    }

    /// The first name wins: a bad token in it is an error, whatever the others hold.
    #[test]
    fn the_first_name_goes_before_the_others() {
        let error = build(&[
            ("WEBEX_ACCESS_TOKEN", "a b"),
            ("WEBEX_TEAMS_ACCESS_TOKEN", "t"),
        ]);
        assert!(error.is_err());
        let good = build(&[
            ("WEBEX_ACCESS_TOKEN", "t"),
            ("WEBEX_TEAMS_ACCESS_TOKEN", "a b"),
        ]);
        assert!(good.is_ok());
    }

    /// D-61.
    #[test]
    fn the_base_url_is_taken_with_and_without_a_last_slash() {
        for url in [
            "https://edge.example/webex/v1",
            "https://edge.example/webex/v1/",
        ] {
            let api = build(&[("WEBEX_ACCESS_TOKEN", "t"), ("WEBEX_BASE_URL", url)]).unwrap();
            let rooms = api.absolute(http::Uri::from_static("/rooms"));
            assert_eq!(rooms, "https://edge.example/webex/v1/rooms");
        }
        assert!(build(&[("WEBEX_ACCESS_TOKEN", "t"), ("WEBEX_BASE_URL", "nonsense")]).is_err());
    }

    /// T4, D-45: a bad proxy is an error, unless it is not used.
    #[test]
    fn a_bad_proxy_in_the_environment_is_an_error() {
        let bad = [
            ("WEBEX_ACCESS_TOKEN", "t"),
            ("https_proxy", "ftp://SENTINEL"),
        ];
        let error = build(&bad).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains("https_proxy"), "{error}");
        assert!(!format!("{error:?}").contains("SENTINEL"), "{error:?}");

        let good = Proxy::all("http://proxy.example").unwrap();
        given(WebexApi::builder().proxy(good), &bad).unwrap();
        given(WebexApi::builder().no_proxy(), &bad).unwrap();
        given(WebexApi::builder().transport(HyperTransport::new()), &bad).unwrap();
        build(&[
            ("WEBEX_ACCESS_TOKEN", "t"),
            ("https_proxy", " "),
            ("no_proxy", ""),
        ])
        .unwrap();
    }
}
