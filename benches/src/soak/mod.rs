//! Hours of traffic through the whole stack, over TCP, against an emulator in a process of its own that misbehaves.

mod figures;
mod load;
mod process;
mod service;

pub use self::figures::{Part, Report};
pub use self::load::{AT_ONCE, Load, PER_SECOND, Tally};
pub use self::process::{Sample, count_panics, panics};
pub use self::service::{POSTS_PER_SECOND, Service, serve};
