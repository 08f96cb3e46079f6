//! Messages, newest first within their room.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use serde_json::Value;

use super::Table;
use crate::id::{Key, Kind};

#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) key: Key,
    pub(crate) room: Key,
    pub(crate) person: Key,
    /// As it was then: the author may be deleted later.
    pub(crate) person_email: String,
    pub(crate) parent: Option<Key>,
    pub(crate) text: Option<String>,
    pub(crate) markdown: Option<String>,
    pub(crate) html: Option<String>,
    pub(crate) files: Vec<Key>,
    pub(crate) attachments: Vec<Value>,
    pub(crate) mentioned_people: Vec<Key>,
    pub(crate) mentions_all: bool,
    pub(crate) created: Timestamp,
    pub(crate) updated: Option<Timestamp>,
    pub(crate) edits: u8,
}

impl Message {
    pub(crate) fn id(&self) -> String {
        Kind::Message.id(self.key)
    }
}

/// All messages, with an index by room, so that a page costs what it holds.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    table: Table<Key, Message>,
    by_room: HashMap<Key, BTreeSet<u64>>,
}

impl Messages {
    pub(crate) fn add(&mut self, message: Message) {
        let room = message.room;
        let place = self.table.insert(message.key, message);
        self.by_room.entry(room).or_default().insert(place);
    }

    pub(crate) fn get(&self, key: Key) -> Option<&Message> {
        self.table.get(&key)
    }

    pub(crate) fn get_mut(&mut self, key: Key) -> Option<&mut Message> {
        self.table.get_mut(&key)
    }

    pub(crate) fn remove(&mut self, key: Key) -> Option<Message> {
        let place = self.table.place(&key)?;
        let message = self.table.remove(&key)?;
        if let Some(places) = self.by_room.get_mut(&message.room) {
            places.remove(&place);
        }
        Some(message)
    }

    /// Removes all messages of a room, and returns their files.
    pub(crate) fn remove_room(&mut self, room: Key) -> Vec<Key> {
        let mut files = Vec::new();
        for place in self.by_room.remove(&room).unwrap_or_default() {
            if let Some(key) = self.table.at(place).map(|message| message.key) {
                files.extend(
                    self.table
                        .remove(&key)
                        .into_iter()
                        .flat_map(|message| message.files),
                );
            }
        }
        files
    }

    /// Newest first, from just before `before`, or from the newest.
    pub(crate) fn of_room(&self, room: Key, before: Option<u64>) -> impl Iterator<Item = &Message> {
        let places = self.by_room.get(&room).into_iter();
        let places =
            places.flat_map(move |places| places.range(..before.unwrap_or(u64::MAX)).rev());
        places.filter_map(|&place| self.table.at(place))
    }

    /// Newest first, of all rooms.
    pub(crate) fn latest(&self, most: usize) -> impl Iterator<Item = &Message> {
        self.table.iter().rev().take(most)
    }

    pub(crate) fn place(&self, key: Key) -> Option<u64> {
        self.table.place(&key)
    }
}
