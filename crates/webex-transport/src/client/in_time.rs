//! A connection is made in time, or not at all.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use tokio::time::timeout;
use tower_service::Service;

use crate::{BoxError, Error, TimeoutPhase};

/// Bounds all that a connector does together: names, TCP, a proxy's tunnel, TLS. `HttpConnector` alone bounds TCP alone.
#[derive(Clone, Debug)]
pub(super) struct InTime<C> {
    connector: C,
    within: Duration,
}

impl<C> InTime<C> {
    pub(super) const fn new(connector: C, within: Duration) -> Self {
        Self { connector, within }
    }
}

impl<C> Service<Uri> for InTime<C>
where
    C: Service<Uri, Error = BoxError>,
    C::Future: Send + 'static,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(cx)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let within = self.within;
        let connection = self.connector.call(uri);
        Box::pin(async move {
            timeout(within, connection).await.unwrap_or_else(|_| {
                let message = format_args!("no connection within {within:?}");
                Err(Error::timed_out(TimeoutPhase::Connect)
                    .with_message(message)
                    .into())
            })
        })
    }
}
