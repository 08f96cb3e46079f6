//! Workspaces: rooms of a building, and desks.

use webex_models::{
    DevicePlatform, HealthLevel, LocationId, MaintenanceMode, OrganizationId, Workspace,
    WorkspaceId, WorkspaceLocationId, WorkspaceType,
};

resource! {
    /// The calls for workspaces: [`WebexApi::workspaces`](crate::WebexApi::workspaces).
    Workspaces {
        /// The workspaces of an organization: [`ListWorkspaces`]. Webex documents paging by `start` and `max` for these, and
        /// no link to a next page: without one, a stream ends after one page. For more, ask again with `.start(..)`.
        list() -> List<ListWorkspaces> {
            /// let huddles = api
            ///     .workspaces()
            ///     .list()
            ///     .workspace_type(WorkspaceType::Huddle)
            ///     .include_devices(true)
            ///     .all()
            ///     .await?;
        }
        /// One workspace: [`GetWorkspace`].
        get(workspace: WorkspaceId) -> Call<GetWorkspace> {
            /// let workspace = api.workspaces().get(&workspace).include_capabilities(true).await?;
        }
    }
}

endpoint! {
    /// `GET /workspaces`
    ///
    /// The service takes `start` and `max`, and documents no link to a next page: without one, a list ends after one page.
    ListWorkspaces in List {
        ;
        /// The organization. Default: the caller's.
        org_id: OrganizationId,
        /// Workspaces at this location.
        location_id: LocationId,
        /// Workspaces at this location of workspaces.
        workspace_location_id: WorkspaceLocationId,
        /// Workspaces on this floor.
        floor_id: String,
        /// Workspaces of this name.
        display_name: String,
        /// Workspaces for so many people; -1 for those that do not say.
        capacity: i64,
        /// Workspaces for this.
        workspace_type: WorkspaceType,
        /// How many workspaces to leave out at the beginning.
        start: u32,
        /// Workspaces that make calls so, as `webexCalling`.
        calling: String,
        /// Workspaces that can have these: `collaborationDevices` or `phones`.
        supported_devices: String,
        /// Workspaces that are booked there: `none`, `google` or `microsoft`.
        calendar: String,
        /// Workspaces whose device hosts meetings, or does not.
        device_hosted_meetings_enabled: bool,
        /// Workspaces with devices on which this runs.
        device_platform: DevicePlatform,
        /// Workspaces that work so well.
        health_level: HealthLevel,
        /// Whether to answer with the devices, too.
        include_devices: bool,
        /// Whether to answer with what they can sense, too.
        include_capabilities: bool,
        /// Workspaces in which somebody works so.
        planned_maintenance: MaintenanceMode,
        /// Workspaces with this attribute of the administrators'.
        custom_attribute: String,
    }
}
lists!(ListWorkspaces => Workspace, "workspaces.list", "/workspaces", query(
    "orgId" = org_id,
    "locationId" = location_id,
    "workspaceLocationId" = workspace_location_id,
    "floorId" = floor_id,
    "displayName" = display_name,
    "capacity" = capacity,
    "type" = workspace_type,
    "start" = start,
    "calling" = calling,
    "supportedDevices" = supported_devices,
    "calendar" = calendar,
    "deviceHostedMeetingsEnabled" = device_hosted_meetings_enabled,
    "devicePlatform" = device_platform,
    "healthLevel" = health_level,
    "includeDevices" = include_devices,
    "includeCapabilities" = include_capabilities,
    "plannedMaintenance" = planned_maintenance,
    "customAttribute" = custom_attribute,
));

endpoint! {
    /// `GET /workspaces/{workspaceId}`
    GetWorkspace in Call {
        /// The workspace.
        workspace: WorkspaceId,
        ;
        /// Whether to answer with the devices, too.
        include_devices: bool,
        /// Whether to answer with what it can sense, too.
        include_capabilities: bool,
    }
}
sends!(GetWorkspace => Workspace, "workspaces.get", get "/workspaces/{}", id(workspace),
    query("includeDevices" = include_devices, "includeCapabilities" = include_capabilities));
