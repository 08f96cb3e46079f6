//! People: who I am, who others are.
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! let me = api.people().me().await?;
//! let found = api.people().list().email(Email::new("ana@example.com")?).first(1).await?;
//! # Ok(()) }
//! ```

use webex_models::{Email, OrganizationId, Person, PersonId};

use crate::api::WebexApi;
use crate::endpoint::{Endpoint, ListEndpoint, Parts};
use crate::{Call, List};

/// The calls for people: [`WebexApi::people`].
#[derive(Clone, Copy, Debug)]
pub struct People<'a>(pub(crate) &'a WebexApi);

impl People<'_> {
    /// Whose token this is: [`GetMe`].
    pub fn me(&self) -> Call<GetMe> {
        self.0.call(GetMe::new())
    }

    /// One person: [`GetPerson`].
    pub fn get(&self, person: impl Into<PersonId>) -> Call<GetPerson> {
        self.0.call(GetPerson::new(person))
    }

    /// People by e-mail address, name or id: [`ListPeople`]. Whoever is no administrator must give one of these.
    pub fn list(&self) -> List<ListPeople> {
        self.0.list(ListPeople::new())
    }
}

endpoint! {
    /// `GET /people/me`
    GetMe in Call {
        ;
        /// Whether to answer with what belongs to Webex Calling, too. Needs the right to see it.
        calling_data: bool,
    }
}

impl Endpoint for GetMe {
    type Output = Person;

    fn parts(&self) -> Parts {
        Parts::get("/people/me")
            .operation("people.me")
            .query_opt("callingData", self.calling_data)
    }
}

endpoint! {
    /// `GET /people/{personId}`
    GetPerson in Call {
        /// The person.
        #[serde(skip)]
        person: PersonId,
        ;
        /// Whether to answer with what belongs to Webex Calling, too. Needs the right to see it.
        calling_data: bool,
    }
}

impl Endpoint for GetPerson {
    type Output = Person;

    fn parts(&self) -> Parts {
        Parts::get("/people/{}")
            .operation("people.get")
            .id(&self.person)
            .query_opt("callingData", self.calling_data)
    }
}

endpoint! {
    /// `GET /people`
    ListPeople in List {
        ;
        /// People with this e-mail address.
        email: Email,
        /// People whose display name begins so.
        display_name: String,
        /// People by their ids, up to 85, joined with commas.
        id: String,
        /// People of this organization. For administrators.
        org_id: OrganizationId,
        /// People with one of these roles, joined with commas.
        roles: String,
        /// Whether to answer with what belongs to Webex Calling, too. Pages then hold 100 at most.
        calling_data: bool,
        /// People of this location. For administrators. Pages then hold 50 at most.
        location_id: String,
        /// Whether to leave out the presence, which makes the answer faster.
        exclude_status: bool,
    }
}

impl ListEndpoint for ListPeople {
    type Item = Person;

    fn parts(&self) -> Parts {
        Parts::get("/people")
            .operation("people.list")
            .query_opt("email", self.email.as_ref())
            .query_opt("displayName", self.display_name.as_ref())
            .query_opt("id", self.id.as_ref())
            .query_opt("orgId", self.org_id.as_ref())
            .query_opt("roles", self.roles.as_ref())
            .query_opt("callingData", self.calling_data)
            .query_opt("locationId", self.location_id.as_ref())
            .query_opt("excludeStatus", self.exclude_status)
    }
}
