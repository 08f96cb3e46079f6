//! Device grants: a user agrees on another device, for programs without a browser.
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo() -> webex_sdk::Result<()> {
//! let api = WebexApi::builder().anonymous().build()?;
//! let device = api.device_grants().authorize("client id", "spark:people_read").await?;
//! println!("Go to {:?}", device.verification_uri_complete);
//! let tokens = api.device_grants().wait("client id", "client secret", &device).await?;
//! # Ok(()) }
//! ```

use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use http::StatusCode;
use http::header::AUTHORIZATION;
use tokio::time::{Instant, sleep};
use webex_models::{AccessToken, DeviceAuthorization, Secret};
use webex_transport::Error;

use crate::api::after;
use crate::endpoint::{Endpoint, Parts};

resource! {
    /// The calls for device grants: [`WebexApi::device_grants`](crate::WebexApi::device_grants).
    DeviceGrants {
        /// A code for the user, and where to enter it: [`AuthorizeDevice`]. Scopes are separated by spaces.
        authorize(client_id: String, scope: String) -> Call<AuthorizeDevice> {
            /// let device = api
            ///     .device_grants()
            ///     .authorize("client id", "spark:people_read spark:rooms_read")
            ///     .await?;
            /// println!("Go to {:?} and enter {:?}", device.verification_uri, device.user_code);
        }
        /// The tokens, if the user has agreed: [`GetDeviceToken`]. Until then the service answers 428.
        token(client_id: String, client_secret: Secret, device_code: Secret) -> Call<GetDeviceToken> {
            /// let tokens = api.device_grants().token("client id", client_secret, device_code).await?;
        }
    }
}

impl DeviceGrants<'_> {
    /// Waits for the user to agree, asking as often as the service wants to be asked.
    ///
    /// # Errors
    ///
    /// When the user does not agree before the code ends, and for whatever else the service refuses.
    pub fn wait(
        &self,
        client_id: &str,
        client_secret: &str,
        device: &DeviceAuthorization,
    ) -> impl Future<Output = Result<AccessToken, Error>> + Send + use<> {
        let seconds = |seconds: Option<i64>, default| {
            let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok());
            Duration::from_secs(seconds.unwrap_or(default))
        };
        // RFC 8628: 5 s where the service does not say.
        let interval = seconds(device.interval, 5);
        let mut interval = interval.clamp(Duration::from_secs(1), Duration::from_secs(600));
        let ends = after(seconds(device.expires_in, 300));
        let code = device.device_code.clone();
        let ask = code.map(|code| self.token(client_id, client_secret, code));
        let longest = self.0.within();
        async move {
            let ask = ask.ok_or_else(|| Error::invalid_input("there is no device code"))?;
            loop {
                sleep(interval).await;
                let left = ends.saturating_duration_since(Instant::now()).min(longest);
                let error = match ask.clone().deadline(left).await {
                    Ok(tokens) => return Ok(tokens),
                    Err(error) => error,
                };
                let said = error.details().and_then(|details| details.error.as_deref());
                match said {
                    Some("slow_down") => interval += Duration::from_secs(5),
                    Some("authorization_pending") => {}
                    _ if error.status() == Some(StatusCode::PRECONDITION_REQUIRED) => {}
                    // RFC 8628: a client goes on after what passes, more slowly.
                    _ if error.is_retryable() => interval += Duration::from_secs(5),
                    _ => return Err(error),
                }
                if Instant::now() + interval >= ends {
                    return Err(error);
                }
            }
        }
    }
}

endpoint! {
    /// `POST /device/authorize`
    AuthorizeDevice in Call {
        /// The integration.
        client_id: String,
        /// What the user is to agree to: scopes, separated by spaces.
        scope: String,
    }
}

impl Endpoint for AuthorizeDevice {
    type Output = DeviceAuthorization;

    fn parts(&self) -> Parts {
        Parts::post("/device/authorize")
            .operation("device_grants.authorize")
            .anonymous()
            .form([("client_id", &*self.client_id), ("scope", &self.scope)])
    }
}

endpoint! {
    /// `POST /device/token`
    GetDeviceToken in Call {
        /// The integration.
        client_id: String,
        /// Its secret.
        client_secret: Secret,
        /// The device code.
        device_code: Secret,
    }
}

impl Endpoint for GetDeviceToken {
    type Output = AccessToken;

    fn parts(&self) -> Parts {
        let pair = format!("{}:{}", self.client_id, self.client_secret.expose());
        Parts::post("/device/token")
            .operation("device_grants.token")
            .anonymous()
            .header(
                AUTHORIZATION,
                &format!("Basic {}", BASE64_STANDARD.encode(pair)),
            )
            .form([
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", self.device_code.expose()),
                ("client_id", &self.client_id),
            ])
    }
}
