//! What a client sees of the emulator.

mod memberships;
mod messages;
mod people;
mod rooms;
mod service;
#[cfg(test)]
mod support;
