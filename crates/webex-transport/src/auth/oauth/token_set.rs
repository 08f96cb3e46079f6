//! A pair of tokens, and how long they are good for.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use webex_models::{AccessToken, GuestToken, Secret};

use crate::{Error, ErrorKind};

/// What an authorisation is worth: an access token, perhaps a refresh token, and when they end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenSet {
    /// What calls are made with.
    pub access_token: Secret,
    /// When it ends, where the service said so.
    pub expires_at: Option<SystemTime>,
    /// What the next access token is asked for with.
    pub refresh_token: Option<Secret>,
    /// When that ends, where the service said so.
    pub refresh_token_expires_at: Option<SystemTime>,
}

impl TokenSet {
    /// With an access token that ends at an unknown time.
    #[must_use]
    pub fn new(access_token: impl Into<Secret>) -> Self {
        Self {
            access_token: access_token.into(),
            expires_at: None,
            refresh_token: None,
            refresh_token_expires_at: None,
        }
    }

    /// Adds when the access token ends.
    #[must_use]
    pub const fn expires_at(mut self, at: SystemTime) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// Adds a refresh token.
    #[must_use]
    pub fn refresh_token(mut self, token: impl Into<Secret>) -> Self {
        self.refresh_token = Some(token.into());
        self
    }

    /// As JSON, secrets and all: for a store.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "access_token": self.access_token.expose(),
            "expires_at": self.expires_at.map(seconds),
            "refresh_token": self.refresh_token.as_ref().map(Secret::expose),
            "refresh_token_expires_at": self.refresh_token_expires_at.map(seconds),
        })
    }

    /// From what [`to_json`](Self::to_json) made; `None` when there is no access token in it.
    #[must_use]
    pub fn from_json(json: &Value) -> Option<Self> {
        let text = |name: &str| json.get(name)?.as_str().map(Secret::from);
        let time = |name: &str| {
            let seconds = json.get(name)?.as_u64()?;
            UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
        };
        Some(Self {
            access_token: text("access_token")?,
            expires_at: time("expires_at"),
            refresh_token: text("refresh_token"),
            refresh_token_expires_at: time("refresh_token_expires_at"),
        })
    }
}

/// What the token endpoint answers, counted from now.
impl TryFrom<AccessToken> for TokenSet {
    type Error = Error;

    fn try_from(answer: AccessToken) -> Result<Self, Error> {
        Ok(Self {
            access_token: answer.access_token.ok_or_else(no_token)?,
            expires_at: ends(answer.expires_in),
            refresh_token: answer.refresh_token,
            refresh_token_expires_at: ends(answer.refresh_token_expires_in),
        })
    }
}

/// What a guest is given, counted from now.
impl TryFrom<GuestToken> for TokenSet {
    type Error = Error;

    fn try_from(guest: GuestToken) -> Result<Self, Error> {
        Ok(Self {
            expires_at: ends(guest.expires_in),
            ..Self::new(guest.access_token.ok_or_else(no_token)?)
        })
    }
}

fn no_token() -> Error {
    Error::new(ErrorKind::Decode).with_message("the answer has no access token")
}

fn ends(seconds: Option<i64>) -> Option<SystemTime> {
    let seconds = u64::try_from(seconds?).ok()?;
    SystemTime::now().checked_add(Duration::from_secs(seconds))
}

fn seconds(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
