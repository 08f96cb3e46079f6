//! A connection is made in time, or not at all.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use tokio::time::timeout;
use tower::ServiceExt;
use tower_service::Service;

use crate::{BoxError, Error, TimeoutPhase};

/// Bounds all that a connector does together: names, TCP, a proxy's tunnel, TLS. `HttpConnector` alone bounds TCP alone.
///
/// One word to clone, which hyper-util's client does for each request.
#[derive(Debug)]
pub(super) struct InTime<C>(Arc<Inner<C>>);

#[derive(Debug)]
struct Inner<C> {
    connector: C,
    within: Duration,
}

impl<C> Clone for InTime<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C> InTime<C> {
    pub(super) fn new(connector: C, within: Duration) -> Self {
        Self(Arc::new(Inner { connector, within }))
    }
}

impl<C> Service<Uri> for InTime<C>
where
    C: Service<Uri, Error = BoxError> + Clone + Send + 'static,
    C::Future: Send,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(())) // a clone is readied in the future
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let within = self.0.within;
        let connection = self.0.connector.clone().oneshot(uri);
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
