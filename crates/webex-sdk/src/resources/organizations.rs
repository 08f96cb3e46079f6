//! Organizations, for administrators.
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! let organizations = api.organizations().list().all().await?;
//! # Ok(()) }
//! ```

use webex_models::{Organization, OrganizationId};

resource! {
    /// The calls for organizations: [`WebexApi::organizations`](crate::WebexApi::organizations).
    Organizations {
        /// All organizations that the caller sees: [`ListOrganizations`]. The service answers with one page.
        list() -> List<ListOrganizations>;
        /// One organization: [`GetOrganization`].
        get(organization: OrganizationId) -> Call<GetOrganization>;
    }
}

endpoint! {
    /// `GET /organizations`
    ListOrganizations in List {}
}
lists!(ListOrganizations => Organization, "organizations.list", "/organizations");

endpoint! {
    /// `GET /organizations/{orgId}`
    GetOrganization in Call {
        /// The organization.
        organization: OrganizationId,
    }
}
sends!(GetOrganization => Organization, "organizations.get", get "/organizations/{}", id(organization));
