//! A download on its way to the disk: whole, or not at all.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use http_body_util::BodyExt;
use tokio::fs::{self, OpenOptions};
use tokio::io::AsyncWriteExt;
use webex_transport::{Error, ErrorKind};

use super::Download;

/// Saves a download when it is awaited, and gives back the path.
///
/// It is written to a new file of another name beside its place, and gets its own when all of it is on the disk: nobody sees
/// half a file. That file goes when the saving fails or is dropped. Nothing that is there already is written to, nor
/// followed if it is a link.
#[must_use = "a download is saved when it is awaited"]
pub struct Save {
    download: Download,
    path: PathBuf,
    overwrite: bool,
}

impl Save {
    pub(super) const fn new(download: Download, path: PathBuf) -> Self {
        Self {
            download,
            path,
            overwrite: false,
        }
    }

    /// Whether it takes the place of a file that is there already. Default: no, and that is an error.
    pub const fn overwrite(mut self, yes: bool) -> Self {
        self.overwrite = yes;
        self
    }

    async fn run(self) -> Result<PathBuf, Error> {
        let Self {
            mut download,
            path,
            overwrite,
        } = self;
        let failed = |error| cannot_save(&path, error);
        if !overwrite && fs::symlink_metadata(&path).await.is_ok() {
            return Err(failed(io::ErrorKind::AlreadyExists.into()));
        }
        let partial = Partial::beside(&path).map_err(failed)?;
        let mut new = OpenOptions::new();
        let mut file = new
            .write(true)
            .create_new(true)
            .open(&partial.0)
            .await
            .map_err(failed)?;
        while let Some(frame) = download.frame().await {
            if let Ok(bytes) = frame?.into_data() {
                file.write_all(&bytes).await.map_err(failed)?;
            }
        }
        file.flush().await.map_err(failed)?;
        file.sync_all().await.map_err(failed)?;
        drop(file);
        partial
            .become_file(&path, overwrite)
            .await
            .map_err(failed)?;
        Ok(path)
    }
}

impl IntoFuture for Save {
    type Output = Result<PathBuf, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

fn cannot_save(path: &Path, error: io::Error) -> Error {
    let message = format_args!("{} cannot be saved: {error}", path.display());
    Error::new(ErrorKind::File)
        .with_message(message)
        .with_source(error)
}

/// The path of a file that is not finished, which goes when this is dropped.
struct Partial(PathBuf);

impl Partial {
    fn beside(path: &Path) -> io::Result<Self> {
        if path.file_name().is_none() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "it names no file",
            ));
        }
        let mut random = [0; 16];
        getrandom::fill(&mut random)?;
        let name = format!(".{:032x}.partial", u128::from_be_bytes(random));
        Ok(Self(path.with_file_name(name)))
    }

    async fn become_file(self, path: &Path, overwrite: bool) -> io::Result<()> {
        if overwrite {
            return fs::rename(&self.0, path).await;
        }
        match fs::hard_link(&self.0, path).await {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // Not every file system has links: the name is taken by an empty file first.
            Err(_) => {
                OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .open(path)
                    .await?;
                fs::rename(&self.0, path).await
            }
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Nothing is left of one that was renamed, and nobody is there to be told of one that cannot be removed.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl fmt::Debug for Save {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Save")
            .field("path", &self.path)
            .field("overwrite", &self.overwrite)
            .finish_non_exhaustive()
    }
}
