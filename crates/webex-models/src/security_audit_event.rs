//! Who signed in and out.

use crate::model::model;
use crate::{AuditEventId, Email, OrganizationId, PersonId, Timestamp};

model! {
    /// That somebody signed in or out.
    pub struct SecurityAuditEvent(
        /// Identifies the event. It does not decode.
        id: AuditEventId,
    ) {
        /// When it was.
        created: Option<Timestamp>,
        /// Who did it.
        actor_id: Option<PersonId>,
        /// The organization of who did it.
        actor_org_id: Option<OrganizationId>,
        /// What was done.
        data: Option<SecurityAuditEventData>,
    }
}

model! {
    /// How somebody signed in or out, and from where.
    pub struct SecurityAuditEventData {
        /// Name of the organization of who did it.
        actor_org_name: Option<String>,
        /// What was done, in general.
        event_description: Option<String>,
        /// Name of who did it.
        actor_name: Option<String>,
        /// Address of who did it.
        actor_email: Option<Email>,
        /// The program that was used.
        actor_user_agent: Option<String>,
        /// Names the call towards Webex support.
        tracking_id: Option<String>,
        /// Kind of event.
        event_category: Option<String>,
        /// The address that it was done from.
        actor_ip: Option<String>,
        /// What was done, in particular.
        action_text: Option<String>,
    }
}
