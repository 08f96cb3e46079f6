//! Every model against records as the service sends them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of tests fails as a test does"
)]

mod fixtures;
mod hostile;
mod odd;
mod round_trip;
#[cfg(target_os = "linux")]
mod wiped;
