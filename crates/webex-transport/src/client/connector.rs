//! From a URI to a connection: TCP, and TLS over it for https.

use std::time::Duration;

use hyper_util::client::legacy::connect::HttpConnector;

#[cfg(not(feature = "__rustls"))]
pub(super) use self::plain::Connector;
#[cfg(feature = "__rustls")]
pub(super) use super::tls::Connector;

/// TCP with what the defaults say.
pub(super) fn tcp(connect_timeout: Duration) -> HttpConnector {
    let mut tcp = HttpConnector::new();
    tcp.set_connect_timeout(Some(connect_timeout));
    tcp.set_nodelay(true);
    tcp.enforce_http(false);
    tcp
}

#[cfg(not(feature = "__rustls"))]
mod plain {
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use http::Uri;
    use hyper_util::client::legacy::connect::HttpConnector;
    use hyper_util::rt::TokioIo;
    use tokio::net::TcpStream;
    use tower_service::Service;

    use crate::{BoxError, Error, ErrorKind};

    /// Plain HTTP; https is an error that says what is missing.
    #[derive(Clone, Debug)]
    pub(in crate::client) struct Connector(HttpConnector);

    impl Connector {
        pub(in crate::client) fn new(connect_timeout: Duration) -> Self {
            Self(super::tcp(connect_timeout))
        }
    }

    impl Service<Uri> for Connector {
        type Response = TokioIo<TcpStream>;
        type Error = BoxError;
        type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

        fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
            self.0.poll_ready(cx).map_err(Into::into)
        }

        fn call(&mut self, uri: Uri) -> Self::Future {
            if uri.scheme_str() == Some("https") {
                let message = "https needs the feature `ring` or `aws-lc-rs`";
                let error = Error::new(ErrorKind::Tls).with_message(message);
                return Box::pin(std::future::ready(Err(error.into())));
            }
            let tcp = self.0.call(uri);
            Box::pin(async { tcp.await.map_err(Into::into) })
        }
    }
}
