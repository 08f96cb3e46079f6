//! Whole-stack tests, a module for each theme: one binary, since linking is what takes time.

mod crate_graph;
mod facade;
mod layers;
mod quickstart;
mod scripted_faults;
mod sketch;
mod storm;
mod support;
mod wire;
