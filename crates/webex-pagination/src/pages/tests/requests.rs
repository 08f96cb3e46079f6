//! When a page is asked for, and with what.

use std::time::Duration;

#[cfg(feature = "tokio")]
use futures_util::FutureExt;
use futures_util::{StreamExt, TryStreamExt};
use http::{Request, header};
use tokio::time::Instant;
use tower::util::BoxCloneSyncService;

use crate::{
    ErrorKind, Pages,
    testing::{Script, Steps, paged},
};

fn is_send<T: Send + Unpin + 'static>(value: T) -> T {
    value
}

/// G8
#[tokio::test]
async fn asks_for_nothing_before_the_first_poll() {
    let script = Script::numbers(3, 1);
    let mut pages = is_send(script.list("/numbers?page=0").prefetch(true));
    tokio::task::yield_now().await;
    assert_eq!(script.requests(), 0);
    pages.next().await.unwrap().unwrap();
    assert_eq!(script.requests(), 2, "the first and the prefetched");
    is_send(pages.items::<std::cell::Cell<u8>>());
}

#[tokio::test]
async fn a_page_is_plain_data() {
    let script = Script::new().page(
        "/r",
        r#"{"items":[1],"notFoundIds":["a"]}"#,
        "</r?c=1>; rel=prev, </r>; rel=first",
    );
    let page = script.list("/r").next().await.unwrap().unwrap();
    assert_eq!(page.uri, "https://api.example/r");
    assert_eq!(page.link("first"), Some("/r"));
    assert_eq!(page.links().count(), 2);
    assert_eq!(
        page.decode::<serde_json::Value>().unwrap()["notFoundIds"][0],
        "a"
    );
    assert_eq!(page.decode::<u8>().unwrap_err().kind(), ErrorKind::Decode);
    assert_eq!(
        format!("{page:?}"),
        r#"Page { path: "/r", status: 200, bytes: 33, .. }"#
    );
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

/// G8: exactly one page ahead, however long the consumer works.
#[tokio::test(start_paused = true)]
async fn prefetch_is_one_page_ahead_and_ends_with_the_stream() {
    let script = Script::numbers(5, 1).latency(Duration::from_millis(50));
    let mut pages = script.list("/numbers?page=0").prefetch(true);
    for taken in 1..=3 {
        pages.next().await.unwrap().unwrap();
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!((script.requests(), script.alive()), (taken + 1, 1));
    }
    drop(pages);
    assert_eq!(script.alive(), 0, "the call under way is dropped");
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(script.requests(), 4);
}

/// G8
#[cfg(feature = "tokio")]
#[tokio::test(start_paused = true)]
async fn a_spawned_prefetch_moves_alone_and_ends_with_the_stream() {
    let script = Script::numbers(5, 1).latency(Duration::from_millis(50));
    let mut pages = is_send(script.list("/numbers?page=0").prefetch_spawned());
    tokio::task::yield_now().await;
    assert_eq!(script.requests(), 0, "lazy");
    pages.next().await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(
        (script.requests(), script.alive()),
        (2, 0),
        "it has arrived by itself, and no more is asked"
    );
    assert!(pages.next().now_or_never().is_some());
    tokio::task::yield_now().await;
    assert_eq!((script.requests(), script.alive()), (3, 1));
    drop(pages);
    tokio::task::yield_now().await;
    assert_eq!(script.alive(), 0, "the task has ended");
}

#[cfg(feature = "tokio")]
#[test]
fn a_spawned_prefetch_outside_a_runtime_is_held() {
    let script = Script::numbers(3, 1);
    let pages = script.list("/numbers?page=0").prefetch_spawned();
    let pages: Vec<_> = futures_util::StreamExt::collect::<Vec<_>>(pages)
        .now_or_never()
        .unwrap();
    assert_eq!((pages.len(), script.requests()), (3, 3));
}

#[tokio::test]
async fn a_request_that_may_have_acted_is_not_repeated() {
    let script = Script::new().on("/search", || Err("reset".into()));
    let first = Request::post("https://api.example/search")
        .body("{}".to_owned())
        .unwrap();
    let mut pages = Pages::new(script.clone(), first);
    assert!(pages.next().await.unwrap().is_err());
    assert!(!pages.resume());
    assert!(pages.next().await.is_none());
    assert_eq!(script.requests(), 1);
}

#[tokio::test]
async fn a_body_over_the_limit_is_an_error() {
    let service = paged(1, 1000, |_| Steps::Page);
    let fault = service
        .list()
        .body_limit(100)
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(fault.kind(), ErrorKind::Body);
    assert!(service.list().next().await.unwrap().is_ok());
}

/// As a facade holds it: one boxed type for every service.
#[tokio::test]
async fn a_boxed_service_pages_as_well() {
    let script = Script::numbers(3, 10);
    let boxed = BoxCloneSyncService::new(script.clone());
    let first = Request::get("https://api.example/numbers?page=0")
        .body(String::new())
        .unwrap();
    let items = is_send(Pages::new(boxed, first).prefetch(true).items::<usize>());
    assert_eq!(items.try_collect::<Vec<_>>().await.unwrap().len(), 30);
    assert_eq!(script.requests(), 3);
}
