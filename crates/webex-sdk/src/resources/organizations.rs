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
        list() -> List<ListOrganizations> {
            /// let organizations = api.organizations().list().all().await?;
        }
        /// One organization: [`GetOrganization`].
        get(organization: OrganizationId) -> Call<GetOrganization> {
            /// let organization = api.organizations().get(&organization).await?;
        }
        /// Deletes an organization, for the partner that looks after it: [`DeleteOrganization`].
        delete(organization: OrganizationId) -> Call<DeleteOrganization> {
            /// api.organizations().delete(&organization).await?;
        }
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

endpoint! {
    /// `DELETE /organizations/{orgId}`
    DeleteOrganization in Call {
        /// The organization.
        organization: OrganizationId,
    }
}
sends!(DeleteOrganization => (), "organizations.delete", delete "/organizations/{}", id(organization));
