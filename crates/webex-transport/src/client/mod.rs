//! The hyper transport: HTTP/1.1 and HTTP/2 by hyper-util, https by rustls.

mod connector;
mod framing;
mod in_time;
mod interim;
#[cfg(feature = "__rustls")]
mod tls;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use pin_project::pin_project;
use tokio::sync::futures::OwnedNotified;
use tower_service::Service;

use self::connector::Connector;
use self::in_time::InTime;
use crate::{Body, Error, ErrorKind, classify};

/// A pooled HTTP client, as a tower service. Clones share the pool.
///
/// Building it needs no runtime, opens nothing and reads nothing; TLS is set up when the first https request is made, so
/// that `http://` works where there are no root certificates.
///
/// The defaults, and why:
///
/// | setting | value | |
/// |---|---|---|
/// | connect timeout, for the name, TCP and TLS together | 10 s | the attempt timeout is far longer |
/// | idle connections kept | 60 s | shorter than what servers and balancers usually keep, to meet fewer dead ones |
/// | `TCP_NODELAY` | on | requests are small and wait for an answer |
/// | HTTP/2 | by ALPN, keep-alive ping each 20 s also while idle, 10 s to answer | a silently dead connection would hang everyone on it |
/// | HTTP/2 window | adaptive | downloads |
/// | resend of a pooled connection found dead | on | hyper-util does so only when nothing was written |
#[derive(Clone, Debug)]
pub struct HyperTransport {
    // Every layer above is cloned for each call, and this with them.
    client: Arc<Client<InTime<Connector>, Body>>,
}

impl HyperTransport {
    /// With the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::with_connect_timeout(Duration::from_secs(10))
    }

    /// With another time for a connection to be made: the name, TCP and TLS together.
    #[must_use]
    pub fn with_connect_timeout(timeout: Duration) -> Self {
        let client = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(60))
            .http2_adaptive_window(true)
            .http2_keep_alive_interval(Duration::from_secs(20))
            .http2_keep_alive_timeout(Duration::from_secs(10))
            .http2_keep_alive_while_idle(true)
            .build(InTime::new(Connector::new(timeout), timeout));
        Self {
            client: Arc::new(client),
        }
    }
}

impl Default for HyperTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl Service<Request<Body>> for HyperTransport {
    type Response = Response<Incoming>;
    type Error = Error;
    type Future = HyperFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(())) // as hyper-util's: connections are made and waited for in the future
    }

    fn call(&mut self, mut request: Request<Body>) -> HyperFuture {
        HyperFuture {
            flooded: interim::flood(&mut request),
            inner: self.client.request(request),
        }
    }
}

/// The future of [`HyperTransport`]: hyper-util's, with the errors made ours, and errors made of what hyper is too kind to.
#[pin_project]
#[derive(Debug)]
pub struct HyperFuture {
    #[pin]
    inner: legacy::ResponseFuture,
    #[pin]
    flooded: OwnedNotified,
}

impl Future for HyperFuture {
    type Output = Result<Response<Incoming>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Poll::Ready(answer) = this.inner.poll(cx) {
            return Poll::Ready(framing::check(answer.map_err(classify)?));
        }
        ready!(this.flooded.poll(cx));
        let message = "more interim answers than anybody needs";
        Poll::Ready(Err(
            Error::new(ErrorKind::OutcomeUnknown).with_message(message)
        ))
    }
}

#[cfg(test)]
mod tests;
