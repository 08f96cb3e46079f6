//! Room tabs: web pages in a room's header.
//!
//! ```no_run
//! # use webex_sdk::models::RoomId;
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi, room: RoomId) -> webex_sdk::Result<()> {
//! api.room_tabs().create(&room, "https://status.example.com", "Status").await?;
//! # Ok(()) }
//! ```

use webex_models::{RoomId, RoomTab, RoomTabId};

resource! {
    /// The calls for room tabs: [`WebexApi::room_tabs`](crate::WebexApi::room_tabs).
    RoomTabs {
        /// A new tab: [`CreateRoomTab`].
        create(room: RoomId, content_url: String, display_name: String) -> Call<CreateRoomTab> {
            /// let tab = api
            ///     .room_tabs()
            ///     .create(&room, "https://status.example.com", "Status")
            ///     .await?;
        }
        /// One tab: [`GetRoomTab`].
        get(tab: RoomTabId) -> Call<GetRoomTab> {
            /// let tab = api.room_tabs().get(&tab).await?;
        }
        /// The tabs of a room: [`ListRoomTabs`].
        list(room: RoomId) -> List<ListRoomTabs> {
            /// let tabs = api.room_tabs().list(&room).all().await?;
        }
        /// Changes a tab; the service wants all of it: [`UpdateRoomTab`].
        update(tab: RoomTabId, room: RoomId, content_url: String, display_name: String) -> Call<UpdateRoomTab> {
            /// api.room_tabs()
            ///     .update(&tab, &room, "https://status.example.com", "Health")
            ///     .await?;
        }
        /// Removes a tab: [`DeleteRoomTab`].
        delete(tab: RoomTabId) -> Call<DeleteRoomTab> {
            /// api.room_tabs().delete(&tab).await?;
        }
    }
}

endpoint! {
    /// `POST /room/tabs`
    CreateRoomTab in Call {
        /// The room.
        #[serde(rename = "roomId")]
        room: RoomId,
        /// The page.
        content_url: String,
        /// What the tab is called.
        display_name: String,
    }
}
sends!(CreateRoomTab => RoomTab, "room_tabs.create", post "/room/tabs", json);

endpoint! {
    /// `GET /room/tabs/{id}`
    GetRoomTab in Call {
        /// The tab.
        tab: RoomTabId,
    }
}
sends!(GetRoomTab => RoomTab, "room_tabs.get", get "/room/tabs/{}", id(tab));

endpoint! {
    /// `GET /room/tabs`
    ListRoomTabs in List {
        /// The room.
        room: RoomId,
    }
}
lists!(ListRoomTabs => RoomTab, "room_tabs.list", "/room/tabs", required("roomId" = room));

endpoint! {
    /// `PUT /room/tabs/{id}`
    UpdateRoomTab in Call {
        /// The tab.
        #[serde(skip)]
        tab: RoomTabId,
        /// The room.
        #[serde(rename = "roomId")]
        room: RoomId,
        /// The page.
        content_url: String,
        /// What the tab is called.
        display_name: String,
    }
}
sends!(UpdateRoomTab => RoomTab, "room_tabs.update", put "/room/tabs/{}", id(tab), json);

endpoint! {
    /// `DELETE /room/tabs/{id}`
    DeleteRoomTab in Call {
        /// The tab.
        tab: RoomTabId,
    }
}
sends!(DeleteRoomTab => (), "room_tabs.delete", delete "/room/tabs/{}", id(tab));
