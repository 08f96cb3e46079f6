//! Proxies: which one a request goes through, and the tunnel through it.

mod env;
mod fault;
mod layer;
mod no_proxy;
mod rules;
mod server;
mod setting;
#[cfg(test)]
mod tests;
mod tunnel;

pub use self::layer::{Connecting, ProxyConnector, ProxyLayer};
pub use self::setting::Proxy;
