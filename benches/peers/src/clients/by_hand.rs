//! What has to be written where there is no library for Webex.

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use serde::Deserialize;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use webex_models::Message;

use crate::job::List;

#[derive(Deserialize)]
pub struct Page {
    items: Vec<Message>,
}

impl Page {
    /// Looks at each message.
    pub async fn read(self, list: List) -> usize {
        let mut items = 0;
        for message in self.items {
            std::hint::black_box(&message);
            items += 1;
        }
        if list.pause > 0 {
            tokio::time::sleep(Duration::from_millis(list.pause)).await;
        }
        items
    }
}

pub fn first_page(origin: &str, list: List) -> String {
    let List { room, page, .. } = list;
    format!("{origin}/v1/messages?roomId={room}&max={page}")
}

pub fn next_page(headers: &HeaderMap) -> Option<String> {
    let link = headers.get("link")?.to_str().ok()?;
    Some(link.strip_prefix('<')?.split_once('>')?.0.to_owned())
}

/// Where a download goes.
pub struct Sink {
    file: Option<File>,
    bytes: usize,
}

impl Sink {
    pub async fn new(to: Option<&Path>) -> Self {
        let file = match to {
            Some(path) => Some(File::create_new(path).await.unwrap()),
            None => None,
        };
        Self { file, bytes: 0 }
    }

    pub async fn take(&mut self, bytes: &Bytes) {
        self.bytes += bytes.len();
        if let Some(file) = &mut self.file {
            file.write_all(bytes).await.unwrap();
        }
    }

    pub async fn end(self) -> usize {
        if let Some(mut file) = self.file {
            file.flush().await.unwrap();
            file.sync_all().await.unwrap();
        }
        self.bytes
    }
}
