//! What is told of each request that was answered, or was not: for counters and clocks.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{Method, Request, Response, StatusCode};
use pin_project::pin_project;
use tokio::time::Instant;
use tower_layer::Layer;
use tower_service::Service;

use crate::meta::Counts;
use crate::{BoxError, CallMeta, Error, ErrorKind, classify};

/// How a request ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The operation, `rooms.get`, where it was named.
    pub operation: Option<&'static str>,
    /// The path before its ids were filled in, `/rooms/{}`, where it was named: fit for a label, as no path is.
    pub route: Option<&'static str>,
    /// The method.
    pub method: Method,
    /// The status of the answer, if there was one.
    pub status: Option<StatusCode>,
    /// The kind of the error, if it ended in one. Where answers of any status pass, those that are no success are none.
    pub error: Option<ErrorKind>,
    /// How long it took, up to the whole answer; of one that streams, up to its head.
    pub duration: Duration,
    /// How many attempts of the call have been made so far.
    pub attempts: u32,
}

/// Tells a function how each request ended that went through it: outside of the retry, each call; inside of it, each
/// attempt. One that is dropped before its end is not told of.
///
/// ```
/// use tower::ServiceBuilder;
/// use webex_transport::{ErrorLayer, ObserveLayer, RetryAfter, RetryLayer};
///
/// let stack = ServiceBuilder::new()
///     .layer(ObserveLayer::new(|call| println!("{:?} took {:?}", call.operation, call.duration)))
///     .layer(ErrorLayer::new())
///     .layer(RetryLayer::new(RetryAfter::new()))
///     .layer(ObserveLayer::new(|attempt| println!("{:?}", attempt.status)));
/// ```
#[derive(Clone)]
pub struct ObserveLayer(Arc<Hook>);

type Hook = dyn Fn(&Outcome) + Send + Sync;

impl ObserveLayer {
    /// With a function to be called after each request. It must not block.
    pub fn new(hook: impl Fn(&Outcome) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hook))
    }
}

impl<S> Layer<S> for ObserveLayer {
    type Service = Observe<S>;

    fn layer(&self, inner: S) -> Observe<S> {
        Observe {
            inner,
            hook: self.clone(),
        }
    }
}

/// The service of [`ObserveLayer`].
#[derive(Clone, Debug)]
pub struct Observe<S> {
    inner: S,
    hook: ObserveLayer,
}

impl<S> Observe<S> {
    inner_access!();
}

impl<S, B, RB> Service<Request<B>> for Observe<S>
where
    S: Service<Request<B>, Response = Response<RB>>,
    S::Error: Into<BoxError>,
{
    type Response = Response<RB>;
    type Error = Error;
    type Future = ObserveFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx).map_err(classify)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let meta = CallMeta::of(request.extensions_mut());
        let (operation, route, counts) = (meta.operation(), meta.route_template(), meta.counts());
        let method = request.method().clone();
        ObserveFuture {
            begun: Instant::now(),
            inner: self.inner.call(request),
            hook: self.hook.clone(),
            operation,
            route,
            method,
            counts,
        }
    }
}

/// The future of [`Observe`].
#[pin_project]
#[derive(Debug)]
pub struct ObserveFuture<F> {
    #[pin]
    inner: F,
    begun: Instant,
    hook: ObserveLayer,
    operation: Option<&'static str>,
    route: Option<&'static str>,
    method: Method,
    counts: Arc<Counts>,
}

impl<F, RB, E> Future for ObserveFuture<F>
where
    F: Future<Output = Result<Response<RB>, E>>,
    E: Into<BoxError>,
{
    type Output = Result<Response<RB>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let result = ready!(this.inner.poll(cx)).map_err(classify);
        let (status, error) = match &result {
            Ok(response) => (Some(response.status()), None),
            Err(error) => (error.status(), Some(error.kind())),
        };
        (this.hook.0)(&Outcome {
            operation: *this.operation,
            route: *this.route,
            method: this.method.clone(),
            status,
            error,
            duration: this.begun.elapsed(),
            attempts: this.counts.attempts(),
        });
        Poll::Ready(result)
    }
}

impl fmt::Debug for ObserveLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ObserveLayer(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use tower::{ServiceBuilder, ServiceExt};

    use super::*;
    use crate::probe::{Probe, answer};
    use crate::{Body, ErrorLayer, RetryAfter, RetryLayer, TimeoutLayer};

    #[tokio::test(start_paused = true)]
    async fn calls_and_attempts_are_told_of_where_the_layer_stands() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let observe = |what: &'static str| {
            let told = told.clone();
            ObserveLayer::new(move |outcome| told.lock().unwrap().push((what, outcome.clone())))
        };
        let probe = Probe::scripted([
            Ok(answer(429, &[("retry-after", "8")])),
            Err(Error::new(ErrorKind::Connect)),
            Ok(answer(404, &[])),
        ]);
        let stack = ServiceBuilder::new()
            .layer(observe("call"))
            .layer(ErrorLayer::new())
            .layer(RetryLayer::new(RetryAfter::new()))
            .layer(observe("attempt"))
            .layer(TimeoutLayer::new(Duration::from_secs(1)))
            .service(probe);
        let mut request = Request::get("/rooms/ID").body(Body::empty()).unwrap();
        let meta = CallMeta::new("rooms.get").route("/rooms/{}");
        request.extensions_mut().insert(meta);
        stack.oneshot(request).await.unwrap_err();

        let told = told.lock().unwrap();
        let seen: Vec<_> = told
            .iter()
            .map(|(what, outcome)| {
                let status = outcome.status.map(|status| status.as_u16());
                (*what, status, outcome.error, outcome.attempts)
            })
            .collect();
        let expected = [
            ("attempt", Some(429), None, 1),
            ("attempt", None, Some(ErrorKind::Connect), 2),
            ("attempt", Some(404), None, 3),
            ("call", Some(404), Some(ErrorKind::NotFound), 3),
        ];
        assert_eq!(seen, expected);
        let call = &told[3].1;
        assert_eq!(
            (call.operation, call.route),
            (Some("rooms.get"), Some("/rooms/{}"))
        );
        assert!(call.duration >= Duration::from_secs(8));
        assert_eq!(told[0].1.duration, Duration::ZERO);
    }
}
