//! Folders of other services that are linked to rooms.

use crate::model::model;
use crate::{LinkedFolderId, PersonId, RoomId, RoomType, Timestamp};

model! {
    /// A folder of another service (ECM) that is linked to a room.
    pub struct LinkedFolder(
        /// Identifies the link.
        id: LinkedFolderId,
    ) {
        /// The room.
        room_id: Option<RoomId>,
        /// The kind of room.
        room_type: Option<RoomType>,
        /// The drive, as the other service knows it.
        drive_id: Option<String>,
        /// The folder, as the other service knows it.
        item_id: Option<String>,
        /// Whether files of the room go there. Sent as a text.
        default_folder: Option<bool>,
        /// What it is called.
        display_name: Option<String>,
        /// Where it is.
        content_url: Option<String>,
        /// Who linked it.
        creator_id: Option<PersonId>,
        /// When it was linked.
        created: Option<Timestamp>,
    }
}
