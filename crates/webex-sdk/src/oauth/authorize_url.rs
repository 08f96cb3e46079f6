//! The page on which a user agrees.

use std::fmt;

#[cfg(feature = "pkce")]
use super::Pkce;
use crate::builder::WEBEX;
use crate::endpoint::encode;

/// The URL of the page on which a user agrees to what an integration wants to do. `Display` writes it.
#[derive(Clone, Debug)]
#[must_use]
pub struct AuthorizeUrl {
    base_url: String,
    query: Vec<(&'static str, String)>,
}

impl AuthorizeUrl {
    /// For this integration, coming back to this URI, which must be one of those it is registered with.
    pub fn new(client_id: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self {
            base_url: WEBEX.to_owned(),
            query: vec![
                ("response_type", "code".to_owned()),
                ("client_id", client_id.into()),
                ("redirect_uri", redirect_uri.into()),
            ],
        }
    }

    /// What the integration wants to do: `spark:people_read`, ...
    pub fn scopes<S: AsRef<str>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        let mut joined = String::new();
        for scope in scopes {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(scope.as_ref());
        }
        self.set("scope", joined)
    }

    /// A text that comes back with the code. Make it one that nobody can guess and compare it, so that nobody can slip in
    /// a code of their own.
    pub fn state(self, state: impl Into<String>) -> Self {
        self.set("state", state.into())
    }

    /// The challenge of PKCE: whoever gets hold of the code has no use for it without the verifier.
    #[cfg(feature = "pkce")]
    pub fn pkce(self, pkce: &Pkce) -> Self {
        self.set("code_challenge", pkce.challenge())
            .set("code_challenge_method", "S256".to_owned())
    }

    /// In place of what was set before: a parameter that stands there twice is refused, or read by chance.
    fn set(mut self, name: &'static str, value: String) -> Self {
        self.query.retain(|(known, _)| *known != name);
        self.query.push((name, value));
        self
    }

    /// Another place for Webex, as for a connection.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }
}

impl fmt::Display for AuthorizeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/authorize", self.base_url.trim_end_matches('/'))?;
        let mut separator = '?';
        for (name, value) in &self.query {
            write!(f, "{separator}{name}={}", encode(value))?;
            separator = '&';
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_twice_stands_there_once() {
        let url = AuthorizeUrl::new("C", "https://example.com/");
        let url = url.scopes(["a"]).state("1").scopes(["b", "c"]).state("2");
        #[cfg(feature = "pkce")]
        let url = {
            let (first, second) = (Pkce::new().unwrap(), Pkce::new().unwrap());
            let url = url.pkce(&first).pkce(&second);
            let shown = url.to_string();
            assert_eq!(shown.matches("code_challenge=").count(), 1);
            assert_eq!(shown.matches("code_challenge_method=").count(), 1);
            assert!(shown.contains(&second.challenge()));
            url
        };
        let shown = url.to_string();
        assert!(shown.contains("&scope=b%20c&state=2"), "{shown}");
        assert_eq!(shown.matches("scope=").count(), 1);
        assert_eq!(shown.matches("state=").count(), 1);
    }
}
