//! A body that is held to its length, and tells how far it is.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use webex_transport::{Body, Error, ErrorKind};

/// Told of the bytes that went by so far, and of how many there will be where that is known.
#[derive(Clone)]
pub(super) struct OnProgress(Arc<dyn Fn(u64, Option<u64>) + Send + Sync>);

impl OnProgress {
    pub(super) fn new(hook: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hook))
    }
}

impl fmt::Debug for OnProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnProgress(..)")
    }
}

/// Fails when its length is another than was announced, one way or the other. Data frames alone pass.
pub(super) struct Counted {
    body: Body,
    gone: u64,
    length: Option<u64>,
    on_progress: Option<OnProgress>,
    /// Of the error.
    kind: ErrorKind,
}

impl Counted {
    pub(super) const fn new(body: Body, length: Option<u64>, kind: ErrorKind) -> Self {
        Self {
            body,
            gone: 0,
            length,
            on_progress: None,
            kind,
        }
    }

    pub(super) fn on_progress(mut self, hook: Option<OnProgress>) -> Self {
        self.on_progress = hook;
        self
    }

    /// Of another body, which gives what is left of this one; told how much went by.
    pub(super) fn over(mut self, change: impl FnOnce(Body, u64) -> Body) -> Self {
        self.body = change(self.body, self.gone);
        self
    }

    fn wrong(&self, how: &str) -> Option<Result<Frame<Bytes>, Error>> {
        let length = self.length.unwrap_or_default();
        let message = format_args!("the body is {how} than the {length} bytes announced");
        Some(Err(Error::new(self.kind).with_message(message)))
    }
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        loop {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(cx)).transpose()?;
            let Some(frame) = frame else {
                let is_short = self.length.is_some_and(|length| self.gone < length);
                return Poll::Ready(if is_short {
                    self.wrong("shorter")
                } else {
                    None
                });
            };
            let Ok(data) = frame.into_data() else {
                continue;
            };
            self.gone = self.gone.saturating_add(data.len() as u64);
            if self.length.is_some_and(|length| self.gone > length) {
                return Poll::Ready(self.wrong("longer"));
            }
            if let Some(OnProgress(hook)) = &self.on_progress {
                hook(self.gone, self.length);
            }
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream() && self.length.is_none_or(|length| self.gone >= length)
    }

    fn size_hint(&self) -> SizeHint {
        match self.length {
            Some(length) => SizeHint::with_exact(length.saturating_sub(self.gone)),
            None => self.body.size_hint(),
        }
    }
}
