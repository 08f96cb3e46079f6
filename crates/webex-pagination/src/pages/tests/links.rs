//! Which links are followed, and which are not.

use std::net::TcpListener;

use futures_util::TryStreamExt;
use http::{Request, header};

use crate::{
    Cursor, ErrorKind, Pages,
    testing::{Script, drain},
};

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
async fn why_a_link_is_broken_is_the_source() {
    let script = Script::new().page("/r", "[1]", "nonsense");
    let fault = drain(&mut script.list("/r")).await.pop().unwrap();
    let fault = fault.unwrap_err();
    let source = std::error::Error::source(&fault).unwrap();
    assert_eq!(source.to_string(), "text that is no link");
}

#[tokio::test]
async fn an_error_shows_no_credential_of_a_link() {
    let script = Script::new().page(
        "/r",
        "[1]",
        "<https://ana:secret@api.example/r?token=secret>; rel=next",
    );
    let fault = drain(&mut script.list("/r"))
        .await
        .pop()
        .unwrap()
        .unwrap_err();
    let shown = format!("{fault} {fault:?}");
    assert!(
        shown.starts_with("the next link leads to another origin: <api.example/r..>"),
        "{shown}"
    );
    assert!(!shown.contains("secret"), "{shown}");
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

/// G6
#[tokio::test]
async fn a_cursor_of_another_list_goes_nowhere() {
    for page in [
        "https://evil.example/r?c=2",
        "http://api.example/r?c=2",
        "https://api.example@evil.example/",
        r"\\evil",
    ] {
        let text = serde_json::json!({"version": 1, "page": page, "item": 7}).to_string();
        let cursor: Cursor = serde_json::from_str(&text).unwrap();
        let script = Script::new();
        let mut pages = script.list("/r").start_at(&cursor);
        let all = drain(&mut pages).await;
        // Nothing was delivered of the list that it is.
        assert_eq!(pages.cursor(), script.list("/r").cursor());
        let mut items = script.list("/r").start_at(&cursor).items::<u8>();
        assert_eq!(drain(&mut items).await.len(), 1);
        assert_eq!(items.cursor(), script.list("/r").cursor());
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
