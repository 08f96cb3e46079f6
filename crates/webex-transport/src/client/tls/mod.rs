//! https by rustls.

mod config;
mod connector;
mod explain;
mod options;
mod verify;

pub(super) use self::connector::Connector;
pub(super) use self::explain::certificate_required;
pub use self::options::{Tls, TlsProvider, TlsVersion};
