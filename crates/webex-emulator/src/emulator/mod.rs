//! The handle that tests hold, by what they do with it.

mod apps;
mod handle;
mod people;
mod records;
mod seen;
mod shared;
mod trouble;

pub use self::handle::Emulator;
pub(crate) use self::shared::Shared;
