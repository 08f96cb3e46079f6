//! A body that is unpacked as it is read.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use http_body::{Body, Frame, SizeHint};
use pin_project::pin_project;

use crate::{BoxError, Error, ErrorKind};

/// How much is unpacked at once: a thousand times this, at most, comes out of it.
const PIECE: usize = 1024;

/// The body of an answer through [`Gzip`](super::Gzip).
///
/// Unpacks member after member, as RFC 1952 has it, and a small piece at a time, so that whoever counts what comes out can
/// stop in time.
#[pin_project]
pub struct Unpacked<RB> {
    #[pin]
    inner: RB,
    unpacking: Option<Box<Unpacking>>,
}

struct Unpacking {
    decoder: MultiGzDecoder<Vec<u8>>,
    packed: Bytes,
    stage: Stage,
}

/// How much of the packed body has come.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Nothing,
    Some,
    All,
}

impl<RB> Unpacked<RB> {
    pub(super) fn new(inner: RB, packed: bool) -> Self {
        let unpacking = packed.then(|| {
            Box::new(Unpacking {
                decoder: MultiGzDecoder::new(Vec::new()),
                packed: Bytes::new(),
                stage: Stage::Nothing,
            })
        });
        Self { inner, unpacking }
    }
}

impl Unpacking {
    /// What comes out of the next piece; nothing may.
    fn unpack(&mut self) -> io::Result<Vec<u8>> {
        let piece = self.packed.split_to(self.packed.len().min(PIECE));
        self.decoder.write_all(&piece)?;
        Ok(std::mem::take(self.decoder.get_mut()))
    }

    fn finish(&mut self) -> io::Result<Vec<u8>> {
        // A body of nothing at all is none, whatever its head says.
        if self.stage == Stage::Some {
            self.decoder.try_finish()?;
        }
        self.stage = Stage::All;
        Ok(std::mem::take(self.decoder.get_mut()))
    }
}

impl<RB> Body for Unpacked<RB>
where
    RB: Body<Data = Bytes>,
    RB::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let mut this = self.project();
        let Some(unpacking) = this.unpacking else {
            return this.inner.poll_frame(cx).map_err(Into::into);
        };
        loop {
            let unpacked = if !unpacking.packed.is_empty() {
                unpacking.unpack()
            } else if unpacking.stage == Stage::All {
                return Poll::Ready(None);
            } else {
                match ready!(this.inner.as_mut().poll_frame(cx)) {
                    None => unpacking.finish(),
                    Some(frame) => match frame.map_err(Into::into)?.into_data() {
                        Ok(packed) => {
                            if !packed.is_empty() {
                                unpacking.stage = Stage::Some;
                            }
                            unpacking.packed = packed;
                            continue;
                        }
                        Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                    },
                }
            };
            let unpacked = unpacked.map_err(damaged)?;
            if !unpacked.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(unpacked.into()))));
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.unpacking {
            Some(unpacking) => unpacking.stage == Stage::All,
            None => self.inner.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self.unpacking {
            Some(_) => SizeHint::default(),
            None => self.inner.size_hint(),
        }
    }
}

fn damaged(error: io::Error) -> Error {
    Error::new(ErrorKind::Decode)
        .with_message(format_args!("the answer cannot be unpacked: {error}"))
        .with_source(error)
}

impl<RB> std::fmt::Debug for Unpacked<RB> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unpacked").finish_non_exhaustive()
    }
}
