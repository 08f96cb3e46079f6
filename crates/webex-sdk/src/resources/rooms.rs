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

use webex_models::{ClassificationId, Room, RoomId, RoomType, TeamId};

use crate::api::WebexApi;
use crate::endpoint::{Endpoint, ListEndpoint, Parts};
use crate::{Call, List};

/// The calls for rooms: [`WebexApi::rooms`].
#[derive(Clone, Copy, Debug)]
pub struct Rooms<'a>(pub(crate) &'a WebexApi);

impl Rooms<'_> {
    /// A new room, with the caller as its first member: [`CreateRoom`].
    pub fn create(&self, title: impl Into<String>) -> Call<CreateRoom> {
        self.0.call(CreateRoom::new(title))
    }

    /// One room: [`GetRoom`].
    pub fn get(&self, room: impl Into<RoomId>) -> Call<GetRoom> {
        self.0.call(GetRoom::new(room))
    }

    /// The rooms that the caller is in: [`ListRooms`].
    pub fn list(&self) -> List<ListRooms> {
        self.0.list(ListRooms::new())
    }

    /// Changes a room; the service wants the title each time: [`UpdateRoom`].
    pub fn update(&self, room: impl Into<RoomId>, title: impl Into<String>) -> Call<UpdateRoom> {
        self.0.call(UpdateRoom::new(room, title))
    }

    /// Deletes a room, for a moderator or the one who made it; for others it is leaving it. Rooms of a team are archived:
    /// [`DeleteRoom`].
    pub fn delete(&self, room: impl Into<RoomId>) -> Call<DeleteRoom> {
        self.0.call(DeleteRoom::new(room))
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

impl Endpoint for CreateRoom {
    type Output = Room;

    fn parts(&self) -> Parts {
        Parts::post("/rooms").operation("rooms.create").json(self)
    }
}

endpoint! {
    /// `GET /rooms/{roomId}`
    GetRoom in Call {
        /// The room.
        #[serde(skip)]
        room: RoomId,
    }
}

impl Endpoint for GetRoom {
    type Output = Room;

    fn parts(&self) -> Parts {
        Parts::get("/rooms/{}")
            .operation("rooms.get")
            .id(&self.room)
    }
}

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
        from: String,
        /// Rooms made public before this time. For public rooms.
        to: String,
        /// By what to sort: `id`, `lastactivity` or `created`.
        sort_by: String,
    }
}

impl ListEndpoint for ListRooms {
    type Item = Room;

    fn parts(&self) -> Parts {
        Parts::get("/rooms")
            .operation("rooms.list")
            .query_opt("teamId", self.team_id.as_ref())
            .query_opt("type", self.room_type.as_ref())
            .query_opt("orgPublicSpaces", self.org_public_spaces)
            .query_opt("from", self.from.as_ref())
            .query_opt("to", self.to.as_ref())
            .query_opt("sortBy", self.sort_by.as_ref())
    }
}

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
        /// Whether nobody posts. For direct rooms.
        is_read_only: bool,
    }
}

impl Endpoint for UpdateRoom {
    type Output = Room;

    fn parts(&self) -> Parts {
        Parts::put("/rooms/{}")
            .operation("rooms.update")
            .id(&self.room)
            .json(self)
    }
}

endpoint! {
    /// `DELETE /rooms/{roomId}`
    DeleteRoom in Call {
        /// The room.
        #[serde(skip)]
        room: RoomId,
    }
}

impl Endpoint for DeleteRoom {
    type Output = ();

    fn parts(&self) -> Parts {
        Parts::delete("/rooms/{}")
            .operation("rooms.delete")
            .id(&self.room)
    }
}
