//! Whole-stack tests, a module for each theme: one binary, since linking is what takes time.

mod ambient;
mod cancel;
mod conformance;
mod counted;
mod crate_graph;
mod facade;
mod fault_kinds;
mod layers;
mod oauth;
mod quickstart;
mod resources;
mod scripted_faults;
mod scripts_and_recordings;
mod secrets;
mod sketch;
mod storm;
mod support;
mod tests_without_network;
mod tour;
mod transports;
mod wire;
