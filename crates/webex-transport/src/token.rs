//! An access token that does not show itself.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, OnceLock};

use http::HeaderValue;

use crate::{Error, ErrorKind};

/// An access token, ready for the `Authorization` header.
///
/// Cheap to clone. `Debug` prints nothing of it, and the header value is marked sensitive, so that neither a log nor an
/// HTTP/2 header table holds it. What the HTTP client copies into its own buffers cannot be wiped from here.
#[derive(Clone)]
pub struct Token(Arc<Inner>);

struct Inner {
    header: HeaderValue,
    fingerprint: u64,
}

impl Token {
    /// Takes a token as people have it: with white space around it, or with its scheme in front.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`] when nothing is left, or when what is left holds white space, control characters or
    /// anything outside of ASCII. The error says nothing of the token.
    pub fn new(token: impl AsRef<str>) -> Result<Self, Error> {
        let token = token.as_ref().trim();
        let bare = match token.split_once(char::is_whitespace) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer") => rest.trim(),
            _ => token,
        };
        if bare.is_empty() || bare.eq_ignore_ascii_case("bearer") {
            return Err(refuse("the access token is empty"));
        }
        if !bare.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(refuse(
                "the access token holds white space or characters that no token has",
            ));
        }
        let mut header = HeaderValue::try_from(format!("Bearer {bare}"))
            .map_err(|_| refuse("the access token cannot be sent in a header"))?;
        header.set_sensitive(true);
        Ok(Self(Arc::new(Inner {
            fingerprint: fingerprint(bare),
            header,
        })))
    }

    /// The value of the `Authorization` header, marked sensitive.
    #[must_use]
    pub fn header(&self) -> &HeaderValue {
        &self.0.header
    }

    /// Whether it is the same token.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.fingerprint() == other.fingerprint()
    }

    /// Tells tokens apart within this process, and tells nothing of them.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.0.fingerprint
    }
}

fn fingerprint(token: &str) -> u64 {
    static KEYED: OnceLock<RandomState> = OnceLock::new();
    KEYED.get_or_init(RandomState::new).hash_one(token)
}

fn refuse(why: &'static str) -> Error {
    Error::new(ErrorKind::Credentials).with_message(why)
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S2, D-40, D-41.
    #[test]
    fn is_sent_once_with_its_scheme_however_it_was_pasted() {
        for pasted in [
            "SYNTH",
            "  SYNTH ",
            "SYNTH\n",
            "Bearer SYNTH",
            "bearer  SYNTH\r\n",
        ] {
            let token = Token::new(pasted).unwrap();
            assert_eq!(token.header(), "Bearer SYNTH", "{pasted:?}");
            assert!(token.header().is_sensitive());
        }
    }

    /// D-40, D-42.
    #[test]
    fn refuses_what_is_no_token_without_repeating_it() {
        for bad in [
            "",
            "  ",
            "Bearer",
            "Bearer ",
            "SENTINEL\nX-Evil: 1",
            "SENTINEL x",
            "SENTINÉL",
        ] {
            let error = Token::new(bad).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Credentials, "{bad:?}");
            assert!(!format!("{error} {error:?}").contains("SENTIN"), "{bad:?}");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        let shown = format!("{:?}", Token::new("SENTINEL").unwrap());
        assert!(!shown.contains("SENTINEL"));
    }
}
