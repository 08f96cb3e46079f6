//! What Webex says, as Rust types: resources, ids, enums, error bodies.

mod access_token;
mod admin_audit_event;
mod api_error;
mod attachment_action;
mod attribute;
mod authorization;
pub mod card;
mod classification;
mod device;
mod email;
mod error;
mod event;
mod extra;
mod guest_token;
mod hybrid;
mod id;
mod id_parts;
mod license;
mod linked_folder;
mod list;
mod markdown;
mod meeting;
mod membership;
mod message;
mod model;
mod names;
mod open_enum;
mod organization;
mod person;
mod recording;
mod report;
mod resource_group;
mod role;
mod room;
mod room_meeting_info;
mod room_tab;
mod scalar;
mod secret;
mod security_audit_event;
mod team;
mod text;
mod timestamp;
mod webhook;
mod webhook_event;
mod workspace;

pub use access_token::{AccessToken, DeviceAuthorization, TokenExpiry};
pub use admin_audit_event::{AdminAuditEvent, AdminAuditEventCategories, AdminAuditEventData};
pub use api_error::{ApiErrorBody, ApiErrorDetail};
pub use attachment_action::{AttachmentAction, AttachmentActionType};
pub use authorization::{Authorization, AuthorizationType};
pub use classification::Classification;
pub use device::{
    Device, DeviceConnectionStatus, DevicePlatform, MaintenanceMode, PlannedMaintenance,
};
pub use email::Email;
pub use error::Error;
pub use event::{Event, EventData, EventRecipient, EventResource, EventType};
pub use extra::Extra;
pub use guest_token::{GuestIssuerToken, GuestToken};
pub use hybrid::{HybridCluster, HybridConnector, HybridConnectorAlarm, HybridConnectorStatus};
pub use id::*;
pub use id_parts::IdParts;
pub use license::{
    License, LicenseAssignment, LicenseSite, LicenseUser, LicenseUserType, SiteAccountType,
    SiteType,
};
pub use linked_folder::LinkedFolder;
pub use list::List;
pub use markdown::{Mention, escape_markdown};
pub use meeting::*;
pub use membership::Membership;
pub use message::{Attachment, Message};
pub use organization::Organization;
pub use person::{
    Address, Person, PersonStatus, PersonType, PhoneNumber, PhoneNumberType, SipAddress,
    SipAddressType,
};
pub use recording::{
    Recording, RecordingFormat, RecordingLinks, RecordingServiceType, RecordingStatus,
};
pub use report::{Report, ReportCreated, ReportTemplate, ReportTemplateValidation};
pub use resource_group::{ResourceGroup, ResourceGroupMembership, ResourceGroupMembershipStatus};
pub use role::Role;
pub use room::{Room, RoomType};
pub use room_meeting_info::RoomMeetingInfo;
pub use room_tab::RoomTab;
pub use secret::Secret;
pub use security_audit_event::{SecurityAuditEvent, SecurityAuditEventData};
pub use team::{Team, TeamMembership};
pub use timestamp::Timestamp;
pub use webhook::{Webhook, WebhookEventType, WebhookOwner, WebhookResource, WebhookStatus};
pub use webhook_event::{WebhookData, WebhookEvent};
pub use workspace::{
    DeviceHostedMeetings, HealthLevel, HybridCalling, IndoorNavigation, WebexCalling, Workspace,
    WorkspaceCalendar, WorkspaceCalling, WorkspaceCapabilities, WorkspaceCapability,
    WorkspaceHealth, WorkspaceIssue, WorkspaceType,
};
