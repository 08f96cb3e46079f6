//! Service apps: applications that act for an organization, once its administrator has agreed.

use webex_models::{AccessToken, ApplicationId, OrganizationId, Secret};

resource! {
    /// The calls for service apps: [`WebexApi::service_apps`](crate::WebexApi::service_apps).
    ServiceApps {
        /// A service app's tokens for an organization: [`CreateServiceAppToken`]. The caller's token is that of the app's
        /// owner. From then on the refresh token does, as for every application.
        create_token(
            app: ApplicationId,
            client_id: String,
            client_secret: Secret,
            target_org: OrganizationId,
        ) -> Call<CreateServiceAppToken> {
            /// let tokens = api
            ///     .service_apps()
            ///     .create_token(&app, client_id, client_secret, &target_org)
            ///     .await?;
        }
    }
}

endpoint! {
    /// `POST /applications/{applicationId}/token`
    CreateServiceAppToken in Call {
        /// The service app.
        #[serde(skip)]
        app: ApplicationId,
        /// The service app, as OAuth knows it.
        client_id: String,
        /// Its secret.
        client_secret: Secret,
        /// The organization that it is to act for.
        #[serde(rename = "targetOrgId")]
        target_org: OrganizationId,
    }
}
sends!(CreateServiceAppToken => AccessToken, "service_apps.create_token", post "/applications/{}/token", id(app), json);
