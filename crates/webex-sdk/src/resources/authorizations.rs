//! Authorizations: which applications act for whom, for administrators.

use webex_models::{Authorization, AuthorizationId, OrganizationId, TokenExpiry};

use super::PersonRef;
use crate::endpoint::{ListEndpoint, Parts};

resource! {
    /// The calls for authorizations: [`WebexApi::authorizations`](crate::WebexApi::authorizations).
    Authorizations {
        /// Which applications act for a person: [`ListAuthorizations`]. The service answers with one page.
        list(person: PersonRef) -> List<ListAuthorizations> {
            /// let applications =
            ///     api.authorizations().list(Email::new("ana@example.com")?).all().await?;
        }
        /// Takes an authorization back: [`DeleteAuthorization`]. Its tokens end.
        delete(authorization: AuthorizationId) -> Call<DeleteAuthorization> {
            /// api.authorizations().delete(&authorization).await?;
        }
        /// Takes all authorizations of an application back, in an organization: [`DeleteAuthorizationsOfClient`].
        delete_of_client(client_id: String) -> Call<DeleteAuthorizationsOfClient> {
            /// api.authorizations().delete_of_client(client_id).await?;
        }
        /// When the token of this call ends: [`GetTokenExpiry`].
        token_expiry() -> Call<GetTokenExpiry> {
            /// println!("{:?}", api.authorizations().token_expiry().await?.expires);
        }
    }
}

endpoint! {
    /// `GET /authorizations`
    ListAuthorizations in List {
        /// The person.
        person: PersonRef,
    }
}

impl ListEndpoint for ListAuthorizations {
    type Item = Authorization;

    fn parts(&self) -> Parts {
        self.person
            .query(Parts::get("/authorizations").operation("authorizations.list"))
    }
}

endpoint! {
    /// `DELETE /authorizations/{authorizationId}`
    DeleteAuthorization in Call {
        /// The authorization.
        authorization: AuthorizationId,
    }
}
sends!(DeleteAuthorization => (), "authorizations.delete", delete "/authorizations/{}", id(authorization));

endpoint! {
    /// `DELETE /authorizations`
    DeleteAuthorizationsOfClient in Call {
        /// The application, as OAuth knows it.
        client_id: String,
        ;
        /// The organization. Default: the caller's.
        org_id: OrganizationId,
    }
}
sends!(DeleteAuthorizationsOfClient => (), "authorizations.delete_of_client", delete "/authorizations",
    required("clientId" = client_id), query("orgId" = org_id));

endpoint! {
    /// `GET /authorizations/tokenExpiry`
    GetTokenExpiry in Call {}
}
sends!(GetTokenExpiry => TokenExpiry, "authorizations.token_expiry", get "/authorizations/tokenExpiry");
