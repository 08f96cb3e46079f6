//! The example of a bot's tests: they run here, too.

#[path = "../../../examples/examples/tests_without_network.rs"]
#[allow(dead_code)]
mod example;
