//! A file as a stream.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Frame;
use tokio::task::{JoinHandle, spawn_blocking};

use super::Body;
use crate::Error;

/// How much is read at once. Each time costs two changes of threads.
const CHUNK: usize = 256 << 10;

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
    tokio::fs::File::open(path).await?;
    Ok(found.len())
}

/// The file, opened when the first byte is asked for.
pub(super) fn open(path: PathBuf) -> Body {
    Body::new(FileBody::Closed(path))
}

enum FileBody {
    Closed(PathBuf),
    /// One chunk ahead of who asks.
    Reading(JoinHandle<io::Result<(File, Vec<u8>)>>),
    Ended,
}

impl FileBody {
    fn reading(open: impl FnOnce() -> io::Result<File> + Send + 'static) -> Self {
        Self::Reading(spawn_blocking(move || {
            let mut file = open()?;
            let mut chunk = Vec::with_capacity(CHUNK);
            Read::by_ref(&mut file)
                .take(CHUNK as u64)
                .read_to_end(&mut chunk)?;
            Ok((file, chunk))
        }))
    }
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
                Self::Closed(path) => {
                    let path = std::mem::take(path);
                    *self = Self::reading(move || File::open(path));
                }
                Self::Reading(reading) => {
                    let read = ready!(Pin::new(reading).poll(cx));
                    *self = Self::Ended;
                    let read = read.unwrap_or_else(|ended| Err(io::Error::other(ended)));
                    let (file, chunk) = read.map_err(unreadable)?;
                    if !chunk.is_empty() {
                        *self = Self::reading(move || Ok(file));
                        return Poll::Ready(Some(Ok(Frame::data(chunk.into()))));
                    }
                }
                Self::Ended => return Poll::Ready(None),
            }
        }
    }
}

fn unreadable(error: io::Error) -> Error {
    Error::invalid_input(format_args!("the file cannot be read: {error}")).with_source(error)
}
