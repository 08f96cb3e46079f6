//! One module for each resource: what it can be asked for, and the endpoints as plain data.
//!
//! Each setter stands on its endpoint's struct, and under the same name on the [`Call`](crate::Call) or
//! [`List`](crate::List) that the resource's methods return.
//!
//! A delete is sent again when it may have been processed already. Where it was, the second one is answered 404
//! (or 400, as seen of webhooks): one may be treated as done if its [`attempts`](crate::Error::attempts) are more than one.

#[macro_use]
mod macros;

pub mod access_tokens;
pub mod admin_audit_events;
pub mod attachment_actions;
pub mod authorizations;
pub mod classifications;
pub mod contents;
pub mod device_grants;
pub mod devices;
pub mod events;
#[cfg(feature = "guest-issuer")]
pub mod guest_issuer;
pub mod guests;
mod handles;
pub mod hybrid_clusters;
pub mod hybrid_connectors;
pub mod licenses;
pub mod linked_folders;
pub mod meeting_invitees;
pub mod meeting_registrants;
pub mod meeting_templates;
pub mod meetings;
pub mod memberships;
pub mod messages;
pub mod organizations;
pub mod people;
mod person_ref;
pub mod recordings;
pub mod report_templates;
pub mod reports;
pub mod resource_group_memberships;
pub mod resource_groups;
pub mod roles;
pub mod room_tabs;
pub mod rooms;
pub mod security_audit_events;
pub mod service_apps;
pub mod team_memberships;
pub mod teams;
pub mod webhooks;
pub mod workspaces;

pub use self::person_ref::PersonRef;
