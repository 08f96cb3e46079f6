//! Webhooks: registered, fired by the emulator, received.

mod cancel;
mod delivery;
mod ensure;
mod examples;
mod receiver;
mod support;
mod trouble;
