//! Memberships: who is in which room.
//!
//! ```no_run
//! # use webex_sdk::models::RoomId;
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi, room: RoomId) -> webex_sdk::Result<()> {
//! match api.memberships().create(&room, Email::new("ana@example.com")?).await {
//!     Err(e) if e.is_conflict() => println!("already in"),
//!     other => {
//!         other?;
//!     }
//! }
//! # Ok(()) }
//! ```

use webex_models::{Email, Membership, MembershipId, PersonId, RoomId};

use super::PersonRef;

resource! {
    /// The calls for memberships: [`WebexApi::memberships`](crate::WebexApi::memberships).
    Memberships {
        /// Adds a person, by id or e-mail address, to a room: [`CreateMembership`].
        create(room: RoomId, person: PersonRef) -> Call<CreateMembership> {
            /// api.memberships()
            ///     .create(&room, Email::new("ana@example.com")?)
            ///     .is_moderator(true)
            ///     .await?;
        }
        /// One membership: [`GetMembership`].
        get(membership: MembershipId) -> Call<GetMembership> {
            /// let membership = api.memberships().get(&membership).await?;
        }
        /// Memberships, by default the caller's own: [`ListMemberships`].
        list() -> List<ListMemberships> {
            /// let room: RoomId = "Y2lz".parse()?;
            /// let members = api.memberships().list().room_id(room).all().await?;
        }
        /// Makes a member a moderator, or no more: [`UpdateMembership`].
        update(membership: MembershipId, is_moderator: bool) -> Call<UpdateMembership> {
            /// api.memberships().update(&membership, true).await?;
        }
        /// Removes a person from a room: [`DeleteMembership`].
        delete(membership: MembershipId) -> Call<DeleteMembership> {
            /// api.memberships().delete(&membership).await?;
        }
    }
}

endpoint! {
    /// `POST /memberships`
    CreateMembership in Call {
        /// The room.
        #[serde(rename = "roomId")]
        room: RoomId,
        /// Who is added.
        #[serde(flatten)]
        person: PersonRef,
        ;
        /// Whether they are a moderator.
        is_moderator: bool,
    }
}
sends!(CreateMembership => Membership, "memberships.create", post "/memberships", json);

endpoint! {
    /// `GET /memberships/{membershipId}`
    GetMembership in Call {
        /// The membership.
        membership: MembershipId,
    }
}
sends!(GetMembership => Membership, "memberships.get", get "/memberships/{}", id(membership));

endpoint! {
    /// `GET /memberships`
    ///
    /// A person is looked for within a room: give the room, too (compliance officers need not).
    ListMemberships in List {
        ;
        /// Members of this room.
        room_id: RoomId,
        /// This person.
        person_id: PersonId,
        /// The person with this e-mail address.
        person_email: Email,
    }
}
lists!(ListMemberships => Membership, "memberships.list", "/memberships", query(
    "roomId" = room_id,
    "personId" = person_id,
    "personEmail" = person_email,
));

endpoint! {
    /// `PUT /memberships/{membershipId}`
    UpdateMembership in Call {
        /// The membership.
        #[serde(skip)]
        membership: MembershipId,
        /// Whether they are a moderator.
        is_moderator: bool,
        ;
        /// Whether a direct room is hidden in the apps. The service documents it as required.
        is_room_hidden: bool,
    }
}
sends!(UpdateMembership => Membership, "memberships.update", put "/memberships/{}", id(membership), json);

endpoint! {
    /// `DELETE /memberships/{membershipId}`
    DeleteMembership in Call {
        /// The membership.
        membership: MembershipId,
    }
}
sends!(DeleteMembership => (), "memberships.delete", delete "/memberships/{}", id(membership));
