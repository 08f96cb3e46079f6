//! Security audit events: who signed in and out, for full administrators.

use webex_models::{OrganizationId, PersonId, SecurityAuditEvent, Timestamp};

resource! {
    /// The calls for security audit events: [`WebexApi::security_audit_events`](crate::WebexApi::security_audit_events).
    SecurityAuditEvents {
        /// Who signed in and out between two times, a year apart at most: [`ListSecurityAuditEvents`].
        list(org: OrganizationId, start_time: Timestamp, end_time: Timestamp) -> List<ListSecurityAuditEvents> {
            /// let logins = api
            ///     .security_audit_events()
            ///     .list(&org, start_time, end_time)
            ///     .event_categories("LOGINS")
            ///     .all()
            ///     .await?;
        }
    }
}

endpoint! {
    /// `GET /admin/securityAudit/events`
    ListSecurityAuditEvents in List {
        /// The organization.
        org: OrganizationId,
        /// What was done from this time on.
        start_time: Timestamp,
        /// What was done before this time.
        end_time: Timestamp,
        ;
        /// What this person did.
        actor_id: PersonId,
        /// Events of these categories, joined with commas.
        event_categories: String,
    }
}
lists!(ListSecurityAuditEvents => SecurityAuditEvent, "security_audit_events.list", "/admin/securityAudit/events",
    required("orgId" = org, "startTime" = start_time, "endTime" = end_time),
    query("actorId" = actor_id, "eventCategories" = event_categories));
