//! Rooms: where people and bots exchange messages.
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! let room = api.rooms().create("Release train").description("Every second Tuesday").await?;
//! api.rooms().update(&room.id, "Release train 2").await?;
//! api.rooms().delete(&room.id).await?;
//! # Ok(()) }
//! ```

use webex_models::{
    ClassificationId, Room, RoomId, RoomMeetingInfo, RoomSortBy, RoomType, TeamId, Timestamp,
};

resource! {
    /// The calls for rooms: [`WebexApi::rooms`](crate::WebexApi::rooms).
    Rooms {
        /// A new room, with the caller as its first member: [`CreateRoom`].
        create(title: String) -> Call<CreateRoom> {
            /// let room = api
            ///     .rooms()
            ///     .create("Release train")
            ///     .description("Every second Tuesday")
            ///     .await?;
        }
        /// One room: [`GetRoom`].
        get(room: RoomId) -> Call<GetRoom> {
            /// let room = api.rooms().get(&room).await?;
            /// println!("{:?}", room.title);
        }
        /// How to join a room's meeting: [`GetRoomMeetingInfo`]. Webex announced the end of this call for January 2025.
        get_meeting_info(room: RoomId) -> Call<GetRoomMeetingInfo> {
            /// let link = api.rooms().get_meeting_info(&room).await?.meeting_link;
        }
        /// The rooms that the caller is in: [`ListRooms`].
        list() -> List<ListRooms> {
            /// let groups = api.rooms().list().room_type(RoomType::Group).page_size(100).all().await?;
        }
        /// Changes a room; the service wants the title each time: [`UpdateRoom`].
        update(room: RoomId, title: String) -> Call<UpdateRoom> {
            /// api.rooms().update(&room, "Release train 2").is_locked(true).await?;
        }
        /// Deletes a room, for a moderator or the one who made it; for others it is leaving it. Rooms of a team are
        /// archived: [`DeleteRoom`].
        delete(room: RoomId) -> Call<DeleteRoom> {
            /// api.rooms().delete(&room).await?;
        }
    }
}

endpoint! {
    /// `POST /rooms`
    CreateRoom in Call {
        /// What it is called.
        title: String,
        ;
        /// The team that it is to belong to.
        team_id: TeamId,
        /// How confidential it is.
        classification_id: ClassificationId,
        /// Whether moderators alone add people. The caller is then the first of them.
        is_locked: bool,
        /// Whether anybody in the organization can find and join it. Needs a description.
        is_public: bool,
        /// What it is for.
        description: String,
        /// Whether moderators alone post. Needs a locked room.
        is_announcement_only: bool,
    }
}
sends!(CreateRoom => Room, "rooms.create", post "/rooms", json);

endpoint! {
    /// `GET /rooms/{roomId}`
    GetRoom in Call {
        /// The room.
        room: RoomId,
    }
}
sends!(GetRoom => Room, "rooms.get", get "/rooms/{}", id(room));

endpoint! {
    /// `GET /rooms/{roomId}/meetingInfo`
    GetRoomMeetingInfo in Call {
        /// The room.
        room: RoomId,
    }
}
sends!(GetRoomMeetingInfo => RoomMeetingInfo, "rooms.get_meeting_info", get "/rooms/{}/meetingInfo", id(room));

endpoint! {
    /// `GET /rooms`
    ListRooms in List {
        ;
        /// Rooms of this team.
        team_id: TeamId,
        /// Rooms of this type.
        room_type: RoomType,
        /// Whether to list the public rooms of the organization in place of the caller's own.
        org_public_spaces: bool,
        /// Rooms made public after this time. For public rooms.
        from: Timestamp,
        /// Rooms made public before this time. For public rooms.
        to: Timestamp,
        /// By what to sort. Not for public rooms.
        sort_by: RoomSortBy,
    }
}
lists!(ListRooms => Room, "rooms.list", "/rooms", query(
    "teamId" = team_id,
    "type" = room_type,
    "orgPublicSpaces" = org_public_spaces,
    "from" = from,
    "to" = to,
    "sortBy" = sort_by,
));

endpoint! {
    /// `PUT /rooms/{roomId}`
    UpdateRoom in Call {
        /// The room.
        #[serde(skip)]
        room: RoomId,
        /// What it is called from now on.
        title: String,
        ;
        /// How confidential it is.
        classification_id: ClassificationId,
        /// The team that it is to belong to.
        team_id: TeamId,
        /// Whether moderators alone add people.
        is_locked: bool,
        /// Whether anybody in the organization can find and join it.
        is_public: bool,
        /// What it is for; a single space clears it.
        description: String,
        /// Whether moderators alone post. Needs a locked room.
        is_announcement_only: bool,
        /// Whether nobody posts. For direct rooms, and for compliance officers to set.
        is_read_only: bool,
    }
}
sends!(UpdateRoom => Room, "rooms.update", put "/rooms/{}", id(room), json);

endpoint! {
    /// `DELETE /rooms/{roomId}`
    DeleteRoom in Call {
        /// The room.
        room: RoomId,
    }
}
sends!(DeleteRoom => (), "rooms.delete", delete "/rooms/{}", id(room));
