//! An answer that is no success becomes an error.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::{BodyExt, Limited, combinators::Collect};
use pin_project::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::meta::Label;
use crate::{Body, BoxError, CallMeta, Error, classify};

/// What of an error's body is read.
const LIMIT: usize = 64 << 10;

/// Turns every answer outside of 2xx into an [`Error`], read from its status, headers and body; an error from below
/// passes, by [`classify`].
///
/// It sits outside of the retry, which wants answers and not errors.
///
/// ```
/// use tower::ServiceBuilder;
/// use webex_transport::{ErrorLayer, RetryAfter, RetryLayer};
///
/// let stack = ServiceBuilder::new()
///     .layer(ErrorLayer::new())
///     .layer(RetryLayer::new(RetryAfter::new()));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ErrorLayer(());

impl ErrorLayer {
    /// The layer.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl<S> Layer<S> for ErrorLayer {
    type Service = MapErrors<S>;

    fn layer(&self, inner: S) -> MapErrors<S> {
        MapErrors { inner }
    }
}

/// The service of [`ErrorLayer`].
#[derive(Clone, Debug)]
pub struct MapErrors<S> {
    inner: S,
}

impl<S> MapErrors<S> {
    inner_access!();
}

impl<S, B, RB> Service<Request<B>> for MapErrors<S>
where
    S: Service<Request<B>, Response = Response<RB>>,
    S::Error: Into<BoxError>,
    RB: http_body::Body<Data = Bytes> + Send + 'static,
    RB::Error: Into<BoxError>,
{
    type Response = Response<RB>;
    type Error = Error;
    type Future = ErrorFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx).map_err(classify)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        ErrorFuture {
            call: CallMeta::of(request.extensions_mut()).label(),
            method: request.method().clone(),
            state: State::Answer(self.inner.call(request)),
        }
    }
}

/// The future of [`MapErrors`].
#[pin_project]
pub struct ErrorFuture<F> {
    call: Label,
    method: Method,
    #[pin]
    state: State<F>,
}

#[pin_project]
struct Refused {
    head: Response<()>,
    #[pin]
    body: Collect<Limited<Body>>,
}

#[pin_project(project = StateProj)]
enum State<F> {
    Answer(#[pin] F),
    /// Boxed: it is rare, and every call's future would have its size.
    Refused(Pin<Box<Refused>>),
}

impl<F, RB, E> Future for ErrorFuture<F>
where
    F: Future<Output = Result<Response<RB>, E>>,
    E: Into<BoxError>,
    RB: http_body::Body<Data = Bytes> + Send + 'static,
    RB::Error: Into<BoxError>,
{
    type Output = Result<Response<RB>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let error = loop {
            match this.state.as_mut().project() {
                StateProj::Answer(answer) => match ready!(answer.poll(cx)) {
                    Ok(response) if response.status().is_success() => {
                        return Poll::Ready(Ok(response));
                    }
                    Ok(response) => {
                        let (parts, body) = response.into_parts();
                        let body = Limited::new(Body::new(body), LIMIT).collect();
                        let head = Response::from_parts(parts, ());
                        this.state
                            .set(State::Refused(Box::pin(Refused { head, body })));
                    }
                    Err(error) => break classify(error),
                },
                StateProj::Refused(refused) => {
                    let refused = refused.as_mut().project();
                    // What cannot be read of the body takes nothing from what the head says.
                    let body = ready!(refused.body.poll(cx)).map(|body| body.to_bytes());
                    break Error::from_response(refused.head, &body.unwrap_or_default());
                }
            }
        };
        Poll::Ready(Err(error.labelled(this.call, this.method)))
    }
}

impl<F> std::fmt::Debug for ErrorFuture<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ErrorFuture").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use tower::{ServiceExt, service_fn};

    use super::*;
    use crate::ErrorKind;
    use crate::probe::Probe;

    #[tokio::test]
    async fn success_passes_and_the_rest_is_an_error_of_its_kind() {
        let statuses = [
            200, 204, 304, 400, 401, 403, 404, 409, 410, 423, 429, 500, 503,
        ];
        let kinds = [
            None,
            None,
            Some(ErrorKind::Api),
            Some(ErrorKind::Api),
            Some(ErrorKind::Unauthorized),
            Some(ErrorKind::Forbidden),
            Some(ErrorKind::NotFound),
            Some(ErrorKind::Conflict),
            Some(ErrorKind::Gone),
            Some(ErrorKind::Locked),
            Some(ErrorKind::RateLimited),
            Some(ErrorKind::Server),
            Some(ErrorKind::Server),
        ];
        let mut service = ErrorLayer::new().layer(Probe::answering(statuses));
        for (status, kind) in statuses.into_iter().zip(kinds) {
            let request = Request::post("/rooms").body(Body::empty()).unwrap();
            let answer = service.ready().await.unwrap().call(request).await;
            assert_eq!(answer.err().map(|error| error.kind()), kind, "{status}");
        }
    }

    #[tokio::test]
    async fn the_error_knows_which_call_it_was() {
        let service = ErrorLayer::new().layer(Probe::answering([404]));
        let mut request = Request::get("/rooms/SECRETLY").body(Body::empty()).unwrap();
        request
            .extensions_mut()
            .insert(CallMeta::new("rooms.get").route("/rooms/{}"));
        let error = service.oneshot(request).await.unwrap_err();
        assert_eq!(error.operation(), Some("rooms.get"));
        assert_eq!(error.route(), Some("/rooms/{}"));
        assert_eq!(error.method(), Some(&Method::GET));
        assert!(!format!("{error:?}").contains("SECRETLY"));
    }

    #[tokio::test]
    async fn a_fault_from_below_passes_classified() {
        let broken = service_fn(|_: Request<()>| async {
            Err::<Response<Body>, _>(std::io::Error::from(std::io::ErrorKind::ConnectionRefused))
        });
        let error = ErrorLayer::new()
            .layer(broken)
            .oneshot(Request::new(()))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
    }
}
