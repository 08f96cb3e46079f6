//! Roles: what people may administer.

use crate::RoleId;
use crate::model::model;

model! {
    /// What a person may administer.
    pub struct Role(
        /// Identifies the role.
        id: RoleId,
    ) {
        /// What it is called.
        name: Option<String>,
    }
}
