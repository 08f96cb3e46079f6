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

/// The request with this body; one that takes time to send gets it, a second for each 128 KiB.
pub(crate) fn with_content(
    mut request: Request<Body>,
    (content_type, body): (HeaderValue, Body),
) -> Request<Body> {
    const BYTES_A_SECOND: u64 = 128 << 10;
    if body.as_bytes().is_none() {
        let time = body
            .size_hint()
            .exact()
            .map_or(u64::MAX, |bytes| bytes / BYTES_A_SECOND);
        let meta = request.extensions_mut().get_or_insert_default::<CallMeta>();
        *meta = meta.clone().time_to_send(Duration::from_secs(time));
    }
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    *request.body_mut() = body;
    request
}
