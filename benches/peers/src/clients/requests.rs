//! reqwest, and the same loop by hand.

use std::time::Duration;

use tokio::runtime::Runtime;
use webex_models::Person;

use super::raw::Envelope;
use crate::job::Job;

pub fn run(runtime: &Runtime, job: Job, address: &str) {
    let client = reqwest::Client::builder()
        .user_agent("reqwest")
        .build()
        .unwrap();
    let get = |uri: &str| {
        client
            .get(uri)
            .bearer_auth("token")
            .header("accept", "application/json")
            .send()
    };
    match job.first_page() {
        None => {
            let me = format!("{address}/v1/people/me");
            super::calls(runtime, job, || {
                let answer = get(&me);
                async { answer.await.unwrap().json::<Person>().await.unwrap() }
            });
        }
        Some(path) => super::list(runtime, job, || {
            let mut next = Some(format!("{address}{path}"));
            async move {
                let mut items = 0;
                while let Some(uri) = next.take() {
                    let answer = get(&uri).await.unwrap();
                    next = answer.headers().get("link").and_then(|link| {
                        let link = link.to_str().ok()?;
                        Some(link.strip_prefix('<')?.split_once('>')?.0.to_owned())
                    });
                    let page: Envelope = answer.json().await.unwrap();
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
