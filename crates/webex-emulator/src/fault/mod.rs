//! Misbehaviour on demand.

mod apply;
mod chaos;
mod kind;
mod queue;

pub(crate) use self::{
    apply::{Broken, GoAway, refusal, spoil},
    kind::Effect,
};
pub use self::{chaos::Chaos, kind::Fault, queue::Faults};
