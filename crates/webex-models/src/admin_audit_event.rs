//! What administrators did.

use crate::model::model;
use crate::{Array, AuditEventId, Email, OrganizationId, PersonId, Timestamp};

model! {
    /// Something that an administrator did.
    pub struct AdminAuditEvent(
        /// Identifies the event. It does not decode.
        id: AuditEventId,
    ) {
        /// When it was done.
        created: Option<Timestamp>,
        /// Who did it. It does not always decode.
        actor_id: Option<PersonId>,
        /// The organization of who did it.
        actor_org_id: Option<OrganizationId>,
        /// The organization; the Python SDK knows it.
        org_id: Option<OrganizationId>,
        /// What was done.
        data: Option<AdminAuditEventData>,
    }
}

model! {
    /// What an administrator did, to what, from where.
    pub struct AdminAuditEventData {
        /// Name of the organization of who did it.
        actor_org_name: Option<String>,
        /// Name of what it was done to.
        target_name: Option<String>,
        /// What was done, in general.
        event_description: Option<String>,
        /// Name of who did it.
        actor_name: Option<String>,
        /// Address of who did it.
        actor_email: Option<Email>,
        /// Roles of who did it.
        admin_roles: Option<Array<String>>,
        /// Names the call towards Webex support.
        tracking_id: Option<String>,
        /// Kind of what it was done to.
        target_type: Option<String>,
        /// What it was done to: not always an id of the usual form.
        target_id: Option<String>,
        /// Kind of event.
        event_category: Option<String>,
        /// The program that was used.
        actor_user_agent: Option<String>,
        /// The address that it was done from.
        actor_ip: Option<String>,
        /// The organization of what it was done to.
        target_org_id: Option<OrganizationId>,
        /// What was done, in particular.
        action_text: Option<String>,
        /// Name of the organization of what it was done to.
        target_org_name: Option<String>,
        /// What went wrong.
        error_message: Option<String>,
        /// Number of what went wrong; 0 if nothing.
        error_code: Option<String>,
    }
}

model! {
    /// The kinds of admin audit events.
    pub struct AdminAuditEventCategories {
        /// The kinds, by name.
        event_categories: Option<Array<String>>,
    }
}
