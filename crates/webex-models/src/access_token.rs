//! Tokens, as OAuth hands them out.

use crate::model::model;
use crate::{Secret, Timestamp};

model! {
    /// An access token and what comes with it. The service may answer a refresh with a new refresh token: store what
    /// came last.
    pub struct AccessToken {
        /// The token itself.
        access_token: Option<Secret> = "access_token",
        /// Seconds from the answer until the token expires.
        expires_in: Option<i64> = "expires_in",
        /// What gets the next access token.
        refresh_token: Option<Secret> = "refresh_token",
        /// Seconds from the answer until the refresh token expires.
        refresh_token_expires_in: Option<i64> = "refresh_token_expires_in",
        /// `Bearer`, in any case.
        token_type: Option<String> = "token_type",
        /// What the token allows, separated by spaces. Seen in practice.
        scope: Option<String>,
    }
}

model! {
    /// What a device shows to be authorized by a person elsewhere.
    pub struct DeviceAuthorization {
        /// What the device asks for its token with.
        device_code: Option<Secret> = "device_code",
        /// What the person types.
        user_code: Option<String> = "user_code",
        /// Where the person goes.
        verification_uri: Option<String> = "verification_uri",
        /// Where the person goes, with the code filled in.
        verification_uri_complete: Option<String> = "verification_uri_complete",
        /// Seconds until the codes expire.
        expires_in: Option<i64> = "expires_in",
        /// Seconds to wait between two questions for the token.
        interval: Option<i64>,
    }
}

model! {
    /// When the token of a call expires.
    pub struct TokenExpiry {
        /// The time, which the service writes in milliseconds.
        expires: Option<Timestamp> = "exp",
    }
}
