//! The layer over a connector: the connection to a proxy, and the tunnel through it.

use std::fmt;
use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Uri;
use hyper::rt::{Read, Write};
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::Intercept;
use tower_layer::Layer;
use tower_service::Service;

use super::rules::{self, Rule, port_of};
use super::{Proxy, fault};
use crate::{BoxError, Error, ErrorKind};

/// Sends connections through proxies: over any connector, any `Service<Uri>` that gives a stream.
///
/// TLS to the service goes above it. What is below is asked for the next hop: `http://host:port` for the service itself or
/// a proxy over TCP, `https://host:port` for a proxy over TLS. So a connector for TCP alone is enough for all but the
/// latter.
///
/// ```
/// use hyper_util::client::legacy::Client;
/// use hyper_util::client::legacy::connect::HttpConnector;
/// use hyper_util::rt::TokioExecutor;
/// use tower::Layer;
/// use webex_transport::{Body, Proxy, ProxyLayer};
///
/// let proxy = Proxy::all("socks5h://127.0.0.1:1080")?;
/// let connector = ProxyLayer::new([proxy])?.layer(HttpConnector::new());
/// let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build(connector);
/// # Ok::<(), webex_transport::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct ProxyLayer {
    rules: Arc<[Rule]>,
}

impl ProxyLayer {
    /// Of several proxies, the first that is for a request takes it; a request that none is for goes directly.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a user or a password cannot be sent.
    pub fn new(proxies: impl IntoIterator<Item = Proxy>) -> Result<Self, Error> {
        let rules: Result<_, _> = proxies.into_iter().map(|proxy| proxy.rule()).collect();
        Ok(Self { rules: rules? })
    }
}

impl fmt::Debug for ProxyLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ProxyLayer").field(&self.rules).finish()
    }
}

impl<S> Layer<S> for ProxyLayer {
    type Service = ProxyConnector<S>;

    fn layer(&self, inner: S) -> ProxyConnector<S> {
        ProxyConnector {
            inner,
            rules: self.rules.clone(),
        }
    }
}

/// The connector of [`ProxyLayer`].
#[derive(Clone)]
pub struct ProxyConnector<S> {
    inner: S,
    rules: Arc<[Rule]>,
}

impl<S> ProxyConnector<S> {
    inner_access!();
}

impl<S: fmt::Debug> fmt::Debug for ProxyConnector<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxyConnector")
            .field("inner", &self.inner)
            .field("rules", &self.rules)
            .finish()
    }
}

/// The future of [`ProxyConnector`].
pub type ProxyFuture<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

impl<S> Service<Uri> for ProxyConnector<S>
where
    S: Service<Uri>,
    S::Response: Read + Write + Unpin + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = ProxyFuture<S::Response>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, destination: Uri) -> Self::Future {
        let target = match hop(&destination, "http", port_of(&destination)) {
            Ok(target) => target,
            Err(error) => return Box::pin(ready(Err(error.into()))),
        };
        let Some(proxy) = rules::intercept(&self.rules, &destination) else {
            let connecting = self.inner.call(target);
            return Box::pin(async { connecting.await.map_err(Into::into) });
        };
        let secure = proxy.uri().scheme_str() == Some("https");
        let scheme = if secure { "https" } else { "http" };
        let connecting = match hop(proxy.uri(), scheme, port_of(proxy.uri())) {
            Ok(hop) => self.inner.call(hop),
            Err(error) => return Box::pin(ready(Err(error.into()))),
        };
        Box::pin(async move {
            let server = shown(proxy.uri());
            let stream = connecting
                .await
                .map_err(|error| fault::unreachable(&server, error.into()))?;
            Ok(through(&proxy, &server, target, stream).await?)
        })
    }
}

/// Asks the proxy at the other end of this stream for a way to the target.
async fn through<T>(proxy: &Intercept, server: &str, target: Uri, stream: T) -> Result<T, Error>
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

/// `scheme://host:port`, as the connector below is asked.
fn hop(of: &Uri, scheme: &str, port: u16) -> Result<Uri, Error> {
    uri(scheme, &format!("{}:{port}", of.host().unwrap_or_default()))
}

fn uri(scheme: &str, authority: &str) -> Result<Uri, Error> {
    Uri::builder()
        .scheme(scheme)
        .authority(authority)
        .path_and_query("/")
        .build()
        .map_err(|error| Error::invalid_input("there is no host to connect to").with_source(error))
}

fn shown(proxy: &Uri) -> String {
    proxy.to_string().trim_end_matches('/').to_owned()
}

/// A connector that is connected: hyper-util's handshakes take connectors.
struct Connected<T>(Option<T>);

impl<T> Service<Uri> for Connected<T> {
    type Response = T;
    type Error = std::io::Error;
    type Future = Ready<Result<T, std::io::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), std::io::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let stream = self.0.take();
        ready(stream.ok_or_else(|| std::io::ErrorKind::NotConnected.into()))
    }
}
