//! The hyper transport: HTTP/1.1 and HTTP/2 by hyper-util, https by rustls.

mod builder;
mod connector;
mod framing;
mod in_time;
mod interim;
#[cfg(not(feature = "__rustls"))]
mod plain;
#[cfg(feature = "__rustls")]
mod tls;
mod untyped;
mod upload;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::client::legacy::{self, Client};
use pin_project::pin_project;
use tower_service::Service;

pub use self::builder::HyperTransportBuilder;
use self::connector::Connector;
use self::in_time::InTime;
use self::interim::Interim;
#[cfg(feature = "__rustls")]
pub use self::tls::{Tls, TlsProvider, TlsVersion};
use self::upload::Upload;
use crate::{Body, Error, ErrorKind, ProxyLayer, classify};

/// A pooled HTTP client, as a tower service. Clones share the pool.
///
/// Building it needs no runtime, opens nothing and reads nothing; TLS is set up when the first https request is made, so
/// that `http://` works where there are no root certificates.
///
/// [`builder`](Self::builder) has the options, and says why the defaults are what they are.
#[derive(Clone, Debug)]
pub struct HyperTransport {
    // Every layer above is cloned for each call, and this with them.
    client: Arc<Client<InTime<Connector>, Upload>>,
    max_header_bytes: usize,
}

impl HyperTransport {
    /// With the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().over(&ProxyLayer::default())
    }

    /// Every option, with its default.
    pub fn builder() -> HyperTransportBuilder {
        HyperTransportBuilder::new()
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
            interim: Interim::of(&mut request),
            max_header_bytes: self.max_header_bytes,
            inner: self.client.request(request.map(Upload::from)),
        }
    }
}

/// The future of [`HyperTransport`]: hyper-util's, with the errors made ours, and errors made of what hyper is too kind to.
#[pin_project]
#[derive(Debug)]
pub struct HyperFuture {
    #[pin]
    inner: legacy::ResponseFuture,
    interim: Arc<Interim>,
    max_header_bytes: usize,
}

impl Future for HyperFuture {
    type Output = Result<Response<Incoming>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Poll::Ready(answer) = this.inner.poll(cx) {
            let answer = answer.map_err(fault)?;
            return Poll::Ready(framing::check(answer, *this.max_header_bytes));
        }
        ready!(this.interim.poll_flood(cx));
        let message = "more interim answers than anybody needs";
        Poll::Ready(Err(
            Error::new(ErrorKind::OutcomeUnknown).with_message(message)
        ))
    }
}

fn fault(error: legacy::Error) -> Error {
    let error = classify(error);
    #[cfg(feature = "__rustls")]
    let error = tls::certificate_required(error);
    error
}

#[cfg(test)]
mod tests;
