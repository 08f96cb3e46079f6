//! Rooms: group and direct.

use jiff::Timestamp;

use super::{Member, World};
use crate::{
    error::{ApiError, Result},
    id::{Key, Kind},
};

#[derive(Clone, Debug)]
pub(crate) struct Room {
    pub(crate) key: Key,
    pub(crate) title: String,
    pub(crate) is_direct: bool,
    pub(crate) is_locked: bool,
    pub(crate) is_public: bool,
    pub(crate) is_announcement_only: bool,
    pub(crate) is_read_only: bool,
    pub(crate) description: Option<String>,
    pub(crate) team: Option<Key>,
    pub(crate) classification: Option<String>,
    pub(crate) creator: Key,
    pub(crate) created: Timestamp,
    pub(crate) last_activity: Timestamp,
    pub(crate) made_public: Option<Timestamp>,
}

impl Room {
    pub(crate) fn group(key: Key, title: &str, creator: Key, now: Timestamp) -> Self {
        Self {
            key,
            title: title.to_owned(),
            is_direct: false,
            is_locked: false,
            is_public: false,
            is_announcement_only: false,
            is_read_only: false,
            description: None,
            team: None,
            classification: None,
            creator,
            created: now,
            last_activity: now,
            made_public: None,
        }
    }

    pub(crate) fn id(&self) -> String {
        Kind::Room.id(self.key)
    }

    pub(crate) fn kind(&self) -> &'static str {
        if self.is_direct { "direct" } else { "group" }
    }
}

impl World {
    /// A room that the caller may see. Others are hidden: the answer is as for a room that is not there.
    pub(crate) fn room_of(&self, caller: Key, room: Key) -> Result<&Room> {
        let absent = || ApiError::not_found("Could not find a room with provided ID.");
        let room = self.rooms.get(&room).ok_or_else(absent)?;
        let visible = self.members.contains(caller, room.key) || self.is_compliance_officer(caller);
        visible.then_some(room).ok_or_else(absent)
    }

    /// The caller's membership of a room.
    pub(crate) fn member_of(&self, caller: Key, room: Key) -> Result<&Member> {
        self.room_of(caller, room)?;
        let member = self.members.get(caller, room);
        member.ok_or_else(|| ApiError::not_found("Could not find a room with provided ID."))
    }

    /// A direct room bears the name of the other one.
    pub(crate) fn room_title(&self, room: &Room, caller: Key) -> String {
        if !room.is_direct {
            return room.title.clone();
        }
        let other = self
            .members
            .of_group(room.key)
            .find(|member| member.person != caller);
        let other = other.and_then(|member| self.people.get(&member.person));
        other.map_or_else(
            || "Empty Title".to_owned(),
            |person| person.display_name.clone(),
        )
    }

    /// Removes a room and all that is in it.
    pub(crate) fn remove_room(&mut self, room: Key) {
        let people: Vec<Key> = self
            .members
            .of_group(room)
            .map(|member| member.person)
            .collect();
        for person in people {
            self.members.remove(person, room);
        }
        let files = self.messages.remove_room(room);
        self.remove_files(&files);
        self.direct.retain(|_, known| *known != room);
        self.rooms.remove(&room);
    }
}
