//! Simulations and figures: each binary in `src/bin` prints one set of tables.

pub mod cost;
pub mod growth;
pub mod sim;
pub mod soak;
