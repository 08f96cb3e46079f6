//! Tabs of rooms.

use crate::model::model;
use crate::{PersonId, RoomId, RoomTabId, RoomType, Timestamp};

model! {
    /// A web page that opens inside a room.
    pub struct RoomTab(
        /// Identifies the tab.
        id: RoomTabId,
    ) {
        /// The room.
        room_id: Option<RoomId>,
        /// The kind of room.
        room_type: Option<RoomType>,
        /// What it is called.
        display_name: Option<String>,
        /// The page.
        content_url: Option<String>,
        /// Who made it.
        creator_id: Option<PersonId>,
        /// When it was made.
        created: Option<Timestamp>,
    }
}
