//! Files, into messages and out of them: what goes over the wire, what comes back, what is on the disk.

mod download;
mod save;
mod upload;

use std::fs;
use std::path::PathBuf;

use webex_sdk::WebexApi;
use webex_sdk::files::Upload;
use webex_sdk::models::{Message, Room};

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("webex-files-{:016x}", fastrand::u64(..)));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<_> = entries
            .map(|entry| name(entry).into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn room(api: &WebexApi) -> Room {
    api.rooms().create("Files").await.unwrap()
}

/// The URL of the one file.
fn url(message: &Message) -> String {
    let urls: Vec<_> = message.files.iter().flatten().collect();
    assert_eq!(urls.len(), 1);
    urls[0].to_string()
}

async fn sent(api: &WebexApi, file: impl Into<Upload>) -> String {
    let room = room(api).await;
    url(&api.messages().create(&room.id).file(file).await.unwrap())
}

fn random_bytes(length: usize) -> Vec<u8> {
    std::iter::repeat_with(|| fastrand::u8(..))
        .take(length)
        .collect()
}
