//! Authorizations: which applications act for whom.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{ApplicationId, AuthorizationId, PersonId, Timestamp};

model! {
    /// That an application acts for a person.
    pub struct Authorization(
        /// Identifies the authorization.
        id: AuthorizationId,
    ) {
        /// The application.
        application_id: Option<ApplicationId>,
        /// Name of the application.
        application_name: Option<String>,
        /// The person.
        person_id: Option<PersonId>,
        /// The application, as OAuth knows it.
        client_id: Option<String>,
        /// When it was given.
        created: Option<Timestamp>,
        /// The kind of token.
        authorization_type: Option<AuthorizationType> = "type",
    }
}

open_enum! {
    /// The kind of token of an authorization.
    pub enum AuthorizationType {
        Refresh = "refresh",
        Access = "access",
    }
}
