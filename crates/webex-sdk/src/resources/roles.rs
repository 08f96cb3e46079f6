//! Roles that administrators give, for administrators.
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! let roles = api.roles().list().all().await?;
//! # Ok(()) }
//! ```

use webex_models::{Role, RoleId};

resource! {
    /// The calls for roles: [`WebexApi::roles`](crate::WebexApi::roles).
    Roles {
        /// All roles that the caller sees: [`ListRoles`]. The service answers with one page.
        list() -> List<ListRoles> {
            /// let roles = api.roles().list().all().await?;
        }
        /// One role: [`GetRole`].
        get(role: RoleId) -> Call<GetRole> {
            /// let role = api.roles().get(&role).await?;
        }
    }
}

endpoint! {
    /// `GET /roles`
    ListRoles in List {}
}
lists!(ListRoles => Role, "roles.list", "/roles");

endpoint! {
    /// `GET /roles/{roleId}`
    GetRole in Call {
        /// The role.
        role: RoleId,
    }
}
sends!(GetRole => Role, "roles.get", get "/roles/{}", id(role));
