//! Whole-stack tests, a module for each theme: one binary, since linking is what takes time.

mod cancel;
mod conformance;
mod crate_graph;
mod examples;
mod facade;
mod file_examples;
mod files;
mod layers;
mod oauth;
mod peers;
mod pool;
mod proxies;
mod quickstart;
mod real_proxies;
mod redirects;
mod resources;
mod scripted_faults;
mod secrets;
mod sketch;
mod storm;
mod support;
mod tests_without_network;
mod tls;
mod tour;
mod transports;
mod wire;
