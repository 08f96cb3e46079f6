//! hyper-util's client and serde_json, by hand: the least that it can cost in Rust without a library of one's own.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri};
use http_body_util::{BodyExt, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use tokio::runtime::Runtime;
use webex_models::{Message, Person};

use crate::job::Job;

#[derive(Deserialize)]
pub struct Envelope {
    pub items: Vec<Message>,
}

pub fn run(runtime: &Runtime, job: Job, address: &str) {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let client: Client<_, Empty<Bytes>> = Client::builder(TokioExecutor::new()).build(connector);
    let get = |uri: Uri| {
        let request = Request::get(uri)
            .header("authorization", "Bearer token")
            .header("accept", "application/json")
            .header("user-agent", "raw")
            .body(Empty::new())
            .unwrap();
        client.request(request)
    };
    match job.first_page() {
        None => {
            let me: Uri = format!("{address}/v1/people/me").parse().unwrap();
            super::calls(runtime, job, || {
                let answer = get(me.clone());
                async {
                    let body = answer.await.unwrap().into_body().collect().await.unwrap();
                    serde_json::from_slice::<Person>(&body.to_bytes()).unwrap()
                }
            });
        }
        Some(path) => super::list(runtime, job, || {
            let mut next = Some(format!("{address}{path}"));
            async move {
                let mut items = 0;
                while let Some(uri) = next.take() {
                    let answer = get(uri.parse().unwrap()).await.unwrap();
                    next = answer.headers().get("link").and_then(|link| {
                        let link = link.to_str().ok()?;
                        Some(link.strip_prefix('<')?.split_once('>')?.0.to_owned())
                    });
                    let body = answer.into_body().collect().await.unwrap();
                    let page: Envelope = serde_json::from_slice(&body.to_bytes()).unwrap();
                    for message in page.items {
                        std::hint::black_box(&message);
                        items += 1;
                    }
                    if job == Job::Prefetch {
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                }
                items
            }
        }),
    }
}
