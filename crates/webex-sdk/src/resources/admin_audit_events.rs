//! Admin audit events: what administrators did, for full administrators.
//!
//! ```no_run
//! # use webex_sdk::models::{OrganizationId, Timestamp};
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi, org: OrganizationId) -> webex_sdk::Result<()> {
//! let (from, to): (Timestamp, Timestamp) = ("2026-01-01T00:00:00.000Z".parse()?, "2026-02-01T00:00:00.000Z".parse()?);
//! let events = api.admin_audit_events().list(&org, from, to).all().await?;
//! # Ok(()) }
//! ```

use webex_models::{
    AdminAuditEvent, AdminAuditEventCategories, OrganizationId, PersonId, Timestamp,
};

resource! {
    /// The calls for admin audit events: [`WebexApi::admin_audit_events`](crate::WebexApi::admin_audit_events).
    AdminAuditEvents {
        /// What administrators did between two times, a year apart at most: [`ListAdminAuditEvents`].
        list(org: OrganizationId, from: Timestamp, to: Timestamp) -> List<ListAdminAuditEvents> {
            /// let by_ana = api
            ///     .admin_audit_events()
            ///     .list(&org, from, to)
            ///     .actor_id(&api.people().me().await?.id)
            ///     .all()
            ///     .await?;
        }
        /// The categories that events have: [`ListAdminAuditEventCategories`].
        list_categories() -> Call<ListAdminAuditEventCategories> {
            /// let categories = api.admin_audit_events().list_categories().await?.event_categories;
        }
    }
}

endpoint! {
    /// `GET /adminAudit/events`
    ListAdminAuditEvents in List {
        /// The organization.
        org: OrganizationId,
        /// What was done from this time on.
        from: Timestamp,
        /// What was done before this time.
        to: Timestamp,
        ;
        /// What this person did.
        actor_id: PersonId,
        /// How many events to leave out at the beginning.
        offset: u32,
        /// Events of these categories, joined with commas.
        event_categories: String,
    }
}
lists!(ListAdminAuditEvents => AdminAuditEvent, "admin_audit_events.list", "/adminAudit/events",
    required("orgId" = org, "from" = from, "to" = to),
    query("actorId" = actor_id, "offset" = offset, "eventCategories" = event_categories));

endpoint! {
    /// `GET /adminAudit/eventCategories`
    ListAdminAuditEventCategories in Call {}
}
sends!(ListAdminAuditEventCategories => AdminAuditEventCategories, "admin_audit_events.list_categories",
    get "/adminAudit/eventCategories");
