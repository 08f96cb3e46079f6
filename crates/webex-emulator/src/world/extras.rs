//! Small records: card actions, room tabs, licences.

use jiff::Timestamp;
use serde_json::Value;

use crate::id::{Key, Kind};

/// What somebody sent by a card.
#[derive(Clone, Debug)]
pub(crate) struct Action {
    pub(crate) key: Key,
    pub(crate) message: Key,
    pub(crate) room: Key,
    pub(crate) person: Key,
    pub(crate) inputs: Value,
    pub(crate) created: Timestamp,
}

/// A web page pinned to a room.
#[derive(Clone, Debug)]
pub(crate) struct Tab {
    pub(crate) key: Key,
    pub(crate) room: Key,
    pub(crate) creator: Key,
    pub(crate) display_name: String,
    pub(crate) content_url: String,
    pub(crate) created: Timestamp,
}

/// What a person can be given to use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct License {
    pub(crate) key: Key,
    pub(crate) name: &'static str,
    pub(crate) total_units: u32,
}

impl License {
    pub(crate) fn id(&self) -> String {
        Kind::License.id(self.key)
    }
}

/// What an administrator is allowed to do, by its name in the service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Role {
    pub(crate) key: Key,
    pub(crate) name: &'static str,
}
