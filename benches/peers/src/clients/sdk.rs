//! Ours, with nothing set but where the server is and what to trust.

use std::path::Path;
use std::time::Duration;

use futures_util::TryStreamExt;
use webex_models::{Person, RoomId};
use webex_sdk::files::Upload;
use webex_sdk::{Tls, WebexApi};

use super::{Client, Source};
use crate::job::List;

pub struct Sdk(WebexApi);

impl Client for Sdk {
    type Me = Person;

    async fn new(origin: &str, ca: &[u8]) -> Self {
        let api = WebexApi::builder()
            .token("token")
            .base_url(format!("{origin}/v1"))
            .tls(Tls::new().add_root_pem(ca).unwrap())
            .env();
        Self(api.build().unwrap())
    }

    async fn me(&self) -> Person {
        self.0.people().me().await.unwrap()
    }

    async fn list(&self, list: List) -> usize {
        let room: RoomId = list.room.parse().unwrap();
        let slow = list.pause > 0;
        let messages = self.0.messages().list(&room).page_size(list.page);
        let mut messages = messages.prefetch(slow).stream();
        let mut items = 0;
        while let Some(message) = messages.try_next().await.unwrap() {
            std::hint::black_box(&message);
            items += 1;
            if slow && items % list.page == 0 {
                tokio::time::sleep(Duration::from_millis(list.pause)).await;
            }
        }
        items
    }

    async fn upload(&self, file: Source) {
        let file = match file {
            Source::Memory(bytes) => Upload::from_bytes("source.bin", bytes),
            Source::Disk(path) => Upload::from_path(path),
        };
        let room: RoomId = "room".parse().unwrap();
        self.0.messages().create(&room).file(file).await.unwrap();
    }

    async fn download(&self, to: Option<&Path>) -> usize {
        let file = self.0.contents().get("FILE").await.unwrap();
        match to {
            Some(path) => {
                let saved = file.to_file(path).await.unwrap();
                std::fs::metadata(saved).unwrap().len() as usize
            }
            None => {
                let count = |sum, bytes: bytes::Bytes| async move { Ok(sum + bytes.len()) };
                file.try_fold(0, count).await.unwrap()
            }
        }
    }
}
