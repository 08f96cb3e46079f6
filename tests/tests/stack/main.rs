//! Whole-stack tests, a module for each theme: one binary, since linking is what takes time.

mod cancel;
mod crate_graph;
mod facade;
mod layers;
mod quickstart;
mod secrets;
mod sketch;
mod support;
mod wire;
