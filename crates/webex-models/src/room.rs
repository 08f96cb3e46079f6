//! Rooms.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{ClassificationId, OrganizationId, PersonId, RoomId, TeamId, Timestamp};

model! {
    /// A room, called a space in the apps: where people and bots exchange messages.
    pub struct Room(
        /// Identifies the room. A room that migrates gets another one.
        id: RoomId,
    ) {
        /// The name; of a direct room, the other person's. May be empty.
        title: Option<String>,
        /// Whether it is between two people or in a group.
        room_type: Option<RoomType> = "type",
        /// Whether moderators alone add people.
        is_locked: Option<bool>,
        /// The team that it belongs to.
        team_id: Option<TeamId>,
        /// When something last happened in it.
        last_activity: Option<Timestamp>,
        /// Who made it.
        creator_id: Option<PersonId>,
        /// When it was made.
        created: Option<Timestamp>,
        /// The organization that owns it.
        owner_id: Option<OrganizationId>,
        /// How confidential it is.
        classification_id: Option<ClassificationId>,
        /// Whether moderators alone post.
        is_announcement_only: Option<bool>,
        /// Whether nobody posts: a direct room whose other person is gone, say.
        is_read_only: Option<bool>,
        /// Whether anybody in the organization can find and join it.
        is_public: Option<bool>,
        /// When it was made public.
        made_public: Option<Timestamp>,
        /// What it is for.
        description: Option<String>,
    }
}

open_enum! {
    /// Whether a room is between two people or in a group.
    pub enum RoomType {
        Direct = "direct",
        Group = "group",
    }
}

open_enum! {
    /// By what a list of rooms is sorted.
    pub enum RoomSortBy {
        Id = "id",
        /// Not reliable beyond 3000 rooms.
        LastActivity = "lastactivity",
        Created = "created",
    }
}
