//! What every request meets: tokens, limits, faults, the record, the socket.

use std::time::Duration;

use axum::body::Body;
use http::{Method, Request};
use serde_json::json;
use webex_emulator::{Emulator, Fault, RateLimit, RetryAfter};

use crate::support::{Client, raw};

#[tokio::test]
async fn refuses_a_request_without_a_valid_token() {
    let webex = Emulator::new();
    let refusal =
        "The request requires a valid access token set in the Authorization request header.";
    for authorization in ["", "Bearer ", "Bearer nobody", "Basic eDp5"] {
        let request =
            Request::get("http://localhost/v1/people/me").header("authorization", authorization);
        raw(&webex.service(), request.body(Body::empty()).unwrap())
            .await
            .refused(401, refusal);
    }
}

#[tokio::test]
async fn every_answer_has_its_own_tracking_id() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let (one, two) = (ana.get("/people/me").await, ana.get("/people/me").await);
    assert!(one.header("trackingid").unwrap().starts_with("ROUTER_"));
    assert_ne!(one.header("trackingid"), two.header("trackingid"));
}

#[tokio::test]
async fn unknown_paths_verbs_and_types_are_refused() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    assert_eq!(ana.get("/nothing").await.status, 404);
    assert_eq!(ana.delete("/people/me").await.status, 405);
    let authorized =
        || Request::post("/v1/rooms").header("authorization", format!("Bearer {}", ana.token()));
    let untyped = authorized().body(Body::from("{}")).unwrap();
    raw(&webex.service(), untyped)
        .await
        .refused(415, "Content type 'text/plain' not supported");
    let typed = authorized()
        .header("content-type", "text/xml")
        .body(Body::from("<a/>"))
        .unwrap();
    raw(&webex.service(), typed)
        .await
        .refused(415, "Content type 'text/xml' not supported");
    let broken = authorized()
        .header("content-type", "application/json")
        .body(Body::from("{"))
        .unwrap();
    assert_eq!(raw(&webex.service(), broken).await.status, 400);
}

#[tokio::test]
async fn a_fault_strikes_the_next_matching_request_only() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    webex.faults().next(Fault::status(429).retry_after(2));
    webex
        .faults()
        .next(Fault::status(502).path("/rooms").method(Method::POST));
    let limited = ana.get("/rooms").await;
    limited.refused(429, "Too many requests");
    assert_eq!(limited.header("retry-after"), Some("2"));
    ana.get("/rooms").await.ok();
    ana.post("/rooms", json!({ "title": "x" }))
        .await
        .refused(502, "Bad Gateway");
    ana.make("/rooms", json!({ "title": "x" })).await;
    assert_eq!(
        ana.all("/rooms").await.len(),
        1,
        "a refused request was not processed"
    );
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_is_late_on_the_paused_clock() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    webex.faults().next(Fault::latency(Duration::from_secs(7)));
    let start = tokio::time::Instant::now();
    ana.get("/people/me").await.ok();
    assert_eq!(start.elapsed().as_secs(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_limit_is_per_token_and_ends_after_its_window() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bo = Client::new(&webex, &webex.add_person("bo@example.com"));
    webex.rate_limit(RateLimit::window(2, Duration::from_secs(60)));
    ana.get("/people/me").await.ok();
    ana.get("/people/me").await.ok();
    let refused = ana.get("/people/me").await;
    assert_eq!(
        (refused.status.as_u16(), refused.header("retry-after")),
        (429, Some("60"))
    );
    bo.get("/people/me").await.ok();
    webex.rate_limit(RateLimit::window(0, Duration::from_secs(60)).retry_after(RetryAfter::Date));
    let dated = ana.get("/people/me").await;
    let time = |name: &str| {
        jiff::fmt::rfc2822::parse(dated.header(name).unwrap())
            .unwrap()
            .timestamp()
    };
    assert_eq!((time("retry-after") - time("date")).as_secs(), 60);
    webex.rate_limit(RateLimit::window(2, Duration::from_secs(60)));
    ana.get("/people/me").await.ok();
    ana.get("/people/me").await.ok();
    tokio::time::sleep(Duration::from_secs(60)).await;
    ana.get("/people/me").await.ok();
}

#[tokio::test]
async fn records_what_came_in() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    ana.make("/rooms", json!({ "title": "x" })).await;
    ana.get("/rooms?max=%31").await.ok();
    let requests = webex.requests();
    assert_eq!(
        (&requests[0].method, requests[0].path.as_str()),
        (&Method::POST, "/v1/rooms")
    );
    assert_eq!(
        (&requests[0].body[..], requests[0].body_size),
        (&br#"{"title":"x"}"#[..], 13)
    );
    assert_eq!(requests[1].query.as_deref(), Some("max=%31"));
    webex.clear_requests();
    assert!(webex.requests().is_empty());
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let webex = Emulator::new();
    let body = Body::from(vec![0; 101 * 1024 * 1024 + 1]);
    let answer = raw(
        &webex.service(),
        Request::post("/v1/messages").body(body).unwrap(),
    )
    .await;
    assert_eq!(answer.status, 413);
}

#[tokio::test]
async fn serves_over_tcp_and_ends_gracefully() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let webex = Emulator::new();
    let admin = webex.add_admin("ana@example.com");
    let _ = webex.add_person("bo@example.com");
    let server = webex.serve("127.0.0.1:0").await.unwrap();
    assert_eq!(server.base_url(), format!("http://{}/v1", server.addr()));
    let mut stream = tokio::net::TcpStream::connect(server.addr()).await.unwrap();
    let request = format!(
        "GET /v1/people?max=1 HTTP/1.1\r\nHost: {}\r\nAuthorization: bearer {}\r\nConnection: close\r\n\r\n",
        server.addr(),
        admin.token(),
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(
        answer.contains(&format!(
            "link: <{}/people?max=1&before&after=",
            server.base_url()
        )),
        "{answer}"
    );
    let addr = server.addr();
    server.shutdown().await;
    assert!(tokio::net::TcpStream::connect(addr).await.is_err());
}

#[tokio::test]
async fn a_dropped_server_ends() {
    let server = Emulator::new().serve("127.0.0.1:0").await.unwrap();
    let addr = server.addr();
    drop(server);
    while tokio::net::TcpStream::connect(addr).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[test]
fn the_service_can_be_shared() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    let webex = Emulator::new();
    shared(&webex);
    shared(&webex.service());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_at_the_same_time_lose_nothing() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = crate::support::id(&ana.make("/rooms", json!({ "title": "x" })).await);
    let posts = (0..8).map(|task| {
        let (ana, room) = (ana.clone(), room.clone());
        tokio::spawn(async move {
            for n in 0..50 {
                ana.make(
                    "/messages",
                    json!({ "roomId": room, "text": format!("{task} {n}") }),
                )
                .await;
            }
        })
    });
    for post in posts.collect::<Vec<_>>() {
        post.await.unwrap();
    }
    let all = ana.all(&format!("/messages?roomId={room}&max=7")).await;
    let texts: std::collections::HashSet<_> = all
        .iter()
        .map(|message| message["text"].as_str().unwrap())
        .collect();
    assert_eq!((all.len(), texts.len()), (400, 400));
}
