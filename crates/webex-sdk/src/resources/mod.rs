//! One module for each resource: what it can be asked for, and the endpoints as plain data.
//!
//! Each setter stands on its endpoint's struct, and under the same name on the [`Call`](crate::Call) or
//! [`List`](crate::List) that the resource's methods return.

#[macro_use]
mod macros;

pub mod access_tokens;
pub mod admin_audit_events;
pub mod attachment_actions;
pub mod contents;
pub mod device_grants;
pub mod events;
pub mod guests;
pub mod licenses;
pub mod memberships;
pub mod messages;
pub mod organizations;
pub mod people;
mod person_ref;
pub mod roles;
pub mod room_tabs;
pub mod rooms;
pub mod team_memberships;
pub mod teams;
pub mod webhooks;

pub use self::person_ref::PersonRef;
