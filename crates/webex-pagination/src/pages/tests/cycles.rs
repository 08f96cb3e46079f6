//! Lists that come back to where they were.

use futures_util::StreamExt;
use http::{Request, header};

use crate::{
    ErrorKind, Pages,
    testing::{Script, drain},
};

/// D-12
#[tokio::test]
async fn two_pages_that_point_at_each_other_come_once_each() {
    for prefetch in [false, true] {
        let script = Script::new().page("/a", "[1]", "</b>; rel=next").page(
            "/b",
            "[2]",
            "<https://API.example/a>; rel=next",
        );
        let mut pages = script.list("/a").prefetch(prefetch);
        let all = drain(&mut pages).await;
        assert_eq!((all.len(), script.requests()), (3, 2));
        assert_eq!(all[2].as_ref().unwrap_err().kind(), ErrorKind::Loop);
        assert!(!pages.resume());
    }
}

/// D-13
#[tokio::test]
async fn a_last_page_that_names_itself_comes_once() {
    let script = Script::new()
        .page("/r", "[1]", "</r?c=2>; rel=next")
        .page("/r?c=2", "[2]", "</r?c=3>; rel=next")
        .page("/r?c=3", "[3]", "<#>; rel=next");
    let all = drain(&mut script.list("/r").items::<u8>()).await;
    assert_eq!((all.len(), script.requests()), (4, 3));
    assert_eq!(all[3].as_ref().unwrap_err().kind(), ErrorKind::Loop);
}

/// G4: every length of a cycle, entered at its start or after a tail.
#[tokio::test]
async fn every_cycle_ends_after_each_page_was_delivered_once() {
    for cycle in (1..=40).chain([99, 500, 1000]) {
        for tail in [0, 3] {
            let pages = tail + cycle;
            let service = tower::service_fn(move |request: Request<String>| {
                let page: usize = request.uri().path()[1..].parse().unwrap();
                let next = if page + 1 == pages { tail } else { page + 1 };
                let link = format!("</{next}>; rel=next");
                async move {
                    http::Response::builder()
                        .header(header::LINK, link)
                        .body(String::new())
                }
            });
            let first = Request::get("https://api.example/0")
                .body(String::new())
                .unwrap();
            let all = drain(&mut Pages::new(service, first)).await;
            let (last, delivered) = all.split_last().unwrap();
            assert_eq!(last.as_ref().unwrap_err().kind(), ErrorKind::Loop);
            let delivered: Vec<String> = delivered
                .iter()
                .map(|page| page.as_ref().unwrap().uri.path().into())
                .collect();
            assert_eq!(
                delivered,
                (0..pages)
                    .map(|page| format!("/{page}"))
                    .collect::<Vec<_>>()
            );
        }
    }
}

#[tokio::test]
async fn a_page_asked_for_again_is_no_loop() {
    let script = Script::new()
        .page("/r", "[1]", "</r?c=2>; rel=next")
        .on("/r?c=2", || Err("reset".into()))
        .on("/r?c=2", || Err("reset".into()))
        .page("/r?c=2", "[2]", "</r?c=3>; rel=next")
        .page("/r?c=3", "[3]", "");
    let mut pages = script.list("/r").prefetch(true);
    let (mut delivered, mut faults) = (0, 0);
    while let Some(page) = pages.next().await {
        match page {
            Ok(_) => delivered += 1,
            Err(_) => faults += usize::from(pages.resume()),
        }
    }
    assert_eq!((delivered, faults, script.requests()), (3, 2, 5));
}
