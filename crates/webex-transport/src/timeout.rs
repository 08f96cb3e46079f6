//! One attempt ends in time.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::Request;
use pin_project::pin_project;
use tokio::time::{Instant, Sleep, sleep};
use tower_layer::Layer;
use tower_service::Service;

use crate::{BoxError, CallMeta, Error, ErrorKind, classify};

/// Bounds one attempt by a time of its own, and by what is left of the call's deadline.
///
/// Put it outside of [`CollectLayer`](crate::CollectLayer), so that the body counts, and inside of the gate, so that
/// queueing does not. Errors of the service inside become ours, by [`classify`].
#[derive(Clone, Copy, Debug)]
pub struct TimeoutLayer {
    timeout: Duration,
}

impl TimeoutLayer {
    /// The time that one attempt may take.
    #[must_use]
    pub const fn new(timeout: Duration) -> Self {
        Self { timeout }
    }
}

impl<S> Layer<S> for TimeoutLayer {
    type Service = Timeout<S>;

    fn layer(&self, inner: S) -> Timeout<S> {
        Timeout {
            inner,
            timeout: self.timeout,
        }
    }
}

/// The service of [`TimeoutLayer`].
#[derive(Clone, Debug)]
pub struct Timeout<S> {
    inner: S,
    timeout: Duration,
}

impl<S> Timeout<S> {
    inner_access!();
}

impl<S, B> Service<Request<B>> for Timeout<S>
where
    S: Service<Request<B>>,
    S::Error: Into<BoxError>,
{
    type Response = S::Response;
    type Error = Error;
    type Future = TimeoutFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx).map_err(classify)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let deadline = request.extensions().get().and_then(CallMeta::ends_at);
        let now = Instant::now();
        let left = deadline.map(|at| at.saturating_duration_since(now));
        let allowed = left.map_or(self.timeout, |left| left.min(self.timeout));
        TimeoutFuture {
            // With no time left nothing is sent.
            inner: (!allowed.is_zero()).then(|| self.inner.call(request)),
            sleep: sleep(allowed),
            allowed,
        }
    }
}

/// The future of [`Timeout`].
#[pin_project]
#[derive(Debug)]
pub struct TimeoutFuture<F> {
    #[pin]
    inner: Option<F>,
    #[pin]
    sleep: Sleep,
    allowed: Duration,
}

impl<F, T, E> Future for TimeoutFuture<F>
where
    F: Future<Output = Result<T, E>>,
    E: Into<BoxError>,
{
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Some(inner) = this.inner.as_pin_mut() {
            if let Poll::Ready(result) = inner.poll(cx) {
                return Poll::Ready(result.map_err(classify));
            }
        }
        ready!(this.sleep.poll(cx));
        let message = format_args!("no whole answer within {:?}", this.allowed);
        Poll::Ready(Err(Error::new(ErrorKind::Timeout).with_message(message)))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use tower::{ServiceExt, service_fn};

    use super::*;

    async fn waited(timeout: u64, left: Option<u64>) -> (Duration, ErrorKind) {
        let never = service_fn(|_| std::future::pending::<Result<(), Infallible>>());
        let service = TimeoutLayer::new(Duration::from_secs(timeout)).layer(never);
        let mut request = Request::new(());
        if let Some(left) = left {
            let deadline = Instant::now() + Duration::from_secs(left);
            request
                .extensions_mut()
                .insert(CallMeta::default().deadline(deadline));
        }
        let start = Instant::now();
        let error = service.oneshot(request).await.unwrap_err();
        (start.elapsed(), error.kind())
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_sent_when_no_time_is_left() {
        let probe = crate::probe::Probe::answering([]);
        let service = TimeoutLayer::new(Duration::ZERO).layer(probe.clone());
        let request = Request::new(crate::Body::empty());
        let error = service.oneshot(request).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(probe.seen().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn the_smaller_of_attempt_timeout_and_what_is_left() {
        for (timeout, left, expected) in [
            (60, None, 60),
            (60, Some(5), 5),
            (5, Some(60), 5),
            (60, Some(0), 0),
        ] {
            let (waited, kind) = waited(timeout, left).await;
            assert_eq!(kind, ErrorKind::Timeout);
            let over = waited.saturating_sub(Duration::from_secs(expected));
            assert!(waited >= Duration::from_secs(expected) && over <= Duration::from_millis(10));
        }
    }
}
