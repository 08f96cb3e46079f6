//! A body in memory, up to a limit.

use std::mem::take;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Body as _;

use super::Body;
use crate::{Error, ErrorKind};

/// What is set aside at once for a body that does not say how long it is.
const PART: usize = 64 << 10;

/// What has arrived of a body.
///
/// What comes in one frame is not copied. All else is, so that memory is in proportion to what was read, however small the
/// frames: one byte may come with 50 of framing and bookkeeping.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    length: usize,
    only: Bytes,
    parts: Vec<Vec<u8>>,
}

impl Collected {
    /// Reads the body to its end. Comes to [`ErrorKind::TooLarge`] as soon as it is longer than the limit.
    pub(crate) fn poll(
        &mut self,
        body: &mut Body,
        limit: usize,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Bytes, Error>> {
        while let Some(frame) = ready!(Pin::new(&mut *body).poll_frame(cx)).transpose()? {
            let Ok(data) = frame.into_data() else {
                continue; // trailers, which nobody asks for
            };
            self.length = self.length.saturating_add(data.len());
            if self.length > limit {
                return Poll::Ready(Err(too_large(limit)));
            }
            // An announced length is taken at its word, up to the limit.
            let coming = usize::try_from(body.size_hint().lower()).unwrap_or(limit);
            self.push(data, coming.min(limit));
        }
        Poll::Ready(Ok(self.finish()))
    }

    fn push(&mut self, data: Bytes, coming: usize) {
        if self.length == data.len() {
            self.only = data;
            return;
        }
        let only = take(&mut self.only);
        let room = (only.len() + data.len()).saturating_add(coming).max(PART);
        for mut piece in [only, data] {
            while !piece.is_empty() {
                let part = match self.parts.last_mut() {
                    Some(part) if part.len() < part.capacity() => part,
                    _ => {
                        self.parts.push(Vec::with_capacity(room));
                        continue;
                    }
                };
                let now = piece.len().min(part.capacity() - part.len());
                part.extend_from_slice(&piece.split_to(now));
            }
        }
    }

    fn finish(&mut self) -> Bytes {
        match self.parts.len() {
            0 => take(&mut self.only),
            1 => take(&mut self.parts).pop().unwrap_or_default().into(),
            _ => take(&mut self.parts).concat().into(),
        }
    }
}

pub(crate) fn too_large(limit: usize) -> Error {
    Error::new(ErrorKind::TooLarge)
        .with_message(format_args!("the answer is larger than {limit} bytes"))
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use futures_util::stream;
    use http_body::Frame;
    use http_body_util::StreamBody;

    use super::*;

    async fn whole(frames: &[&'static [u8]], limit: usize) -> Result<Bytes, Error> {
        let frames: Vec<_> = frames
            .iter()
            .map(|data| Ok::<_, Error>(Frame::data(Bytes::from_static(data))))
            .collect();
        let mut body = Body::new(StreamBody::new(stream::iter(frames)));
        let mut collected = Collected::default();
        poll_fn(|cx| collected.poll(&mut body, limit, cx)).await
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
        let mut body = Body::new(http_body_util::Full::new(data.clone()));
        let mut collected = Collected::default();
        let whole = poll_fn(|cx| collected.poll(&mut body, 1000, cx)).await;
        assert_eq!(whole.unwrap().as_ptr(), data.as_ptr());
    }
}
