//! TLS over any connector, set up when it is first asked for.

use std::mem;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use http::Uri;
use hyper::rt::{Read, Write};
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::Connection;
use rustls::ClientConfig;
use tower_service::Service;

use super::config::Speaks;
use super::explain::explain;
use super::options::Tls;
use crate::error::cause;
use crate::proxy::Connecting;
use crate::{BoxError, Error, ErrorKind};

/// http at once, https from the first time it is asked for.
#[derive(Clone, Debug)]
pub(in crate::client) struct Connector<C> {
    inner: C,
    tls: Arc<Setup>,
}

#[derive(Debug)]
struct Setup {
    options: Tls,
    speaks: Speaks,
    done: OnceLock<Result<Arc<ClientConfig>, rustls::Error>>,
}

impl<C> Connector<C> {
    /// For the service.
    pub(in crate::client) fn new(inner: C, options: Tls, http2: bool) -> Self {
        let speaks = if http2 { Speaks::Http2 } else { Speaks::Either };
        Self::speaking(inner, options, speaks)
    }

    /// For proxies.
    pub(in crate::client) fn to_proxies(inner: C, options: Tls) -> Self {
        Self::speaking(inner, options, Speaks::Http1)
    }

    fn speaking(inner: C, options: Tls, speaks: Speaks) -> Self {
        let done = OnceLock::new();
        Self {
            inner,
            tls: Arc::new(Setup {
                options,
                speaks,
                done,
            }),
        }
    }
}

impl Setup {
    fn config(&self) -> Result<Arc<ClientConfig>, Error> {
        let configure = || self.options.configure(self.speaks).map(Arc::new);
        self.done.get_or_init(configure).clone().map_err(|error| {
            Error::new(ErrorKind::Tls)
                .with_message(format_args!(
                    "TLS cannot be set up: {error}. A slim image may lack root certificates: install ca-certificates, or \
                     use `Tls::webpki_roots` of the feature webpki-roots"
                ))
                .with_source(error)
        })
    }
}

impl<C> Service<Uri> for Connector<C>
where
    C: Service<Uri> + Clone,
    C::Response: Connection + Read + Write + Send + Unpin + 'static,
    C::Future: Send + 'static,
    C::Error: Into<BoxError>,
{
    type Response = MaybeHttpsStream<C::Response>;
    type Error = BoxError;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        if uri.scheme_str() != Some("https") {
            let plain = self.inner.call(uri);
            return Box::pin(async {
                Ok(MaybeHttpsStream::Http(plain.await.map_err(Into::into)?))
            });
        }
        let config = match self.tls.config() {
            Ok(config) => config,
            Err(error) => return Box::pin(std::future::ready(Err(error.into()))),
        };
        let unready = self.inner.clone();
        let ready = mem::replace(&mut self.inner, unready);
        let host = uri.host().unwrap_or_default().to_owned();
        let secure = HttpsConnector::from((ready, config)).call(uri);
        Box::pin(async move { secure.await.map_err(|error| explained(error, &host)) })
    }
}

/// A fault of TLS in words; any other as it is.
fn explained(error: BoxError, host: &str) -> BoxError {
    if cause::<Error>(&*error).is_some() {
        return error;
    }
    let Some(why) = cause::<rustls::Error>(&*error) else {
        return error;
    };
    Error::new(ErrorKind::Tls)
        .with_message(explain(why, host))
        .with_source(error)
        .into()
}

#[cfg(test)]
mod tests {
    use std::io;

    use hyper_util::rt::TokioIo;
    use tower::limit::ConcurrencyLimit;
    use tower::{ServiceExt, service_fn};

    use super::*;

    /// C4: a limit panics when it is called unready, and its clones are unready.
    #[tokio::test]
    async fn the_connector_below_is_called_ready() {
        let closed = service_fn(async |_: Uri| {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
            let stream = tokio::net::TcpStream::connect(listener.local_addr()?).await?;
            Ok::<_, io::Error>(TokioIo::new(stream))
        });
        let tls = Connector::new(ConcurrencyLimit::new(closed, 1), Tls::new(), false);
        for (scheme, connects) in [("http", true), ("https", false), ("https", false)] {
            let uri = format!("{scheme}://x.example").parse().unwrap();
            assert_eq!(tls.clone().oneshot(uri).await.is_ok(), connects);
        }
    }
}
