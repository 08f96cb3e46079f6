//! Pages that fail, and what comes after.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use futures_util::{StreamExt, TryStreamExt};
use http::StatusCode;

use crate::{
    BoxError, ErrorKind,
    testing::{Script, Steps, drain, paged},
};

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
