//! What each resource answers: one file a resource, one function a call.

pub(crate) mod admin_audit;
pub(crate) mod attachment_actions;
pub(crate) mod contents;
pub(crate) mod device;
pub(crate) mod events;
pub(crate) mod guests;
pub(crate) mod licenses;
pub(crate) mod meetings;
pub(crate) mod memberships;
pub(crate) mod messages;
pub(crate) mod oauth;
pub(crate) mod organizations;
pub(crate) mod people;
pub(crate) mod people_admin;
pub(crate) mod range;
pub(crate) mod recordings;
pub(crate) mod roles;
pub(crate) mod room_tabs;
pub(crate) mod rooms;
pub(crate) mod shelf;
pub(crate) mod team_memberships;
pub(crate) mod teams;
pub(crate) mod webhooks;

pub(crate) use self::oauth::new_code;
