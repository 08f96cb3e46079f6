//! What a request holds.

use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request};
use http_body::Body as _;
use webex_transport::{Body, CallMeta};

use crate::files::Multipart;

/// A body and its type, or a form that becomes them when it is sent.
pub(super) enum Content {
    Whole(HeaderValue, Body),
    Form(Multipart),
}

/// What a stream takes to send: a second for each 128 KiB.
pub(super) fn time_to_send(body: &Body) -> Option<Duration> {
    const BYTES_A_SECOND: u64 = 128 << 10;
    let length = body.size_hint().exact();
    let seconds = length.map_or(u64::MAX, |bytes| bytes / BYTES_A_SECOND);
    body.as_bytes()
        .is_none()
        .then(|| Duration::from_secs(seconds))
}

/// The request with this body, and the time that it takes to send.
pub(crate) fn with_content(
    mut request: Request<Body>,
    (content_type, body): (HeaderValue, Body),
) -> Request<Body> {
    if let Some(time) = time_to_send(&body) {
        let meta = request.extensions_mut().get_or_insert_default::<CallMeta>();
        *meta = meta.clone().time_to_send(time);
    }
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    *request.body_mut() = body;
    request
}
