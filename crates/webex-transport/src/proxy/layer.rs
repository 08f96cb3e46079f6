//! The layer over a connector: the connection to a proxy, or to the service itself.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Uri;
use hyper::rt::{Read, Write};
use tower_layer::Layer;
use tower_service::Service;

use super::rules::{self, Rule, port_of};
use super::tunnel::through;
use super::{Proxy, fault};
use crate::{BoxError, Error};

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

/// The future of a connector.
pub type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

impl<S> Service<Uri> for ProxyConnector<S>
where
    S: Service<Uri>,
    S::Response: Read + Write + Unpin + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Connecting<S::Response>;

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

/// `scheme://host:port`, as the connector below is asked.
fn hop(of: &Uri, scheme: &str, port: u16) -> Result<Uri, Error> {
    // `http` takes a port alone for an authority.
    let host = of.host().filter(|host| !host.is_empty());
    let authority = host.map_or_else(String::new, |host| format!("{host}:{port}"));
    uri(scheme, &authority)
}

pub(super) fn uri(scheme: &str, authority: &str) -> Result<Uri, Error> {
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
