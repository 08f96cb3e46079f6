//! A download on its way to the disk: whole, or not at all.

use std::fmt;
use std::fs;
use std::future::{Future, IntoFuture};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use http_body_util::BodyExt;
use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};
use webex_transport::{Error, ErrorKind};

use super::Download;

/// Bytes.
const AT_ONCE: usize = 256 << 10;

/// Saves a download when it is awaited, and gives back the path.
///
/// It is written to a new file of another name beside its place, and gets its own when all of it is on the disk: nobody sees
/// half a file. That file goes when the saving fails or is dropped. Nothing that is there already is written to, nor
/// followed if it is a link: a name that is taken is an error of the kind [`ErrorKind::File`], as is whatever else the file
/// system says, with its [`io::Error`] as the source.
#[must_use = "a download is saved when it is awaited"]
pub struct Save {
    download: Download,
    path: PathBuf,
    /// Made first, if it is not there.
    folder: Option<PathBuf>,
    overwrite: bool,
}

impl Save {
    pub(super) const fn new(download: Download, path: PathBuf) -> Self {
        Self {
            download,
            path,
            folder: None,
            overwrite: false,
        }
    }

    pub(super) fn in_folder(download: Download, folder: PathBuf, name: &str) -> Self {
        let path = folder.join(name);
        Self {
            folder: Some(folder),
            ..Self::new(download, path)
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
            folder,
            overwrite,
        } = self;
        let failed = |error| cannot_save(&path, error);
        if !overwrite && tokio::fs::symlink_metadata(&path).await.is_ok() {
            return Err(failed(io::ErrorKind::AlreadyExists.into()));
        }
        let place = path.clone();
        let new = blocking(move || {
            folder.map_or(Ok(()), |folder| make_folder(&folder))?;
            Partial::beside(&place)
        });
        let (file, partial) = new.await.map_err(failed)?;
        // Each write is a task of its own, and frames are small.
        let mut file = BufWriter::with_capacity(AT_ONCE, File::from_std(file));
        while let Some(frame) = download.frame().await {
            if let Ok(bytes) = frame?.into_data() {
                file.write_all(&bytes).await.map_err(failed)?;
            }
        }
        file.flush().await.map_err(failed)?;
        file.get_ref().sync_all().await.map_err(failed)?;
        drop(file);
        let place = path.clone();
        let placed = blocking(move || partial.become_file(&place, overwrite)).await;
        placed.map_err(failed)?;
        Ok(path)
    }
}

/// Goes on to its end, also when nobody waits for it any more.
async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let ended = tokio::task::spawn_blocking(run).await;
    ended.unwrap_or_else(|error| Err(io::Error::other(error)))
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

/// Its last component alone: a path that is wrong from further up is not to be built.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.exists() {
        return Ok(());
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()), // by another
        made => made,
    }
}

/// The path of a file that is not finished, which goes when this is dropped.
#[derive(Debug)]
struct Partial(PathBuf);

impl Partial {
    /// A new file in the same folder.
    fn beside(path: &Path) -> io::Result<(fs::File, Self)> {
        if path.file_name().is_none() {
            let message = "it names no file";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let mut random = [0; 16];
        getrandom::getrandom(&mut random)?;
        let name = format!(".{:032x}.partial", u128::from_be_bytes(random));
        let path = path.with_file_name(name);
        Ok((fs::File::create_new(&path)?, Self(path)))
    }

    fn become_file(self, path: &Path, overwrite: bool) -> io::Result<()> {
        if overwrite {
            return fs::rename(&self.0, path);
        }
        match fs::hard_link(&self.0, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                // Not every file system has links: an empty file takes the name first.
                fs::File::create_new(path)?;
                fs::rename(&self.0, path).inspect_err(|_| drop(fs::remove_file(path)))
            }
            linked => linked,
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Nothing is left of one that was renamed, and nobody is there to be told of one that cannot be removed.
        let _ = fs::remove_file(&self.0);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> PathBuf {
        let path = std::env::temp_dir().join(format!("webex-save-{:016x}", fastrand::u64(..)));
        fs::create_dir(&path).unwrap();
        path
    }

    /// C1: whoever gave up waiting for the file to be made still has it removed.
    #[tokio::test]
    async fn a_file_that_nobody_waits_for_any_more_goes() {
        let folder = folder();
        let place = folder.join("a.txt");
        let (begin, begun) = std::sync::mpsc::channel::<()>();
        let (made, is_made) = std::sync::mpsc::channel();
        let mut making = Box::pin(blocking(move || {
            let _ = begun.recv();
            let new = Partial::beside(&place);
            let _ = made.send(
                place
                    .parent()
                    .map(|folder| folder.read_dir().unwrap().count()),
            );
            new
        }));
        let once = tokio::time::timeout(std::time::Duration::ZERO, &mut making);
        assert!(once.await.is_err());
        drop(making);
        begin.send(()).unwrap();
        assert_eq!(is_made.recv(), Ok(Some(1)));
        tokio::time::timeout(std::time::Duration::from_secs(10), async {
            while folder.read_dir().unwrap().count() > 0 {
                tokio::task::yield_now().await;
            }
        })
        .await
        .unwrap();
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_name_that_is_taken_is_left_alone_and_nothing_stays() {
        let folder = folder();
        let path = folder.join("a.txt");
        fs::write(&path, "old").unwrap();
        let (_, partial) = Partial::beside(&path).unwrap();
        let error = partial.become_file(&path, false).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(folder.read_dir().unwrap().count(), 1);
        for nameless in [Path::new(""), Path::new("/"), &folder.join("..")] {
            assert!(Partial::beside(nameless).is_err(), "{nameless:?}");
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
