//! Leaving a listing and taking it up again, and taking only part of it.

use futures_util::{StreamExt, TryStreamExt};
use http::StatusCode;

use crate::{
    Cursor, ErrorKind,
    testing::{Script, drain},
};

/// G6: the listing is cut before each record; the cursor goes through text, the rest comes from a new listing.
#[tokio::test]
async fn a_cursor_gives_exactly_the_rest() {
    for prefetch in [false, true] {
        for cut in 0..=100 {
            let script = Script::numbers(10, 10);
            let mut items = script
                .list("/numbers?page=0")
                .prefetch(prefetch)
                .items::<usize>();
            for expected in 0..cut {
                assert_eq!(items.next().await.unwrap().unwrap(), expected);
            }
            assert_eq!(items.cursor().is_end(), cut == 100);
            let text = serde_json::to_string(&items.cursor()).unwrap();
            drop(items);

            let cursor: Cursor = serde_json::from_str(&text).unwrap();
            let rest = Script::numbers(10, 10)
                .list("/numbers?page=0")
                .start_at(&cursor)
                .items::<usize>();
            let rest: Vec<usize> = rest.try_collect().await.unwrap();
            assert_eq!(rest, (cut..100).collect::<Vec<_>>(), "cut at {cut}");
        }
    }
}

/// G6
#[tokio::test]
async fn a_cursor_survives_a_page_that_fails_in_the_other_process() {
    let mut items = Script::numbers(2, 10)
        .list("/numbers?page=0")
        .items::<usize>();
    for _ in 0..14 {
        items.next().await.unwrap().unwrap();
    }
    let script = Script::new()
        .status("/numbers?page=1", StatusCode::BAD_GATEWAY)
        .page("/numbers?page=1", "<html>", "")
        .page("/numbers?page=1", r#"{"items":[10,11,12,13,14,15]}"#, "");
    let mut rest = script
        .list("/numbers?page=0")
        .start_at(&items.cursor())
        .items::<usize>();
    for _ in 0..2 {
        let fault = rest.next().await.unwrap().unwrap_err();
        assert_eq!(
            (fault.cursor(), &rest.cursor()),
            (Some(&items.cursor()), &items.cursor())
        );
        assert!(rest.resume());
    }
    assert_eq!(rest.try_collect::<Vec<_>>().await.unwrap(), [14, 15]);
}

/// G8, D-52: ceil(n / page) requests, with prefetch or without.
#[tokio::test]
async fn a_limit_asks_for_no_page_more_than_it_needs() {
    for prefetch in [false, true] {
        for (limit, requests) in [
            (0, 0),
            (1, 1),
            (9, 1),
            (10, 1),
            (11, 2),
            (15, 2),
            (20, 2),
            (30, 3),
            (99, 3),
        ] {
            let script = Script::numbers(3, 10);
            let mut items = script
                .list("/numbers?page=0")
                .prefetch(prefetch)
                .items::<usize>()
                .limit(limit);
            let mut all = Vec::new();
            while let Some(record) = items.try_next().await.unwrap() {
                all.push(record);
            }
            assert_eq!(all, (0..limit.min(30)).collect::<Vec<_>>());
            assert_eq!(
                script.requests(),
                requests,
                "limit {limit}, prefetch {prefetch}"
            );

            let rest = script
                .list("/numbers?page=0")
                .start_at(&items.cursor())
                .items::<usize>();
            assert_eq!(
                rest.try_collect::<Vec<_>>().await.unwrap(),
                (limit.min(30)..30).collect::<Vec<_>>()
            );
        }
    }
}

/// G8: a consumer that just stops does as well, as long as nothing is prefetched.
#[tokio::test]
async fn a_consumer_that_stops_asks_for_no_more() {
    let script = Script::numbers(3, 10);
    let ten: Vec<usize> = script
        .list("/numbers?page=0")
        .items::<usize>()
        .take(10)
        .try_collect()
        .await
        .unwrap();
    assert_eq!((ten.len(), script.requests()), (10, 1));
}

/// Who starts at the cursor of a list that has broken off gets no record again, and the same fault.
#[tokio::test]
async fn a_cursor_behind_a_broken_link_meets_it_again() {
    let script = Script::new()
        .page("/r", "[1,2]", "</r?c=2>; rel=next")
        .page("/r?c=2", "[3,4]", "<//evil.example/>; rel=next");
    let mut items = script.list("/r").items::<u8>();
    assert_eq!(drain(&mut items).await.len(), 5);
    let cursor = items.cursor();
    assert_eq!(
        (cursor.page(), cursor.item()),
        (Some("https://api.example/r?c=2"), 2)
    );
    let rest = drain(&mut script.list("/r").start_at(&cursor).items::<u8>()).await;
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].as_ref().unwrap_err().kind(), ErrorKind::Origin);
}

#[tokio::test]
async fn pages_take_the_page_of_a_cursor_whole() {
    let script = Script::numbers(3, 10);
    let mut items = script.list("/numbers?page=0").items::<usize>();
    for _ in 0..14 {
        items.next().await.unwrap().unwrap();
    }
    let mut pages = script.list("/numbers?page=0").start_at(&items.cursor());
    assert_eq!(pages.cursor(), items.cursor());
    assert_eq!(
        pages.next().await.unwrap().unwrap().uri.query(),
        Some("page=1")
    );
    assert_eq!(pages.cursor().item(), 0);
    assert_eq!(
        pages
            .items::<usize>()
            .try_collect::<Vec<_>>()
            .await
            .unwrap(),
        (20..30).collect::<Vec<_>>()
    );
}
