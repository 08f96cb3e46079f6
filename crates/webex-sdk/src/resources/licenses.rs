//! Licences of an organization, for administrators.
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! for license in api.licenses().list().all().await? {
//!     println!("{:?}: {:?} of {:?}", license.name, license.consumed_units, license.total_units);
//! }
//! # Ok(()) }
//! ```

use http::Method;
use serde::Serializer;
use webex_models::{
    License, LicenseAssigneeType, LicenseAssignment, LicenseChange, LicenseId, LicenseSiteChange,
    OrganizationId,
};

use super::PersonRef;
use crate::endpoint::{Endpoint, Parts};

resource! {
    /// The calls for licences: [`WebexApi::licenses`](crate::WebexApi::licenses).
    Licenses {
        /// All licences: [`ListLicenses`]. The service answers with one page.
        list() -> List<ListLicenses> {
            /// let licenses = api.licenses().list().all().await?;
        }
        /// One licence: [`GetLicense`].
        get(license: LicenseId) -> Call<GetLicense> {
            /// let license = api.licenses().get(&license).include_assigned_to(LicenseAssigneeType::User).await?;
            /// println!("{} have it", license.users.iter().flatten().count());
        }
        /// Gives licences and meeting sites to a person, or takes them away: [`AssignLicenses`].
        assign(person: PersonRef) -> Call<AssignLicenses> {
            /// let license: LicenseId = "Y2lz".parse()?;
            /// let ana = Email::new("ana@example.com")?;
            /// let assigned =
            ///     api.licenses().assign(ana).licenses([LicenseChange::new(license)]).await?;
        }
    }
}

endpoint! {
    /// `GET /licenses`
    ListLicenses in List {
        ;
        /// The organization. Default: the caller's.
        org_id: OrganizationId,
    }
}
lists!(ListLicenses => License, "licenses.list", "/licenses", query("orgId" = org_id));

endpoint! {
    /// `GET /licenses/{licenseId}`
    GetLicense in Call {
        /// The licence.
        license: LicenseId,
        ;
        /// Answers with those who use it, too.
        include_assigned_to: LicenseAssigneeType,
        /// Where the users of the next page begin, as the last answer said.
        next: String,
        /// How many users a page holds: 300 at most.
        limit: u32,
    }
}
sends!(GetLicense => License, "licenses.get", get "/licenses/{}", id(license), query(
    "includeAssignedTo" = include_assigned_to,
    "next" = next,
    "limit" = limit,
));

endpoint! {
    /// `PATCH /licenses/users`
    AssignLicenses in Call {
        /// The person.
        #[serde(flatten, serialize_with = "user")]
        person: PersonRef,
        ;
        /// The organization. Default: the caller's.
        org_id: OrganizationId,
        /// Which licences.
        licenses: Vec<LicenseChange>,
        /// Which meeting sites.
        site_urls: Vec<LicenseSiteChange>,
    }
}

impl Endpoint for AssignLicenses {
    type Output = LicenseAssignment;

    fn parts(&self) -> Parts {
        Parts::new(Method::PATCH, "/licenses/users")
            .operation("licenses.assign")
            .json(self)
    }
}

/// This call says `email` where others say `personEmail`.
fn user<S: Serializer>(person: &PersonRef, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map([match person {
        PersonRef::Id(id) => ("personId", id.as_str()),
        PersonRef::Email(email) => ("email", email.as_str()),
    }])
}
