//! Apps that act for people: integrations, service apps, guest issuers, and their pending grants.

use jiff::Timestamp;

use crate::id::Key;

#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) redirect_uri: String,
    /// The account a service app acts as; an integration has none of its own.
    pub(crate) machine: Option<Key>,
    pub(crate) scopes: Vec<String>,
}

/// A code on its way from `/authorize` to `/access_token`.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) person: Key,
    pub(crate) scopes: Vec<String>,
    /// PKCE: what the verifier must hash to.
    pub(crate) challenge: Option<String>,
    pub(crate) expires: Timestamp,
}

/// A device that waits for its user.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub(crate) client_id: String,
    pub(crate) user_code: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) approved_by: Option<Key>,
    pub(crate) expires: Timestamp,
}
