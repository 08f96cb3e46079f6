//! The answer to a request.

use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use http::response::Builder;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};

use super::pages::{ME, Pages};
use crate::job::FILE;

pub type Answer = UnsyncBoxBody<Bytes, Infallible>;

pub async fn answer(pages: &Pages, scheme: &str, request: Request<Incoming>) -> Response<Answer> {
    let json = Response::builder().header(header::CONTENT_TYPE, "application/json");
    match (request.method(), request.uri().path()) {
        (&Method::GET, "/v1/people/me") => whole(json, ME.into()),
        (&Method::GET, "/v1/messages") => page(json, pages, scheme, &request).await,
        (&Method::POST, "/v1/messages") => {
            let form = request.headers()[header::CONTENT_TYPE].as_bytes();
            assert!(form.starts_with(b"multipart/form-data"));
            assert!(length(request.into_body()).await > FILE);
            whole(json, pages.message.clone())
        }
        (&Method::GET, "/v1/contents/FILE") => Response::builder()
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header(header::CONTENT_LENGTH, FILE)
            .body(StreamBody::new(file()).boxed_unsync())
            .unwrap(),
        _ => not_found(),
    }
}

fn whole(head: Builder, body: Bytes) -> Response<Answer> {
    head.body(Full::new(body).boxed_unsync()).unwrap()
}

fn not_found() -> Response<Answer> {
    let head = Response::builder().status(StatusCode::NOT_FOUND);
    whole(head, Bytes::new())
}

/// A room says all about its messages.
async fn page(
    mut json: Builder,
    pages: &Pages,
    scheme: &str,
    request: &Request<Incoming>,
) -> Response<Answer> {
    let query: HashMap<&str, &str> = request
        .uri()
        .query()
        .unwrap()
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    let room = query["roomId"];
    let about: Vec<&str> = room.split('-').collect();
    let [kind, all, delay] = about[..] else {
        panic!("nobody knows the room {room}");
    };
    let size: usize = query["max"].parse().unwrap();
    let delay = Duration::from_millis(delay.parse().unwrap());
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let left: usize = query.get("left").unwrap_or(&all).parse().unwrap();
    let left = left - size;
    if left > 0 {
        let host = host(request);
        let next = format!(
            r#"<{scheme}://{host}/v1/messages?roomId={room}&max={size}&left={left}>; rel="next""#
        );
        json = json.header(header::LINK, next);
    }
    whole(json, pages.page(size, kind == "unknown"))
}

/// HTTP/2 has it in the URI.
fn host(request: &Request<Incoming>) -> &str {
    match request.uri().authority() {
        Some(authority) => authority.as_str(),
        None => request.headers()[header::HOST].to_str().unwrap(),
    }
}

async fn length(mut body: Incoming) -> usize {
    let mut length = 0;
    while let Some(Ok(frame)) = body.frame().await {
        length += frame.data_ref().map_or(0, Bytes::len);
    }
    length
}

fn file() -> impl Stream<Item = Result<Frame<Bytes>, Infallible>> {
    static CHUNK: [u8; 62_500] = [b'x'; 62_500];
    let chunk = Bytes::from_static(&CHUNK);
    stream::repeat(chunk)
        .take(FILE / CHUNK.len())
        .map(|chunk| Ok(Frame::data(chunk)))
}
