//! A call ends by its deadline, whatever it waits for.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::Request;
use pin_project::pin_project;
use tokio::time::{Instant, Sleep, sleep_until};
use tower::ServiceExt;
use tower::util::Oneshot;
use tower_layer::Layer;
use tower_service::Service;

use crate::meta::Counts;
use crate::{BoxError, CallMeta, Error, TimeoutPhase, classify};

/// Bounds a call by the deadline in its [`CallMeta`], the readiness of the services below included.
///
/// The layers of this crate wait no longer than the deadline allows. This one is for whatever else is in the stack: put it
/// outermost.
///
/// ```
/// use std::time::Duration;
///
/// use tower::{ServiceBuilder, ServiceExt};
/// use webex_transport::{Body, CallMeta, DeadlineLayer, TimeoutPhase};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let stuck = tower::service_fn(|_| std::future::pending::<Result<http::Response<Body>, std::io::Error>>());
/// let service = ServiceBuilder::new().layer(DeadlineLayer::new()).service(stuck);
///
/// let mut request = http::Request::new(Body::empty());
/// let soon = tokio::time::Instant::now() + Duration::from_millis(5);
/// request.extensions_mut().insert(CallMeta::default().deadline(soon));
/// let error = service.oneshot(request).await.unwrap_err();
/// assert_eq!(error.timeout_phase(), Some(TimeoutPhase::Deadline));
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct DeadlineLayer(());

impl DeadlineLayer {
    /// The layer.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl<S> Layer<S> for DeadlineLayer {
    type Service = Deadline<S>;

    fn layer(&self, inner: S) -> Deadline<S> {
        Deadline { inner }
    }
}

/// The service of [`DeadlineLayer`]. It is always ready: what it is around is readied in the future.
#[derive(Clone, Debug)]
pub struct Deadline<S> {
    inner: S,
}

impl<S> Deadline<S> {
    inner_access!();

    /// As [`call`](Service::call), by a shared reference: there is no readiness to use up.
    pub fn send<B>(&self, mut request: Request<B>) -> DeadlineFuture<S, Request<B>>
    where
        S: Service<Request<B>> + Clone,
    {
        let meta = CallMeta::of(request.extensions_mut());
        DeadlineFuture {
            at: meta.ends_at(),
            counts: meta.counts(),
            sleep: None,
            inner: self.inner.clone().oneshot(request),
        }
    }
}

impl<S, B> Service<Request<B>> for Deadline<S>
where
    S: Service<Request<B>> + Clone,
    S::Error: Into<BoxError>,
{
    type Response = S::Response;
    type Error = Error;
    type Future = DeadlineFuture<S, Request<B>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        self.send(request)
    }
}

/// The future of [`Deadline`].
#[pin_project]
#[derive(Debug)]
pub struct DeadlineFuture<S: Service<R>, R> {
    #[pin]
    inner: Oneshot<S, R>,
    at: Option<Instant>,
    counts: Arc<Counts>,
    /// Boxed: it is rare, and every call's future would have its size.
    sleep: Option<Pin<Box<Sleep>>>,
}

impl<S, R> Future for DeadlineFuture<S, R>
where
    S: Service<R>,
    S::Error: Into<BoxError>,
{
    type Output = Result<S::Response, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Poll::Ready(result) = this.inner.poll(cx) {
            return Poll::Ready(result.map_err(classify));
        }
        let Some(at) = *this.at else {
            return Poll::Pending;
        };
        // The timer of an attempt under way ends no later, and wakes this task: most calls need no other.
        if this.sleep.is_none() && this.counts.is_timed() {
            return Poll::Pending;
        }
        let sleep = this.sleep.get_or_insert_with(|| Box::pin(sleep_until(at)));
        ready!(sleep.as_mut().poll(cx));
        Poll::Ready(Err(Error::timed_out(TimeoutPhase::Deadline)
            .with_message("the deadline of the call has passed")))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::time::Duration;

    use http::Response;
    use tower::service_fn;

    use super::*;
    use crate::probe::Probe;
    use crate::{Body, TimeoutLayer};

    /// A service that takes so many seconds.
    macro_rules! slow {
        ($service:expr, $seconds:literal) => {{
            let service = $service;
            service_fn(move |request: Request<Body>| {
                let service = service.clone();
                async move {
                    tokio::time::sleep(Duration::from_secs($seconds)).await;
                    service.oneshot(request).await
                }
            })
        }};
    }

    fn request(left: u64) -> Request<Body> {
        let mut request = Request::new(Body::empty());
        let at = Instant::now() + Duration::from_secs(left);
        let meta = CallMeta::default().deadline(at);
        request.extensions_mut().insert(meta);
        request
    }

    /// R6: before an attempt, in it, and after it.
    #[tokio::test(start_paused = true)]
    async fn nothing_that_waits_outlives_the_deadline() {
        #[derive(Clone)]
        struct NeverReady;
        impl Service<Request<Body>> for NeverReady {
            type Response = ();
            type Error = Infallible;
            type Future = std::future::Pending<Result<(), Infallible>>;
            fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
                Poll::Pending
            }
            fn call(&mut self, _: Request<Body>) -> Self::Future {
                panic!("called unready")
            }
        }
        let never =
            || service_fn(|_: Request<Body>| std::future::pending::<Result<(), Infallible>>());
        let after = |answering| {
            let attempt = TimeoutLayer::new(Duration::from_secs(60)).layer(answering);
            service_fn(move |request| {
                let attempt = attempt.clone();
                async move {
                    drop(attempt.oneshot(request).await);
                    std::future::pending::<Result<(), Infallible>>().await
                }
            })
        };
        // Waits for an attempt, and then, in the same poll, for what never comes.
        let given_up = |attempt: crate::Timeout<_>| {
            service_fn(move |request| {
                let attempt = attempt.clone().oneshot(request);
                async move {
                    drop(tokio::time::timeout(Duration::from_secs(1), attempt).await);
                    std::future::pending::<Result<(), Infallible>>().await
                }
            })
        };
        let start = Instant::now();
        let deadline = DeadlineLayer::new();
        let unready = deadline.layer(NeverReady).oneshot(request(5)).await;
        let stuck = deadline.layer(never()).oneshot(request(5)).await;
        let timed = TimeoutLayer::new(Duration::from_secs(60)).layer(never());
        let timed = deadline.layer(timed).oneshot(request(5)).await;
        let late = after(slow!(Probe::answering([200]), 1));
        let late = deadline.layer(late).oneshot(request(5)).await;
        let given_up = given_up(TimeoutLayer::new(Duration::from_secs(60)).layer(never()));
        let given_up = deadline.layer(given_up).oneshot(request(5)).await;
        for result in [unready, stuck, timed, late, given_up] {
            let phase = result.unwrap_err().timeout_phase();
            assert_eq!(phase, Some(TimeoutPhase::Deadline));
        }
        let over = start.elapsed() - Duration::from_secs(25);
        assert!(over <= Duration::from_millis(50), "{over:?}");
    }

    /// An attempt whose time is not up is left to its own timer; one of a call without a deadline, too.
    #[tokio::test(start_paused = true)]
    async fn an_answer_in_time_passes() {
        let probe = Probe::answering([200, 404]);
        let service = DeadlineLayer::new().layer(slow!(probe, 4));
        let answer: Response<Body> = service.clone().oneshot(request(5)).await.unwrap();
        assert_eq!(answer.status(), 200);
        let answer = service.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(answer.status(), 404);
    }
}
