//! The way through a proxy, by hyper-util's handshakes.

use std::fmt;
use std::future::{Ready, ready};
use std::io;
use std::task::{Context, Poll};

use http::Uri;
use hyper::rt::{Read, Write};
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::Intercept;
use tower_service::Service;

use super::fault;
use super::layer::uri;
use super::rules::port_of;
use crate::{Error, ErrorKind};

/// Asks the proxy at the other end of this stream for a way to the target.
pub(super) async fn through<T>(
    proxy: &Intercept,
    server: &str,
    target: Uri,
    stream: T,
) -> Result<T, Error>
where
    T: Read + Write + Unpin + Send + 'static,
{
    let stream = Connected(Some(stream));
    let signed_in = proxy.basic_auth().is_some() || proxy.raw_auth().is_some();
    match proxy.uri().scheme_str() {
        Some(socks @ ("socks5" | "socks5h")) => {
            let target = if socks == "socks5" {
                resolved(target).await?
            } else {
                target
            };
            let mut socks = SocksV5::new(proxy.uri().clone(), stream);
            if let Some((user, password)) = proxy.raw_auth() {
                socks = socks.with_auth(user.to_owned(), password.to_owned());
            }
            let asked = socks.call(target.clone()).await;
            asked.map_err(|error| fault::no_way_through(&server, &target, signed_in, error))
        }
        _ => {
            let mut tunnel = Tunnel::new(proxy.uri().clone(), stream);
            if let Some(auth) = proxy.basic_auth() {
                tunnel = tunnel.with_auth(auth.clone());
            }
            let asked = tunnel.call(target.clone()).await;
            asked.map_err(|error| fault::no_way_through(&server, &target, signed_in, error))
        }
    }
}

/// The same host by its address: hyper-util would look it up here, too, and block the thread meanwhile.
async fn resolved(target: Uri) -> Result<Uri, Error> {
    let host = target.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let unknown = |why: &dyn fmt::Display| {
        Error::new(ErrorKind::Connect)
            .with_message(format_args!("{bare} cannot be looked up: {why}"))
    };
    let found = tokio::net::lookup_host((bare, port_of(&target))).await;
    let found: Vec<_> = found.map_err(|error| unknown(&error))?.collect();
    // A proxy without IPv6 is likelier than one without IPv4.
    let address = found
        .iter()
        .find(|address| address.is_ipv4())
        .or(found.first())
        .ok_or_else(|| unknown(&"it has no address"))?;
    uri("http", &address.to_string())
}

/// A connector that is connected: hyper-util's handshakes take connectors.
struct Connected<T>(Option<T>);

impl<T> Service<Uri> for Connected<T> {
    type Response = T;
    type Error = io::Error;
    type Future = Ready<Result<T, io::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let stream = self.0.take();
        ready(stream.ok_or_else(|| io::ErrorKind::NotConnected.into()))
    }
}
