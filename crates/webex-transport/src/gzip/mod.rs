//! Answers that come packed.

#[cfg(test)]
mod tests;
mod unpacked;

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderValue, Request, Response};
use http_body::Body;
use pin_project::pin_project;
use tower_layer::Layer;
use tower_service::Service;

pub use self::unpacked::Unpacked;
use crate::{BoxError, CallMeta, Error, classify};

/// Asks for answers packed with gzip, and unpacks them.
///
/// Put it inside of [`CollectLayer`](crate::CollectLayer), so that the limit counts what comes out and not what goes in.
/// Neither an answer that streams ([`CallMeta::streams`]) is asked for packed, since the length of a file, and a part of
/// it, are counted in bytes of the file; nor one whose request has an `Accept-Encoding` of its own.
///
/// ```
/// use tower::ServiceBuilder;
/// use webex_transport::{CollectLayer, GzipLayer};
///
/// let stack = ServiceBuilder::new()
///     .layer(CollectLayer::new().limit(1 << 20))
///     .layer(GzipLayer::new());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct GzipLayer(());

impl GzipLayer {
    /// The layer.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl<S> Layer<S> for GzipLayer {
    type Service = Gzip<S>;

    fn layer(&self, inner: S) -> Gzip<S> {
        Gzip { inner }
    }
}

/// The service of [`GzipLayer`].
#[derive(Clone, Debug)]
pub struct Gzip<S> {
    inner: S,
}

impl<S> Gzip<S> {
    inner_access!();
}

impl<S, B, RB> Service<Request<B>> for Gzip<S>
where
    S: Service<Request<B>, Response = Response<RB>>,
    S::Error: Into<BoxError>,
    RB: Body<Data = Bytes>,
    RB::Error: Into<BoxError>,
{
    type Response = Response<Unpacked<RB>>;
    type Error = Error;
    type Future = GzipFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx).map_err(classify)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let streams = request
            .extensions()
            .get()
            .is_some_and(CallMeta::is_streaming);
        let asks = !streams && !request.headers().contains_key(ACCEPT_ENCODING);
        if asks {
            const GZIP: HeaderValue = HeaderValue::from_static("gzip");
            request.headers_mut().insert(ACCEPT_ENCODING, GZIP);
        }
        GzipFuture {
            inner: self.inner.call(request),
            asks,
        }
    }
}

/// The future of [`Gzip`].
#[pin_project]
#[derive(Debug)]
pub struct GzipFuture<F> {
    #[pin]
    inner: F,
    asks: bool,
}

impl<F, RB, E> Future for GzipFuture<F>
where
    F: Future<Output = Result<Response<RB>, E>>,
    E: Into<BoxError>,
{
    type Output = Result<Response<Unpacked<RB>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut response = ready!(this.inner.poll(cx)).map_err(classify)?;
        let headers = response.headers_mut();
        let packed = *this.asks
            && headers
                .get(CONTENT_ENCODING)
                .is_some_and(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"gzip"));
        if packed {
            headers.remove(CONTENT_ENCODING);
            headers.remove(CONTENT_LENGTH);
        }
        Poll::Ready(Ok(response.map(|body| Unpacked::new(body, packed))))
    }
}
