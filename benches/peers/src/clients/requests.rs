//! reqwest, and the same loops by hand.

use std::path::Path;

use reqwest::multipart::{Form, Part};
use reqwest::{Certificate, RequestBuilder, Response};
use rustls::crypto::ring;
use webex_models::{Message, Person};

use super::by_hand::{Page, Sink, first_page, next_page};
use super::{Client, Source};
use crate::job::{FILE, List};

pub struct Requests {
    client: reqwest::Client,
    origin: String,
    me: String,
}

async fn send(request: RequestBuilder) -> Response {
    let request = request
        .bearer_auth("token")
        .header("accept", "application/json");
    request.send().await.unwrap().error_for_status().unwrap()
}

impl Client for Requests {
    type Me = Person;

    async fn new(origin: &str, ca: &[u8]) -> Self {
        ring::default_provider().install_default().unwrap();
        let client = reqwest::Client::builder()
            .user_agent("reqwest")
            .tls_certs_merge([Certificate::from_pem(ca).unwrap()]);
        Self {
            client: client.build().unwrap(),
            me: format!("{origin}/v1/people/me"),
            origin: origin.to_owned(),
        }
    }

    async fn me(&self) -> Person {
        let answer = send(self.client.get(&self.me)).await;
        answer.json().await.unwrap()
    }

    async fn list(&self, list: List) -> usize {
        let mut items = 0;
        let mut next = Some(first_page(&self.origin, list));
        while let Some(uri) = next.take() {
            let answer = send(self.client.get(uri)).await;
            next = next_page(answer.headers());
            let page: Page = answer.json().await.unwrap();
            items += page.read(list).await;
        }
        items
    }

    async fn upload(&self, file: Source) {
        let part = match file {
            Source::Memory(bytes) => {
                Part::stream_with_length(bytes, FILE as u64).file_name("source.bin")
            }
            Source::Disk(path) => Part::file(path).await.unwrap(),
        };
        let form = Form::new().text("roomId", "room").part("files", part);
        let request = self.client.post(format!("{}/v1/messages", self.origin));
        let answer = send(request.multipart(form)).await;
        answer.json::<Message>().await.unwrap();
    }

    async fn download(&self, to: Option<&Path>) -> usize {
        let request = self.client.get(format!("{}/v1/contents/FILE", self.origin));
        let mut answer = send(request).await;
        let mut sink = Sink::new(to).await;
        while let Some(bytes) = answer.chunk().await.unwrap() {
            sink.take(&bytes).await;
        }
        sink.end().await
    }
}
