//! https: rustls over TCP, with the platform's own list of trusted roots.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::net::TcpStream;
use tower_service::Service;

use super::connector::tcp;
use crate::{BoxError, Error, ErrorKind};

/// http at once, https from the first time it is asked for.
#[derive(Clone, Debug)]
pub(super) struct Connector {
    tcp: HttpConnector,
    tls: Arc<OnceLock<Result<Arc<ClientConfig>, rustls::Error>>>,
}

impl Connector {
    pub(super) fn new(connect_timeout: Duration) -> Self {
        Self {
            tcp: tcp(connect_timeout),
            tls: Arc::default(),
        }
    }

    fn tls(&self) -> Result<Arc<ClientConfig>, Error> {
        self.tls.get_or_init(configure).clone().map_err(|error| {
            Error::new(ErrorKind::Tls)
                .with_message(format_args!(
                    "TLS cannot be set up: {error}. A slim image may lack root certificates: install ca-certificates"
                ))
                .with_source(error)
        })
    }
}

/// By value: nothing is installed for the process, and nothing that others installed is used.
#[cfg(feature = "ring")]
fn provider() -> CryptoProvider {
    rustls::crypto::ring::default_provider()
}

#[cfg(not(feature = "ring"))]
fn provider() -> CryptoProvider {
    rustls::crypto::aws_lc_rs::default_provider()
}

fn configure() -> Result<Arc<ClientConfig>, rustls::Error> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<TokioIo<TcpStream>>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        if uri.scheme_str() != Some("https") {
            let tcp = self.tcp.call(uri);
            return Box::pin(async { Ok(MaybeHttpsStream::Http(tcp.await?)) });
        }
        match self.tls() {
            Ok(config) => HttpsConnector::from((self.tcp.clone(), config)).call(uri),
            Err(error) => Box::pin(std::future::ready(Err(error.into()))),
        }
    }
}
