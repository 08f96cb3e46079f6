//! A file on its way to the service.

use std::fmt;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as _, Frame};
use webex_transport::{Body, BoxError, Error, ErrorKind, Resend};

use super::content_type;
use super::counted::{Counted, OnProgress};

/// A file to send: where its bytes come from, its name, and its content type.
///
/// Anything that names a path is one. A path is opened when the call is sent, and again when it is sent again; a file that
/// has changed by then is an error.
///
/// ```
/// use webex_sdk::files::Upload;
///
/// let from_disk = Upload::from_path("/tmp/plan.pdf").name("The plan.pdf");
/// let from_memory = Upload::from_bytes("counts.csv", "name,count\r\n").content_type("text/csv");
/// ```
#[derive(Clone)]
#[must_use]
pub struct Upload {
    pub(super) name: String,
    content_type: Option<String>,
    source: Source,
    on_progress: Option<OnProgress>,
}

#[derive(Clone)]
enum Source {
    Path(PathBuf),
    /// Taken by the first who sends it, where it can be sent once only.
    Body(Arc<Mutex<Option<Body>>>),
}

impl Upload {
    /// A file of this machine, by its own name. That it is there is checked when the call is sent, before anything leaves.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy());
        Self {
            name: name.unwrap_or_default().into_owned(),
            content_type: None,
            source: Source::Path(path),
            on_progress: None,
        }
    }

    /// Bytes in memory.
    pub fn from_bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::from_body(name, bytes.into())
    }

    /// A stream, of this length in bytes if it is known; a stream of another length is an error.
    ///
    /// It can be sent once only: a call that the service refuses for now (429), which is sent again otherwise, then fails
    /// with that refusal. Something that can make the stream anew goes into [`from_body`](Self::from_body), as a
    /// [`Body::replayable`].
    pub fn from_stream<S, E>(
        name: impl Into<String>,
        length: impl Into<Option<u64>>,
        stream: S,
    ) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        let body = Body::new(StreamBody(Box::pin(stream)));
        let body = Counted::new(body, length.into(), ErrorKind::InvalidInput);
        Self::from_body(name, Body::new(body))
    }

    /// Any [`Body`]: one that is [`replayable`](Body::replayable) is sent again where that is called for.
    pub fn from_body(name: impl Into<String>, body: impl Into<Body>) -> Self {
        Self {
            name: name.into(),
            content_type: None,
            source: Source::Body(Arc::new(Mutex::new(Some(body.into())))),
            on_progress: None,
        }
    }

    /// Gives it another name. Of a path only the last component is sent.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Says what it is, `image/png`. Default: what the extension of its name says, or `application/octet-stream`.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Tells of the bytes that were handed to the connection so far, and of how many there are. It starts again with
    /// nothing when the call is sent again.
    pub fn on_progress(mut self, hook: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(OnProgress::new(hook));
        self
    }

    pub(super) fn kind(&self) -> &str {
        match &self.content_type {
            Some(kind) => kind,
            None => content_type::of(&self.name),
        }
    }

    /// Finds the file of a path.
    pub(super) async fn open(&mut self) -> Result<(), Error> {
        if let Source::Path(path) = &self.source {
            let body = Body::file(path).await.map_err(|error| {
                let message = format_args!("the file {} cannot be sent: {error}", path.display());
                Error::invalid_input(message).with_source(error)
            })?;
            self.source = Source::Body(Arc::new(Mutex::new(Some(body))));
        }
        Ok(())
    }

    /// The bytes, once it is open.
    pub(super) fn body(&self) -> Result<Body, Error> {
        let Source::Body(held) = &self.source else {
            return Err(Error::invalid_input(
                "a file is opened when its call is sent, and this one is not open yet",
            ));
        };
        let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
        let body = match held.as_ref().and_then(Resend::resend) {
            Some(again) => again,
            None => held.take().ok_or_else(|| {
                Error::invalid_input("a stream can be sent once only, and this one was")
            })?,
        };
        drop(held);
        Ok(match &self.on_progress {
            None => body,
            Some(hook) => told(body, hook.clone()),
        })
    }
}

/// The same body, and as often as it was to be sent.
fn told(body: Body, hook: OnProgress) -> Body {
    let length = body.size_hint().exact();
    let once = move |body, hook| {
        let counted = Counted::new(body, length, ErrorKind::InvalidInput);
        Body::new(counted.on_progress(Some(hook)))
    };
    if body.resend().is_none() {
        return once(body, hook);
    }
    let body = Mutex::new(body);
    Body::replayable(length, move || {
        let body = body.lock().unwrap_or_else(PoisonError::into_inner);
        once(body.resend().unwrap_or_default(), hook.clone())
    })
}

macro_rules! from_paths {
    ($($Path:ty),*) => { $(
        impl From<$Path> for Upload {
            fn from(path: $Path) -> Self {
                Self::from_path(path)
            }
        }
    )* };
}
from_paths!(&Path, PathBuf, &PathBuf, &str, String, &String);

/// Without what is in it.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("name", &self.name)
            .field("content_type", &self.kind())
            .finish_non_exhaustive()
    }
}

struct StreamBody<S>(Pin<Box<S>>);

impl<S, E> http_body::Body for StreamBody<S>
where
    S: Stream<Item = Result<Bytes, E>>,
{
    type Data = Bytes;
    type Error = E;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, E>>> {
        self.0
            .as_mut()
            .poll_next(cx)
            .map(|item| item.map(|bytes| bytes.map(Frame::data)))
    }
}
