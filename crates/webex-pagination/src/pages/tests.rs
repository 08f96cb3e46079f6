//! Listings as a consumer of pages sees them.

use std::{net::TcpListener, time::Duration};

#[cfg(feature = "tokio")]
use futures_util::FutureExt;
use futures_util::{StreamExt, TryStreamExt};
use http::{Request, header};
use tokio::time::Instant;

use crate::{
    Cursor, ErrorKind, Pages,
    testing::{Script, Steps, drain, paged},
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

/// D-06, D-07: what is broken is said, with the link, and nothing more is asked.
#[tokio::test]
async fn a_broken_link_is_an_error_after_its_page() {
    let table = [
        (
            r#"<https://api.example/r?cursor=abc; rel="next""#,
            ErrorKind::Link,
        ),
        (
            r#"<https://api.example/r?cursor=abc; rel="next", </r>; rel="prev""#,
            ErrorKind::Link,
        ),
        (
            r#"<https://api.example/r?cursor=[object Object]>; rel="next""#,
            ErrorKind::Link,
        ),
        (
            r#"</r>; title="cut off, </r?c=2>; rel="next""#,
            ErrorKind::Link,
        ),
        (r#"https://api.example/r?c=2; rel="next""#, ErrorKind::Link),
    ];
    for (link, kind) in table {
        let script = Script::new().page("/r", "[1]", link);
        let mut pages = script.list("/r");
        let all = drain(&mut pages).await;
        assert_eq!(all.len(), 2, "{link}");
        assert!(all[0].is_ok());
        let fault = all[1].as_ref().unwrap_err();
        assert_eq!(fault.kind(), kind, "{link}");
        assert!(link.contains(fault.link().unwrap()), "{link}");
        assert!(!fault.to_string().contains("cursor"), "no query: {fault}");
        assert_eq!((script.requests(), pages.resume()), (1, false));
    }
    let fault = Script::new().page(
        "/r",
        "[1]",
        r#"<https://api.example/r?cursor=[object Object]>; rel="next""#,
    );
    let fault = drain(&mut fault.list("/r"))
        .await
        .pop()
        .unwrap()
        .unwrap_err();
    assert_eq!(
        fault.to_string(),
        "the next link is malformed: <https://api.example/r..>"
    );
}

#[tokio::test]
async fn a_fault_beside_a_next_link_does_no_harm() {
    let script = Script::new()
        .page("/r", "[1]", "</r?c=2>; rel=next, nonsense")
        .page("/r?c=2", "[2]", "");
    assert_eq!(
        script
            .list("/r")
            .try_collect::<Vec<_>>()
            .await
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn a_link_of_another_resource_is_no_next() {
    let script = Script::new()
        .page(
            "/r",
            "[1]",
            r#"</x>; rel=next; anchor="/other", </r?c=2>; rel=next; anchor="""#,
        )
        .page(
            "/r?c=2",
            "[2]",
            r#"</y>; rel=next; anchor="https://api.example/r""#,
        );
    let pages: Vec<_> = script.list("/r").try_collect().await.unwrap();
    assert_eq!((pages.len(), script.requests()), (2, 2));
}

/// G3, D-09, D-10, D-11: the trap is a listener on this machine; the list is at another port of the same host.
#[tokio::test]
async fn no_request_leaves_for_another_origin() {
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let port = trap.local_addr().unwrap().port();
    let foreign = [
        format!("http://127.0.0.1:{port}/r"),
        format!("https://127.0.0.1:{port}/r"),
        format!("//127.0.0.1:{port}/r"),
        format!("http://localhost:{port}/r"),
        format!("http://127.1:{port}/r"),
        format!("http://2130706433:{port}/r"),
        format!("http://api.example@127.0.0.1:{port}/r"),
        format!("http://[::ffff:127.0.0.1]:{port}/r"),
        "http://api.example:8443/r".to_owned(),
        "https://api.example:8080/r".to_owned(),
        "http://api.example.evil.example:8080/r".to_owned(),
        "http://api.example.:8080/r".to_owned(),
        "http://ana:pw@api.example:8080/r".to_owned(),
    ];
    for prefetch in [false, true] {
        for link in &foreign {
            let script = Script::new().page("/r", "[1]", &format!("<{link}>; rel=next"));
            // Whatever is asked for beyond the first page is connected to.
            let dialling = tower::service_fn({
                let script = script.clone();
                move |request: Request<String>| {
                    let script = script.clone();
                    async move {
                        if let Some(port) = request.uri().port_u16().filter(|port| *port != 8080) {
                            let _ = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
                        }
                        tower::ServiceExt::oneshot(script, request).await
                    }
                }
            });
            let first = Request::get("http://api.example:8080/r")
                .body(String::new())
                .unwrap();
            let all = drain(&mut Pages::new(dialling, first).prefetch(prefetch)).await;
            assert_eq!(all.len(), 2, "{link}");
            assert_eq!(
                all[1].as_ref().unwrap_err().kind(),
                ErrorKind::Origin,
                "{link}"
            );
            assert_eq!(script.requests(), 1, "{link}");
        }
    }
    assert!(trap.accept().is_err(), "somebody called");
}

#[tokio::test]
async fn an_allowed_origin_is_followed() {
    let alias = "https://alias.example/r?c=2".parse().unwrap();
    let script = || {
        Script::new()
            .page("/r", "[1]", "<https://ALIAS.example:443/r?c=2>; rel=next")
            .page("/r?c=2", "[2]", "<?c=3>; rel=next")
            .page("/r?c=3", "[3]", "<https://api.example/r?c=4>; rel=next")
            .page("/r?c=4", "[4]", "")
    };
    let all = script();
    all.list("/r")
        .allow_origin(&alias)
        .try_collect::<Vec<_>>()
        .await
        .unwrap();
    assert_eq!(
        all.asked(),
        [
            "https://api.example/r",
            "https://alias.example/r?c=2",
            "https://alias.example/r?c=3",
            "https://api.example/r?c=4"
        ]
    );
    assert!(script().list("/r").try_collect::<Vec<_>>().await.is_err());
}

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

/// G6
#[tokio::test]
async fn a_cursor_of_another_list_goes_nowhere() {
    for page in [
        "https://evil.example/r?c=2",
        "http://api.example/r?c=2",
        "https://api.example@evil.example/",
        r"\\evil",
    ] {
        let text = serde_json::json!({"version": 1, "page": page, "item": 0}).to_string();
        let cursor: Cursor = serde_json::from_str(&text).unwrap();
        let script = Script::new();
        let all = drain(&mut script.list("/r").start_at(&cursor)).await;
        assert_eq!(all.len(), 1, "{page}");
        assert_eq!(
            all[0].as_ref().unwrap_err().kind(),
            ErrorKind::Cursor,
            "{page}"
        );
        assert_eq!(script.requests(), 0);
    }
    assert!(
        drain(&mut Script::new().list("/r").start_at(&Cursor::end()))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn a_cursor_holds_no_credential() {
    let script = Script::numbers(2, 1);
    let first = Request::get("https://ana:secret@api.example/numbers?page=0")
        .header(header::AUTHORIZATION, "secret");
    let mut pages = Pages::new(script.clone(), first.body(String::new()).unwrap());
    let mut cursors = vec![serde_json::to_string(&pages.cursor()).unwrap()];
    while pages.try_next().await.unwrap().is_some() {
        cursors.push(serde_json::to_string(&pages.cursor()).unwrap());
    }
    assert!(cursors[0].contains("https://api.example/numbers?page=0"));
    assert!(
        cursors.iter().all(|cursor| !cursor.contains("secret")),
        "{cursors:?}"
    );
    assert!(
        script.asked()[1].starts_with("https://ana:secret@"),
        "the first request's authority goes on"
    );
}
