//! The state: every record the emulator holds, and the rules for reaching them.

mod extras;
mod file;
mod happening;
mod member;
mod message;
mod person;
mod room;
mod table;
mod team;
mod token;
mod webhook;

use std::collections::{BTreeMap, HashMap};

use http::{HeaderMap, header};
use jiff::Timestamp;

pub use self::file::Scan;
pub(crate) use self::{
    extras::{Action, License, Role, Tab},
    file::{File, Upload},
    happening::{Event, Events, Happening},
    member::{Member, Members},
    message::{Message, Messages},
    person::{Person, PersonType},
    room::Room,
    table::Table,
    team::Team,
    token::Token,
    webhook::{Job, Webhook},
};
use crate::{clock::Clock, id::Key};

/// All records. One lock guards it, held for the length of one handler.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) random: fastrand::Rng,
    pub(crate) org: Key,
    pub(crate) founded: Timestamp,
    pub(crate) people: Table<Key, Person>,
    pub(crate) emails: HashMap<String, Key>,
    pub(crate) tokens: HashMap<String, Token>,
    pub(crate) roles: Table<Key, Role>,
    pub(crate) rooms: Table<Key, Room>,
    pub(crate) direct: BTreeMap<(Key, Key), Key>,
    pub(crate) members: Members,
    pub(crate) messages: Messages,
    pub(crate) teams: Table<Key, Team>,
    pub(crate) team_members: Members,
    pub(crate) tabs: Table<Key, Tab>,
    pub(crate) actions: Table<Key, Action>,
    pub(crate) licenses: Table<Key, License>,
    pub(crate) files: Table<Key, File>,
    pub(crate) file_bytes: usize,
    /// For the next file that comes.
    pub(crate) next_scan: Option<Scan>,
    pub(crate) events: Events,
    pub(crate) webhooks: Table<Key, Webhook>,
    /// Notifications that the call in progress has set off.
    pub(crate) outbox: Vec<Job>,
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
        let mut licenses = Table::default();
        for name in [
            "Advanced Messaging",
            "Basic Messaging",
            "Meeting - Webex Meeting Center",
        ] {
            let key = Key::random(&mut random);
            licenses.insert(
                key,
                License {
                    key,
                    name,
                    total_units: 1000,
                },
            );
        }
        Self {
            org: Key::random(&mut random),
            founded: clock.now(),
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
            teams: Table::default(),
            team_members: Members::default(),
            tabs: Table::default(),
            actions: Table::default(),
            licenses,
            files: Table::default(),
            file_bytes: 0,
            next_scan: None,
            events: Events::default(),
            webhooks: Table::default(),
            outbox: Vec::new(),
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

/// The token of an `Authorization: Bearer` header; the scheme's case does not matter.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
