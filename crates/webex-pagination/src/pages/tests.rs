//! Listings as a consumer of pages sees them.

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use http::{Request, header};
use tokio::time::Instant;

use crate::{Pages, testing::Script};

fn is_send<T: Send + Unpin>(value: T) -> T {
    value
}

/// G8
#[tokio::test]
async fn asks_for_nothing_before_the_first_poll() {
    let script = Script::numbers(3, 1);
    let mut pages = is_send(script.list("/numbers?page=0").prefetch(true));
    assert_eq!(script.requests(), 0);
    pages.next().await.unwrap().unwrap();
    assert_eq!(script.requests(), 2, "the first and the prefetched");
    is_send(pages.items::<std::cell::Cell<u8>>());
}

#[tokio::test]
async fn later_requests_carry_what_the_first_had() {
    #[derive(Clone)]
    struct Meta(&'static str);
    let script = Script::numbers(2, 1);
    let first = Request::get("https://api.example/numbers?page=0")
        .header(header::ACCEPT, "application/json")
        .extension(Meta("rooms.list"))
        .body("the first body".to_owned());
    let pages: Vec<_> = Pages::new(script.clone(), first.unwrap())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(pages.len(), 2);
    assert_eq!(
        script.asked(),
        [
            "https://api.example/numbers?page=0",
            "https://api.example/numbers?page=1"
        ]
    );
    let second = script.request(1);
    assert_eq!(second.headers()[header::ACCEPT], "application/json");
    assert_eq!(second.extensions().get::<Meta>().unwrap().0, "rooms.list");
}

#[tokio::test(start_paused = true)]
async fn prefetch_overlaps_a_page_with_the_work_on_the_one_before() {
    let script = Script::numbers(10, 1).latency(Duration::from_millis(50));
    let mut pages = script.list("/numbers?page=0").prefetch(true);
    let start = Instant::now();
    while pages.try_next().await.unwrap().is_some() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let elapsed = start.elapsed();
    assert!(elapsed <= Duration::from_millis(620), "{elapsed:?}");
    assert_eq!(script.requests(), 10);
}
