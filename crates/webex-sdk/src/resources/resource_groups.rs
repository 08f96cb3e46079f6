//! Resource groups: sets of hybrid services, for administrators.

use webex_models::{OrganizationId, ResourceGroup, ResourceGroupId};

resource! {
    /// The calls for resource groups: [`WebexApi::resource_groups`](crate::WebexApi::resource_groups).
    ResourceGroups {
        /// All resource groups: [`ListResourceGroups`]. The service answers with one page.
        list() -> List<ListResourceGroups> {
            /// let groups = api.resource_groups().list().all().await?;
        }
        /// One resource group: [`GetResourceGroup`].
        get(group: ResourceGroupId) -> Call<GetResourceGroup> {
            /// let group = api.resource_groups().get(&group).await?;
        }
    }
}

endpoint! {
    /// `GET /resourceGroups`
    ListResourceGroups in List {
        ;
        /// The organization. Default: the caller's.
        org_id: OrganizationId,
    }
}
lists!(ListResourceGroups => ResourceGroup, "resource_groups.list", "/resourceGroups", query("orgId" = org_id));

endpoint! {
    /// `GET /resourceGroups/{resourceGroupId}`
    GetResourceGroup in Call {
        /// The resource group.
        group: ResourceGroupId,
    }
}
sends!(GetResourceGroup => ResourceGroup, "resource_groups.get", get "/resourceGroups/{}", id(group));
