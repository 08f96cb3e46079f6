//! Classifications: how confidential a room is.

use crate::model::model;
use crate::{ClassificationId, OrganizationId, Timestamp};

model! {
    /// How confidential a room can be.
    pub struct Classification(
        /// Identifies the classification.
        id: ClassificationId,
    ) {
        /// The place among the classifications; 0 is the least confidential.
        rank: Option<i64>,
        /// What it is called.
        title: Option<String>,
        /// Whether it can be chosen.
        enabled: Option<bool>,
        /// What it means.
        description: Option<String>,
        /// When it was last changed.
        last_modified: Option<Timestamp>,
        /// The organization.
        org_id: Option<OrganizationId>,
    }
}
