//! Memberships: who is in which room.

use crate::model::model;
use crate::{Email, MembershipId, OrganizationId, PersonId, RoomId, RoomType, Timestamp};

model! {
    /// That a person or bot is in a room.
    pub struct Membership(
        /// Identifies the membership.
        id: MembershipId,
    ) {
        /// The room.
        room_id: Option<RoomId>,
        /// The person.
        person_id: Option<PersonId>,
        /// The person's address.
        person_email: Option<Email>,
        /// The person's name as shown.
        person_display_name: Option<String>,
        /// The person's organization.
        person_org_id: Option<OrganizationId>,
        /// Whether the person moderates the room.
        is_moderator: Option<bool>,
        /// Whether the person watches the room. Deprecated by Webex.
        is_monitor: Option<bool>,
        /// Whether a direct room is hidden in the person's apps.
        is_room_hidden: Option<bool>,
        /// The kind of room.
        room_type: Option<RoomType>,
        /// When the person came in.
        created: Option<Timestamp>,
    }
}
