//! Texts that belong in no log.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Number;
use zeroize::Zeroize;

use crate::attribute::{self, Attribute, Read};

/// A token, password or key. `Debug` shows nothing of it, and there is no `Display`.
///
/// Serialising does write it: that is how it travels, and how a token set is stored.
///
/// ```
/// let secret = webex_models::Secret::from("correct-horse");
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// assert_eq!(secret.expose(), "correct-horse");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Secret(Box<str>);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The text is overwritten before its memory is given back. Copies made of it elsewhere are not.
impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl Attribute for Secret {
    const NAME: &'static str = "a secret text";

    fn from_text(text: &str) -> Read<Self> {
        Read::Exact(text.into())
    }

    fn from_number(number: Number) -> Read<Self> {
        String::from_number(number).map(Self::from)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        attribute::deserialize(deserializer)
    }
}
