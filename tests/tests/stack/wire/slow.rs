//! T8: a peer that takes its time at any stage does not take more of the caller's than its timeout.

use std::net::Ipv4Addr;
use std::time::Duration;

use futures_util::future::join_all;
use http::Method;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::{Instant, sleep, timeout};
use webex_sdk::{Error, ErrorKind, WebexApi, WebexApiBuilder};

use super::http2::Http2Peer;
use super::peer::{base_url, read_request, serve};

const SOON: Duration = Duration::from_millis(300);
const LATE: Duration = Duration::from_millis(100);

async fn get(builder: WebexApiBuilder) -> (Error, Duration) {
    let api = builder.token("t").max_attempts(1).build().unwrap();
    let start = Instant::now();
    let answer = api.request(Method::GET, "/rooms").await;
    (answer.unwrap_err(), start.elapsed())
}

fn ends_in_time(error: &Error, took: Duration) {
    assert!(took >= SOON && took <= SOON + LATE, "{took:?}: {error}");
}

async fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let base_url = base_url(listener.local_addr().unwrap());
    (listener, base_url)
}

/// A byte now and then, for as long as the client stays.
async fn trickle(mut socket: TcpStream, byte: &[u8]) {
    while socket.write_all(byte).await.is_ok() {
        sleep(Duration::from_millis(20)).await;
    }
}

/// A listener whose queue of connections is full answers no further one.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_is_never_made_ends_in_time() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let address = socket.local_addr().unwrap();
    let _full = socket.listen(1).unwrap();
    let mut waiting = Vec::new();
    while let Ok(made) = timeout(LATE, TcpStream::connect(address)).await {
        waiting.push(made.unwrap());
    }
    let builder = WebexApi::builder().base_url(base_url(address));
    let (error, took) = get(builder.connect_timeout(SOON)).await;
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    ends_in_time(&error, took);
}

/// The time for a connection is that for TCP and TLS together.
#[tokio::test]
async fn a_handshake_that_never_ends_ends_in_time() {
    let (listener, base_url) = listener().await;
    let _peer = serve(listener, |mut socket| async move {
        // A record of a handshake, 16383 bytes long.
        let _ = socket.write_all(b"\x16\x03\x03\x3f\xff").await;
        trickle(socket, b"\0").await;
    });
    let builder = WebexApi::builder().base_url(base_url.replace("http", "https"));
    let (error, took) = get(builder.connect_timeout(SOON)).await;
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    ends_in_time(&error, took);

    let (listener, base_url) = self::listener().await;
    let _silent = serve(listener, |socket| async move {
        sleep(Duration::from_secs(5)).await;
        drop(socket);
    });
    let builder = WebexApi::builder().base_url(base_url.replace("http", "https"));
    let (error, took) = get(builder.connect_timeout(SOON)).await;
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    ends_in_time(&error, took);
}

/// Nothing, a head that never ends, a body that never does, and a chunk: the attempt is bounded with all of it.
#[tokio::test]
async fn an_answer_that_never_ends_ends_in_time() {
    let stages = [
        ("", None),
        ("HTTP/1.1 200 OK\r\nx: ", Some("a")),
        (
            "HTTP/1.1 100 Continue\r\n\r\n",
            Some("HTTP/1.1 100 Continue\r\n\r\n"),
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n",
            Some("a"),
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            Some("1\r\na\r\n"),
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            Some("0"),
        ),
        (
            "HTTP/1.1 503 No\r\ncontent-length: 10000\r\n\r\n",
            Some("a"),
        ),
    ];
    let calls = stages.map(|(begin, more)| async move {
        let (listener, base_url) = listener().await;
        let _peer = serve(listener, move |mut socket| async move {
            let _ = read_request(&mut socket).await;
            let _ = socket.write_all(begin.as_bytes()).await;
            match more {
                Some(more) => trickle(socket, more.as_bytes()).await,
                None => sleep(Duration::from_secs(5)).await,
            }
        });
        let (error, took) = get(WebexApi::builder().base_url(&base_url).timeout(SOON)).await;
        assert_eq!(error.kind(), ErrorKind::Timeout, "{begin:?}: {error:?}");
        ends_in_time(&error, took);
        let endless = WebexApi::builder().base_url(base_url).deadline(SOON);
        let (error, took) = get(endless).await;
        assert_eq!(error.kind(), ErrorKind::Timeout, "{begin:?}: {error:?}");
        ends_in_time(&error, took);
    });
    join_all(calls).await;
}

/// Pings are answered, and nothing else.
#[tokio::test]
async fn a_stream_that_is_never_answered_ends_in_time() {
    let peer = Http2Peer::new(|_, mut frames| async move {
        while frames.next().await?.is_some() {}
        Ok(())
    })
    .await;
    let (error, took) = get(peer.builder().timeout(SOON)).await;
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    ends_in_time(&error, took);
}
