//! Resource group memberships: which hybrid services serve whom, for administrators.

use webex_models::{
    LicenseId, OrganizationId, PersonId, ResourceGroupId, ResourceGroupMembership,
    ResourceGroupMembershipId, ResourceGroupMembershipStatus,
};

resource! {
    /// The calls for resource group memberships:
    /// [`WebexApi::resource_group_memberships`](crate::WebexApi::resource_group_memberships).
    ResourceGroupMemberships {
        /// All memberships: [`ListResourceGroupMemberships`].
        list() -> List<ListResourceGroupMemberships> {
            /// let status = ResourceGroupMembershipStatus::Error;
            /// let broken = api.resource_group_memberships().list().status(status).all().await?;
        }
        /// All memberships of people, or of workspaces: [`ListResourceGroupMembershipsV2`].
        list_v2() -> List<ListResourceGroupMembershipsV2> {
            /// let of_rooms = api
            ///     .resource_group_memberships()
            ///     .list_v2()
            ///     .member_type("Workspace")
            ///     .all()
            ///     .await?;
        }
        /// One membership: [`GetResourceGroupMembership`].
        get(membership: ResourceGroupMembershipId) -> Call<GetResourceGroupMembership> {
            /// let membership = api.resource_group_memberships().get(&membership).await?;
        }
        /// Moves a membership to another group; the service wants all of it: [`UpdateResourceGroupMembership`].
        update(
            membership: ResourceGroupMembershipId,
            group: ResourceGroupId,
            license: LicenseId,
            person: PersonId,
            person_org: OrganizationId,
            status: ResourceGroupMembershipStatus,
        ) -> Call<UpdateResourceGroupMembership> {
            /// api.resource_group_memberships()
            ///     .update(&membership, &group, &license, &person, &person_org, status)
            ///     .await?;
        }
    }
}

endpoint! {
    /// `GET /resourceGroup/memberships`
    ListResourceGroupMemberships in List {
        ;
        /// Memberships for this licence.
        license_id: LicenseId,
        /// Memberships of this person.
        person_id: PersonId,
        /// Memberships of people of this organization.
        person_org_id: OrganizationId,
        /// Memberships that work so.
        status: ResourceGroupMembershipStatus,
    }
}
lists!(ListResourceGroupMemberships => ResourceGroupMembership, "resource_group_memberships.list",
"/resourceGroup/memberships", query(
    "licenseId" = license_id,
    "personId" = person_id,
    "personOrgId" = person_org_id,
    "status" = status,
));

endpoint! {
    /// `GET /resourceGroup/memberships/v2`
    ListResourceGroupMembershipsV2 in List {
        ;
        /// Memberships for this licence.
        license_id: LicenseId,
        /// Memberships of this person or workspace.
        id: String,
        /// The organization.
        org_id: OrganizationId,
        /// Memberships that work so.
        status: ResourceGroupMembershipStatus,
        /// Whose: `User` or `Workspace`.
        member_type: String,
    }
}
lists!(ListResourceGroupMembershipsV2 => ResourceGroupMembership, "resource_group_memberships.list_v2",
"/resourceGroup/memberships/v2", query(
    "licenseId" = license_id,
    "id" = id,
    "orgId" = org_id,
    "status" = status,
    "type" = member_type,
));

endpoint! {
    /// `GET /resourceGroup/memberships/{resourceGroupMembershipId}`
    GetResourceGroupMembership in Call {
        /// The membership.
        membership: ResourceGroupMembershipId,
    }
}
sends!(GetResourceGroupMembership => ResourceGroupMembership, "resource_group_memberships.get",
    get "/resourceGroup/memberships/{}", id(membership));

endpoint! {
    /// `PUT /resourceGroup/memberships/{resourceGroupMembershipId}`
    UpdateResourceGroupMembership in Call {
        /// The membership.
        #[serde(skip)]
        membership: ResourceGroupMembershipId,
        /// The group that it goes to.
        #[serde(rename = "resourceGroupId")]
        group: ResourceGroupId,
        /// The licence of the service.
        #[serde(rename = "licenseId")]
        license: LicenseId,
        /// The person.
        #[serde(rename = "personId")]
        person: PersonId,
        /// The person's organization.
        #[serde(rename = "personOrgId")]
        person_org: OrganizationId,
        /// Whether it works.
        status: ResourceGroupMembershipStatus,
    }
}
sends!(UpdateResourceGroupMembership => ResourceGroupMembership, "resource_group_memberships.update",
    put "/resourceGroup/memberships/{}", id(membership), json);
