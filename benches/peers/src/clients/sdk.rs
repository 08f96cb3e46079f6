//! Ours, with nothing set.

use std::future::IntoFuture;
use std::time::Duration;

use futures_util::TryStreamExt;
use tokio::runtime::Runtime;
use webex_sdk::WebexApi;
use webex_sdk::models::RoomId;

use crate::job::Job;

pub fn run(runtime: &Runtime, job: Job, address: &str) {
    let api = WebexApi::builder()
        .token("token")
        .base_url(format!("{address}/v1"))
        .build()
        .unwrap();
    let Some((room, page)) = job.list() else {
        super::calls(runtime, job, || {
            let call = api.people().me().into_future();
            async { call.await.unwrap() }
        });
        return;
    };
    let room: RoomId = room.parse().unwrap();
    super::list(runtime, job, || {
        let slow = job == Job::Prefetch;
        let mut stream = api
            .messages()
            .list(&room)
            .page_size(page)
            .prefetch(slow)
            .stream();
        async move {
            let mut items = 0;
            while let Some(message) = stream.try_next().await.unwrap() {
                std::hint::black_box(&message);
                items += 1;
                if slow && items % page == 0 {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
            items
        }
    });
}
