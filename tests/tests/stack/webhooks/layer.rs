//! The layer that verifies, without the receiver: around a handler of axum's, and against a body without end over TCP.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use bytes::Bytes;
use futures_util::stream;
use http::{Request, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio::net::TcpListener;
use tower::ServiceExt;
use webex_sdk::webhook::VerifySignatureLayer;

use super::support::{SECRET, signed};

/// A route that gives back what it gets, and one that is open to all.
fn app() -> Router {
    Router::new()
        .route("/webex", post(async |body: Bytes| body))
        .layer(VerifySignatureLayer::new(SECRET))
        .route("/open", post(async || "open"))
}

/// D-55: what is handed on is what was received, byte by byte.
#[tokio::test]
async fn a_route_of_axum_gets_the_raw_bytes() {
    let body = &b"{\"a\":  \"\\u00e9\"}\n"[..];
    let answer = app().oneshot(signed(body)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), body);

    let unsigned = Request::post("/webex").body(Full::from(body)).unwrap();
    let answer = app().oneshot(unsigned).await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let open = Request::post("/open").body(Full::from(body)).unwrap();
    assert_eq!(app().oneshot(open).await.unwrap().status(), StatusCode::OK);
}

/// W5: 1 GB, of which the receiver takes little more than the limit and what is in the buffers between.
#[tokio::test]
async fn a_body_without_end_is_refused_over_tcp() {
    const CHUNK: usize = 64 << 10;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}/webex", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app()).await });

    let sent = Arc::new(AtomicUsize::new(0));
    let count = sent.clone();
    let chunk = Bytes::from(vec![b' '; CHUNK]);
    let chunks = std::iter::repeat_n(chunk, (1 << 30) / CHUNK).map(move |chunk| {
        count.fetch_add(chunk.len(), Ordering::Relaxed);
        Ok::<_, Infallible>(Frame::data(chunk))
    });
    let request = Request::post(url).header("x-spark-signature", "0".repeat(40));
    let request = request.body(StreamBody::new(stream::iter(chunks))).unwrap();
    let client = Client::builder(TokioExecutor::new()).build_http();
    let answer = tokio::time::timeout(Duration::from_secs(10), client.request(request));
    // Sending may fail before the answer is read.
    if let Ok(answer) = answer.await.expect("it ends") {
        assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
    let sent = sent.load(Ordering::Relaxed);
    assert!((1_000_000..64 << 20).contains(&sent), "{sent} bytes");
}
