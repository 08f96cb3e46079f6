//! Resource groups: which hybrid services serve whom.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{LicenseId, OrganizationId, PersonId, ResourceGroupId, ResourceGroupMembershipId};

model! {
    /// A set of hybrid services.
    pub struct ResourceGroup(
        /// Identifies the group.
        id: ResourceGroupId,
    ) {
        /// What it is called.
        name: Option<String>,
        /// The organization.
        org_id: Option<OrganizationId>,
    }
}

model! {
    /// That a resource group serves a person.
    pub struct ResourceGroupMembership(
        /// Identifies the membership.
        id: ResourceGroupMembershipId,
    ) {
        /// The group.
        resource_group_id: Option<ResourceGroupId>,
        /// The licence of the service.
        license_id: Option<LicenseId>,
        /// The person.
        person_id: Option<PersonId>,
        /// The person's organization.
        person_org_id: Option<OrganizationId>,
        /// Whether it works.
        status: Option<ResourceGroupMembershipStatus>,
    }
}

open_enum! {
    /// Whether a resource group serves a person yet.
    pub enum ResourceGroupMembershipStatus {
        Pending = "pending",
        Activated = "activated",
        Error = "error",
    }
}
