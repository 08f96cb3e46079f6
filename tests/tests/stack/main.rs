//! Whole-stack tests, a module for each theme: one binary, since linking is what takes time.

mod administration;
mod cancel;
mod conformance;
mod crate_graph;
mod emulator_routes;
mod facade;
mod guest_issuer;
mod layers;
mod meetings;
mod oauth;
mod quickstart;
mod resources;
mod scripted_faults;
mod secrets;
mod sketch;
mod storm;
mod support;
mod tests_without_network;
mod tour;
mod transports;
mod wire;
