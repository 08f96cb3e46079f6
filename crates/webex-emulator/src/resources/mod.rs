//! What each resource answers: one file a resource, one function a call.

pub(crate) mod memberships;
pub(crate) mod messages;
pub(crate) mod people;
pub(crate) mod rooms;
