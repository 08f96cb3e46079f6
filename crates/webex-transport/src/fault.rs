//! Any error of the service inside becomes ours.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::{BoxError, Error, classify};

/// Turns any error of the service inside into an [`Error`], by [`classify`]: what [`RetryAfter`](crate::RetryAfter) needs
/// over a client that is not ours when no other layer of this crate is between.
///
/// ```
/// use tower::ServiceBuilder;
/// use webex_transport::{FaultLayer, RetryAfter, RetryLayer};
///
/// let stack = ServiceBuilder::new()
///     .layer(RetryLayer::new(RetryAfter::default()))
///     .layer(FaultLayer::new());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct FaultLayer(());

impl FaultLayer {
    /// The layer.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl<S> Layer<S> for FaultLayer {
    type Service = Fault<S>;

    fn layer(&self, inner: S) -> Fault<S> {
        Fault { inner }
    }
}

/// The service of [`FaultLayer`].
#[derive(Clone, Debug)]
pub struct Fault<S> {
    inner: S,
}

impl<S> Fault<S> {
    inner_access!();
}

impl<S, R> Service<R> for Fault<S>
where
    S: Service<R>,
    S::Error: Into<BoxError>,
{
    type Response = S::Response;
    type Error = Error;
    type Future = FaultFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx).map_err(classify)
    }

    fn call(&mut self, request: R) -> Self::Future {
        FaultFuture {
            inner: self.inner.call(request),
        }
    }
}

/// The future of [`Fault`].
#[pin_project]
#[derive(Debug)]
pub struct FaultFuture<F> {
    #[pin]
    inner: F,
}

impl<F, T, E> Future for FaultFuture<F>
where
    F: Future<Output = Result<T, E>>,
    E: Into<BoxError>,
{
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().inner.poll(cx).map_err(classify)
    }
}
