//! Requests that the emulator makes: webhooks, and files to fetch.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::{FutureExt, future::BoxFuture};
use http::{Request, Response};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tower::{BoxError, ServiceExt};
use tower_service::Service;

/// How much of an answer is read.
const MOST_BODY: usize = 100 * 1024 * 1024 + 1;

type Sender =
    dyn Fn(Request<Bytes>) -> BoxFuture<'static, Result<Response<Bytes>, BoxError>> + Send + Sync;

/// Sends requests into the world, or wherever a test wants them.
#[derive(Clone)]
pub(crate) struct Outbound(Arc<Sender>);

impl Outbound {
    /// Over any service, which is cloned for each request.
    pub(crate) fn new<S, B>(service: S) -> Self
    where
        S: Service<Request<axum::body::Body>, Response = Response<B>>
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send,
        S::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Arc::new(move |request| {
            let request = request.map(|bytes| axum::body::Body::new(Full::new(bytes)));
            let service = service.clone();
            async move {
                let (parts, body) = service
                    .oneshot(request)
                    .await
                    .map_err(Into::into)?
                    .into_parts();
                let body = Limited::new(body, MOST_BODY).collect().await?.to_bytes();
                Ok(Response::from_parts(parts, body))
            }
            .boxed()
        }))
    }

    /// Plain HTTP over TCP.
    pub(crate) fn tcp() -> Self {
        Self::new(
            Client::builder(TokioExecutor::new())
                .build::<_, axum::body::Body>(HttpConnector::new()),
        )
    }

    /// Fails when there is no answer in time, or no tokio to measure it.
    pub(crate) async fn send(
        &self,
        request: Request<Bytes>,
        limit: Duration,
    ) -> Result<Response<Bytes>, BoxError> {
        tokio::runtime::Handle::try_current()?;
        tokio::time::timeout(limit, (self.0)(request)).await?
    }
}

impl fmt::Debug for Outbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outbound")
    }
}
