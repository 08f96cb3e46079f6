//! Lets through what is signed.

use std::error::Error as _;
use std::fmt;
use std::future::Future;
use std::iter::successors;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{Request, Response, StatusCode, request};
use http_body_util::LengthLimitError;
use pin_project::pin_project;
use tower::util::Oneshot;
use tower_layer::Layer;
use tower_service::Service;

use super::WebhookVerifier;
use super::verifier::signature;
use crate::body::Whole;
use crate::{Body, BoxError, Error, ErrorKind};

/// Hands on requests whose body is signed, with the body in memory as it was received, and refuses all others.
///
/// A body over the limit, or one that announces to be, is answered 413; one that breaks off, 400; a signature that is
/// missing, there twice, odd or wrong, 401. The answers have no body and say no more. Why, a `tracing` event at level
/// `DEBUG` tells.
///
/// The body is read up to the limit before it is known to be from Webex, and only when the headers hold a signature of the
/// right form. How many requests do that at once, and how long one may take, is for the server, or for layers outside of
/// this one.
///
/// ```
/// use std::convert::Infallible;
///
/// use http::{Request, Response};
/// use tower::{Layer, ServiceExt};
/// use webex_transport::{Body, webhook::VerifySignatureLayer};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Infallible> {
/// let inner = tower::service_fn(|request: Request<Body>| async move {
///     assert_eq!(request.body().as_bytes().unwrap(), "what do ya want for nothing?");
///     Ok::<_, Infallible>(Response::new(Body::empty()))
/// });
/// let hook = VerifySignatureLayer::new("Jefe").layer(inner);
///
/// let signed = Request::post("/webex")
///     .header("x-spark-signature", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
///     .body(Body::from("what do ya want for nothing?"));
/// assert_eq!(hook.clone().oneshot(signed.unwrap()).await?.status(), 200);
///
/// let forged = Request::post("/webex").body(Body::from("what do ya want for nothing?"));
/// assert_eq!(hook.oneshot(forged.unwrap()).await?.status(), 401);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct VerifySignatureLayer {
    verifier: WebhookVerifier,
    limit: usize,
}

impl VerifySignatureLayer {
    /// The limit unless told otherwise: 1 MB. What is known of deliveries is far below.
    pub const DEFAULT_LIMIT: usize = 1_000_000;

    /// With a secret, or with a [`WebhookVerifier`] that has several. Where all of them are empty, such as that of a variable
    /// that is not set, everything is refused: that is a `tracing` event at level `WARN`, target `webex`.
    #[must_use]
    pub fn new(verifier: impl Into<WebhookVerifier>) -> Self {
        let verifier = verifier.into();
        if verifier.is_empty() {
            tracing::warn!(target: "webex", "the secret is empty: every delivery will be refused");
        }
        Self {
            verifier,
            limit: Self::DEFAULT_LIMIT,
        }
    }

    /// How large a body may be, in bytes.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }
}

impl<S> Layer<S> for VerifySignatureLayer {
    type Service = VerifySignature<S>;

    fn layer(&self, inner: S) -> VerifySignature<S> {
        VerifySignature {
            inner,
            layer: self.clone(),
        }
    }
}

/// The service of [`VerifySignatureLayer`].
#[derive(Clone, Debug)]
pub struct VerifySignature<S> {
    inner: S,
    layer: VerifySignatureLayer,
}

impl<S> VerifySignature<S> {
    inner_access!();
}

impl<S, B, RB> Service<Request<B>> for VerifySignature<S>
where
    S: Service<Request<Body>, Response = Response<RB>> + Clone,
    B: http_body::Body,
    B::Error: Into<BoxError>,
    RB: Default,
{
    type Response = Response<RB>;
    type Error = S::Error;
    type Future = VerifySignatureFuture<S, B>;

    /// Always ready: nothing is reserved of the service inside before it is known that there is something for it.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (parts, body) = request.into_parts();
        let state = if body.size_hint().lower() > self.layer.limit as u64 {
            State::refused(StatusCode::PAYLOAD_TOO_LARGE, &"it is too large")
        } else {
            match signature(&parts.headers) {
                Err(why) => State::refused(StatusCode::UNAUTHORIZED, &why),
                Ok(signature) => State::Reading {
                    body: Whole::new(body, self.layer.limit),
                    checked: Some(Checked {
                        parts,
                        signature,
                        verifier: self.layer.verifier.clone(),
                        inner: self.inner.clone(),
                    }),
                },
            }
        };
        VerifySignatureFuture { state }
    }
}

/// The future of [`VerifySignature`].
#[pin_project]
pub struct VerifySignatureFuture<S, B>
where
    S: Service<Request<Body>>,
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    #[pin]
    state: State<S, B>,
}

#[allow(clippy::large_enum_variant, reason = "most requests go through all")]
#[pin_project(project = StateProj)]
enum State<S, B>
where
    S: Service<Request<Body>>,
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    Refused(StatusCode),
    Reading {
        #[pin]
        body: Whole<B>,
        checked: Option<Checked<S>>,
    },
    Verified(#[pin] Oneshot<S, Request<Body>>),
}

/// What waits for the body.
struct Checked<S> {
    parts: request::Parts,
    signature: [u8; 20],
    verifier: WebhookVerifier,
    inner: S,
}

impl<S, B> State<S, B>
where
    S: Service<Request<Body>>,
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    fn refused(status: StatusCode, why: &dyn fmt::Display) -> Self {
        tracing::debug!(target: "webex", status = status.as_u16(), %why, "refused what was sent to a webhook");
        Self::Refused(status)
    }
}

impl<S, B, RB> Future for VerifySignatureFuture<S, B>
where
    S: Service<Request<Body>, Response = Response<RB>>,
    B: http_body::Body,
    B::Error: Into<BoxError>,
    RB: Default,
{
    type Output = Result<Response<RB>, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        loop {
            let next = match state.as_mut().project() {
                StateProj::Refused(status) => {
                    let mut response = Response::new(RB::default());
                    *response.status_mut() = *status;
                    return Poll::Ready(Ok(response));
                }
                StateProj::Verified(answer) => return answer.poll(cx),
                StateProj::Reading { body, checked } => {
                    let body = ready!(body.poll(cx));
                    let Some(waiting) = checked.take() else {
                        return Poll::Pending; // not reached: the state is left below
                    };
                    match body {
                        Ok(body) => match waiting.verifier.check(&body, &waiting.signature) {
                            Ok(()) => {
                                let request = Request::from_parts(waiting.parts, Body::from(body));
                                State::Verified(Oneshot::new(waiting.inner, request))
                            }
                            Err(why) => State::refused(StatusCode::UNAUTHORIZED, &why),
                        },
                        Err(error) if is_too_large(&error) => {
                            State::refused(StatusCode::PAYLOAD_TOO_LARGE, &"it is too large")
                        }
                        Err(why) => State::refused(StatusCode::BAD_REQUEST, &why),
                    }
                }
            };
            state.set(next);
        }
    }
}

/// Over our limit, or over one that the server has set.
fn is_too_large(error: &Error) -> bool {
    error.kind() == ErrorKind::TooLarge
        || successors(error.source(), |&cause| cause.source())
            .any(|cause| cause.is::<LengthLimitError>())
}

impl<S, B> fmt::Debug for VerifySignatureFuture<S, B>
where
    S: Service<Request<Body>>,
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifySignatureFuture")
            .finish_non_exhaustive()
    }
}
