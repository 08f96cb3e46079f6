//! Access tokens: what a user's agreement, or a refresh token, is exchanged for.
//!
//! These calls go without a token, and need [`WebexApiBuilder::anonymous`](crate::WebexApiBuilder::anonymous) at least. A
//! connection that keeps and renews its tokens by itself is made with
//! [`WebexApiBuilder::oauth_code`](crate::WebexApiBuilder::oauth_code) or
//! [`OAuth`](webex_transport::auth::oauth::OAuth).
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo(code: String) -> webex_sdk::Result<()> {
//! let api = WebexApi::builder().anonymous().build()?;
//! let tokens = api
//!     .access_tokens()
//!     .get("client id", "client secret", code, "https://bot.example.com/agreed")
//!     .await?;
//! # Ok(()) }
//! ```

use webex_models::{AccessToken, Secret};

use crate::endpoint::{Endpoint, Parts};

resource! {
    /// The calls for access tokens: [`WebexApi::access_tokens`](crate::WebexApi::access_tokens).
    AccessTokens {
        /// A pair of tokens for the code that a user's agreement came back with: [`GetAccessToken`].
        get(client_id: String, client_secret: Secret, code: Secret, redirect_uri: String) -> Call<GetAccessToken> {
            /// let api = WebexApi::builder().anonymous().build()?;
            /// let tokens = api
            ///     .access_tokens()
            ///     .get(client_id, client_secret, code, redirect_uri)
            ///     .await?;
        }
        /// Another pair for a refresh token: [`RefreshAccessToken`]. Keep what comes back: it may replace the refresh token.
        refresh(client_id: String, client_secret: Secret, refresh_token: Secret) -> Call<RefreshAccessToken> {
            /// let api = WebexApi::builder().anonymous().build()?;
            /// let tokens =
            ///     api.access_tokens().refresh(client_id, client_secret, refresh_token).await?;
        }
    }
}

endpoint! {
    /// `POST /access_token`, with `grant_type=authorization_code`
    GetAccessToken in Call {
        /// The integration.
        client_id: String,
        /// Its secret.
        client_secret: Secret,
        /// The code: good once, and for minutes.
        code: Secret,
        /// Where the agreement came back to.
        redirect_uri: String,
        ;
        /// The verifier of PKCE, if the agreement was asked for with its challenge.
        code_verifier: Secret,
    }
}

impl Endpoint for GetAccessToken {
    type Output = AccessToken;

    fn parts(&self) -> Parts {
        let verifier = self.code_verifier.as_ref();
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", &self.client_id),
            ("client_secret", self.client_secret.expose()),
            ("code", self.code.expose()),
            ("redirect_uri", &self.redirect_uri),
        ];
        let verifier = verifier.map(|verifier| ("code_verifier", verifier.expose()));
        Parts::post("/access_token")
            .operation("access_tokens.get")
            .anonymous()
            .form(form.into_iter().chain(verifier))
    }
}

endpoint! {
    /// `POST /access_token`, with `grant_type=refresh_token`
    RefreshAccessToken in Call {
        /// The integration.
        client_id: String,
        /// Its secret.
        client_secret: Secret,
        /// The refresh token.
        refresh_token: Secret,
    }
}

impl Endpoint for RefreshAccessToken {
    type Output = AccessToken;

    fn parts(&self) -> Parts {
        Parts::post("/access_token")
            .operation("access_tokens.refresh")
            .anonymous()
            .form([
                ("grant_type", "refresh_token"),
                ("client_id", &self.client_id),
                ("client_secret", self.client_secret.expose()),
                ("refresh_token", self.refresh_token.expose()),
            ])
    }
}
