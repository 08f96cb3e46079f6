//! What Webex says, as Rust types: resources, ids, enums, error bodies. Plain data, no I/O.
//!
//! # Reading
//!
//! A struct for each resource, and in it an `Option` for whatever the service may leave out. Only the id must be there.
//!
//! ```
//! use webex_models::{Message, RoomType};
//!
//! let message: Message = serde_json::from_str(
//!     r#"{"id": "Y2lz", "roomType": "group", "text": "All aboard", "created": "2026-02-03T04:05:06.007Z"}"#,
//! )?;
//! assert_eq!(message.text.as_deref(), Some("All aboard"));
//! assert_eq!(message.room_type, Some(RoomType::Group));
//! assert!(message.files.iter().flatten().next().is_none());
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! The service is loose in what it writes, and grows without notice. So:
//!
//! - booleans and numbers are also read from texts, times from every form that was seen, one value as a list of one,
//!   ids that are joined by commas as several;
//! - what cannot be read where it stands is `None`, as is an empty time or id;
//! - an enum has a variant `Other` for what is not known, and reads what is known in any case;
//! - [`Extra`], in each model as `extra`, keeps unknown attributes and the original of everything above.
//!
//! Writing a model gives the JSON that was read, value for value. What was set since is written in its place.
//!
//! # Making
//!
//! Models grow, so there are no struct literals: `new` takes what must be there, and each attribute has a setter.
//!
//! ```
//! use webex_models::{PersonId, Room, RoomId, Timestamp};
//!
//! let room = Room::new("Y2lzY29zcGFyazovL3VzL1JPT00vYQ".parse::<RoomId>()?)
//!     .title("Release train")
//!     .room_type("group")
//!     .creator_id(PersonId::new("Y2lzY29zcGFyazovL3VzL1BFT1BMRS9i")?)
//!     .created("2026-02-03T04:05:06Z".parse::<Timestamp>()?);
//! assert_eq!(room.id.decode()?.kind(), "ROOM");
//! # Ok::<(), webex_models::Error>(())
//! ```
//!
//! # Telling apart
//!
//! An id is a type of its own for each kind of thing: a [`PersonId`] is no [`RoomId`]. Ids are opaque; a bare UUID, as the
//! apps show it, works in many calls, and the id of the API is what lists and webhooks give.
//!
//! # Keeping quiet
//!
//! Tokens, passwords and keys are [`Secret`]s, which `Debug` does not show; nor does it show values in [`Extra`]. Errors
//! hold no text of what they refuse. Serialising writes secrets: that is how they travel, and how a token set is stored.
//! Their own memory is overwritten when they are dropped; copies made elsewhere are not.
//!
//! # Writing messages
//!
//! [`card`] has Adaptive Cards 1.3, [`Mention`] mentions somebody, [`escape_markdown`] quotes what a user wrote.
//!
//! # Receiving
//!
//! [`WebhookEvent`] is what a webhook delivers, [`ApiErrorBody`] what an error answer says.
//!
//! The models are for JSON: formats that do not describe themselves cannot be read into them.

mod access_token;
mod admin_audit_event;
mod api_error;
mod array;
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
mod iso8601;
mod license;
mod linked_folder;
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
pub use array::Array;
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
    License, LicenseAssigneeType, LicenseAssignment, LicenseChange, LicenseOperation,
    LicenseProperties, LicenseSite, LicenseSiteChange, LicenseUser, LicenseUserType,
    SiteAccountType, SiteType,
};
pub use linked_folder::LinkedFolder;
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
pub use room::{Room, RoomSortBy, RoomType};
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
