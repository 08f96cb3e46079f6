//! What a request holds.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request};
use http_body::Body as _;
use serde_json::Value;
use webex_transport::{Body, CallMeta, Error};

/// A body and its type, or a form that becomes them when it is sent.
pub(super) enum Content {
    Whole(HeaderValue, Body),
    Form(Box<dyn Form>),
}

/// A request, and the form that is still to be its body.
pub(crate) type WithForm = (Request<Body>, Option<Box<dyn Form>>);

/// The future of a form's body and its type.
pub(crate) type Opening = Pin<Box<dyn Future<Output = Result<(HeaderValue, Body), Error>> + Send>>;

/// A form, without its type: what reads and writes files is left out of programs that never make one.
pub(crate) trait Form: Send {
    fn with_value(self: Box<Self>, name: &str, value: Value) -> Box<dyn Form>;

    /// With the files of paths opened.
    fn open(self: Box<Self>) -> Opening;

    /// Where no file has to be opened.
    fn into_body(self: Box<Self>) -> Result<(HeaderValue, Body), Error>;
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
