//! Workspaces: rooms of a building, and desks.

use serde_json::{Map, Value};

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{
    Array, Device, DevicePlatform, Email, LicenseId, LocationId, OrganizationId,
    PlannedMaintenance, Timestamp, WorkspaceId, WorkspaceLocationId,
};

model! {
    /// A room of a building, or a desk.
    pub struct Workspace(
        /// Identifies the workspace.
        id: WorkspaceId,
    ) {
        /// The organization.
        org_id: Option<OrganizationId>,
        /// Where it is.
        location_id: Option<LocationId>,
        /// Where it is.
        workspace_location_id: Option<WorkspaceLocationId>,
        /// The floor.
        floor_id: Option<String>,
        /// What it is called.
        display_name: Option<String>,
        /// How many people it is for.
        capacity: Option<i64>,
        /// What it is for.
        workspace_type: Option<WorkspaceType> = "type",
        /// The SIP address to call.
        sip_address: Option<String>,
        /// When it was made.
        created: Option<Timestamp>,
        /// How it makes calls.
        calling: Option<Box<WorkspaceCalling>>,
        /// Where it is booked.
        calendar: Option<Box<WorkspaceCalendar>>,
        /// What administrators wrote about it.
        notes: Option<String>,
        /// Whether anybody can book its desk: `on` or `off`.
        hotdesking_status: Option<String>,
        /// What devices it can have: `collaborationDevices` or `phones`.
        supported_devices: Option<String>,
        /// Whether its device hosts meetings.
        device_hosted_meetings: Option<Box<DeviceHostedMeetings>>,
        /// What runs on its devices.
        device_platform: Option<DevicePlatform>,
        /// Where a map of it is.
        indoor_navigation: Option<Box<IndoorNavigation>>,
        /// How well it works.
        health: Option<Box<WorkspaceHealth>>,
        /// Its devices, where they were asked for.
        devices: Option<Array<Device>>,
        /// What it can sense, where that was asked for. Documented as a list, seen as an object.
        capabilities: Option<Array<WorkspaceCapabilities>>,
        /// Whether somebody works on it.
        planned_maintenance: Option<Box<PlannedMaintenance>>,
        /// What administrators noted of it, by name. Seen in practice.
        custom_attributes: Option<Map<String, Value>>,
    }
}

model! {
    /// How a workspace makes calls.
    pub struct WorkspaceCalling {
        /// The service, as `webexCalling`.
        calling_type: Option<String> = "type",
        /// Calls of a hybrid service.
        hybrid_calling: Option<HybridCalling>,
        /// Calls of Webex.
        webex_calling: Option<WebexCalling>,
    }
}

model! {
    /// Calls of a hybrid service.
    pub struct HybridCalling {
        /// The address of the workspace there.
        email_address: Option<Email>,
    }
}

model! {
    /// Calls of Webex.
    pub struct WebexCalling {
        /// What the workspace may use.
        licenses: Option<Array<LicenseId>>,
    }
}

model! {
    /// Where a workspace is booked.
    pub struct WorkspaceCalendar {
        /// The service: `none`, `google` or `microsoft`.
        calendar_type: Option<String> = "type",
        /// The address of the workspace there.
        email_address: Option<Email>,
    }
}

model! {
    /// Whether the device of a workspace hosts meetings.
    pub struct DeviceHostedMeetings {
        /// Whether it does.
        enabled: Option<bool>,
        /// The meeting site.
        site_url: Option<String>,
    }
}

model! {
    /// Where a map is.
    pub struct IndoorNavigation {
        /// The address.
        url: Option<String>,
    }
}

model! {
    /// How well a workspace works.
    pub struct WorkspaceHealth {
        /// How bad it is.
        level: Option<HealthLevel>,
        /// What is wrong.
        issues: Option<Array<WorkspaceIssue>>,
    }
}

model! {
    /// Something that is wrong with a workspace.
    pub struct WorkspaceIssue {
        /// Identifies it; may be empty.
        id: Option<String>,
        /// When it began.
        created_at: Option<Timestamp>,
        /// What it is.
        title: Option<String>,
        /// What it is, at length.
        description: Option<String>,
        /// What helps.
        recommended_action: Option<String>,
        /// How bad it is.
        level: Option<HealthLevel>,
    }
}

model! {
    /// What a workspace can sense.
    pub struct WorkspaceCapabilities {
        /// How many people are there.
        occupancy_detection: Option<WorkspaceCapability>,
        /// Whether anybody is there.
        presence_detection: Option<WorkspaceCapability>,
        /// Noise without people.
        ambient_noise: Option<WorkspaceCapability>,
        /// Sound.
        sound_level: Option<WorkspaceCapability>,
        /// Temperature.
        temperature: Option<WorkspaceCapability>,
        /// Air.
        air_quality: Option<WorkspaceCapability>,
        /// Humidity.
        relative_humidity: Option<WorkspaceCapability>,
    }
}

model! {
    /// Whether a workspace can sense one thing.
    pub struct WorkspaceCapability {
        /// Whether its devices could.
        supported: Option<bool>,
        /// Whether they do.
        configured: Option<bool>,
    }
}

open_enum! {
    /// What a workspace is for.
    pub enum WorkspaceType {
        NotSet = "notSet",
        Focus = "focus",
        Huddle = "huddle",
        MeetingRoom = "meetingRoom",
        Open = "open",
        Desk = "desk",
        /// The service's own word for what is none of these.
        Another = "other",
    }
}

open_enum! {
    /// How bad something is.
    pub enum HealthLevel {
        Error = "error",
        Warning = "warning",
        Info = "info",
        Ok = "ok",
    }
}
