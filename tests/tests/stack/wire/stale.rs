//! D-29: a kept connection that dies as it is used again.

use http::Method;
use webex_sdk::ErrorKind;

use super::peer::{Act, Peer, Then};
use crate::scripted_faults::cases;

/// A connection serves one request, and closes without a word when it gets another.
fn once(request: &super::peer::Arrived) -> Act {
    match request.nth {
        0 => Act::ok(),
        _ => Act::send("", Then::Close),
    }
}

/// Each other request meets a dying connection. Several clients, since the pauses before resends are real.
#[tokio::test]
async fn reads_never_notice() {
    let all = cases(1_000).max(200);
    let peer = std::sync::Arc::new(Peer::new(once).await);
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let peer = peer.clone();
        clients.spawn(async move {
            let api = peer.api();
            for _ in 0..all / 50 {
                api.request(Method::GET, "/rooms").await.unwrap();
            }
        });
    }
    clients.join_all().await;
    let arrived = peer.arrived();
    let met = arrived.iter().filter(|request| request.nth > 0).count();
    assert!(met >= all / 2, "{met}");
}

/// All of a POST was read before the connection closed: whether it was acted on, nobody knows.
#[tokio::test]
async fn a_post_that_left_is_not_repeated() {
    let peer = Peer::new(once).await;
    let api = peer.api();
    api.request(Method::GET, "/rooms").await.unwrap();
    let call = api.request(Method::POST, "/messages").json("text");
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(peer.arrived().len(), 2);
}

/// The connection was closed while it was idle: no byte of the POST leaves on it, so it goes out on another.
#[tokio::test]
async fn a_post_that_never_left_is_sent() {
    let peer = Peer::new(|_| Act {
        then: Then::Close,
        ..Act::ok()
    })
    .await;
    let api = peer.api();
    for n in 0..cases(1_000).max(100) {
        // Now and then the end has been seen before the next request, now and then not.
        if n % 2 == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        let call = api.request(Method::POST, "/messages").json(&n);
        call.await.unwrap();
    }
    assert_eq!(peer.arrived().len(), cases(1_000).max(100));
}
