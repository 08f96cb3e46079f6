//! The whole answer in memory, up to a limit.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use http::{HeaderMap, Method, Request, Response, StatusCode, response};
use pin_project::pin_project;
use tokio::time::{Timeout, timeout};
use tower_layer::Layer;
use tower_service::Service;

use crate::body::{Whole, idle_timeout, too_large};
use crate::meta::Counts;
use crate::{Body, BoxError, CallMeta, Error, ErrorKind, classify};

/// How long the body of a refusal may take: its head says all that is acted on.
const REFUSAL: Duration = Duration::from_secs(5);

/// Reads each answer into memory, so that what is outside of it sees a whole answer or an error, never half of one.
///
/// A success of a call that streams ([`CallMeta::streams`]) is handed out as it arrives. Errors of the service inside become ours, by
/// [`classify`].
///
/// ```
/// use tower::ServiceBuilder;
/// use webex_transport::{CollectLayer, RetryAfter, RetryLayer};
///
/// let stack = ServiceBuilder::new()
///     .layer(RetryLayer::new(RetryAfter::new()))
///     .layer(CollectLayer::new().limit(1 << 20));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CollectLayer {
    limit: usize,
    idle: Duration,
}

impl CollectLayer {
    /// The limit unless told otherwise: 16 MiB.
    pub const DEFAULT_LIMIT: usize = 16 << 20;

    /// With the default limit.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            limit: Self::DEFAULT_LIMIT,
            idle: Duration::from_secs(60),
        }
    }

    /// How long an answer that streams may be silent before it is an error. Default: 60 s.
    #[must_use]
    pub const fn idle_timeout(mut self, silence: Duration) -> Self {
        self.idle = silence;
        self
    }

    /// With another limit, in bytes.
    #[must_use]
    pub const fn limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }
}

impl Default for CollectLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for CollectLayer {
    type Service = Collect<S>;

    fn layer(&self, inner: S) -> Collect<S> {
        Collect {
            inner,
            layer: *self,
        }
    }
}

/// The service of [`CollectLayer`].
#[derive(Clone, Debug)]
pub struct Collect<S> {
    inner: S,
    layer: CollectLayer,
}

impl<S> Collect<S> {
    inner_access!();
}

impl<S, B, RB> Service<Request<B>> for Collect<S>
where
    S: Service<Request<B>, Response = Response<RB>>,
    S::Error: Into<BoxError>,
    RB: http_body::Body<Data = Bytes> + Send + 'static,
    RB::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Error;
    type Future = CollectFuture<S::Future, RB>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx).map_err(classify)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let meta = request.extensions().get::<CallMeta>();
        CollectFuture {
            layer: self.layer,
            streams: meta.is_some_and(CallMeta::is_streaming),
            counts: meta.map(CallMeta::counts),
            to_head: request.method() == Method::HEAD,
            takes_encodings: request.headers().contains_key(ACCEPT_ENCODING),
            state: State::Head(self.inner.call(request)),
        }
    }
}

/// The future of [`Collect`].
#[pin_project]
pub struct CollectFuture<F, RB> {
    layer: CollectLayer,
    streams: bool,
    counts: Option<Arc<Counts>>,
    to_head: bool,
    takes_encodings: bool,
    #[pin]
    state: State<F, RB>,
}

// The body is what every call comes to: boxing it would cost each of them an allocation.
#[allow(clippy::large_enum_variant)]
#[pin_project(project = StateProj)]
enum State<F, RB> {
    Head(#[pin] F),
    Body(Option<response::Parts>, #[pin] Whole<RB>),
    Refusal(Option<response::Parts>, Pin<Box<Timeout<Whole<RB>>>>),
}

impl<F, RB, E> Future for CollectFuture<F, RB>
where
    F: Future<Output = Result<Response<RB>, E>>,
    E: Into<BoxError>,
    RB: http_body::Body<Data = Bytes> + Send + 'static,
    RB::Error: Into<BoxError>,
{
    type Output = Result<Response<Body>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            match this.state.as_mut().project() {
                StateProj::Head(head) => {
                    let response = ready!(head.poll(cx)).map_err(classify)?;
                    if let Some(counts) = this.counts {
                        counts.head_arrived();
                    }
                    if is_whole(response.body(), this.layer.limit) {
                        return Poll::Ready(Ok(response.map(Body::new)));
                    }
                    if *this.to_head || has_no_body(response.status()) {
                        // Its length is that of another answer.
                        return Poll::Ready(Ok(response.map(|_| Body::empty())));
                    }
                    if *this.streams && response.status().is_success() {
                        let idle = this.layer.idle;
                        return Poll::Ready(Ok(
                            response.map(|body| idle_timeout(Body::new(body), idle))
                        ));
                    }
                    let (parts, body) = response.into_parts();
                    let limit = this.layer.limit;
                    let next = if parts.status.is_success() {
                        check(&parts.headers, &body, limit, *this.takes_encodings)?;
                        State::Body(Some(parts), Whole::new(body, limit))
                    } else {
                        let body = timeout(REFUSAL, Whole::new(body, limit));
                        State::Refusal(Some(parts), Box::pin(body))
                    };
                    this.state.set(next);
                }
                StateProj::Body(parts, body) => {
                    let body = ready!(body.poll(cx))?;
                    let Some(parts) = parts.take() else {
                        return Poll::Pending; // polled after it was ready
                    };
                    return Poll::Ready(Ok(Response::from_parts(parts, Body::from(body))));
                }
                StateProj::Refusal(parts, body) => {
                    let body = ready!(body.as_mut().poll(cx));
                    let Some(parts) = parts.take() else {
                        return Poll::Pending;
                    };
                    // What cannot be read of a refusal takes nothing from what its head says.
                    let body = match body {
                        Ok(Ok(body)) => Body::from(body),
                        Ok(Err(_)) | Err(_) => Body::empty(),
                    };
                    return Poll::Ready(Ok(Response::from_parts(parts, body)));
                }
            }
        }
    }
}

/// Whatever length it announces.
/// Whether it is in memory already, and may be.
fn is_whole<B: 'static>(body: &B, limit: usize) -> bool {
    let body: &dyn Any = body;
    body.downcast_ref()
        .and_then(Body::as_bytes)
        .is_some_and(|bytes| bytes.len() <= limit)
}

fn has_no_body(status: StatusCode) -> bool {
    matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

/// Refuses what need not be read to know that it will not do: too much, or packed in a way that nobody asked for, so that
/// the limit counts all there is.
fn check(
    headers: &HeaderMap,
    body: &impl http_body::Body,
    limit: usize,
    takes_encodings: bool,
) -> Result<(), Error> {
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large(limit));
    }
    match headers.get(CONTENT_ENCODING) {
        Some(encoding) if !takes_encodings && encoding != "identity" => {
            let encoding = encoding.to_str().unwrap_or("something unknown");
            Err(Error::new(ErrorKind::Decode).with_message(format_args!(
                "the answer is encoded as {encoding}, which was not asked for"
            )))
        }
        _ => Ok(()),
    }
}

impl<F, RB> std::fmt::Debug for CollectFuture<F, RB> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CollectFuture").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use http_body_util::{Full, StreamBody};
    use tower::{ServiceExt, service_fn};

    use super::*;

    fn request(meta: CallMeta) -> Request<()> {
        let mut request = Request::new(());
        request.extensions_mut().insert(meta);
        request
    }

    async fn collect<RB>(limit: usize, meta: CallMeta, body: RB) -> Result<Response<Body>, Error>
    where
        RB: http_body::Body<Data = Bytes> + Clone + Send + 'static,
        RB::Error: Into<BoxError>,
    {
        let inner = service_fn(move |_| {
            std::future::ready(Ok::<_, Infallible>(Response::new(body.clone())))
        });
        let service = CollectLayer::new().limit(limit).layer(inner);
        service.oneshot(request(meta)).await
    }

    #[tokio::test]
    async fn the_body_arrives_whole() {
        let answer = collect(5, CallMeta::default(), Full::new(Bytes::from("hello"))).await;
        assert_eq!(answer.unwrap().body().as_bytes().unwrap(), "hello");
    }

    #[tokio::test]
    async fn one_byte_over_the_limit_is_an_error() {
        let answer = collect(4, CallMeta::default(), Full::new(Bytes::from("hello"))).await;
        assert_eq!(answer.unwrap_err().kind(), ErrorKind::TooLarge);
    }

    /// D-46, T7: nothing is unpacked that was not asked for packed.
    #[tokio::test]
    async fn an_encoding_that_nobody_asked_for_is_an_error() {
        for (encoding, fine) in [("gzip", false), ("br", false), ("identity", true)] {
            let inner = service_fn(move |_| {
                let response = Response::builder().header(CONTENT_ENCODING, encoding);
                std::future::ready(response.body(Full::new(Bytes::from("hello"))))
            });
            let service = CollectLayer::new().layer(inner);
            let answer = service.oneshot(request(CallMeta::default())).await;
            assert_eq!(answer.is_ok(), fine, "{encoding}");
        }
    }

    /// A refusal is one, whatever becomes of its body.
    #[tokio::test]
    async fn the_head_of_a_refusal_survives_its_body() {
        let inner = service_fn(move |_| {
            let response = Response::builder()
                .status(429)
                .header(CONTENT_ENCODING, "gzip")
                .header("retry-after", "8");
            std::future::ready(response.body(Full::new(Bytes::from("too much"))))
        });
        let service = CollectLayer::new().limit(4).layer(inner);
        let answer = service.oneshot(request(CallMeta::default())).await.unwrap();
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.headers()["retry-after"], "8");
    }

    /// R3, T8: else a 429 whose body never comes would be a timeout, after which nothing but reads is sent again.
    #[tokio::test(start_paused = true)]
    async fn the_head_of_a_refusal_does_not_wait_for_its_body() {
        for seconds in [4, 1_000_000] {
            let inner = service_fn(move |_| {
                let drops = futures_util::stream::unfold((), move |()| async move {
                    tokio::time::sleep(Duration::from_secs(seconds)).await;
                    let frame = http_body::Frame::data(Bytes::from_static(b"x"));
                    Some((Ok::<_, Infallible>(frame), ()))
                });
                let response = Response::builder().status(429);
                std::future::ready(response.body(StreamBody::new(Box::pin(drops))))
            });
            let service = CollectLayer::new().layer(inner);
            let answer = service.oneshot(request(CallMeta::default()));
            let answer = timeout(Duration::from_secs(6), answer).await;
            assert_eq!(answer.unwrap().unwrap().status(), 429);
        }
    }

    /// Announces ten bytes, and sends five.
    #[derive(Clone)]
    struct Short(&'static [u8]);

    impl http_body::Body for Short {
        type Data = Bytes;
        type Error = Infallible;
        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
            let data = std::mem::take(&mut self.0);
            Poll::Ready((!data.is_empty()).then(|| Ok(http_body::Frame::data(data.into()))))
        }
        fn size_hint(&self) -> http_body::SizeHint {
            http_body::SizeHint::with_exact(5 + self.0.len() as u64)
        }
    }

    /// R10, T9.
    #[tokio::test]
    async fn a_body_that_ends_before_its_length_has_broken_off() {
        let answer = collect(10, CallMeta::default(), Short(b"hello")).await;
        assert_eq!(answer.unwrap_err().kind(), ErrorKind::Body);
        let meta = CallMeta::default().streams(true);
        let body = collect(10, meta, Short(b"hello"))
            .await
            .unwrap()
            .into_body();
        let error = http_body_util::BodyExt::collect(body).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Body);
    }

    #[tokio::test]
    async fn a_length_without_a_body_is_fine_where_there_is_none() {
        for (method, status) in [
            (Method::HEAD, 200),
            (Method::GET, 204),
            (Method::GET, 304),
            (Method::HEAD, 404),
        ] {
            for streams in [false, true] {
                let inner = service_fn(move |_| {
                    let response = Response::builder().status(status);
                    std::future::ready(response.body(Short(b"")))
                });
                let mut request = request(CallMeta::default().streams(streams));
                *request.method_mut() = method.clone();
                let answer = CollectLayer::new().layer(inner).oneshot(request).await;
                assert_eq!(answer.unwrap().status(), status);
            }
        }
    }

    /// A length that is not announced is counted.
    #[tokio::test]
    async fn a_stream_is_cut_at_the_limit() {
        #[derive(Clone)]
        struct Endless;
        impl futures_core::Stream for Endless {
            type Item = Result<http_body::Frame<Bytes>, BoxError>;
            fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
                Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(
                    &[0; 1024],
                )))))
            }
        }
        let answer = collect(10_000, CallMeta::default(), StreamBody::new(Endless)).await;
        assert_eq!(answer.unwrap_err().kind(), ErrorKind::TooLarge);
        let meta = CallMeta::default().streams(true);
        let answer = collect(10_000, meta, StreamBody::new(Endless)).await;
        assert!(answer.unwrap().body().as_bytes().is_none());
    }

    #[tokio::test]
    async fn a_reset_in_mid_body_is_an_error_of_the_body() {
        #[derive(Clone)]
        struct Reset(bool);
        impl futures_core::Stream for Reset {
            type Item = Result<http_body::Frame<Bytes>, std::io::Error>;
            fn poll_next(
                mut self: Pin<&mut Self>,
                _: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                if std::mem::replace(&mut self.0, true) {
                    return Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into())));
                }
                Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(
                    b"{\"ite",
                )))))
            }
        }
        let answer = collect(10_000, CallMeta::default(), StreamBody::new(Reset(false))).await;
        assert_eq!(answer.unwrap_err().kind(), ErrorKind::Body);
    }
}
