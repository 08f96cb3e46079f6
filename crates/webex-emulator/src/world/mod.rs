//! The state: every record the emulator holds, and the rules for reaching them.

mod member;
mod message;
mod person;
mod room;
mod table;
mod token;

use std::collections::{BTreeMap, HashMap};

use http::{HeaderMap, header};
use jiff::Timestamp;

pub(crate) use self::{
    member::{Member, Members},
    message::{Message, Messages},
    person::{Person, PersonType},
    room::Room,
    table::Table,
    token::Token,
};
use crate::{clock::Clock, id::Key};

/// All records. One lock guards it, held for the length of one handler.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) random: fastrand::Rng,
    pub(crate) org: Key,
    pub(crate) people: Table<Key, Person>,
    pub(crate) emails: HashMap<String, Key>,
    pub(crate) tokens: HashMap<String, Token>,
    pub(crate) roles: Table<Key, Role>,
    pub(crate) rooms: Table<Key, Room>,
    pub(crate) direct: BTreeMap<(Key, Key), Key>,
    pub(crate) members: Members,
    pub(crate) messages: Messages,
}

impl World {
    pub(crate) fn new(clock: Clock, seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut roles = Table::default();
        for name in [
            "Full Administrator",
            "Read-only Administrator",
            "User and Device Administrator",
            "Compliance Officer",
        ] {
            let key = Key::random(&mut random);
            roles.insert(key, Role { key, name });
        }
        Self {
            org: Key::random(&mut random),
            clock,
            random,
            people: Table::default(),
            emails: HashMap::new(),
            tokens: HashMap::new(),
            roles,
            rooms: Table::default(),
            direct: BTreeMap::new(),
            members: Members::default(),
            messages: Messages::default(),
        }
    }

    pub(crate) fn new_key(&mut self) -> Key {
        Key::random(&mut self.random)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whose token the request carries.
    pub(crate) fn caller(&self, headers: &HeaderMap) -> Option<Key> {
        let token = self.tokens.get(bearer(headers)?)?;
        let valid = token.expires.is_none_or(|end| end > self.now());
        (valid && self.people.get(&token.person).is_some()).then_some(token.person)
    }
}

/// What an administrator is allowed to do, by its name in the service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Role {
    pub(crate) key: Key,
    pub(crate) name: &'static str,
}

/// The token of an `Authorization: Bearer` header; the scheme's case does not matter.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
