//! One attempt ends in time.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Request;
use pin_project::{pin_project, pinned_drop};
use tokio::time::{Instant, Sleep, sleep, sleep_until};
use tower_layer::Layer;
use tower_service::Service;

use crate::meta::Counts;
use crate::{BoxError, CallMeta, Error, TimeoutPhase, classify};

/// Bounds one attempt by a time of its own, and by what is left of the call's deadline. A call whose body takes long to
/// send has more time: [`CallMeta::time_to_send`].
///
/// Put it outside of [`CollectLayer`](crate::CollectLayer), so that the body counts, and inside of the gate and of
/// [`AuthLayer`](crate::AuthLayer), so that queueing and waiting for a token do not. What it sends counts as an attempt
/// ([`Error::attempts`]). Errors of the service inside become ours, by [`classify`].
///
/// ```
/// use std::time::Duration;
/// use tower::ServiceBuilder;
/// use webex_transport::{CollectLayer, RetryAfter, RetryLayer, TimeoutLayer};
///
/// let stack = ServiceBuilder::new()
///     .layer(RetryLayer::new(RetryAfter::new()))
///     .layer(TimeoutLayer::new(Duration::from_secs(60)))
///     .layer(CollectLayer::new());
/// ```
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

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let meta = CallMeta::of(request.extensions_mut());
        let (deadline, counts) = (meta.ends_at(), meta.counts());
        let timeout = self.timeout.saturating_add(meta.longer());
        let now = Instant::now();
        let left = deadline.map(|at| at.saturating_duration_since(now));
        let allowed = left.map_or(timeout, |left| left.min(timeout));
        // With no time left nothing is sent.
        let inner = (!allowed.is_zero()).then(|| {
            counts.begin_attempt();
            self.inner.call(request)
        });
        TimeoutFuture {
            inner,
            sleep: now
                .checked_add(allowed)
                .map_or_else(|| sleep(allowed), sleep_until),
            allowed,
            by_deadline: left.is_some_and(|left| left <= timeout),
            counts,
        }
    }
}

/// The future of [`Timeout`].
#[pin_project(PinnedDrop)]
#[derive(Debug)]
pub struct TimeoutFuture<F> {
    #[pin]
    inner: Option<F>,
    #[pin]
    sleep: Sleep,
    allowed: Duration,
    by_deadline: bool,
    counts: Arc<Counts>,
}

/// Who gives an attempt up has no timer of it any more.
#[pinned_drop]
impl<F> PinnedDrop for TimeoutFuture<F> {
    fn drop(self: Pin<&mut Self>) {
        self.counts.timed(false);
    }
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
        if this.sleep.poll(cx).is_pending() {
            this.counts.timed(true);
            return Poll::Pending;
        }
        let phase = if *this.by_deadline {
            TimeoutPhase::Deadline
        } else {
            this.counts.awaits()
        };
        let message = format_args!("no whole answer within {:?}", this.allowed);
        Poll::Ready(Err(Error::timed_out(phase).with_message(message)))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use tower::{ServiceExt, service_fn};

    use super::*;
    use crate::{Body, CollectLayer, ErrorKind};

    async fn waited(timeout: u64, left: Option<u64>) -> (Duration, Error) {
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
        (start.elapsed(), error)
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

    /// T8: silence before the head is told from a body that never ends.
    #[tokio::test(start_paused = true)]
    async fn the_error_says_how_far_the_answer_got() {
        struct Never;
        impl http_body::Body for Never {
            type Data = bytes::Bytes;
            type Error = Infallible;
            fn poll_frame(
                self: Pin<&mut Self>,
                _: &mut Context<'_>,
            ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, Infallible>>> {
                Poll::Pending
            }
        }
        for (answers, phase) in [(false, TimeoutPhase::Head), (true, TimeoutPhase::Body)] {
            let peer = service_fn(move |_: Request<Body>| async move {
                if answers {
                    return Ok::<_, Infallible>(http::Response::new(Never));
                }
                std::future::pending().await
            });
            let service = TimeoutLayer::new(Duration::from_secs(5));
            let service = service.layer(CollectLayer::new().layer(peer));
            let mut request = Request::new(Body::empty());
            let meta = CallMeta::default();
            meta.counts().head_arrived(); // of an attempt before
            request.extensions_mut().insert(meta.clone());
            let error = service.oneshot(request).await.unwrap_err();
            assert_eq!(error.timeout_phase(), Some(phase));
            assert_eq!(error.kind(), ErrorKind::Timeout);
            assert_eq!(meta.attempts(), 1);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_large_body_has_the_time_that_it_takes() {
        let never = service_fn(|_| std::future::pending::<Result<(), Infallible>>());
        for (longer, deadline, expected) in [(30, 600, 90), (u64::MAX, 600, 600)] {
            let meta = CallMeta::default()
                .time_to_send(Duration::from_secs(longer))
                .deadline(Instant::now() + Duration::from_secs(deadline));
            let mut request = Request::new(());
            request.extensions_mut().insert(meta);
            let service = TimeoutLayer::new(Duration::from_secs(60)).layer(never);
            let start = Instant::now();
            service.oneshot(request).await.unwrap_err();
            assert_eq!(start.elapsed().as_secs(), expected);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_smaller_of_attempt_timeout_and_what_is_left() {
        use TimeoutPhase::{Deadline, Head};
        for (timeout, left, expected, phase) in [
            (60, None, 60, Head),
            (60, Some(5), 5, Deadline),
            (5, Some(60), 5, Head),
            (60, Some(0), 0, Deadline),
        ] {
            let (waited, error) = waited(timeout, left).await;
            assert_eq!(error.kind(), ErrorKind::Timeout);
            assert_eq!(error.timeout_phase(), Some(phase));
            let over = waited.saturating_sub(Duration::from_secs(expected));
            assert!(waited >= Duration::from_secs(expected) && over <= Duration::from_millis(10));
        }
    }
}
