//! A file as a stream.

use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::Frame;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::Body;
use crate::Error;

/// How much is read at once.
const CHUNK: usize = 64 << 10;

/// The length of a file that can be read.
pub(super) async fn length(path: &Path) -> io::Result<u64> {
    // Asked for first: the opening of a pipe may never end.
    let found = tokio::fs::metadata(path).await?;
    if !found.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file",
        ));
    }
    File::open(path).await?;
    Ok(found.len())
}

/// The file, opened when the first byte is asked for.
pub(super) fn open(path: PathBuf) -> Body {
    Body::new(FileBody::Opening(Box::pin(File::open(path))))
}

enum FileBody {
    Opening(Pin<Box<dyn Future<Output = io::Result<File>> + Send>>),
    /// With what the next chunk goes into.
    Reading(File, BytesMut),
}

impl http_body::Body for FileBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        loop {
            match &mut *self {
                Self::Opening(opening) => {
                    let file = ready!(opening.as_mut().poll(cx)).map_err(unreadable)?;
                    *self = Self::Reading(file, BytesMut::new());
                }
                Self::Reading(file, chunk) => {
                    chunk.resize(CHUNK, 0);
                    let mut buffer = ReadBuf::new(chunk);
                    ready!(Pin::new(file).poll_read(cx, &mut buffer)).map_err(unreadable)?;
                    let filled = buffer.filled().len();
                    let data = chunk.split_to(filled).freeze();
                    return Poll::Ready((filled > 0).then(|| Ok(Frame::data(data))));
                }
            }
        }
    }
}

fn unreadable(error: io::Error) -> Error {
    Error::invalid_input(format_args!("the file cannot be read: {error}")).with_source(error)
}
