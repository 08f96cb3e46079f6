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

use serde::Serialize;
use webex_models::{Email, Membership, MembershipId, PersonId, RoomId};

use crate::api::WebexApi;
use crate::endpoint::{Endpoint, ListEndpoint, Parts};
use crate::{Call, List};

/// The calls for memberships: [`WebexApi::memberships`].
#[derive(Clone, Copy, Debug)]
pub struct Memberships<'a>(pub(crate) &'a WebexApi);

impl Memberships<'_> {
    /// Adds a person, by id or e-mail address, to a room: [`CreateMembership`].
    pub fn create(
        &self,
        room: impl Into<RoomId>,
        person: impl Into<Invitee>,
    ) -> Call<CreateMembership> {
        self.0.call(CreateMembership::new(room, person))
    }

    /// Memberships, by default the caller's own: [`ListMemberships`].
    pub fn list(&self) -> List<ListMemberships> {
        self.0.list(ListMemberships::new())
    }

    /// Removes a person from a room: [`DeleteMembership`].
    pub fn delete(&self, membership: impl Into<MembershipId>) -> Call<DeleteMembership> {
        self.0.call(DeleteMembership::new(membership))
    }
}

/// Who is added: a person by id, or by e-mail address.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub enum Invitee {
    /// The person with this id.
    #[serde(rename = "personId")]
    Person(PersonId),
    /// The person with this e-mail address.
    #[serde(rename = "personEmail")]
    Email(Email),
}

variants_from!(Invitee: PersonId => Person, Email => Email);

endpoint! {
    /// `POST /memberships`
    CreateMembership in Call {
        /// The room.
        #[serde(rename = "roomId")]
        room: RoomId,
        /// Who is added.
        #[serde(flatten)]
        person: Invitee,
        ;
        /// Whether they are a moderator.
        is_moderator: bool,
    }
}

impl Endpoint for CreateMembership {
    type Output = Membership;

    fn parts(&self) -> Parts {
        Parts::post("/memberships")
            .operation("memberships.create")
            .json(self)
    }
}

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

impl ListEndpoint for ListMemberships {
    type Item = Membership;

    fn parts(&self) -> Parts {
        Parts::get("/memberships")
            .operation("memberships.list")
            .query_opt("roomId", self.room_id.as_ref())
            .query_opt("personId", self.person_id.as_ref())
            .query_opt("personEmail", self.person_email.as_ref())
    }
}

endpoint! {
    /// `DELETE /memberships/{membershipId}`
    DeleteMembership in Call {
        /// The membership.
        #[serde(skip)]
        membership: MembershipId,
    }
}

impl Endpoint for DeleteMembership {
    type Output = ();

    fn parts(&self) -> Parts {
        Parts::delete("/memberships/{}")
            .operation("memberships.delete")
            .id(&self.membership)
    }
}
