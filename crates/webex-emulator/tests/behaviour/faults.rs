//! Faults that spoil answers and break connections, and odd links.

use std::{io, time::Duration};

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tower::ServiceExt;
use webex_emulator::{Chaos, Emulator, Fault, OddLinks, Server};

use crate::support::{Client, id};

fn me(client: &Client) -> Request<Body> {
    let request = Request::get("http://x/v1/people/me")
        .header("authorization", format!("Bearer {}", client.token()));
    request.body(Body::empty()).unwrap()
}

/// Sends one request over TCP and reads until the end or an error.
async fn exchange(server: &Server, request: &str) -> (String, io::Result<()>) {
    let mut stream = TcpStream::connect(server.addr()).await.unwrap();
    let mut bytes = Vec::new();
    let outcome = async {
        stream.write_all(request.as_bytes()).await?;
        stream.read_to_end(&mut bytes).await.map(|_| ())
    };
    let outcome = outcome.await;
    (String::from_utf8(bytes).unwrap(), outcome)
}

fn post(client: &Client) -> String {
    format!(
        "POST /v1/rooms HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{{\"title\":\"x\"}}",
        client.token(),
    )
}

#[tokio::test]
async fn in_process_a_broken_connection_is_an_error_or_a_502() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    for (fault, kind) in [
        (Fault::refused(), io::ErrorKind::ConnectionRefused),
        (Fault::reset_before_head(), io::ErrorKind::ConnectionReset),
    ] {
        webex.faults().next(fault.clone());
        assert_eq!(
            webex
                .flaky_service()
                .oneshot(me(&ana))
                .await
                .unwrap_err()
                .kind(),
            kind
        );
        webex.faults().next(fault);
        assert_eq!(ana.get("/people/me").await.status, 502);
        assert_eq!(
            webex
                .flaky_service()
                .oneshot(me(&ana))
                .await
                .unwrap()
                .status(),
            200
        );
    }
}

#[tokio::test]
async fn a_reset_before_the_head_comes_after_the_work() {
    // D-28: the server did the work and never answered.
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let server = webex.serve("127.0.0.1:0").await.unwrap();
    webex.faults().next(Fault::reset_before_head());
    let (answer, outcome) = exchange(&server, &post(&ana)).await;
    assert_eq!(
        (answer.as_str(), outcome.unwrap_err().kind()),
        ("", io::ErrorKind::ConnectionReset)
    );
    assert_eq!(ana.all("/rooms").await.len(), 1);
    webex.faults().next(Fault::refused().path("/rooms"));
    let (answer, outcome) = exchange(&server, &post(&ana)).await;
    assert!(answer.is_empty() && outcome.is_err());
    assert_eq!(
        ana.all("/rooms").await.len(),
        1,
        "a refused request was not processed"
    );
}

#[tokio::test]
async fn a_refused_connection_is_gone_before_the_request() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let server = webex.serve("127.0.0.1:0").await.unwrap();
    webex.faults().next(Fault::refused());
    let (answer, outcome) = exchange(&server, &post(&ana)).await;
    assert!(answer.is_empty() && outcome.is_err());
    assert!(webex.requests().is_empty());
    assert!(
        exchange(&server, &post(&ana))
            .await
            .0
            .starts_with("HTTP/1.1 200")
    );
}

#[tokio::test]
async fn a_cut_body_is_shorter_than_announced() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let server = webex.serve("127.0.0.1:0").await.unwrap();
    for kept in [0, 10] {
        webex.faults().next(Fault::cut_body(kept));
        let (answer, _) = exchange(&server, &post(&ana)).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .unwrap();
        assert!(
            head.starts_with("HTTP/1.1 200") && length.parse::<usize>().unwrap() > 100,
            "{head}"
        );
        assert_eq!(body.len(), kept);
        webex.faults().next(Fault::cut_body(kept));
        let response = webex.service().oneshot(me(&ana)).await.unwrap();
        response.into_body().collect().await.unwrap_err();
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_body_takes_its_time() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let whole = ana.get("/people/me").await.body;
    webex
        .faults()
        .next(Fault::slow_body(50, Duration::from_secs(1)));
    let start = tokio::time::Instant::now();
    let body = webex
        .service()
        .oneshot(me(&ana))
        .await
        .unwrap()
        .into_body()
        .collect()
        .await
        .unwrap()
        .to_bytes();
    assert_eq!(body, whole.to_string());
    assert_eq!(start.elapsed().as_secs(), body.len().div_ceil(50) as u64);
}

#[tokio::test]
async fn answers_can_be_spoilt() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    webex.faults().next(Fault::wrong_json());
    let body = webex
        .service()
        .oneshot(me(&ana))
        .await
        .unwrap()
        .into_body()
        .collect()
        .await
        .unwrap()
        .to_bytes();
    assert!(serde_json::from_slice::<serde_json::Value>(&body).is_err());
    webex
        .faults()
        .next(Fault::body("text/html", "<h1>Proxy</h1>"));
    let response = webex.service().oneshot(me(&ana)).await.unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["content-type"].as_bytes()
        ),
        (200, &b"text/html"[..])
    );
    webex
        .faults()
        .next(Fault::link("https://evil.example/v1/rooms"));
    assert_eq!(
        ana.get("/rooms").await.next().unwrap(),
        "https://evil.example/v1/rooms"
    );
    // D-32: a refusal with nothing in it but its tracking id.
    webex
        .faults()
        .next(Fault::status(400).answer("text/html", ""));
    let empty = ana.get("/rooms").await;
    assert_eq!((empty.status.as_u16(), &empty.body), (400, &json!(null)));
    assert!(empty.header("trackingid").is_some());
    webex.faults().next(Fault::expired_token());
    assert_eq!(ana.get("/people/me").await.status, 401);
}

#[tokio::test]
async fn chaos_strikes_by_its_seed() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let webex = Emulator::new();
        let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
        webex.faults().random(
            Chaos::new(7, 0.3)
                .fault(Fault::status(503))
                .fault(Fault::status(502)),
        );
        let mut statuses = Vec::new();
        for _ in 0..100 {
            statuses.push(ana.get("/people/me").await.status.as_u16());
        }
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
    assert!(
        [200, 502, 503]
            .iter()
            .all(|status| runs[0].contains(status))
    );
}

#[tokio::test]
async fn links_can_be_odd() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    for n in 0..5 {
        ana.make(
            "/messages",
            json!({ "roomId": room, "text": n.to_string() }),
        )
        .await;
        ana.make("/rooms", json!({ "title": n.to_string() })).await;
    }
    let list = format!("/messages?roomId={room}&max=2");
    webex.odd_links(OddLinks::new().max_null());
    let next = ana.get(&list).await.next().unwrap();
    assert!(next.contains("&max=null&"), "{next}");
    assert_eq!(ana.get(&next).await.status, 400);
    webex.odd_links(OddLinks::new().dropped_filters());
    assert!(!ana.get(&list).await.next().unwrap().contains("roomId"));
    webex.odd_links(OddLinks::new().base("https://api.ciscospark.com/v1"));
    assert!(
        ana.get(&list)
            .await
            .next()
            .unwrap()
            .starts_with("https://api.ciscospark.com/v1/messages?")
    );
    webex.odd_links(OddLinks::new().empty_pages());
    for (list, count) in [(list.as_str(), 5), ("/rooms?max=2", 6)] {
        webex.clear_requests();
        assert_eq!(ana.all(list).await.len(), count);
        assert_eq!(webex.requests().len(), 5, "three pages and two empty ones");
    }
}

#[tokio::test]
async fn going_away_answers_and_ends_the_connection() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let server = webex.serve("127.0.0.1:0").await.unwrap();
    webex.faults().next(Fault::go_away());
    // The client would keep the connection: it is the server that ends it.
    let request = post(&ana).replace("Connection: close\r\n", "");
    let exchanged = tokio::time::timeout(Duration::from_secs(5), exchange(&server, &request));
    let (text, outcome) = exchanged.await.expect("the connection stays");
    outcome.unwrap();
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
}
