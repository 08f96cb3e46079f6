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

use webex_models::{License, LicenseId, OrganizationId};

resource! {
    /// The calls for licences: [`WebexApi::licenses`](crate::WebexApi::licenses).
    Licenses {
        /// All licences: [`ListLicenses`]. The service answers with one page.
        list() -> List<ListLicenses>;
        /// One licence: [`GetLicense`].
        get(license: LicenseId) -> Call<GetLicense>;
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
        /// `user`, to answer with those who use it, too.
        include_assigned_to: String,
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
