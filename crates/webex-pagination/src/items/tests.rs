//! Listings as a consumer of records sees them.

use futures_util::{StreamExt, TryStreamExt};
use http::StatusCode;

use crate::{
    ErrorKind,
    testing::{Script, drain},
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

/// D-15
#[tokio::test]
async fn a_refused_page_is_one_error_and_can_be_asked_for_again() {
    let script = Script::new()
        .page("/r", r#"{"items":[1,2]}"#, "</r?c=2>; rel=next")
        .status("/r?c=2", StatusCode::NOT_FOUND)
        .page("/r?c=2", r#"{"items":[3]}"#, "");
    let mut items = script.list("/r").items::<u8>();
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

    assert!(items.next().await.is_none());
    assert!(items.resume());
    let after = drain(&mut items).await;
    assert_eq!(after.len(), 1);
    assert_eq!(*after[0].as_ref().unwrap(), 3);
    assert_eq!(script.requests(), 3);
}
