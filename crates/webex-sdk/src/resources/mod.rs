//! One module for each resource: what it can be asked for, and the endpoints as plain data.
//!
//! Each setter stands on its endpoint's struct, and under the same name on the [`Call`](crate::Call) or
//! [`List`](crate::List) that the resource's methods return.

#[macro_use]
mod macros;

pub mod memberships;
pub mod messages;
pub mod people;
pub mod rooms;
