//! R10: what a peer does wrong on the wire, and the kind of error that a caller sees. Nothing that was decoded wrongly is
//! asked for again, and no broken connection passes for a wrong answer.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use webex_sdk::{ErrorKind, TimeoutPhase, WebexApi};

/// What a peer does once it has read a request.
enum Then {
    /// Sends these bytes, and closes.
    Close(String),
    /// Sends these bytes, and nothing more.
    Stall(String),
}

async fn peer(then: Then) -> (String, Arc<AtomicU32>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicU32::new(0));
    let count = requests.clone();
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut buffer = [0; 8192];
            if socket.read(&mut buffer).await.is_ok_and(|read| read > 0) {
                count.fetch_add(1, Ordering::Relaxed);
            }
            let (Then::Close(bytes) | Then::Stall(bytes)) = &then;
            let _ = socket.write_all(bytes.as_bytes()).await;
            match then {
                Then::Close(_) => drop(socket.shutdown().await),
                Then::Stall(_) => open.push(socket),
            }
        }
    });
    (base_url, requests)
}

fn json(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn every_fault_on_the_wire_has_its_kind() {
    use ErrorKind::{Body, Decode, OutcomeUnknown, Server, Timeout, TooLarge};
    let close = |bytes: &str| Then::Close(bytes.to_owned());
    let stall = |bytes: &str| Then::Stall(bytes.to_owned());
    for (name, then, kind, resent) in [
        ("closes", close(""), OutcomeUnknown, true),
        (
            "breaks off in the head",
            close("HTTP/1.1 200 OK\r\ncont"),
            OutcomeUnknown,
            true,
        ),
        (
            "breaks off in the body",
            close("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"id\":"),
            Body,
            true,
        ),
        (
            "breaks off in a chunk",
            close("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{\"id\""),
            Body,
            true,
        ),
        (
            "ends without a last chunk",
            close("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n"),
            Body,
            true,
        ),
        (
            "sends no size of a chunk",
            close("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}"),
            Body,
            true,
        ),
        ("says nothing", stall(""), Timeout, true),
        (
            "stalls in the body",
            stall("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"),
            Timeout,
            true,
        ),
        (
            "sends no JSON",
            Then::Close(json("<html>all is well</html>")),
            Decode,
            false,
        ),
        (
            "sends half of JSON",
            Then::Close(json("{\"id\":\"x\"")),
            Decode,
            false,
        ),
        (
            "sends another type",
            Then::Close(json("[1]")),
            Decode,
            false,
        ),
        ("sends nothing", Then::Close(json("")), Decode, false),
        (
            "sends what nobody can unpack",
            close("HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 2\r\n\r\n{}"),
            Decode,
            false,
        ),
        (
            "sends too much",
            Then::Close(json(&" ".repeat(2000))),
            TooLarge,
            false,
        ),
        (
            "is a proxy without a service",
            close("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 7\r\n\r\n<html/>"),
            Server,
            true,
        ),
        (
            "refuses, and breaks off",
            close("HTTP/1.1 500 Oops\r\ncontent-length: 99\r\n\r\n{\"mess"),
            Server,
            false,
        ),
    ] {
        let (base_url, requests) = peer(then).await;
        let builder = WebexApi::builder().token("t").base_url(base_url);
        let api = builder
            .max_attempts(2)
            .body_limit(1000)
            .timeout(Duration::from_millis(150))
            .build()
            .unwrap();
        let error = api.people().me().await.unwrap_err();
        assert_eq!(error.kind(), kind, "a peer that {name}: {error}");
        assert_eq!(
            error.attempts(),
            1 + u32::from(resent),
            "a peer that {name}"
        );
        assert_eq!(
            requests.load(Ordering::Relaxed),
            error.attempts(),
            "a peer that {name}"
        );
        let phase = match name {
            "says nothing" => Some(TimeoutPhase::Head),
            "stalls in the body" => Some(TimeoutPhase::Body),
            _ => None,
        };
        assert_eq!(error.timeout_phase(), phase, "a peer that {name}");
    }
}

/// Before anything is sent.
#[tokio::test]
async fn what_never_left_has_its_kind() {
    let closed = {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        format!("http://{}/v1", listener.local_addr().unwrap())
    };
    let (plain, _) = peer(Then::Close(json("{}"))).await;
    for (base_url, kind) in [
        (closed, ErrorKind::Connect),
        (plain.replace("http:", "https:"), ErrorKind::Tls),
        (
            "http://no.such.host.invalid/v1".replace("http", "https"),
            ErrorKind::Connect,
        ),
    ] {
        let builder = WebexApi::builder().token("t").base_url(&base_url);
        let api = builder.max_attempts(1).build().unwrap();
        let error = api.people().me().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{base_url}: {error}");
    }
}
