//! Tokens of guests.

use crate::model::model;
use crate::{Email, PersonId, Secret};

model! {
    /// A guest, made by a service app, and the guest's token.
    pub struct GuestToken {
        /// The guest.
        id: Option<PersonId>,
        /// What the app calls the guest; the same subject is the same guest.
        subject: Option<String>,
        /// The guest's name as shown.
        display_name: Option<String>,
        /// An address that the service made up.
        email: Option<Email>,
        /// The token.
        access_token: Option<Secret>,
        /// Seconds until the token expires.
        expires_in: Option<i64>,
    }
}

model! {
    /// A guest's token, from a guest issuer. Webex makes no new guest issuers.
    pub struct GuestIssuerToken {
        /// The token.
        token: Option<Secret>,
        /// Seconds until the token expires.
        expires_in: Option<i64>,
    }
}
