//! A file as a stream.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::SystemTime;

use bytes::Bytes;
use http_body::Frame;
use tokio::task::{JoinHandle, spawn_blocking};

use super::Body;
use crate::Error;

/// How much is read at once. Each time costs two changes of threads.
const CHUNK: usize = 128 << 10;

/// Which file it is, and which state of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) length: u64,
    modified: Option<SystemTime>,
    /// Device and number, where there are such.
    place: Option<(u64, u64)>,
}

impl Version {
    fn of(found: &Metadata) -> Self {
        #[cfg(unix)]
        let place = {
            use std::os::unix::fs::MetadataExt;
            Some((found.dev(), found.ino()))
        };
        #[cfg(not(unix))]
        let place = None;
        Self {
            length: found.len(),
            modified: found.modified().ok(),
            place,
        }
    }
}

/// What there is to say of a file that can be read.
pub(super) async fn version(path: &Path) -> io::Result<Version> {
    // Asked for first: the opening of a pipe may never end.
    let found = tokio::fs::metadata(path).await?;
    if !found.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file",
        ));
    }
    let file = tokio::fs::File::open(path).await?;
    Ok(Version::of(&file.metadata().await?))
}

/// The file, opened when the first byte is asked for; an error if it is another by then.
pub(super) fn open(path: PathBuf, version: Version) -> Body {
    Body::new(FileBody::Closed(path, version))
}

fn reopened(path: &Path, version: &Version) -> io::Result<File> {
    let file = File::open(path)?;
    if Version::of(&file.metadata()?) != *version {
        return Err(io::Error::other("it has changed since the call was made"));
    }
    Ok(file)
}

enum FileBody {
    Closed(PathBuf, Version),
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
                Self::Closed(path, version) => {
                    let (path, version) = (std::mem::take(path), version.clone());
                    *self = Self::reading(move || reopened(&path, &version));
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
