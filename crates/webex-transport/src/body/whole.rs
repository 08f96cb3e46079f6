//! A body read into memory, up to a limit.

use std::future::Future;
use std::mem::take;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use pin_project::pin_project;

use super::{Body, broken, check_end};
use crate::{BoxError, Error, ErrorKind};

/// What is set aside at once for a body that does not say how long it is.
const PART: usize = 64 << 10;

/// Reads a body to its end. Comes to [`ErrorKind::TooLarge`] as soon as it is longer than the limit.
///
/// What comes in one frame is not copied. All else is, so that memory is in proportion to what was read, however small the
/// frames: one byte may come with 50 of framing and bookkeeping.
#[pin_project]
pub(crate) struct Whole<B = Body> {
    #[pin]
    body: B,
    read: Read,
}

struct Read {
    limit: usize,
    length: usize,
    only: Bytes,
    parts: Vec<BytesMut>,
}

impl<B> Whole<B> {
    pub(crate) fn new(body: B, limit: usize) -> Self {
        let read = Read {
            limit,
            length: 0,
            only: Bytes::new(),
            parts: Vec::new(),
        };
        Self { body, read }
    }
}

impl Read {
    /// With so much announced to follow.
    fn push(&mut self, data: Bytes, announced: u64) {
        if self.length == data.len() {
            self.only = data;
            return;
        }
        let only = take(&mut self.only);
        let announced = usize::try_from(announced).unwrap_or(usize::MAX);
        let more = announced.saturating_add(only.len() + data.len());
        self.copy(&only, more);
        self.copy(&data, more);
    }

    /// Of `more` bytes that are at hand or announced in all.
    fn copy(&mut self, mut data: &[u8], more: usize) {
        while !data.is_empty() {
            match self.parts.last_mut() {
                Some(part) if part.len() < part.capacity() => {
                    let room = part.capacity() - part.len();
                    let (now, later) = data.split_at(room.min(data.len()));
                    part.extend_from_slice(now);
                    data = later;
                }
                _ => {
                    let room = more.clamp(PART, self.limit.max(PART));
                    self.parts.push(BytesMut::with_capacity(room));
                }
            }
        }
    }

    fn finish(&mut self) -> Bytes {
        let mut parts = take(&mut self.parts).into_iter();
        match (parts.next(), parts.len()) {
            (None, _) => take(&mut self.only),
            (Some(part), 0) => part.freeze(),
            (Some(first), _) => {
                let mut whole = BytesMut::with_capacity(self.length);
                whole.extend_from_slice(&first);
                parts.for_each(|part| whole.extend_from_slice(&part));
                whole.freeze()
            }
        }
    }
}

impl<B> Future for Whole<B>
where
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    type Output = Result<Bytes, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let read = this.read;
        while let Some(frame) = ready!(this.body.as_mut().poll_frame(cx)) {
            let Ok(mut data) = frame.map_err(broken)?.into_data() else {
                continue; // trailers, which nobody asks for
            };
            if !data.has_remaining() {
                continue;
            }
            read.length = read.length.saturating_add(data.remaining());
            if read.length > read.limit {
                return Poll::Ready(Err(too_large(read.limit)));
            }
            let data = data.copy_to_bytes(data.remaining());
            read.push(data, this.body.size_hint().lower());
        }
        check_end(&*this.body)?;
        Poll::Ready(Ok(read.finish()))
    }
}

pub(crate) fn too_large(limit: usize) -> Error {
    Error::new(ErrorKind::TooLarge)
        .with_message(format_args!("the answer is larger than {limit} bytes"))
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use http_body::Frame;
    use http_body_util::StreamBody;

    use super::*;

    async fn whole(frames: &[&'static [u8]], limit: usize) -> Result<Bytes, Error> {
        let frames: Vec<_> = frames
            .iter()
            .map(|data| Ok::<_, Error>(Frame::data(Bytes::from_static(data))))
            .collect();
        Whole::new(Body::new(StreamBody::new(stream::iter(frames))), limit).await
    }

    #[tokio::test]
    async fn whatever_the_frames_the_body_is_the_same() {
        assert_eq!(whole(&[], 0).await.unwrap(), "");
        assert_eq!(whole(&[b"", b"hello", b""], 5).await.unwrap(), "hello");
        assert_eq!(whole(&[b"he", b"", b"l", b"lo"], 5).await.unwrap(), "hello");
        let long = vec![&[b'x'; 1000][..]; 1000];
        assert_eq!(
            whole(&long, 1_000_000).await.unwrap(),
            vec![b'x'; 1_000_000]
        );
    }

    #[tokio::test]
    async fn one_byte_over_the_limit_is_too_large() {
        for frames in [&[&b"hello"[..]][..], &[b"he", b"llo"], &[b"hell", b"o"]] {
            let error = whole(frames, 4).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::TooLarge);
        }
    }

    #[tokio::test]
    async fn one_frame_is_not_copied() {
        let data = Bytes::from(vec![b'x'; 1000]);
        let body = Body::new(http_body_util::Full::new(data.clone()));
        let whole = Whole::new(body, 1000).await.unwrap();
        assert_eq!(whole.as_ptr(), data.as_ptr());
    }
}
