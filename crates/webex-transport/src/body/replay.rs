//! A body that is made anew for each sending.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use super::Body;
use crate::Error;

/// A way to make a body, and the one that is being sent.
pub(super) struct Replay {
    make: Arc<dyn Fn() -> Body + Send + Sync>,
    /// What was announced, and what is left of it.
    length: Option<u64>,
    left: Option<u64>,
    current: Option<Body>,
}

impl Replay {
    pub(super) fn new(
        length: Option<u64>,
        make: impl Fn() -> Body + Send + Sync + 'static,
    ) -> Self {
        Self {
            make: Arc::new(make),
            length,
            left: length,
            current: None,
        }
    }

    /// The same from its beginning.
    pub(super) fn again(&self) -> Self {
        Self {
            make: self.make.clone(),
            length: self.length,
            left: self.length,
            current: None,
        }
    }

    pub(super) fn size_hint(&self) -> SizeHint {
        self.left
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }

    pub(super) fn poll_frame(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if self.left == Some(0) {
            return Poll::Ready(None);
        }
        let make = &self.make;
        let current = self.current.get_or_insert_with(|| make());
        let frame = ready!(Pin::new(current).poll_frame(cx)).transpose()?;
        let Some(left) = self.left else {
            return Poll::Ready(frame.map(Ok));
        };
        match frame.map(Frame::into_data) {
            Some(Ok(mut data)) => {
                data.truncate(usize::try_from(left).unwrap_or(usize::MAX));
                self.left = Some(left - data.len() as u64);
                Poll::Ready(Some(Ok(Frame::data(data))))
            }
            Some(Err(other)) => Poll::Ready(Some(Ok(other))),
            None => Poll::Ready(Some(Err(Error::invalid_input(format_args!(
                "the body ended {left} bytes before its announced length"
            ))))),
        }
    }
}
