//! Tokens in a file that nobody else reads.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::{StoreFuture, TokenSet, TokenStore};
use crate::BoxError;

/// Keeps tokens in a JSON file, readable by its owner alone (mode 0600 where there are modes).
///
/// The file is replaced as a whole: whoever reads it sees the old pair or the new one, and a crash leaves one of them. Of
/// the saves of one store and its clones the one begun last stays, whichever is slower.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: PathBuf,
    order: Arc<Order>,
}

/// How many saves were begun, and which of them is in place: one that nobody waits for goes on, and may end late.
#[derive(Debug, Default)]
struct Order {
    begun: AtomicU64,
    placed: Mutex<u64>,
}

impl FileStore {
    /// In this file, which need not exist yet. Its folder must.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            order: Arc::default(),
        }
    }
}

impl TokenStore for FileStore {
    fn load(&self) -> StoreFuture<Option<TokenSet>> {
        let path = self.path.clone();
        blocking(move || match fs::read(path) {
            Ok(json) => Ok(TokenSet::from_json(&serde_json::from_slice(&json)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        })
    }

    fn save(&self, tokens: TokenSet) -> StoreFuture<()> {
        let Self { path, order } = self.clone();
        let nth = order.begun.fetch_add(1, Ordering::Relaxed) + 1;
        blocking(move || {
            let json = tokens.to_json().to_string();
            Ok(replace(&path, json.as_bytes(), &order, nth)?)
        })
    }
}

fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BoxError> + Send + 'static,
) -> StoreFuture<T> {
    Box::pin(async move { tokio::task::spawn_blocking(work).await? })
}

/// Writes beside the file, and puts that in its place, unless a later one is there.
fn replace(path: &Path, content: &[u8], order: &Order, nth: u64) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{:016x}.tmp", fastrand::u64(..)));
    let beside = path.with_file_name(name);
    let written = create(&beside).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()
    });
    let placed = written.and_then(|()| {
        let mut placed = order.placed.lock().unwrap_or_else(PoisonError::into_inner);
        let is_newest = nth > *placed;
        if is_newest {
            fs::rename(&beside, path)?;
            *placed = nth;
        }
        Ok(is_newest)
    });
    if !matches!(placed, Ok(true)) {
        // What was not put in place must not lie around: it holds tokens.
        let _ = fs::remove_file(&beside);
    }
    placed.map(drop)
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> PathBuf {
        let path = std::env::temp_dir().join(format!("webex-{:016x}", fastrand::u64(..)));
        fs::create_dir(&path).unwrap();
        path
    }

    #[tokio::test]
    async fn gives_back_what_it_was_given_across_instances() {
        let folder = folder();
        let path = folder.join("tokens.json");
        assert_eq!(FileStore::at(&path).load().await.unwrap(), None);
        let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_800_000_000);
        for access in ["first", "second"] {
            let tokens = TokenSet::new(access).expires_at(at).refresh_token("R");
            FileStore::at(&path).save(tokens.clone()).await.unwrap();
            assert_eq!(FileStore::at(&path).load().await.unwrap(), Some(tokens));
        }
        assert_eq!(
            fs::read_dir(&folder).unwrap().count(),
            1,
            "nothing lies around"
        );
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let path = folder.join("tokens.json");
        fs::write(&path, "{}").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        FileStore::at(&path).save(TokenSet::new("t")).await.unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::remove_dir_all(folder).unwrap();
    }

    /// A4: as when a save took too long, and its thread went on.
    #[tokio::test]
    async fn a_save_that_ends_late_is_not_put_over_a_newer_one() {
        let folder = folder();
        let store = FileStore::at(folder.join("tokens.json"));
        let late = store.save(TokenSet::new("old"));
        let newer = TokenSet::new("new");
        store.clone().save(newer.clone()).await.unwrap();
        late.await.unwrap();
        assert_eq!(store.load().await.unwrap(), Some(newer));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[tokio::test]
    async fn a_failed_save_is_an_error_and_leaves_nothing_lying_around() {
        let folder = folder();
        let taken = folder.join("tokens.json");
        fs::create_dir(&taken).unwrap();
        assert!(
            FileStore::at(&taken)
                .save(TokenSet::new("t"))
                .await
                .is_err()
        );
        let left: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        assert_eq!(left, [taken]);
        fs::remove_dir_all(folder).unwrap();
    }
}
