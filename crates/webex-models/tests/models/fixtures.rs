//! The records, and which model reads each: `fixtures/` in the usual form, `complete/` with every documented attribute,
//! `odd/` in forms that the service's own samples have, or a step further.

use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use webex_models as webex;

/// A record, and what its model makes of it.
pub(crate) struct Fixture {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// Reads; gives what is written, and what `Debug` shows.
    pub(crate) through: fn(&[u8]) -> serde_json::Result<(Value, String)>,
}

impl Fixture {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.text).unwrap()
    }

    pub(crate) fn written(&self, json: &Value) -> Value {
        (self.through)(json.to_string().as_bytes())
            .unwrap_or_else(|error| panic!("{}: {error}: {json}", self.name))
            .0
    }
}

/// A page of a list, as it comes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

fn through<T: DeserializeOwned + Serialize + Debug>(
    json: &[u8],
) -> serde_json::Result<(Value, String)> {
    let model: T = serde_json::from_slice(json)?;
    Ok((serde_json::to_value(&model)?, format!("{model:#?}")))
}

macro_rules! fixtures {
    ($list:ident in $folder:literal: $($name:literal => $Model:ty,)+) => {
        pub(crate) const $list: &[Fixture] = &[$(Fixture {
            name: $name,
            text: include_str!(concat!("../fixtures/", $folder, $name, ".json")),
            through: through::<$Model>,
        },)+];
    };
}

fixtures! { USUAL in "":
    "access-token" => webex::AccessToken,
    "admin-audit-event" => webex::AdminAuditEvent,
    "admin-audit-event-categories" => webex::AdminAuditEventCategories,
    "admin-audit-event-list" => Page<webex::AdminAuditEvent>,
    "attachment-action" => webex::AttachmentAction,
    "authorization-list" => Page<webex::Authorization>,
    "authorization-token-expiry" => webex::TokenExpiry,
    "classification-list" => Page<webex::Classification>,
    "device" => webex::Device,
    "device-authorization" => webex::DeviceAuthorization,
    "device-list" => Page<webex::Device>,
    "error-401" => webex::ApiErrorBody,
    "error-404" => webex::ApiErrorBody,
    "error-429" => webex::ApiErrorBody,
    "error-calling" => webex::ApiErrorBody,
    "error-meetings" => webex::ApiErrorBody,
    "error-oauth" => webex::ApiErrorBody,
    "event" => webex::Event,
    "event-list" => Page<webex::Event>,
    "guest-issuer-token" => webex::GuestIssuerToken,
    "guest-token" => webex::GuestToken,
    "hybrid-cluster" => webex::HybridCluster,
    "hybrid-cluster-list" => Page<webex::HybridCluster>,
    "hybrid-connector" => webex::HybridConnector,
    "hybrid-connector-list" => Page<webex::HybridConnector>,
    "license" => webex::License,
    "license-list" => Page<webex::License>,
    "license-users-update" => webex::LicenseAssignment,
    "linked-folder" => webex::LinkedFolder,
    "linked-folder-list" => Page<webex::LinkedFolder>,
    "meeting-list" => Page<webex::Meeting>,
    "membership" => webex::Membership,
    "membership-list" => Page<webex::Membership>,
    "message" => webex::Message,
    "message-created-direct" => webex::Message,
    "message-direct-list" => Page<webex::Message>,
    "message-list" => Page<webex::Message>,
    "organization" => webex::Organization,
    "organization-list" => Page<webex::Organization>,
    "person" => webex::Person,
    "person-list" => Page<webex::Person>,
    "recording" => webex::Recording,
    "recording-list" => Page<webex::Recording>,
    "report-list" => Page<webex::Report>,
    "report-template-list" => Page<webex::ReportTemplate>,
    "resource-group" => webex::ResourceGroup,
    "resource-group-list" => Page<webex::ResourceGroup>,
    "resource-group-membership" => webex::ResourceGroupMembership,
    "resource-group-membership-list" => Page<webex::ResourceGroupMembership>,
    "role" => webex::Role,
    "role-list" => Page<webex::Role>,
    "room" => webex::Room,
    "room-list" => Page<webex::Room>,
    "room-meeting-info" => webex::RoomMeetingInfo,
    "room-tab" => webex::RoomTab,
    "room-tab-list" => Page<webex::RoomTab>,
    "security-audit-event-list" => Page<webex::SecurityAuditEvent>,
    "service-app-token" => webex::AccessToken,
    "team" => webex::Team,
    "team-list" => Page<webex::Team>,
    "team-membership" => webex::TeamMembership,
    "team-membership-list" => Page<webex::TeamMembership>,
    "webhook" => webex::Webhook,
    "webhook-event-attachment-action-created" => webex::WebhookEvent,
    "webhook-event-membership-created" => webex::WebhookEvent,
    "webhook-event-message-created" => webex::WebhookEvent,
    "webhook-event-room-migrated" => webex::WebhookEvent,
    "webhook-event-room-updated" => webex::WebhookEvent,
    "webhook-list" => Page<webex::Webhook>,
    "workspace" => webex::Workspace,
    "workspace-list" => Page<webex::Workspace>,
}

fixtures! { COMPLETE in "complete/":
    "admin-audit-event" => webex::AdminAuditEvent,
    "admin-audit-event-categories" => webex::AdminAuditEventCategories,
    "admin-recording" => webex::Recording,
    "attachment-action" => webex::AttachmentAction,
    "authorization" => webex::Authorization,
    "classification" => webex::Classification,
    "device" => webex::Device,
    "event" => webex::Event,
    "guest-token" => webex::GuestToken,
    "hybrid-cluster" => webex::HybridCluster,
    "hybrid-connector" => webex::HybridConnector,
    "license" => webex::License,
    "license-assignment" => webex::LicenseAssignment,
    "license-change" => webex::LicenseChange,
    "license-site-change" => webex::LicenseSiteChange,
    "linked-folder" => webex::LinkedFolder,
    "listed-device" => webex::Device,
    "listed-meeting" => webex::Meeting,
    "meeting" => webex::Meeting,
    "meeting-invitee" => webex::MeetingInvitee,
    "meeting-registrant" => webex::MeetingRegistrant,
    "meeting-template" => webex::MeetingTemplate,
    "membership" => webex::Membership,
    "message" => webex::Message,
    "organization" => webex::Organization,
    "person" => webex::Person,
    "recording" => webex::Recording,
    "report" => webex::Report,
    "resource-group" => webex::ResourceGroup,
    "resource-group-membership" => webex::ResourceGroupMembership,
    "role" => webex::Role,
    "room" => webex::Room,
    "room-meeting-info" => webex::RoomMeetingInfo,
    "room-tab" => webex::RoomTab,
    "security-audit-event" => webex::SecurityAuditEvent,
    "service-app-token" => webex::AccessToken,
    "team" => webex::Team,
    "team-membership" => webex::TeamMembership,
    "token-expiry" => webex::TokenExpiry,
    "webhook" => webex::Webhook,
    "workspace" => webex::Workspace,
}

fixtures! { ODD in "odd/":
    "access-token-strings" => webex::AccessToken,
    "audit-bare-uuid-ids" => webex::AdminAuditEvent,
    "bot-with-undocumented-fields" => webex::Person,
    "device-maintenance-as-string" => webex::Device,
    "error-escaped-quotes" => webex::ApiErrorBody,
    "error-no-errors-list" => webex::ApiErrorBody,
    "error-string-errors" => webex::ApiErrorBody,
    "event-id-with-newline-misspellings" => webex::Event,
    "event-strings-everywhere" => webex::Event,
    "event-unknown-resource-and-type" => webex::Event,
    "license-negative-and-string-counts" => webex::License,
    "list-items-empty" => Page<webex::Room>,
    "list-unknown-top-level" => Page<webex::Room>,
    "message-comma-joined-mentions" => webex::Message,
    "message-created-offset-timestamp" => webex::Message,
    "message-ecm-attachment" => webex::Message,
    "message-non-canonical-id" => webex::Message,
    "message-null-lists" => webex::Message,
    "person-comma-joined-ids" => webex::Person,
    "person-empty-and-null" => webex::Person,
    "person-presence-unknown-and-new-enums" => webex::Person,
    "person-string-booleans" => webex::Person,
    "report-created-object-items" => webex::ReportCreated,
    "report-templates-capital-id" => Page<webex::ReportTemplate>,
    "room-empty-title-empty-timestamps" => webex::Room,
    "room-strings-for-booleans" => webex::Room,
    "room-unknown-fields-and-type" => webex::Room,
    "webhook-event-no-filter-no-orgid" => webex::WebhookEvent,
    "webhook-outside-enums" => webex::Webhook,
    "workspace-capabilities-as-object" => webex::Workspace,
}
