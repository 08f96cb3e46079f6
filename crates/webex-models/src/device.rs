//! Devices: telephones, boards, room systems.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{
    Array, DeviceId, LocationId, OrganizationId, PersonId, Timestamp, WorkspaceId,
    WorkspaceLocationId,
};

model! {
    /// A device.
    pub struct Device(
        /// Identifies the device.
        id: DeviceId,
    ) {
        /// What it is called.
        display_name: Option<String>,
        /// Where it stands; older name of the workspace.
        place_id: Option<WorkspaceId>,
        /// The workspace that it stands in.
        workspace_id: Option<WorkspaceId>,
        /// The person that it belongs to.
        person_id: Option<PersonId>,
        /// The organization.
        org_id: Option<OrganizationId>,
        /// What it can do, as `xapi`.
        capabilities: Option<Array<String>>,
        /// What the caller may do with it, as `xapi:all`.
        permissions: Option<Array<String>>,
        /// Whether it is connected.
        connection_status: Option<DeviceConnectionStatus>,
        /// The product.
        product: Option<String>,
        /// Kind of product, as `roomdesk` or `phone`.
        device_type: Option<String> = "type",
        /// Marks that administrators gave it.
        tags: Option<Array<String>>,
        /// IP address.
        ip: Option<String>,
        /// Network interface in use, as `wired`.
        active_interface: Option<String>,
        /// MAC address.
        mac: Option<String>,
        /// The SIP address to call.
        primary_sip_url: Option<String>,
        /// All SIP addresses.
        sip_urls: Option<Array<String>>,
        /// Serial number.
        serial: Option<String>,
        /// Software and its version.
        software: Option<String>,
        /// Which software it gets.
        upgrade_channel: Option<String>,
        /// When it was set up.
        created: Option<Timestamp>,
        /// Where it stands.
        location_id: Option<LocationId>,
        /// Where it stands.
        workspace_location_id: Option<WorkspaceLocationId>,
        /// What is wrong with it.
        error_codes: Option<Array<String>>,
        /// When it was first seen.
        first_seen: Option<Timestamp>,
        /// When it was last seen.
        last_seen: Option<Timestamp>,
        /// Who looks after it: `CISCO`, `CUSTOMER` or `PARTNER`.
        managed_by: Option<String>,
        /// What runs on it.
        device_platform: Option<DevicePlatform>,
        /// Whether somebody works on it. Documented as an object, seen as a bare mode.
        planned_maintenance: Option<Box<PlannedMaintenance>>,
        /// Another id of it. Seen in practice.
        webex_device_id: Option<DeviceId>,
        /// Its id as a telephone. Seen in practice.
        calling_device_id: Option<DeviceId>,
        /// How far its life is, as `ACTIVE`. Seen in practice.
        lifecycle: Option<String>,
    }
}

model! {
    /// Whether somebody works on a device or workspace, and when.
    pub struct PlannedMaintenance or text: PlannedMaintenance::of_mode {
        /// Whether it is now.
        mode: Option<MaintenanceMode>,
        /// When it begins.
        start_time: Option<Timestamp>,
        /// When it ends.
        end_time: Option<Timestamp>,
        /// What is done. In the official samples alone.
        description: Option<String>,
    }
}

impl PlannedMaintenance {
    fn of_mode(mode: &str) -> Self {
        Self::new().mode(mode)
    }
}

open_enum! {
    /// Whether somebody works on a device or workspace.
    pub enum MaintenanceMode {
        Off = "off",
        On = "on",
        Upcoming = "upcoming",
    }
}

open_enum! {
    /// Whether a device is connected.
    pub enum DeviceConnectionStatus {
        Connected = "connected",
        Disconnected = "disconnected",
        ConnectedWithIssues = "connected_with_issues",
        OfflineExpired = "offline_expired",
        Activating = "activating",
        Unknown = "unknown",
        OfflineDeepSleep = "offline_deep_sleep",
        /// Seen in practice.
        Pending = "pending",
    }
}

open_enum! {
    /// What runs on a device.
    pub enum DevicePlatform {
        Cisco = "cisco",
        MicrosoftTeamsRoom = "microsoftTeamsRoom",
    }
}
