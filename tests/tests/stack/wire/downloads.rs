//! T8: a download takes the time it takes, as long as something comes. hyper over a pipe in memory, on a paused clock.

use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use http_body_util::BodyExt;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};
use tower::{ServiceExt, service_fn};
use webex_sdk::transport::{BoxError, CallMeta};
use webex_sdk::{Body, ErrorKind, WebexApi};

/// A byte each ten seconds, for an hour.
const BYTES: u64 = 360;
const PAUSE: Duration = Duration::from_secs(10);

/// The answer to what is asked for, and the end of the connection that its body comes from.
async fn download(streams: bool) -> (Result<Response<Body>, webex_sdk::Error>, DuplexStream) {
    let (client, mut server) = duplex(1024);
    let (sender, connection) = http1::handshake(TokioIo::new(client)).await.unwrap();
    tokio::spawn(connection);
    let sender = Arc::new(Mutex::new(sender));
    let transport = service_fn(move |request: Request<Body>| {
        let sender = sender.clone();
        async move {
            let answer = sender.lock().await.send_request(request).await;
            answer.map_err(BoxError::from)
        }
    });
    let builder = WebexApi::builder().token("t").transport(transport);
    let api = builder.max_attempts(1).build().unwrap();
    let mut request = Request::get("/contents/1").body(Body::empty()).unwrap();
    let meta = CallMeta::default().streams(streams);
    request.extensions_mut().insert(meta);
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {BYTES}\r\n\r\n");
    let begin = async {
        server.read_exact(&mut [0; 16]).await.unwrap(); // it has been asked for
        server.write_all(head.as_bytes()).await.unwrap();
    };
    let (answer, ()) = tokio::join!(api.oneshot(request), begin);
    (answer, server)
}

#[tokio::test(start_paused = true)]
async fn an_hour_of_bytes_is_not_cut() {
    let (answer, mut server) = download(true).await;
    let start = Instant::now();
    tokio::spawn(async move {
        for _ in 0..BYTES {
            sleep(PAUSE).await;
            server.write_all(b"x").await.unwrap();
        }
    });
    let body = answer.unwrap().into_body().collect().await.unwrap();
    assert_eq!(body.to_bytes().len() as u64, BYTES);
    assert!(start.elapsed() >= PAUSE * BYTES as u32);
}

#[tokio::test(start_paused = true)]
async fn silence_is_cut_after_a_minute() {
    let (answer, mut server) = download(true).await;
    server.write_all(b"x").await.unwrap();
    let mut body = answer.unwrap().into_body();
    body.frame().await.unwrap().unwrap();
    let start = Instant::now();
    let error = body.frame().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let over = start.elapsed() - Duration::from_secs(60);
    assert!(over <= Duration::from_millis(10), "{over:?}");
}

/// What is read into memory is a part of its attempt.
#[tokio::test(start_paused = true)]
async fn what_is_not_streamed_ends_with_its_attempt() {
    let start = Instant::now();
    let (answer, _server) = download(false).await;
    assert_eq!(answer.unwrap_err().kind(), ErrorKind::Timeout);
    let over = start.elapsed() - Duration::from_secs(60);
    assert!(over <= Duration::from_millis(10), "{over:?}");
}
