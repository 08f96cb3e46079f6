//! A person, by id or by e-mail address.

use serde::Serialize;
use webex_models::{Email, PersonId};

use crate::endpoint::Parts;

/// A person, as calls take one: by id, or by e-mail address.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub enum PersonRef {
    /// The person with this id.
    #[serde(rename = "personId")]
    Id(PersonId),
    /// The person with this e-mail address.
    #[serde(rename = "personEmail")]
    Email(Email),
}

variants_from!(PersonRef: PersonId => Id, Email => Email);

impl PersonRef {
    pub(super) fn query(&self, parts: Parts) -> Parts {
        match self {
            Self::Id(id) => parts.query("personId", id),
            Self::Email(email) => parts.query("personEmail", email),
        }
    }
}
