//! Layers over a transport, without their types.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use tower::ServiceExt;
use tower_service::Service;
use webex_transport::{Body, Deadline, Error};

/// What a layer of yours ([`WebexApiBuilder::layer`](crate::WebexApiBuilder::layer)) is put over: a service of one type,
/// cheap to clone, and always ready.
///
/// What it is made of is readied for each call, by a clone that lives in the call's future.
#[derive(Clone)]
pub struct Stack(Arc<dyn Calls>);

/// The future of a [`Stack`].
#[must_use = "futures do nothing unless polled"]
pub struct StackFuture(Pin<Box<dyn Future<Output = Result<Response<Body>, Error>> + Send>>);

impl Future for StackFuture {
    type Output = Result<Response<Body>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

impl fmt::Debug for StackFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StackFuture").finish_non_exhaustive()
    }
}

trait Calls: Send + Sync {
    fn call(&self, request: Request<Body>) -> StackFuture;
}

impl<S> Calls for Deadline<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Error>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send,
{
    fn call(&self, request: Request<Body>) -> StackFuture {
        StackFuture(Box::pin(self.send(request)))
    }
}

/// Of layers that are not outermost.
struct Part<S>(S);

impl<S> Calls for Part<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Error>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send,
{
    fn call(&self, request: Request<Body>) -> StackFuture {
        StackFuture(Box::pin(self.0.clone().oneshot(request)))
    }
}

impl Stack {
    pub(crate) fn new<S>(service: Deadline<S>) -> Self
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Error>,
        S: Clone + Send + Sync + 'static,
        S::Future: Send,
    {
        Self(Arc::new(service))
    }

    pub(crate) fn part<S>(service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<Body>, Error = Error>,
        S: Clone + Send + Sync + 'static,
        S::Future: Send,
    {
        Self(Arc::new(Part(service)))
    }

    pub(crate) fn send(&self, request: Request<Body>) -> StackFuture {
        self.0.call(request)
    }
}

impl Service<Request<Body>> for Stack {
    type Response = Response<Body>;
    type Error = Error;
    type Future = StackFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> StackFuture {
        self.send(request)
    }
}

impl fmt::Debug for Stack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stack").finish_non_exhaustive()
    }
}
