//! Linked folders: where the files of a room are kept, in place of Webex. Webex calls them ECM folders.

use webex_models::{LinkedFolder, LinkedFolderId, RoomId};

resource! {
    /// The calls for linked folders: [`WebexApi::linked_folders`](crate::WebexApi::linked_folders).
    LinkedFolders {
        /// Links a folder to a room: [`CreateLinkedFolder`].
        create(
            room: RoomId,
            content_url: String,
            display_name: String,
            drive_id: String,
            item_id: String,
            default_folder: bool,
        ) -> Call<CreateLinkedFolder> {
            /// let url = "https://example.sharepoint.com/sites/trains";
            /// let folder = api
            ///     .linked_folders()
            ///     .create(&room, url, "Trains", "drive id", "item id", true)
            ///     .await?;
        }
        /// One link: [`GetLinkedFolder`].
        get(folder: LinkedFolderId) -> Call<GetLinkedFolder> {
            /// let folder = api.linked_folders().get(&folder).await?;
        }
        /// The folders of a room: [`ListLinkedFolders`].
        list(room: RoomId) -> List<ListLinkedFolders> {
            /// let folders = api.linked_folders().list(&room).all().await?;
        }
        /// Changes a link; the service wants all of it: [`UpdateLinkedFolder`].
        update(
            folder: LinkedFolderId,
            room: RoomId,
            content_url: String,
            display_name: String,
            drive_id: String,
            item_id: String,
            default_folder: bool,
        ) -> Call<UpdateLinkedFolder> {
            /// let url = "https://example.sharepoint.com/sites/ships";
            /// api.linked_folders()
            ///     .update(&folder, &room, url, "Ships", "drive id", "item id", true)
            ///     .await?;
        }
        /// Removes a link; the folder stays: [`DeleteLinkedFolder`].
        delete(folder: LinkedFolderId) -> Call<DeleteLinkedFolder> {
            /// api.linked_folders().delete(&folder).await?;
        }
    }
}

/// The service documents a text, and shows `true` and `false`.
fn as_text<S: serde::Serializer>(yes: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(yes)
}

endpoint! {
    /// `POST /room/linkedFolders`
    CreateLinkedFolder in Call {
        /// The room.
        #[serde(rename = "roomId")]
        room: RoomId,
        /// Where the folder is.
        content_url: String,
        /// What it is called.
        display_name: String,
        /// The drive, as the other service knows it.
        drive_id: String,
        /// The folder, as the other service knows it.
        item_id: String,
        /// Whether files of the room go there.
        #[serde(serialize_with = "as_text")]
        default_folder: bool,
    }
}
sends!(CreateLinkedFolder => LinkedFolder, "linked_folders.create", post "/room/linkedFolders", json);

endpoint! {
    /// `GET /room/linkedFolders/{id}`
    GetLinkedFolder in Call {
        /// The link.
        folder: LinkedFolderId,
    }
}
sends!(GetLinkedFolder => LinkedFolder, "linked_folders.get", get "/room/linkedFolders/{}", id(folder));

endpoint! {
    /// `GET /room/linkedFolders`
    ListLinkedFolders in List {
        /// The room.
        room: RoomId,
    }
}
lists!(ListLinkedFolders => LinkedFolder, "linked_folders.list", "/room/linkedFolders", required("roomId" = room));

endpoint! {
    /// `PUT /room/linkedFolders/{id}`
    UpdateLinkedFolder in Call {
        /// The link.
        #[serde(skip)]
        folder: LinkedFolderId,
        /// The room.
        #[serde(rename = "roomId")]
        room: RoomId,
        /// Where the folder is.
        content_url: String,
        /// What it is called.
        display_name: String,
        /// The drive, as the other service knows it.
        drive_id: String,
        /// The folder, as the other service knows it.
        item_id: String,
        /// Whether files of the room go there.
        #[serde(serialize_with = "as_text")]
        default_folder: bool,
    }
}
sends!(UpdateLinkedFolder => LinkedFolder, "linked_folders.update", put "/room/linkedFolders/{}", id(folder), json);

endpoint! {
    /// `DELETE /room/linkedFolders/{id}`
    DeleteLinkedFolder in Call {
        /// The link.
        folder: LinkedFolderId,
    }
}
sends!(DeleteLinkedFolder => (), "linked_folders.delete", delete "/room/linkedFolders/{}", id(folder));
