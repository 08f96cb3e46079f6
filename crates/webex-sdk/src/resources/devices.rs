//! Devices: telephones, boards, room systems.

use webex_models::{
    Device, DeviceConnectionStatus, DeviceId, DevicePlatform, LocationId, MaintenanceMode,
    OrganizationId, PersonId, WorkspaceId, WorkspaceLocationId,
};

resource! {
    /// The calls for devices: [`WebexApi::devices`](crate::WebexApi::devices).
    Devices {
        /// The devices of an organization: [`ListDevices`].
        list() -> List<ListDevices> {
            /// let phones = api.devices().list().device_type("phone").page_size(100).all().await?;
        }
        /// One device: [`GetDevice`].
        get(device: DeviceId) -> Call<GetDevice> {
            /// let device = api.devices().get(&device).await?;
            /// println!("{:?} is {:?}", device.display_name, device.connection_status);
        }
    }
}

endpoint! {
    /// `GET /devices`
    ListDevices in List {
        ;
        /// How many devices to leave out at the beginning.
        start: u32,
        /// Devices of this name.
        display_name: String,
        /// Devices of this person.
        person_id: PersonId,
        /// Devices in this workspace.
        workspace_id: WorkspaceId,
        /// The organization. Default: the caller's.
        org_id: OrganizationId,
        /// Devices that are connected so.
        connection_status: DeviceConnectionStatus,
        /// Devices of this product, as `RoomKit`.
        product: String,
        /// Devices of this kind, as `roomdesk`, `phone` or `accessory`.
        device_type: String,
        /// The device with this serial number.
        serial: String,
        /// Devices with these tags, joined with commas.
        tag: String,
        /// Devices with this software.
        software: String,
        /// Devices that get their software by this channel.
        upgrade_channel: String,
        /// Devices with this error.
        error_code: String,
        /// Devices that can do this: `xapi`.
        capability: String,
        /// Devices with which the caller may do this, as `xapi:all`.
        permission: String,
        /// Devices at this location.
        location_id: LocationId,
        /// Devices at this location of workspaces.
        workspace_location_id: WorkspaceLocationId,
        /// The device with this MAC address.
        mac: String,
        /// Devices on which this runs.
        device_platform: DevicePlatform,
        /// Devices on which somebody works so.
        planned_maintenance: MaintenanceMode,
    }
}
lists!(ListDevices => Device, "devices.list", "/devices", query(
    "start" = start,
    "displayName" = display_name,
    "personId" = person_id,
    "workspaceId" = workspace_id,
    "orgId" = org_id,
    "connectionStatus" = connection_status,
    "product" = product,
    "type" = device_type,
    "serial" = serial,
    "tag" = tag,
    "software" = software,
    "upgradeChannel" = upgrade_channel,
    "errorCode" = error_code,
    "capability" = capability,
    "permission" = permission,
    "locationId" = location_id,
    "workspaceLocationId" = workspace_location_id,
    "mac" = mac,
    "devicePlatform" = device_platform,
    "plannedMaintenance" = planned_maintenance,
));

endpoint! {
    /// `GET /devices/{deviceId}`
    GetDevice in Call {
        /// The device.
        device: DeviceId,
        ;
        /// The organization. Default: the caller's.
        org_id: OrganizationId,
    }
}
sends!(GetDevice => Device, "devices.get", get "/devices/{}", id(device), query("orgId" = org_id));
