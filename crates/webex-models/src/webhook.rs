//! Webhooks: who is told when something happens.

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{ApplicationId, OrganizationId, PersonId, Secret, Timestamp, WebhookId};

model! {
    /// Who is told when something happens.
    pub struct Webhook(
        /// Identifies the webhook.
        id: WebhookId,
    ) {
        /// What it is called.
        name: Option<String>,
        /// Where it is told.
        target_url: Option<String>,
        /// What it watches.
        resource: Option<WebhookResource>,
        /// What it waits for.
        event: Option<WebhookEventType>,
        /// Which of them it wants, as `roomId=...`, joined by `&`.
        filter: Option<String>,
        /// What deliveries are signed with.
        secret: Option<Secret>,
        /// Whether it works. The service stops one that fails too often, and does not start it again.
        status: Option<WebhookStatus>,
        /// When it was made.
        created: Option<Timestamp>,
        /// Whether it belongs to its maker or to the organization.
        owned_by: Option<WebhookOwner>,
        /// The organization. Seen in practice.
        org_id: Option<OrganizationId>,
        /// Who made it. Seen in practice.
        created_by: Option<PersonId>,
        /// The application that made it. Seen in practice.
        app_id: Option<ApplicationId>,
    }
}

open_enum! {
    /// What a webhook can watch.
    pub enum WebhookResource {
        /// Memberships, messages and rooms together. Not in the official list, but used.
        All = "all",
        AdminBatchJobs = "adminBatchJobs",
        AttachmentActions = "attachmentActions",
        /// Named by Webex in prose alone.
        ControlHubAlerts = "controlHubAlerts",
        ConvergedRecordings = "convergedRecordings",
        DataSources = "dataSources",
        MeetingParticipants = "meetingParticipants",
        MeetingTranscripts = "meetingTranscripts",
        Meetings = "meetings",
        Memberships = "memberships",
        Messages = "messages",
        Recordings = "recordings",
        Rooms = "rooms",
        ServiceApp = "serviceApp",
        TelephonyCalls = "telephony_calls",
        TelephonyConference = "telephony_conference",
        TelephonyMwi = "telephony_mwi",
        UcCounters = "uc_counters",
        /// Named by Webex in prose alone.
        VideoMeshAlerts = "videoMeshAlerts",
    }
}

open_enum! {
    /// What a webhook can wait for.
    pub enum WebhookEventType {
        /// Created, updated and deleted. Not in the official list, but used.
        All = "all",
        Authorized = "authorized",
        Created = "created",
        Deauthorized = "deauthorized",
        Deleted = "deleted",
        Ended = "ended",
        Joined = "joined",
        Left = "left",
        /// A room got another id.
        Migrated = "migrated",
        Started = "started",
        StatusChanged = "statusChanged",
        Updated = "updated",
    }
}

open_enum! {
    /// Whether a webhook works.
    pub enum WebhookStatus {
        Active = "active",
        Inactive = "inactive",
    }
}

open_enum! {
    /// Whom a webhook belongs to.
    pub enum WebhookOwner {
        Creator = "creator",
        Org = "org",
    }
}
