//! From a URI to a connection: TLS, over a tunnel where there is a proxy, over TCP.

use hyper_util::client::legacy::connect::HttpConnector;
use tower_layer::Layer;

use super::builder::HyperTransportBuilder;
#[cfg(not(feature = "__rustls"))]
use super::plain::Connector as Secure;
#[cfg(feature = "__rustls")]
use super::tls::Connector as Secure;
use super::untyped::Untyped;
use crate::proxy::{ProxyConnector, ProxyLayer};

/// The inner `Secure` is for proxies that are spoken to by TLS.
pub(super) type Connector = Secure<ProxyConnector<Untyped<Secure<Untyped<HttpConnector>>>>>;

pub(super) fn connector(options: HyperTransportBuilder, proxies: &ProxyLayer) -> Connector {
    let mut tcp = HttpConnector::new();
    tcp.set_connect_timeout(Some(options.connect_timeout));
    tcp.set_nodelay(options.nodelay);
    tcp.enforce_http(false);
    let tcp = Untyped(tcp);
    #[cfg(feature = "__rustls")]
    {
        let to_proxies = Untyped(Secure::to_proxies(tcp, options.tls.clone()));
        Secure::new(proxies.layer(to_proxies), options.tls, options.http2_only)
    }
    #[cfg(not(feature = "__rustls"))]
    Secure(proxies.layer(Untyped(Secure(tcp))))
}
