//! R5: a body leaves whole, each time it leaves, or the request is none.

use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::Request;
use http_body::Frame;
use http_body_util::StreamBody;
use tower::ServiceExt;
use webex_sdk::transport::BoxError;
use webex_sdk::{Body, Error, ErrorKind, WebexApi};

use super::http2::Http2Peer;
use super::peer::{Act, Peer, Then};

const PIECE: Bytes = Bytes::from_static(&[b'x'; 1000]);

/// Ten thousand bytes in ten pieces.
fn streamed() -> Body {
    let pieces = stream::iter(vec![PIECE; 10]);
    Body::new(StreamBody::new(
        pieces.map(|piece| Ok::<_, Error>(Frame::data(piece))),
    ))
}

/// The same, and then something breaks.
fn breaking() -> Body {
    let pieces = stream::iter(vec![PIECE; 10]).map(|piece| Ok(Frame::data(piece)));
    let fault = stream::iter([Err(BoxError::from("the disk is gone"))]);
    Body::new(StreamBody::new(pieces.chain(fault)))
}

async fn put(api: WebexApi, length: Option<u64>, body: Body) -> Result<(), Error> {
    let mut request = Request::put("/files/1");
    if let Some(length) = length {
        request = request.header("content-length", length);
    }
    let answer = api.oneshot(request.body(body).unwrap()).await?;
    assert_eq!(answer.status(), 200);
    Ok(())
}

/// What chunks say, or all of it when there are none.
fn data(request: &super::peer::Arrived) -> usize {
    if request.head.contains("transfer-encoding") {
        request.body.iter().filter(|byte| **byte == b'x').count()
    } else {
        request.body.len()
    }
}

#[tokio::test]
async fn a_body_is_sent_again_whole_or_not_at_all() {
    let refused = "HTTP/1.1 429 No\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n";
    for first in [
        Act::answer(503, ""),
        Act::send("", Then::Close),
        Act::send("", Then::Reset),
        Act::send(refused, Then::Keep),
    ] {
        for length in [None, Some(10_000)] {
            for again in [false, true] {
                let what = format!("{first:?}, {length:?}, again: {again}");
                let (is_first, first) = (AtomicBool::new(true), first.clone());
                let peer = Peer::new(move |_| {
                    if is_first.swap(false, Ordering::Relaxed) {
                        return first.clone();
                    }
                    Act::ok()
                })
                .await;
                let body = if again {
                    Body::replayable(length, streamed)
                } else {
                    streamed()
                };
                let result = put(peer.api(), length, body).await;
                assert_eq!(result.is_ok(), again, "{what}: {result:?}");
                let lengths: Vec<_> = peer.arrived().iter().map(data).collect();
                assert_eq!(lengths, vec![10_000; 1 + usize::from(again)], "{what}");
            }
        }
    }
}

/// A server never sees the beginning of a body as all of it.
#[tokio::test]
async fn a_body_that_breaks_off_is_no_request() {
    let peer = Peer::new(|_| Act::ok()).await;
    for length in [None, Some(20_000)] {
        for body in [breaking(), Body::replayable(length, breaking)] {
            let error = put(peer.api(), length, body).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
            assert!(error.to_string().contains("the body of the request"));
        }
    }
    let short = Body::replayable(20_000, streamed);
    let error = put(peer.api(), None, short).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    assert!(error.to_string().contains("10000 bytes before"), "{error}");
    assert!(peer.arrived().is_empty(), "{:?}", peer.arrived());
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_request_over_http_2() {
    let peer = Http2Peer::new(|_, mut frames| async move {
        while let Some(request) = frames.next().await? {
            frames.answer(request.stream, 200, "{}").await?;
        }
        Ok(())
    })
    .await;
    let api = peer.builder().max_attempts(1).build().unwrap();
    put(api.clone(), None, streamed()).await.unwrap();
    for length in [None, Some(20_000)] {
        let error = put(api.clone(), length, breaking()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    }
    let short = Body::replayable(20_000, streamed);
    let error = put(api, None, short).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
}
