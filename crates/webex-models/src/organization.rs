//! Organizations.

use crate::model::model;
use crate::{OrganizationId, Timestamp};

model! {
    /// A set of people that is administered together.
    pub struct Organization(
        /// Identifies the organization.
        id: OrganizationId,
    ) {
        /// The name as shown.
        display_name: Option<String>,
        /// When it was made.
        created: Option<Timestamp>,
    }
}
