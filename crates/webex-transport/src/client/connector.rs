//! From a URI to a connection: TCP, and TLS over it for https.

use std::future::Future;
use std::time::Duration;

use hyper_util::client::legacy::connect::HttpConnector;

use crate::{BoxError, Error, ErrorKind};

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

/// The name, TCP and TLS together, in so much time: of these, `HttpConnector` bounds TCP alone.
pub(super) async fn in_time<T>(
    connect_timeout: Duration,
    connection: impl Future<Output = Result<T, BoxError>>,
) -> Result<T, BoxError> {
    let made = tokio::time::timeout(connect_timeout, connection).await;
    made.unwrap_or_else(|_| {
        let message = format_args!("no connection within {connect_timeout:?}");
        Err(Error::new(ErrorKind::Connect).with_message(message).into())
    })
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
    pub(in crate::client) struct Connector {
        tcp: HttpConnector,
        connect_timeout: Duration,
    }

    impl Connector {
        pub(in crate::client) fn new(connect_timeout: Duration) -> Self {
            Self {
                tcp: super::tcp(connect_timeout),
                connect_timeout,
            }
        }
    }

    impl Service<Uri> for Connector {
        type Response = TokioIo<TcpStream>;
        type Error = BoxError;
        type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

        fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
            self.tcp.poll_ready(cx).map_err(Into::into)
        }

        fn call(&mut self, uri: Uri) -> Self::Future {
            if uri.scheme_str() == Some("https") {
                let message = "https needs the feature `ring` or `aws-lc-rs`";
                let error = Error::new(ErrorKind::Tls).with_message(message);
                return Box::pin(std::future::ready(Err(error.into())));
            }
            let tcp = self.tcp.call(uri);
            Box::pin(super::in_time(self.connect_timeout, async {
                tcp.await.map_err(Into::into)
            }))
        }
    }
}
