//! People: who I am, who others are.
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! let me = api.people().me().await?;
//! let found = api.people().list().email(Email::new("ana@example.com")?).first(1).await?;
//! # Ok(()) }
//! ```

use webex_models::{
    Address, Email, LicenseId, LocationId, OrganizationId, Person, PersonId, PhoneNumber, RoleId,
};

resource! {
    /// The calls for people: [`WebexApi::people`](crate::WebexApi::people).
    People {
        /// Whose token this is: [`GetMe`].
        me() -> Call<GetMe> {
            /// let me = api.people().me().await?;
        }
        /// One person: [`GetPerson`].
        get(person: PersonId) -> Call<GetPerson> {
            /// let person = api.people().get(&person).await?;
            /// println!("{:?}", person.display_name);
        }
        /// People by e-mail address, name or id: [`ListPeople`]. Whoever is no administrator must give one of these.
        list() -> List<ListPeople> {
            /// let found = api.people().list().email(Email::new("ana@example.com")?).first(1).await?;
        }
        /// A new person, for administrators: [`CreatePerson`]. The service takes one e-mail address, in a list, and wants a
        /// display name, a first name or a last name beside it.
        create(emails: Vec<Email>) -> Call<CreatePerson> {
            /// let ana = api
            ///     .people()
            ///     .create(vec![Email::new("ana@example.com")?])
            ///     .first_name("Ana")
            ///     .last_name("Weber")
            ///     .await?;
        }
        /// Changes a person, for administrators: [`UpdatePerson`]. The service takes the call for the whole person: what is
        /// not set may be cleared.
        update(person: PersonId, display_name: String) -> Call<UpdatePerson> {
            /// let now = api.people().get(&person).await?;
            /// api.people()
            ///     .update(&person, "Ana W.")
            ///     .emails(now.emails.unwrap_or_default())
            ///     .await?;
        }
        /// Removes a person from the organization, for administrators: [`DeletePerson`].
        delete(person: PersonId) -> Call<DeletePerson> {
            /// api.people().delete(&person).await?;
        }
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
sends!(GetMe => Person, "people.me", get "/people/me", query("callingData" = calling_data));

endpoint! {
    /// `GET /people/{personId}`
    GetPerson in Call {
        /// The person.
        person: PersonId,
        ;
        /// Whether to answer with what belongs to Webex Calling, too. Needs the right to see it.
        calling_data: bool,
    }
}
sends!(GetPerson => Person, "people.get", get "/people/{}", id(person), query("callingData" = calling_data));

endpoint! {
    /// `GET /people`
    ListPeople in List {
        ;
        /// People with this e-mail address.
        email: Email,
        /// People whose display name begins so.
        display_name: String,
        /// People by their ids, up to 85, joined with commas. They come without presence.
        id: String,
        /// People of this organization. For administrators.
        org_id: OrganizationId,
        /// People with one of these roles, joined with commas.
        roles: String,
        /// Whether to answer with what belongs to Webex Calling, too. Pages then hold 100 at most.
        calling_data: bool,
        /// People of this location. For administrators. Pages then hold 50 at most.
        location_id: LocationId,
        /// Whether to leave out the presence, which makes the answer faster.
        exclude_status: bool,
    }
}
lists!(ListPeople => Person, "people.list", "/people", query(
    "email" = email,
    "displayName" = display_name,
    "id" = id,
    "orgId" = org_id,
    "roles" = roles,
    "callingData" = calling_data,
    "locationId" = location_id,
    "excludeStatus" = exclude_status,
));

endpoint! {
    /// `POST /people`
    CreatePerson in Call {
        /// The e-mail address, in a list of one.
        emails: Vec<Email>,
        ;
        /// Phone numbers. Of type `work` only.
        phone_numbers: Vec<PhoneNumber>,
        /// The extension of a Webex Calling user.
        extension: String,
        /// The location of a Webex Calling user.
        location_id: LocationId,
        /// The name as others see it.
        display_name: String,
        /// The first name.
        first_name: String,
        /// The last name.
        last_name: String,
        /// The URL of a picture.
        avatar: String,
        /// The organization. Default: the caller's.
        org_id: OrganizationId,
        /// What roles they have.
        roles: Vec<RoleId>,
        /// What licences they use.
        licenses: Vec<LicenseId>,
        /// The department.
        department: String,
        /// The manager, by name.
        manager: String,
        /// The manager, by id.
        manager_id: PersonId,
        /// The job title.
        title: String,
        /// Addresses.
        addresses: Vec<Address>,
        /// Meeting sites, as `example.webex.com#attendee`.
        site_urls: Vec<String>,
        /// Whether to answer with what belongs to Webex Calling, too.
        #[serde(skip)]
        calling_data: bool,
        /// Whether to answer with little more than the id.
        #[serde(skip)]
        min_response: bool,
    }
}
sends!(CreatePerson => Person, "people.create", post "/people",
    query("callingData" = calling_data, "minResponse" = min_response), json);

endpoint! {
    /// `PUT /people/{personId}`
    UpdatePerson in Call {
        /// The person.
        #[serde(skip)]
        person: PersonId,
        /// The name as others see it; the service wants it each time.
        display_name: String,
        ;
        /// The e-mail address, in a list of one.
        emails: Vec<Email>,
        /// Phone numbers. Of type `work` only.
        phone_numbers: Vec<PhoneNumber>,
        /// The extension of a Webex Calling user.
        extension: String,
        /// The location of a Webex Calling user.
        location_id: LocationId,
        /// The first name.
        first_name: String,
        /// The last name.
        last_name: String,
        /// The nickname.
        nick_name: String,
        /// The URL of a picture.
        avatar: String,
        /// The organization.
        org_id: OrganizationId,
        /// What roles they have.
        roles: Vec<RoleId>,
        /// What licences they use.
        licenses: Vec<LicenseId>,
        /// The department.
        department: String,
        /// The manager, by name.
        manager: String,
        /// The manager, by id.
        manager_id: PersonId,
        /// The job title.
        title: String,
        /// Addresses.
        addresses: Vec<Address>,
        /// Meeting sites, as `example.webex.com#attendee`.
        site_urls: Vec<String>,
        /// Whether they may log in.
        login_enabled: bool,
        /// Whether to answer with what belongs to Webex Calling, too.
        #[serde(skip)]
        calling_data: bool,
        /// Whether to answer with what belongs to all types of people.
        #[serde(skip)]
        show_all_types: bool,
        /// Whether to answer with little more than the id.
        #[serde(skip)]
        min_response: bool,
    }
}
sends!(UpdatePerson => Option<Person>, "people.update", put "/people/{}", id(person),
    query("callingData" = calling_data, "showAllTypes" = show_all_types, "minResponse" = min_response), json);

endpoint! {
    /// `DELETE /people/{personId}`
    DeletePerson in Call {
        /// The person.
        person: PersonId,
    }
}
sends!(DeletePerson => (), "people.delete", delete "/people/{}", id(person));
