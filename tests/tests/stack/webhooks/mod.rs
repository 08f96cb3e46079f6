//! Webhooks: registered, fired by the emulator, received.

mod cancel;
mod delivery;
mod ensure;
mod examples;
mod killed;
mod layer;
mod letting_in;
mod own;
mod receiver;
mod support;
mod tcp;
mod trouble;
