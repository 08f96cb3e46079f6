//! One body type for requests and answers, and what it takes to send a body twice.

mod file;
mod idle;
mod replay;
#[cfg(test)]
mod tests;
mod whole;

use std::any::Any;
use std::fmt;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, Full};

pub(crate) use self::idle::idle_timeout;
use self::replay::Replay;
pub(crate) use self::whole::{Whole, too_large};
use crate::{BoxError, Error, ErrorKind, classify};

/// The body of a request or of an answer: nothing, bytes, or a stream.
///
/// ```
/// use webex_transport::Body;
///
/// let body = Body::from(r#"{"title":"Release train"}"#);
/// assert_eq!(body.as_bytes().map(|bytes| bytes.len()), Some(25));
/// ```
// As large as its bytes: layers move it with each request.
pub struct Body(Kind);

enum Kind {
    Bytes(Bytes),
    Stream(Stream),
}

enum Stream {
    #[cfg(feature = "client")]
    Incoming(Box<hyper::body::Incoming>),
    Other(UnsyncBoxBody<Bytes, BoxError>),
    Replay(Box<Replay>),
}

impl Body {
    /// No body.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Kind::Bytes(Bytes::new()))
    }

    /// A body that `make` makes anew for each sending. A `length`, in bytes, is announced and held to: a body that turns out
    /// longer is cut, one that turns out shorter is an error.
    ///
    /// ```
    /// use webex_transport::{Body, Resend};
    ///
    /// let body = Body::replayable(Some(5), || Body::new(http_body_util::Full::from("hello")));
    /// assert!(body.resend().is_some());
    /// ```
    pub fn replayable(
        length: impl Into<Option<u64>>,
        make: impl Fn() -> Self + Send + Sync + 'static,
    ) -> Self {
        Self(Kind::Stream(Stream::Replay(Box::new(Replay::new(
            length.into(),
            make,
        )))))
    }

    /// A file, streamed, and opened anew for each sending. One that is another by then, by its length or its time (and its
    /// number, on unix), is an error, and nothing of it is sent.
    ///
    /// # Errors
    ///
    /// When there is no such file, it cannot be read, or it is no file but a directory or a pipe.
    pub async fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let version = file::version(&path).await?;
        Ok(Self::replayable(version.length, move || {
            file::open(path.clone(), version.clone())
        }))
    }

    /// Any other body, streamed once; one that already is a `Body`, or hyper's own, is not boxed.
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
            return incoming.take().map_or_else(Self::empty, |incoming| {
                Self(Kind::Stream(Stream::Incoming(Box::new(incoming))))
            });
        }
        body.map_or_else(Self::empty, |body| {
            let body = body.map_err(Into::into).boxed_unsync();
            Self(Kind::Stream(Stream::Other(body)))
        })
    }

    /// The whole body, where it is in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
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
        match &mut self.get_mut().0 {
            Kind::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Kind::Stream(stream) => match stream {
                #[cfg(feature = "client")]
                Stream::Incoming(incoming) => Pin::new(incoming).poll_frame(cx).map_err(broken),
                Stream::Other(body) => Pin::new(body).poll_frame(cx).map_err(broken),
                Stream::Replay(replay) => replay.poll_frame(cx),
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Bytes(bytes) => bytes.is_empty(),
            Kind::Stream(stream) => match stream {
                #[cfg(feature = "client")]
                Stream::Incoming(incoming) => incoming.is_end_stream(),
                Stream::Other(body) => body.is_end_stream(),
                Stream::Replay(replay) => replay.size_hint().exact() == Some(0),
            },
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Stream(stream) => match stream {
                #[cfg(feature = "client")]
                Stream::Incoming(incoming) => incoming.size_hint(),
                Stream::Other(body) => body.size_hint(),
                Stream::Replay(replay) => replay.size_hint(),
            },
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

/// A body that broke off, whatever broke it; an error of ours passes.
fn broken(error: impl Into<BoxError>) -> Error {
    match error.into().downcast::<Error>() {
        Ok(ours) => *ours,
        Err(error) => Error::new(ErrorKind::Body)
            .with_message("the body broke off")
            .with_source(classify(error)),
    }
}

/// Refuses an end that comes before the announced one. hyper takes a stream that is reset with `NO_ERROR`, as HTTP/2 allows
/// behind a whole answer, for one that has ended.
fn check_end(body: &impl http_body::Body) -> Result<(), Error> {
    match body.size_hint().lower() {
        0 => Ok(()),
        missing => Err(Error::new(ErrorKind::Body).with_message(format_args!(
            "the body ended {missing} bytes before its announced length"
        ))),
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
        match &self.0 {
            Kind::Bytes(bytes) => Some(Self(Kind::Bytes(bytes.clone()))),
            Kind::Stream(Stream::Replay(replay)) => {
                Some(Self(Kind::Stream(Stream::Replay(Box::new(replay.again())))))
            }
            Kind::Stream(_) => None,
        }
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
