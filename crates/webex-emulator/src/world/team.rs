//! Teams, and their general rooms.

use jiff::Timestamp;

use super::World;
use crate::{
    error::{ApiError, Result},
    id::{Key, Kind},
};

#[derive(Clone, Debug)]
pub(crate) struct Team {
    /// Also the key of its general room: seen in practice, in no document.
    pub(crate) key: Key,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) creator: Key,
    pub(crate) created: Timestamp,
}

impl Team {
    pub(crate) fn id(&self) -> String {
        Kind::Team.id(self.key)
    }
}

impl World {
    /// A team that the caller belongs to; others are hidden.
    pub(crate) fn team_of(&self, caller: Key, team: Key) -> Result<&Team> {
        let team = self
            .teams
            .get(&team)
            .filter(|team| self.team_members.contains(caller, team.key));
        // The wording is ours.
        team.ok_or_else(|| ApiError::not_found("Could not find teams with provided ID."))
    }

    /// The rooms of a team, general room included.
    pub(crate) fn rooms_of_team(&self, team: Key) -> Vec<Key> {
        self.rooms
            .iter()
            .filter(|room| room.team == Some(team))
            .map(|room| room.key)
            .collect()
    }
}
