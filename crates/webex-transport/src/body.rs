//! One body type for requests and answers, and what it takes to send a body twice.

use std::any::Any;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, Full};

use crate::{BoxError, Error, ErrorKind, classify};

/// The body of a request or of an answer: nothing, bytes, or a stream.
///
/// ```
/// use webex_transport::Body;
///
/// let body = Body::from(r#"{"title":"Release train"}"#);
/// assert_eq!(body.as_bytes().map(|bytes| bytes.len()), Some(25));
/// ```
#[derive(Default)]
pub struct Body(Kind);

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Bytes(Bytes),
    #[cfg(feature = "client")]
    Incoming(hyper::body::Incoming),
    Stream(UnsyncBoxBody<Bytes, BoxError>),
}

impl Body {
    /// No body.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Kind::Empty)
    }

    /// Any other body, streamed; one that already is a `Body`, or hyper's own, is not boxed.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let mut body = Some(body);
        let any: &mut dyn Any = &mut body;
        if let Some(ours) = any.downcast_mut::<Option<Self>>() {
            return ours.take().unwrap_or_default();
        }
        #[cfg(feature = "client")]
        if let Some(incoming) = any.downcast_mut::<Option<hyper::body::Incoming>>() {
            return Self(incoming.take().map_or(Kind::Empty, Kind::Incoming));
        }
        Self(body.map_or(Kind::Empty, |body| {
            Kind::Stream(body.map_err(Into::into).boxed_unsync())
        }))
    }

    /// The whole body, where it is in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        static NOTHING: Bytes = Bytes::new();
        match &self.0 {
            Kind::Empty => Some(&NOTHING),
            Kind::Bytes(bytes) => Some(bytes),
            #[cfg(feature = "client")]
            Kind::Incoming(_) => None,
            Kind::Stream(_) => None,
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Kind::Bytes(bytes.into()))
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let this = self.get_mut();
        match &mut this.0 {
            Kind::Empty => Poll::Ready(None),
            Kind::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                this.0 = Kind::Empty;
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            #[cfg(feature = "client")]
            Kind::Incoming(incoming) => Pin::new(incoming).poll_frame(cx).map_err(broken),
            Kind::Stream(stream) => Pin::new(stream).poll_frame(cx).map_err(broken),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Bytes(bytes) => bytes.is_empty(),
            #[cfg(feature = "client")]
            Kind::Incoming(incoming) => incoming.is_end_stream(),
            Kind::Stream(stream) => stream.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            #[cfg(feature = "client")]
            Kind::Incoming(incoming) => incoming.size_hint(),
            Kind::Stream(stream) => stream.size_hint(),
        }
    }
}

/// A body that broke off, whatever broke it; one of our own errors passes.
pub(crate) fn broken(error: impl Into<BoxError>) -> Error {
    let error = classify(error);
    match error.kind() {
        ErrorKind::Body | ErrorKind::Timeout => error,
        _ => Error::new(ErrorKind::Body)
            .with_message("the body broke off")
            .with_source(error),
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_bytes() {
            Some(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            None => f.write_str("Body(stream)"),
        }
    }
}

/// A body that can be sent again.
///
/// Implement it for a body of your own, so that [`RetryAfter`](crate::RetryAfter) resends requests that carry it.
pub trait Resend: Sized {
    /// The same body from its beginning, or `None` when it can be sent once only.
    fn resend(&self) -> Option<Self>;
}

impl Resend for Body {
    fn resend(&self) -> Option<Self> {
        self.as_bytes().cloned().map(Self::from)
    }
}

impl<D: bytes::Buf + Clone> Resend for Full<D> {
    fn resend(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<D> Resend for Empty<D> {
    fn resend(&self) -> Option<Self> {
        Some(Self::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn bytes_are_known_and_sent_whole() {
        let body = Body::from("hello");
        assert_eq!(http_body::Body::size_hint(&body).exact(), Some(5));
        assert_eq!(
            body.resend().unwrap().collect().await.unwrap().to_bytes(),
            "hello"
        );
        assert_eq!(body.collect().await.unwrap().to_bytes(), "hello");
    }

    #[tokio::test]
    async fn a_body_of_ours_is_not_wrapped_again() {
        assert_eq!(Body::new(Body::from("x")).as_bytes().unwrap(), "x");
        let foreign = Body::new(Full::new(Bytes::from_static(b"x")));
        assert!(foreign.as_bytes().is_none());
        assert_eq!(foreign.collect().await.unwrap().to_bytes(), "x");
    }

    /// R5, D-27.
    #[test]
    fn a_stream_is_refused_for_a_second_sending_and_never_replaced() {
        let stream = Body::new(http_body_util::StreamBody::new(TwoFrames));
        assert!(stream.resend().is_none());
    }

    struct TwoFrames;

    impl futures_core::Stream for TwoFrames {
        type Item = Result<Frame<Bytes>, BoxError>;

        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(None)
        }
    }
}
