//! `User-Agent`, `Accept` and `TrackingID`, where the request has none of its own.

use std::task::{Context, Poll};

use http::header::{ACCEPT, Entry, HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Request};
use tower_layer::Layer;
use tower_service::Service;

use crate::{CallMeta, Error};

/// `webex-sdk-rust/0.1.0`.
const OURS: &str = concat!("webex-sdk-rust/", env!("CARGO_PKG_VERSION"));

/// Adds `User-Agent`, `Accept` and a fresh `TrackingID` to each attempt that lacks them. What is accepted is JSON, and
/// anything where the answer streams ([`CallMeta::streams`]): that is a file.
///
/// Webex answers with a tracking id of its own, which is the one that errors show; the request's helps its support to
/// find the attempt.
///
/// ```
/// use tower::ServiceBuilder;
/// use webex_transport::{HeadersLayer, RetryAfter, RetryLayer};
///
/// let stack = ServiceBuilder::new()
///     .layer(RetryLayer::new(RetryAfter::new()))
///     .layer(HeadersLayer::new().user_agent("my-bot/1.2")?);
/// # Ok::<(), webex_transport::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct HeadersLayer {
    user_agent: HeaderValue,
}

impl HeadersLayer {
    /// With this crate's own `User-Agent`.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            user_agent: HeaderValue::from_static(OURS),
        }
    }

    /// With the name of an application before this crate's: `my-bot/1.2 webex-sdk-rust/0.1.0`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) when it cannot be a header value.
    pub fn user_agent(mut self, application: &str) -> Result<Self, Error> {
        self.user_agent = HeaderValue::try_from(format!("{application} {OURS}"))
            .map_err(|_| Error::invalid_input("the user agent cannot be sent in a header"))?;
        Ok(self)
    }
}

impl Default for HeadersLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for HeadersLayer {
    type Service = Headers<S>;

    fn layer(&self, inner: S) -> Headers<S> {
        Headers {
            inner,
            user_agent: self.user_agent.clone(),
        }
    }
}

/// The service of [`HeadersLayer`].
#[derive(Clone, Debug)]
pub struct Headers<S> {
    inner: S,
    user_agent: HeaderValue,
}

impl<S> Headers<S> {
    inner_access!();
}

impl<S, B> Service<Request<B>> for Headers<S>
where
    S: Service<Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        const ANY: HeaderValue = HeaderValue::from_static("*/*");
        const TRACKING_ID: HeaderName = HeaderName::from_static("trackingid");
        let meta = request.extensions().get();
        let streams = meta.is_some_and(CallMeta::is_streaming);
        let headers = request.headers_mut();
        add(headers, USER_AGENT, || Some(self.user_agent.clone()));
        add(headers, ACCEPT, || Some(if streams { ANY } else { JSON }));
        add(headers, TRACKING_ID, tracking_id);
        self.inner.call(request)
    }
}

/// Adds a header where there is none of its name, and room for one more.
fn add(headers: &mut HeaderMap, name: HeaderName, make: impl FnOnce() -> Option<HeaderValue>) {
    if let Ok(Entry::Vacant(place)) = headers.try_entry(name) {
        if let Some(value) = make() {
            let _ = place.try_insert(value);
        }
    }
}

/// A new one for each attempt: `RUST_` and 32 hex digits.
fn tracking_id() -> Option<HeaderValue> {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut id = *b"RUST_00000000000000000000000000000000";
    let mut random = fastrand::u128(..);
    for digit in id.iter_mut().skip(5) {
        *digit = HEX.get(random as usize % 16).copied().unwrap_or(b'0');
        random /= 16;
    }
    HeaderValue::from_bytes(&id).ok()
}

#[cfg(test)]
mod tests {
    use tower::ServiceExt;

    use super::*;
    use crate::Body;
    use crate::probe::Probe;

    #[tokio::test]
    async fn adds_what_is_missing_and_leaves_what_is_there() {
        let probe = Probe::answering([200, 200]);
        let layer = HeadersLayer::new().user_agent("my-bot/1.2").unwrap();
        let plain = Request::get("/a").body(Body::empty()).unwrap();
        layer.layer(probe.clone()).oneshot(plain).await.unwrap();
        let own = Request::get("/b")
            .header("accept", "text/plain")
            .body(Body::empty())
            .unwrap();
        layer.layer(probe.clone()).oneshot(own).await.unwrap();

        let seen = probe.seen();
        assert!(
            seen[0]
                .header("user-agent")
                .unwrap()
                .starts_with("my-bot/1.2 webex-sdk-rust/")
        );
        assert_eq!(
            seen[0].header("accept").as_deref(),
            Some("application/json")
        );
        assert_eq!(seen[1].header("accept").as_deref(), Some("text/plain"));
        assert_ne!(seen[0].header("trackingid"), seen[1].header("trackingid"));
        assert!(HeadersLayer::new().user_agent("a\r\nb").is_err());
    }

    #[tokio::test]
    async fn a_file_is_asked_for_whatever_it_is() {
        let probe = Probe::answering([200]);
        let mut request = Request::get("/contents/a").body(Body::empty()).unwrap();
        let meta = CallMeta::default().streams(true);
        request.extensions_mut().insert(meta);
        let service = HeadersLayer::new().layer(probe.clone());
        service.oneshot(request).await.unwrap();
        assert_eq!(probe.seen()[0].header("accept").as_deref(), Some("*/*"));
    }
}
