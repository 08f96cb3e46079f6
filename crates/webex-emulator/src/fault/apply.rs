//! Spoiling a response.

use std::{io, time::Duration};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::{Stream, stream};
use http::{HeaderValue, StatusCode, header};
use http_body_util::BodyExt;

use super::{Effect, Fault};
use crate::{
    error::ApiError,
    service::{refuse, sleep},
};

/// Marks a response in whose place the connection is to be broken.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Broken {
    Refused,
    Reset,
}

/// Marks a response after which the connection is to end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GoAway;

/// The error that the fault gives in place of an answer.
pub(crate) fn refusal(status: StatusCode, fault: Fault) -> Response {
    let mut response = refuse(status, fault.retry_after);
    if let Some((content_type, text)) = fault.answer {
        response.extensions_mut().remove::<ApiError>();
        if let Ok(value) = HeaderValue::from_str(&content_type) {
            response.headers_mut().insert(header::CONTENT_TYPE, value);
        }
        *response.body_mut() = Body::from(text);
    }
    response
}

/// Does to a good response what the fault wants.
pub(crate) async fn spoil(mut response: Response, effect: Effect) -> Response {
    match effect {
        Effect::ResetBeforeHead => {
            response.extensions_mut().insert(Broken::Reset);
        }
        Effect::CutBody(bytes) => {
            let body = take_body(&mut response).await;
            let kept = body.slice(..bytes.min(body.len()));
            *response.body_mut() = Body::from_stream(cut(kept));
        }
        Effect::SlowBody { bytes, pause } => {
            let body = take_body(&mut response).await;
            *response.body_mut() = Body::from_stream(slow(body, bytes, pause));
        }
        Effect::Body { content_type, text } => {
            if let Ok(value) = HeaderValue::from_str(&content_type) {
                response.headers_mut().insert(header::CONTENT_TYPE, value);
            }
            response.headers_mut().remove(header::CONTENT_LENGTH);
            *response.body_mut() = Body::from(text);
        }
        Effect::Link(url) => {
            if let Ok(value) = HeaderValue::from_bytes(format!("<{url}>; rel=\"next\"").as_bytes())
            {
                response.headers_mut().insert(header::LINK, value);
            }
        }
        Effect::GoAway => {
            response.extensions_mut().insert(GoAway);
        }
        // Done before there was a response.
        Effect::Status(_) | Effect::Latency(_) | Effect::Refused => {}
    }
    response
}

/// Takes the whole body, and announces its length, so that a client can tell that something is missing.
async fn take_body(response: &mut Response) -> Bytes {
    let body = std::mem::take(response.body_mut()).collect().await;
    let body = body
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    body
}

fn cut(kept: Bytes) -> impl Stream<Item = io::Result<Bytes>> {
    let end = io::Error::new(io::ErrorKind::ConnectionReset, "cut by a fault");
    let kept = (!kept.is_empty()).then_some(Ok(kept));
    // Without the pause hyper would see the end before it has written the beginning.
    stream::unfold(kept.into_iter().chain([Err(end)]), |mut rest| async move {
        tokio::task::yield_now().await;
        Some((rest.next()?, rest))
    })
}

fn slow(body: Bytes, bytes: usize, pause: Duration) -> impl Stream<Item = io::Result<Bytes>> {
    stream::unfold(body, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        sleep(pause).await;
        let piece = rest.split_to(bytes.min(rest.len()));
        Some((Ok(piece), rest))
    })
}
