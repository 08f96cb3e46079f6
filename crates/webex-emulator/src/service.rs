//! The API as a tower service: what happens to every request, whichever call it makes.

use std::{
    convert::Infallible,
    sync::{Arc, atomic::Ordering},
    task::{Context, Poll},
    time::Duration,
};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderName, HeaderValue, Request, StatusCode, header, request::Parts};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use jiff::fmt::rfc2822::DateTimePrinter;
use tower::{BoxError, ServiceExt};
use tower_service::Service;

use crate::{
    call::Base,
    control,
    emulator::{Emulator, Shared},
    error::{ApiError, Result},
    fault::{Broken, Effect, Faults, refusal, spoil},
    id::Key,
    reply::write_error,
    world::bearer,
};

const TRACKING_ID: HeaderName = HeaderName::from_static("trackingid");

/// Documented: files have up to 100 MB; the rest is for the form around them.
const MOST_BODY: usize = 101 * 1024 * 1024;

/// The API without a socket: a cheap clone, `Send` and `Sync`, for any request body.
///
/// ```
/// use axum::body::Body;
/// use http::{Request, StatusCode};
/// use tower::ServiceExt;
/// use webex_emulator::Emulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let webex = Emulator::new();
/// let ana = webex.add_person("ana@example.com");
/// let request = Request::get("https://webexapis.com/v1/people/me")
///     .header("authorization", format!("Bearer {}", ana.token()))
///     .body(Body::empty())?;
/// let response = webex.service().oneshot(request).await?;
/// assert_eq!(response.status(), StatusCode::OK);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct EmulatorService {
    shared: Arc<Shared>,
    scheme: &'static str,
    /// Whether somebody above breaks connections.
    breaks: bool,
}

impl EmulatorService {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            scheme: "http",
            breaks: false,
        }
    }

    #[cfg(feature = "tls")]
    pub(crate) fn https(self) -> Self {
        Self {
            scheme: "https",
            ..self
        }
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// For a caller that looks for [`Broken`].
    pub(crate) fn breaking(self) -> Self {
        Self {
            breaks: true,
            ..self
        }
    }

    async fn answer(self, parts: Parts, body: Result<Bytes>) -> Response {
        if let (Ok(body), Some(path)) = (&body, self.controls(&parts)) {
            let webex = Emulator {
                shared: self.shared.clone(),
            };
            let mut response = control::answer(&webex, &parts.method, path, body);
            write_error(&mut response, "");
            return response;
        }
        let unique = Key::random(&mut fastrand::Rng::new()).to_string();
        let tracking_id = format!("ROUTER_{}", unique.to_uppercase());
        self.shared
            .recorder
            .record(&parts, body.as_ref().unwrap_or(&Bytes::new()));
        let mut response = match body {
            Ok(body) => self.dispatch(parts, body).await,
            Err(error) => error.into(),
        };
        if !self.breaks && response.extensions().get::<Broken>().is_some() {
            response = refuse(StatusCode::BAD_GATEWAY, None);
        }
        write_error(&mut response, &tracking_id);
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&self.shared.clock.now());
        for (name, value) in [(TRACKING_ID, Some(tracking_id)), (header::DATE, date.ok())] {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }

    /// `/`, or the path below `/_emulator`, when that is asked for and allowed.
    fn controls<'a>(&self, parts: &'a Parts) -> Option<&'a str> {
        let path = match parts.uri.path() {
            "/" => "/",
            path => path.strip_prefix(control::PATH)?,
        };
        self.shared
            .is_controlled
            .load(Ordering::Relaxed)
            .then_some(path)
    }

    async fn dispatch(&self, mut parts: Parts, body: Bytes) -> Response {
        let path = parts.uri.path().strip_prefix("/v1").unwrap_or_default();
        let mut spoils = None;
        if let Some(fault) = self.shared.faults.take(&parts.method, path) {
            match fault.effect.clone() {
                Effect::Status(status) => return refusal(status, fault),
                Effect::Latency(wait) => sleep(wait).await,
                Effect::Refused => {
                    let mut response = refuse(StatusCode::BAD_GATEWAY, None);
                    response.extensions_mut().insert(Broken::Refused);
                    return response;
                }
                effect => spoils = Some(effect),
            }
        }
        let (clock, token) = (
            &self.shared.clock,
            bearer(&parts.headers).unwrap_or_default(),
        );
        if let Err((status, retry_after)) =
            self.shared
                .limits
                .take(token, path, clock.elapsed(), clock.now())
        {
            return refuse(status, retry_after);
        }
        parts.extensions.insert(Base::of(&parts, self.scheme));
        parts.extensions.insert(self.shared.clone());
        let Ok(response) = self
            .shared
            .router
            .clone()
            .oneshot(Request::from_parts(parts, Body::from(body)))
            .await;
        match spoils {
            Some(effect) => spoil(response, effect).await,
            None => response,
        }
    }
}

/// Waits on tokio's clock; not at all where there is no tokio.
pub(crate) async fn sleep(wait: Duration) {
    if tokio::runtime::Handle::try_current().is_ok() {
        tokio::time::sleep(wait).await;
    }
}

/// An answer that comes from no handler.
pub(crate) fn refuse(status: StatusCode, retry_after: Option<String>) -> Response {
    let message = match status {
        StatusCode::TOO_MANY_REQUESTS => "Too many requests",
        StatusCode::UNAUTHORIZED => return ApiError::unauthorized().into(),
        status => status.canonical_reason().unwrap_or("Unknown error"),
    };
    ApiError::new(status, message)
        .retry_after(retry_after)
        .into()
}

impl<B> Service<Request<B>> for EmulatorService
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let service = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = Limited::new(body, MOST_BODY).collect().await;
            let body = body
                .map(http_body_util::Collected::to_bytes)
                .map_err(|error| {
                    if error.is::<LengthLimitError>() {
                        ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large")
                    } else {
                        ApiError::bad_request("The request body could not be read")
                    }
                });
            Ok(service.answer(parts, body).await)
        })
    }
}
