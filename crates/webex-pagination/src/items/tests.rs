//! Listings as a consumer of records sees them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures_util::{StreamExt, TryStreamExt};
use http::StatusCode;
use serde::Deserialize;
use tokio::time::{Instant, sleep};

use crate::{
    BoxError, Cursor, ErrorKind, Items, Pages,
    testing::{Paged, Script, Steps, drain, paged},
};

/// D-53
#[tokio::test]
async fn delivers_every_record_of_every_page() {
    let script = Script::numbers(3, 10);
    let all: Vec<usize> = script
        .list("/numbers?page=0")
        .items::<usize>()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, (0..30).collect::<Vec<_>>());
    assert_eq!(script.requests(), 3);
}

/// D-14
#[tokio::test]
async fn follows_an_empty_page() {
    let script = Script::new()
        .page("/r", r#"{"items":[1,2]}"#, "</r?c=2>; rel=next")
        .page("/r?c=2", r#"{"items":[]}"#, "</r?c=3>; rel=next")
        .page("/r?c=3", r#"{"items":[3]}"#, "");
    let all: Vec<u8> = script.list("/r").items::<u8>().try_collect().await.unwrap();
    assert_eq!((all, script.requests()), (vec![1, 2, 3], 3));
}

#[tokio::test]
async fn reads_every_form_that_a_list_has() {
    #[derive(Deserialize, Debug, PartialEq)]
    struct Id {
        id: u8,
    }
    let table = [
        (r#"{"items":[{"id":1},{"id":2}]}"#, vec![1, 2]),
        (
            r#" {"notFoundIds":[{"items":[9]}],"items":[{"id":1}],"numberOfReports":1} "#,
            vec![1],
        ),
        (r#"[{"id":1},{"id":2}]"#, vec![1, 2]),
        (r#"{"items":{"id":1}}"#, vec![1]),
        (r#"{"items":null}"#, vec![]),
        (r#"{"items":[]}"#, vec![]),
        (r#"{"notFoundIds":[]}"#, vec![]),
        ("null", vec![]),
    ];
    for (body, ids) in table {
        let script = Script::new().page("/r", body, "");
        let all: Vec<Id> = script.list("/r").items::<Id>().try_collect().await.unwrap();
        assert_eq!(
            all.iter().map(|record| record.id).collect::<Vec<_>>(),
            ids,
            "{body}"
        );
    }
    for body in [
        "",
        "<html>",
        "7",
        r#"{"items":7}"#,
        r#"{"items":"none"}"#,
        r#"{"items":[{"id":1}"#,
        "[] []",
    ] {
        let script = Script::new().page("/r", body, "");
        let all = drain(&mut script.list("/r").items::<Id>()).await;
        assert_eq!(all.len(), 1, "{body}");
        assert_eq!(
            all[0].as_ref().unwrap_err().kind(),
            ErrorKind::Decode,
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_answer_without_content_is_an_empty_page() {
    let script = Script::new().status("/r", StatusCode::NO_CONTENT);
    assert!(drain(&mut script.list("/r").items::<u8>()).await.is_empty());
}

#[tokio::test]
async fn records_may_stand_in_another_member() {
    let script = Script::new().page("/licenses/1", r#"{"id":"L","users":[1,2]}"#, "");
    let all: Vec<u8> = script
        .list("/licenses/1")
        .items::<u8>()
        .member("users")
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, [1, 2]);
}

/// D-17
#[tokio::test]
async fn a_bad_record_is_one_error_and_the_others_arrive_in_order() {
    let bad = (0..100)
        .map(|n| {
            if n == 37 {
                r#""x""#.to_owned()
            } else {
                n.to_string()
            }
        })
        .collect::<Vec<_>>();
    let script = Script::new()
        .page(
            "/r",
            format!(r#"{{"items":[{}],"more":{{}}}}"#, bad.join(",")),
            "</r?c=2>; rel=next",
        )
        .page("/r?c=2", r#"{"items":[100]}"#, "");
    let mut items = script.list("/r").items::<usize>();
    let all = drain(&mut items).await;
    assert_eq!(all.len(), 101);
    for (index, record) in all.iter().enumerate() {
        match record {
            Ok(record) => assert_eq!(*record, index),
            Err(fault) => {
                assert_eq!(
                    (index, fault.kind(), fault.index()),
                    (37, ErrorKind::Record, Some(37))
                );
                assert_eq!(fault.cursor().unwrap().item(), 37);
                assert_eq!(
                    fault.to_string(),
                    "a record could not be read: number 37 of its page"
                );
            }
        }
    }
    assert!(items.cursor().is_end());
}

#[tokio::test]
async fn a_record_that_is_no_text_or_too_deep_is_one_error() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let body = [
        br#"{"items":["a","\xff","#.to_vec(),
        deep.into_bytes(),
        br#","d"]}"#.to_vec(),
    ]
    .concat();
    let body: Vec<u8> = String::from_utf8(body)
        .unwrap()
        .replace(r"\xff", "\u{1}")
        .into_bytes();
    let body: Vec<u8> = body
        .into_iter()
        .map(|byte| if byte == 1 { 0xff } else { byte })
        .collect();
    let script = Script::new().page("/r", body, "");
    let all = drain(&mut script.list("/r").items::<serde_json::Value>()).await;
    let faults: Vec<_> = all
        .iter()
        .map(|record| record.as_ref().err().and_then(crate::Error::index))
        .collect();
    assert_eq!(faults, [None, Some(1), Some(2), None]);
}

/// D-15
#[tokio::test]
async fn a_refused_page_is_one_error_and_can_be_asked_for_again() {
    for prefetch in [false, true] {
        let script = Script::new()
            .page("/r", r#"{"items":[1,2]}"#, "</r?c=2>; rel=next")
            .status("/r?c=2", StatusCode::NOT_FOUND)
            .page("/r?c=2", r#"{"items":[3]}"#, "");
        let mut items = script.list("/r").prefetch(prefetch).items::<u8>();
        assert!(!items.resume(), "nothing has failed");
        let before = drain(&mut items).await;
        assert_eq!(before.len(), 3);
        let fault = before[2].as_ref().unwrap_err();
        assert_eq!(
            (fault.kind(), fault.status()),
            (ErrorKind::Status, Some(StatusCode::NOT_FOUND))
        );
        assert_eq!(
            fault.response().unwrap().headers["trackingid"],
            "ROUTER_AB12"
        );
        assert_eq!(
            fault.cursor().unwrap().page(),
            Some("https://api.example/r?c=2")
        );
        assert_eq!(fault.to_string(), "a page was refused: 404 Not Found");

        assert!(items.next().await.is_none());
        assert!(items.next().await.is_none());
        assert_eq!(script.requests(), 2, "nothing more is asked");
        assert!(items.resume());
        let after = drain(&mut items).await;
        assert_eq!(after.len(), 1);
        assert_eq!(*after[0].as_ref().unwrap(), 3);
        assert_eq!(script.requests(), 3);
    }
}

#[tokio::test]
async fn a_page_that_is_no_list_can_be_asked_for_again() {
    for prefetch in [false, true] {
        let script = Script::new()
            .page("/r", r#"{"items":[1]}"#, "</r?c=2>; rel=next")
            .page("/r?c=2", "<html>busy</html>", "</r?c=3>; rel=next")
            .page("/r?c=2", r#"{"items":[2]}"#, "</r?c=3>; rel=next")
            .page("/r?c=3", r#"{"items":[3]}"#, "");
        let mut items = script.list("/r").prefetch(prefetch).items::<u8>();
        let before = drain(&mut items).await;
        let fault = before[1].as_ref().unwrap_err();
        assert_eq!((before.len(), fault.kind()), (2, ErrorKind::Decode));
        assert_eq!(fault.cursor(), Some(&items.cursor()));
        assert!(items.resume());
        let after: Vec<u8> = items.try_collect().await.unwrap();
        assert_eq!(after, [2, 3]);
    }
}

/// D-16: the waiting is the transport's; a slow answer is waited for, once.
#[tokio::test(start_paused = true)]
async fn waits_for_a_slow_page_and_asks_once() {
    let script = Script::numbers(4, 10).latency(Duration::from_secs(8));
    let all: Vec<usize> = script
        .list("/numbers?page=0")
        .items::<usize>()
        .try_collect()
        .await
        .unwrap();
    assert_eq!((all.len(), script.requests()), (40, 4));
}

/// G5
#[tokio::test]
async fn nothing_is_lost_and_nothing_comes_twice_under_faults() {
    for prefetch in [false, true] {
        let random = Arc::new(AtomicU64::new(1));
        let service = paged(1000, 100, move |_| {
            // One in ten fails: by the service, by status, or by a body that is cut off.
            let seed = random
                .fetch_add(1, Ordering::Relaxed)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            match (seed >> 32) % 30 {
                0 => Steps::ServiceFault,
                1 => Steps::Status(StatusCode::BAD_GATEWAY),
                2 => Steps::CutBody,
                _ => Steps::Page,
            }
        });
        let mut items = service.list().prefetch(prefetch).items::<usize>();
        let (mut expected, mut faults) = (0, 0);
        loop {
            match items.next().await {
                Some(Ok(record)) => {
                    assert_eq!(record, expected);
                    expected += 1;
                }
                Some(Err(fault)) => {
                    faults += 1;
                    assert_eq!(fault.cursor(), Some(&items.cursor()));
                    assert!(items.resume());
                }
                None => break,
            }
        }
        assert_eq!(expected, 100_000);
        assert!((50..200).contains(&faults), "{faults} faults");
    }
}

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

/// The held prefetch moves at each record that is handed out, so that a page which takes several steps gets on.
#[tokio::test(start_paused = true)]
async fn prefetch_moves_while_buffered_records_are_handed_out() {
    let service = paged(2, 10, |_| Steps::Slow {
        times: 5,
        each: Duration::from_millis(10),
    });
    let mut items = service.list().prefetch(true).items::<usize>();
    items.next().await.unwrap().unwrap();
    for _ in 1..10 {
        sleep(Duration::from_millis(10)).await;
        items.next().await.unwrap().unwrap();
    }
    let start = Instant::now();
    items.next().await.unwrap().unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

type Numbers = Items<usize, Paged, String>;

/// What prefetch gives a consumer of 50 ms a page of ten records, where a page takes 50 ms: in how many steps?
async fn ten_pages(
    list: impl FnOnce(Pages<Paged, String>) -> Numbers,
    steps: u32,
    records: usize,
) -> Duration {
    let each = Duration::from_millis(50) / steps;
    let service = paged(10, records, move |_| Steps::Slow { times: steps, each });
    let mut items = list(service.list());
    let start = Instant::now();
    while items.try_next().await.unwrap().is_some() {
        sleep(Duration::from_millis(50) / u32::try_from(records).unwrap()).await;
    }
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn held_prefetch_hides_the_latency_of_one_step() {
    let held = |pages: Pages<_, _>| pages.prefetch(true).items();
    for records in [1, 10] {
        let elapsed = ten_pages(held, 1, records).await;
        assert!(elapsed <= Duration::from_millis(620), "{elapsed:?}");
    }
    let elapsed = ten_pages(held, 4, 1).await;
    assert!(
        elapsed > Duration::from_millis(620),
        "{elapsed:?}: with several steps it needs more polls than it gets"
    );
    let without = ten_pages(|pages| pages.items(), 1, 1).await;
    assert!(without >= Duration::from_millis(1000), "{without:?}");
}

#[cfg(feature = "tokio")]
#[tokio::test(start_paused = true)]
async fn spawned_prefetch_hides_the_latency_of_many_steps() {
    for (steps, records) in [(1, 1), (4, 1), (10, 1), (10, 10)] {
        let elapsed = ten_pages(|pages| pages.prefetch_spawned().items(), steps, records).await;
        assert!(
            elapsed <= Duration::from_millis(620),
            "{elapsed:?} with {steps} steps"
        );
    }
}

/// D-60, end to end.
#[tokio::test]
async fn repair_brings_a_dropped_filter_back_encoded_once() {
    let script = Script::new()
        .page(
            "/people?email=a%2Bb%40example.com&max=2",
            r#"{"items":[1,2]}"#,
            "</people?cursor=2&max=null>; rel=next",
        )
        .page(
            "/people?cursor=2&email=a%2Bb%40example.com&max=2",
            r#"{"items":[3]}"#,
            "",
        )
        .page("/people?cursor=2&max=null", r#"{"items":[4]}"#, "");
    for (repair, last) in [(false, 4), (true, 3)] {
        let list = script
            .list("/people?email=a%2Bb%40example.com&max=2")
            .repair(repair)
            .items::<u8>();
        assert_eq!(list.try_collect::<Vec<_>>().await.unwrap(), [1, 2, last]);
    }
}

#[tokio::test]
async fn the_error_of_the_service_comes_back_as_it_was() {
    #[derive(Debug, PartialEq)]
    struct Down(u8);
    impl std::fmt::Display for Down {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("down")
        }
    }
    impl std::error::Error for Down {}

    let script = Script::new().on("/r", || Err(Box::new(Down(7)) as BoxError));
    let fault = script
        .list("/r")
        .items::<u8>()
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(fault.kind(), ErrorKind::Service);
    assert_eq!(
        *fault
            .into_service_error()
            .unwrap()
            .downcast::<Down>()
            .unwrap(),
        Down(7)
    );

    let script = Script::new().status("/r", StatusCode::FORBIDDEN);
    let fault = script
        .list("/r")
        .items::<u8>()
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(
        fault.into_service_error().unwrap_err().status(),
        Some(StatusCode::FORBIDDEN)
    );
}

/// G7: peak heap does not grow with the number of pages.
#[test]
fn memory_is_flat_in_the_number_of_pages() {
    let peak = |pages: usize, prefetch: bool| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let service = paged(pages, 100, |_| Steps::Page);
        let measured = allocation_counter::measure(|| {
            runtime.block_on(async {
                let mut items = service.list().prefetch(prefetch).items::<usize>();
                let mut count = 0;
                while items.try_next().await.unwrap().is_some() {
                    count += 1;
                }
                assert_eq!(count, pages * 100);
            });
        });
        measured.bytes_max
    };
    for prefetch in [false, true] {
        let (many, more) = (peak(5000, prefetch), peak(8000, prefetch));
        assert!(
            many < 64 << 10,
            "{many} bytes: the window of visited pages as it grows, and two pages"
        );
        assert!(more < many + 64, "{many} bytes, then {more}");
    }
}
