//! Access tokens.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;

use super::World;
use crate::id::Key;

#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) person: Key,
    /// Never, for bots and for people added by a test.
    pub(crate) expires: Option<Timestamp>,
}

impl World {
    /// Makes a token for a person.
    pub(crate) fn issue(&mut self, person: Key, expires: Option<Timestamp>) -> String {
        let token = self.secret();
        self.tokens.insert(token.clone(), Token { person, expires });
        token
    }

    /// An unguessable text, as long as the service's tokens: 64 characters.
    pub(crate) fn secret(&mut self) -> String {
        let mut bytes = [0; 48];
        self.random.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }
}
