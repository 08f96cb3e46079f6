//! The way from the connection to each resource: `api.rooms()`.

use crate::WebexApi;

macro_rules! handles {
    ($($(#[$meta:meta])* $handle:ident: $module:ident::$Resource:ident,)*) => {
        /// The resources.
        impl WebexApi {
            $(
                $(#[$meta])*
                #[must_use]
                pub fn $handle(&self) -> super::$module::$Resource<'_> {
                    super::$module::$Resource(self)
                }
            )*
        }
    };
}

handles! {
    /// People: who I am, who others are.
    people: people::People,
    /// Rooms: where people and bots exchange messages.
    rooms: rooms::Rooms,
    /// Messages.
    messages: messages::Messages,
    /// Contents: the files of messages.
    contents: contents::Contents,
    /// Memberships: who is in which room.
    memberships: memberships::Memberships,
    /// Teams: people, and rooms for all of them.
    teams: teams::Teams,
    /// Team memberships: who is in which team.
    team_memberships: team_memberships::TeamMemberships,
    /// Room tabs: web pages in a room's header.
    room_tabs: room_tabs::RoomTabs,
    /// Linked folders: where the files of a room are kept, in place of Webex.
    linked_folders: linked_folders::LinkedFolders,
    /// Attachment actions: what people submit from a card.
    attachment_actions: attachment_actions::AttachmentActions,
    /// Webhooks: what Webex is to tell a URL of yours.
    webhooks: webhooks::Webhooks,
    /// Meetings: planned, going on, and past.
    meetings: meetings::Meetings,
    /// Meeting invitees: who is invited to which meeting.
    meeting_invitees: meeting_invitees::MeetingInvitees,
    /// Meeting registrants: who registered for which meeting.
    meeting_registrants: meeting_registrants::MeetingRegistrants,
    /// Meeting templates: what meetings can begin with.
    meeting_templates: meeting_templates::MeetingTemplates,
    /// Recordings of meetings.
    recordings: recordings::Recordings,
    /// Events: what happened in an organization, for compliance officers.
    events: events::Events,
    /// Guests: people without an account.
    guests: guests::Guests,
    /// Guest issuers, the older way to guests.
    #[cfg(feature = "guest-issuer")]
    guest_issuer: guest_issuer::GuestIssuer,
    /// Devices: telephones, boards, room systems.
    devices: devices::Devices,
    /// Workspaces: rooms of a building, and desks.
    workspaces: workspaces::Workspaces,
    /// Admin audit events: what administrators did.
    admin_audit_events: admin_audit_events::AdminAuditEvents,
    /// Security audit events: who signed in and out.
    security_audit_events: security_audit_events::SecurityAuditEvents,
    /// Licences of an organization.
    licenses: licenses::Licenses,
    /// Organizations.
    organizations: organizations::Organizations,
    /// Roles of administrators.
    roles: roles::Roles,
    /// Classifications: how confidential a room can be.
    classifications: classifications::Classifications,
    /// Reports about an organization.
    reports: reports::Reports,
    /// Report templates: the kinds of reports.
    report_templates: report_templates::ReportTemplates,
    /// Resource groups: sets of hybrid services.
    resource_groups: resource_groups::ResourceGroups,
    /// Resource group memberships: which hybrid services serve whom.
    resource_group_memberships: resource_group_memberships::ResourceGroupMemberships,
    /// Hybrid clusters: sets of connectors in an organization's own network.
    hybrid_clusters: hybrid_clusters::HybridClusters,
    /// Hybrid connectors: what runs in an organization's own network.
    hybrid_connectors: hybrid_connectors::HybridConnectors,
    /// Authorizations: which applications act for whom.
    authorizations: authorizations::Authorizations,
    /// Service apps: applications that act for an organization.
    service_apps: service_apps::ServiceApps,
    /// Access tokens, for what users have agreed to.
    access_tokens: access_tokens::AccessTokens,
    /// Device grants: agreements that a user gives on another device.
    device_grants: device_grants::DeviceGrants,
}
