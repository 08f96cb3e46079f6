//! What the default stack makes of a service that fails, over sockets and on a paused clock.

mod bodies;
mod downloads;
mod framing;
mod framing_http2;
mod goaway;
mod http2;
mod kinds;
mod limits;
mod once;
#[cfg(unix)]
mod outage;
mod peer;
mod runtimes;
#[cfg(unix)]
mod scattered;
mod slow;
mod stale;

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use webex_emulator::Fault;
use webex_sdk::models::RoomId;
use webex_sdk::{ErrorKind, WebexApi};

use crate::support::World;

/// A peer that reads each request and closes without an answer. Counts requests.
async fn silent_peer() -> (String, Arc<AtomicU32>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicU32::new(0));
    let count = requests.clone();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut buffer = [0; 8192];
            if socket.read(&mut buffer).await.is_ok_and(|read| read > 0) {
                count.fetch_add(1, Ordering::Relaxed);
            }
            let _ = socket.shutdown().await;
        }
    });
    (base_url, requests)
}

/// R2, D-28: what may have been processed is not sent again.
#[tokio::test]
async fn a_post_without_an_answer_is_sent_once() {
    let (base_url, requests) = silent_peer().await;
    let api = WebexApi::builder()
        .token("t")
        .base_url(base_url)
        .build()
        .unwrap();
    let room = RoomId::new("R").unwrap();
    let error = api.messages().create(room).text("once").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(error.attempts(), 1);
    assert_eq!(requests.load(Ordering::Relaxed), 1);
}

/// The base URL's own scheme decides: no token over plain http to another machine.
#[test]
fn a_base_url_that_would_give_the_token_away_is_refused() {
    let error = WebexApi::builder()
        .token("t")
        .base_url("http://webexapis.com/v1")
        .build();
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidInput);
}

/// D-30: by default a POST is not resent after a 502, and a GET is.
#[tokio::test(start_paused = true)]
async fn a_502_is_backed_off_from_where_that_is_safe() {
    let world = World::new();
    let api = world.api();
    let room = api.rooms().create("R").await.unwrap();
    world.webex.faults().next(Fault::status(502));
    let error = api.messages().create(&room.id).text("x").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 502);
    assert!(error.tracking_id().is_some());
    world.webex.faults().next(Fault::status(502));
    api.rooms().get(&room.id).await.unwrap();
}

/// D-22.
#[tokio::test(start_paused = true)]
async fn waiting_can_be_refused_or_bounded() {
    let world = World::new();
    let impatient = world.builder().wait_on_rate_limit(false).build().unwrap();
    let bounded = world
        .builder()
        .deadline(Duration::from_secs(5))
        .build()
        .unwrap();
    let start = tokio::time::Instant::now();
    for api in [impatient, bounded] {
        world
            .webex
            .faults()
            .next(Fault::status(429).retry_after(60));
        let error = api.people().me().await.unwrap_err();
        assert!(error.is_rate_limited());
        assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
}

/// D-25, R8: the budget is wired into what `build()` makes.
#[tokio::test(start_paused = true)]
async fn an_outage_is_not_doubled() {
    let world = World::new();
    let api = world.builder().max_attempts(10).build().unwrap();
    world.webex.faults().next(Fault::status(503).always());
    for _ in 0..1000 {
        api.people().me().await.unwrap_err();
    }
    let sent = world.webex.requests().len();
    assert!((1000..=1100).contains(&sent), "{sent}");
}

/// A limit of the emulator's own: whoever is too fast is refused, waits, and is served.
#[tokio::test(start_paused = true)]
async fn a_rate_limit_is_waited_out() {
    let world = World::new();
    world.webex.rate_limit(webex_emulator::RateLimit::window(
        5,
        Duration::from_secs(10),
    ));
    let api = world.api();
    for _ in 0..12 {
        api.people().me().await.unwrap();
    }
    assert!(world.webex.requests().len() > 12);
}

/// A peer that answers each request with these bytes, and counts them.
async fn answering_peer(answer: String) -> (String, Arc<AtomicU32>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicU32::new(0));
    let count = requests.clone();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::Relaxed);
            let mut buffer = [0; 8192];
            let _ = socket.read(&mut buffer).await;
            let _ = socket.write_all(answer.as_bytes()).await;
        }
    });
    (origin, requests)
}

/// A5: redirects are not followed, so that no token follows one.
#[tokio::test]
async fn no_redirect_is_followed() {
    let (trap, trapped) = answering_peer(String::new()).await;
    for status in [301, 302, 303, 307, 308] {
        for target in [
            format!("{trap}/v1/people/me"),
            trap.replace("http://", "https://"),
            trap.replace("127.0.0.1", "localhost"),
            trap.replace("http:", ""),
            "/v1/people/me".to_owned(),
        ] {
            let answer = format!(
                "HTTP/1.1 {status} Moved\r\nlocation: {target}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            let (origin, requests) = answering_peer(answer).await;
            let api = WebexApi::builder()
                .token("t")
                .base_url(format!("{origin}/v1"))
                .build()
                .unwrap();
            let error = api.people().me().await.unwrap_err();
            assert_eq!(error.status().unwrap().as_u16(), status, "{error}");
            assert_eq!(requests.load(Ordering::Relaxed), 1, "{status} to {target}");
        }
    }
    assert_eq!(trapped.load(Ordering::Relaxed), 0);
}

/// D-46: without the feature nothing is asked for packed.
#[tokio::test]
async fn nothing_is_asked_for_packed() {
    let world = World::new();
    world.api().people().me().await.unwrap();
    for request in world.webex.requests() {
        assert!(!request.headers.contains_key("accept-encoding"));
    }
}

/// No deadline that a user may think of is a panic.
#[tokio::test]
async fn an_endless_deadline_is_far() {
    let world = World::new();
    let api = world
        .builder()
        .deadline(Duration::MAX)
        .timeout(Duration::MAX)
        .build()
        .unwrap();
    api.people().me().await.unwrap();
    api.people().me().deadline(Duration::MAX).await.unwrap();
    let error = api
        .people()
        .me()
        .deadline(Duration::ZERO)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        world.webex.requests().len(),
        2,
        "nothing is sent when no time is left"
    );
}
