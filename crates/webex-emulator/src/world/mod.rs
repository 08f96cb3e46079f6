//! The state: every record the emulator holds, and the rules for reaching them.

mod app;
mod extras;
mod file;
mod happening;
mod meeting;
mod member;
mod message;
mod person;
mod recording;
mod room;
mod table;
mod team;
mod token;
mod webhook;

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use http::{HeaderMap, header};
use jiff::Timestamp;
use serde_json::{Map, Value};

pub use self::file::Scan;
pub(crate) use self::{
    app::{App, Code, Device},
    extras::{Action, License, Role, Tab},
    file::{File, Upload},
    happening::{Event, Events, Happening},
    meeting::{Meeting, no_meeting},
    member::{Member, Members},
    message::{Message, Messages},
    person::{Person, PersonType},
    recording::Recording,
    room::Room,
    table::Table,
    team::Team,
    token::{ACCESS, REFRESH, Token, Tokens},
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
    pub(crate) tokens: Tokens,
    pub(crate) refresh_tokens: Tokens,
    pub(crate) rotates_refresh_tokens: bool,
    /// Of access tokens, when it is not the documented one.
    pub(crate) access_lifetime: Option<Duration>,
    pub(crate) apps: Table<String, App>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) devices: HashMap<String, Device>,
    /// Guest issuers with their secrets, and their guests by issuer and subject.
    pub(crate) issuers: HashMap<String, String>,
    pub(crate) guests: HashMap<String, Key>,
    /// Who consents in the browser.
    pub(crate) signed_in: Option<Key>,
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
    pub(crate) meetings: Table<String, Meeting>,
    pub(crate) recordings: Table<String, Recording>,
    /// Records without rules of their own, by the path of their resource.
    pub(crate) shelves: HashMap<&'static str, Table<String, Map<String, Value>>>,
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
            tokens: Tokens::default(),
            refresh_tokens: Tokens::default(),
            rotates_refresh_tokens: false,
            access_lifetime: None,
            apps: Table::default(),
            codes: HashMap::new(),
            devices: HashMap::new(),
            issuers: HashMap::new(),
            guests: HashMap::new(),
            signed_in: None,
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
            meetings: Table::default(),
            recordings: Table::default(),
            shelves: HashMap::new(),
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

    /// The token that the request carries, when it is good.
    pub(crate) fn token(&self, headers: &HeaderMap) -> Option<&Token> {
        let token = self.tokens.get(bearer(headers)?, self.now())?;
        self.people.get(&token.person).map(|_| token)
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
