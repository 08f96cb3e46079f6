//! R10: what breaks, and what the error says of it.

use std::net::Ipv4Addr;
use std::time::Duration;

use http::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use webex_sdk::{ErrorKind, WebexApiBuilder};

use super::http2::{Http2Peer, INTERNAL_ERROR, NO_ERROR, REFUSED_STREAM};
use super::peer::{Act, Peer, Then, base_url, serve};

async fn kind(builder: WebexApiBuilder) -> ErrorKind {
    let api = builder.max_attempts(1).build().unwrap();
    let call = api.request(Method::POST, "/messages").json("text");
    let error = call.await.unwrap_err();
    // Never told as something else on its way up.
    assert_eq!(error.attempts(), 1, "{error:?}");
    error.kind()
}

fn ok(length: usize, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}")
}

#[tokio::test]
async fn every_fault_has_its_kind() {
    use ErrorKind::{Body, Decode, OutcomeUnknown, Server, Timeout, TooLarge};
    let long = "x".repeat(2000);
    for (name, act, expected) in [
        (
            "closed before the head",
            Act::send("", Then::Close),
            OutcomeUnknown,
        ),
        (
            "reset before the head",
            Act::send("", Then::Reset),
            OutcomeUnknown,
        ),
        (
            "closed in the head",
            Act::send("HTTP/1.1 200", Then::Close),
            OutcomeUnknown,
        ),
        (
            "no HTTP",
            Act::send("SSH-2.0-x\r\n\r\n", Then::Close),
            OutcomeUnknown,
        ),
        (
            "closed in the body",
            Act::send(ok(9, "{"), Then::Close),
            Body,
        ),
        (
            "reset in the body",
            Act::send(ok(9, "{"), Then::Reset),
            Body,
        ),
        (
            "a broken chunk",
            Act::send(
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nx",
                Then::Close,
            ),
            Body,
        ),
        ("cut JSON", Act::answer(200, "{\"id\":"), Decode),
        ("no JSON", Act::answer(200, "<html>"), Decode),
        ("too long", Act::answer(200, &long), TooLarge),
        ("no answer", Act::send("", Then::Keep), Timeout),
        ("no body", Act::send(ok(9, ""), Then::Keep), Timeout),
        ("502", Act::answer(502, "<html>"), Server),
    ] {
        let peer = Peer::new(move |_| act.clone()).await;
        let builder = peer.builder().body_limit(1000);
        let found = kind(builder.timeout(Duration::from_millis(200))).await;
        assert_eq!(found, expected, "{name}");
    }
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let refused = webex_sdk::WebexApi::builder().token("t");
    let found = kind(refused.base_url(base_url(address))).await;
    assert_eq!(found, ErrorKind::Connect);
    let unknown = webex_sdk::WebexApi::builder().token("t");
    let found = kind(unknown.base_url("https://no-such-host.invalid/v1")).await;
    assert_eq!(found, ErrorKind::Connect);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let https = base_url(listener.local_addr().unwrap()).replace("http", "https");
    let _plain = serve(listener, |mut socket| async move {
        let _ = socket.read_u8().await;
        let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    });
    let plain = webex_sdk::WebexApi::builder().token("t");
    let found = kind(plain.base_url(https)).await;
    assert_eq!(found, ErrorKind::Tls);
}

#[tokio::test]
async fn every_fault_has_its_kind_over_http_2() {
    use ErrorKind::{Body, OutcomeUnknown, Unsent};
    #[derive(Clone, Copy, Debug)]
    enum Fault {
        Refused,
        GoneAwayBefore(u32),
        GoneAwayAfter(u32),
        Reset,
        Closed,
        Garbage,
        HugeHead,
        ResetInBody,
        ClosedInBody,
    }
    for (fault, expected) in [
        (Fault::Refused, Unsent),
        (Fault::GoneAwayBefore(NO_ERROR), Unsent),
        (Fault::GoneAwayBefore(INTERNAL_ERROR), Unsent),
        (Fault::GoneAwayAfter(NO_ERROR), OutcomeUnknown),
        (Fault::GoneAwayAfter(INTERNAL_ERROR), OutcomeUnknown),
        (Fault::Reset, OutcomeUnknown),
        (Fault::Closed, OutcomeUnknown),
        (Fault::Garbage, OutcomeUnknown),
        // h2 does not say which of its limits it was.
        (Fault::HugeHead, OutcomeUnknown),
        (Fault::ResetInBody, Body),
        (Fault::ClosedInBody, Body),
    ] {
        let peer = Http2Peer::new(move |_, mut frames| async move {
            let Some(request) = frames.next().await? else {
                return Ok(());
            };
            let stream = request.stream;
            match fault {
                Fault::Refused => frames.reset(stream, REFUSED_STREAM).await?,
                Fault::GoneAwayBefore(code) => frames.go_away(0, code).await?,
                Fault::GoneAwayAfter(code) => frames.go_away(stream, code).await?,
                Fault::Reset => frames.reset(stream, INTERNAL_ERROR).await?,
                Fault::Closed => {}
                Fault::Garbage => frames.raw(b"HTTP/1.1 400 Bad Request\r\n\r\n").await?,
                Fault::HugeHead => frames.big_head(stream, 30_000).await?,
                Fault::ResetInBody => {
                    frames.head(stream, 200, 9).await?;
                    frames.reset(stream, INTERNAL_ERROR).await?;
                }
                Fault::ClosedInBody => frames.head(stream, 200, 9).await?,
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(())
        })
        .await;
        assert_eq!(kind(peer.builder()).await, expected, "{fault:?}");
    }
}
