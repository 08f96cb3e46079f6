//! A layer that writes down what goes over it, without secrets.

use std::fs::File;
use std::future::Future;
use std::io::{self, Write};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body_util::BodyExt;
use serde_json::{Map, Value, json};
use tower_layer::Layer;
use tower_service::Service;

use super::{redact, script};
use crate::{Body, BoxError, Error, ErrorKind, classify};

/// Writes every exchange to a file, for [`Script::replay`](super::Script::replay): a line of JSON for each, in the order
/// of their ends.
///
/// Put it over a transport. It writes method, path and query, bodies, status, and the headers that a client acts on; never
/// `Authorization` or a cookie. In JSON, forms and queries, what has the name of a secret (a token, secret, password,
/// code, host key, PIN, download link) is replaced. Bodies that are neither JSON, a form nor text are left out. Look a recording
/// over all the same before it goes where others read it: names, texts and ids are in it as they came.
///
/// ```no_run
/// # #[cfg(feature = "client")]
/// # fn demo() -> std::io::Result<()> {
/// use tower::Layer;
/// use webex_transport::HyperTransport;
/// use webex_transport::testing::RecordLayer;
///
/// let transport = RecordLayer::to("tests/rooms.jsonl")?.layer(HyperTransport::new());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct RecordLayer(Arc<Mutex<File>>);

impl RecordLayer {
    /// To this file, which is emptied first.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn to(path: impl AsRef<Path>) -> io::Result<Self> {
        Ok(Self(Arc::new(Mutex::new(File::create(path)?))))
    }
}

impl<S> Layer<S> for RecordLayer {
    type Service = Record<S>;

    fn layer(&self, inner: S) -> Record<S> {
        Record {
            inner,
            file: self.clone(),
        }
    }
}

/// The service of [`RecordLayer`].
#[derive(Clone, Debug)]
pub struct Record<S> {
    inner: S,
    file: RecordLayer,
}

impl<S> Record<S> {
    inner_access!();
}

impl<S, RB> Service<Request<Body>> for Record<S>
where
    S: Service<Request<Body>, Response = Response<RB>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    RB: http_body::Body<Data = Bytes> + Send + 'static,
    RB::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx).map_err(classify)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let fresh = self.inner.clone();
        let mut ready = std::mem::replace(&mut self.inner, fresh);
        let file = self.file.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let line = redact::target(&script::line(&parts.method, &parts.uri));
            let asked = content(&parts.headers, &body);
            let mut request = Request::from_parts(parts, Body::from(body));
            // Packed, nobody could read it here.
            let identity = HeaderValue::from_static("identity");
            request.headers_mut().insert(ACCEPT_ENCODING, identity);
            let response = ready.call(request).await.map_err(classify)?;
            let (parts, body) = response.into_parts();
            let body = Body::new(body).collect().await?.to_bytes();
            let exchange = json!({
                "request": line,
                "sent": asked,
                "status": parts.status.as_u16(),
                "headers": kept(&parts.headers),
                "answer": content(&parts.headers, &body),
            });
            file.write(&exchange).map_err(unwritable)?;
            Ok(Response::from_parts(parts, Body::from(body)))
        })
    }
}

impl RecordLayer {
    fn write(&self, exchange: &Value) -> io::Result<()> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(file, "{exchange}")
    }
}

fn unwritable(error: io::Error) -> Error {
    Error::new(ErrorKind::File)
        .with_message(format_args!("the recording cannot be written: {error}"))
        .with_source(error)
}

/// The headers of an answer that a client acts on.
fn kept(headers: &HeaderMap) -> Map<String, Value> {
    const KEPT: [&str; 7] = [
        "content-type",
        "content-disposition",
        "content-range",
        "link",
        "retry-after",
        "trackingid",
        "www-authenticate",
    ];
    let kept = KEPT.iter().filter_map(|name| {
        let values = headers.get_all(*name).iter();
        let values: Vec<_> = values.filter_map(|value| value.to_str().ok()).collect();
        let value = match *name {
            "link" => redact::link(&values.join(", ")).into(),
            _ => Value::from(*values.first()?),
        };
        (!values.is_empty()).then(|| ((*name).to_owned(), value))
    });
    kept.collect()
}

/// A body as the recording has it: JSON as JSON, other text as text, nothing as null.
fn content(headers: &HeaderMap, body: &[u8]) -> Value {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default();
    let Ok(text) = std::str::from_utf8(body) else {
        return Value::Null;
    };
    if let Ok(mut json) = serde_json::from_str::<Value>(text) {
        redact::json(&mut json);
        return json!({ "json": json });
    }
    if kind.starts_with("application/x-www-form-urlencoded") {
        return json!({ "text": redact::form(text) });
    }
    if kind.starts_with("text/") {
        return json!({ "text": text });
    }
    Value::Null
}
