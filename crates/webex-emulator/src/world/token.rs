//! Access tokens and refresh tokens.

use std::{collections::HashMap, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;

use super::World;
use crate::id::Key;

/// Documented lifetimes: 14 days, and 90 days renewed by use.
pub(crate) const ACCESS: Duration = Duration::from_secs(14 * 24 * 60 * 60);
pub(crate) const REFRESH: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// What a token lets its bearer do, and for whom.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) person: Key,
    /// Never, for bots and for people added by a test.
    pub(crate) expires: Option<Timestamp>,
    /// What a token of an app is limited to; others are not.
    pub(crate) scopes: Vec<String>,
    /// The app that got it, if any.
    pub(crate) client: Option<String>,
}

impl Token {
    pub(crate) fn of(person: Key) -> Self {
        Self {
            person,
            expires: None,
            scopes: Vec::new(),
            client: None,
        }
    }
}

/// Tokens by their text.
#[derive(Debug, Default)]
pub(crate) struct Tokens(HashMap<String, Token>);

impl Tokens {
    /// The token, unless it has expired.
    pub(crate) fn get(&self, text: &str, now: Timestamp) -> Option<&Token> {
        self.0
            .get(text)
            .filter(|token| token.expires.is_none_or(|end| end > now))
    }

    pub(crate) fn remove(&mut self, text: &str) {
        self.0.remove(text);
    }

    pub(crate) fn remove_all(&mut self, person: Key) {
        self.0.retain(|_, token| token.person != person);
    }

    /// Ends all tokens that an app got.
    pub(crate) fn expire_all(&mut self, now: Timestamp) {
        for token in self.0.values_mut().filter(|token| token.client.is_some()) {
            token.expires = Some(now);
        }
    }

    /// Puts another token under the same text.
    pub(crate) fn renew(&mut self, text: &str, token: Token) {
        self.0.insert(text.to_owned(), token);
    }

    /// Adds a token; those that have expired make room.
    fn add(&mut self, text: String, token: Token, now: Timestamp) {
        if self.0.len() >= self.0.capacity() {
            self.0
                .retain(|_, token| token.expires.is_none_or(|end| end > now));
        }
        self.0.insert(text, token);
    }
}

impl World {
    pub(crate) fn issue(&mut self, token: Token) -> String {
        let (text, now) = (self.secret(), self.now());
        self.tokens.add(text.clone(), token, now);
        text
    }

    pub(crate) fn issue_refresh(&mut self, token: Token) -> String {
        let (text, now) = (self.secret(), self.now());
        self.refresh_tokens.add(text.clone(), token, now);
        text
    }

    /// The time that lies so far ahead.
    pub(crate) fn after(&self, wait: Duration) -> Timestamp {
        self.now().checked_add(wait).unwrap_or(Timestamp::MAX)
    }

    /// A text that nobody guesses, as long as the service's tokens: 64 characters.
    pub(crate) fn secret(&mut self) -> String {
        let mut bytes = [0; 48];
        self.random.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }
}
