//! Layers of the user's: outside of the retry they see one call, inside of it every attempt.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use tower::ServiceExt;
use tower::limit::{ConcurrencyLimitLayer, GlobalConcurrencyLimitLayer};
use tower::util::MapResponseLayer;
use tower_layer::Layer;
use tower_service::Service;
use webex_emulator::Fault;
use webex_sdk::{Body, ErrorKind};

use crate::support::World;

#[derive(Clone, Default)]
struct CountLayer(Arc<AtomicU32>);

impl CountLayer {
    fn seen(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

impl<S> Layer<S> for CountLayer {
    type Service = Count<S>;

    fn layer(&self, inner: S) -> Count<S> {
        Count(inner, self.0.clone())
    }
}

#[derive(Clone)]
struct Count<S>(S, Arc<AtomicU32>);

impl<S: Service<R>, R> Service<R> for Count<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> S::Future {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.call(request)
    }
}

#[tokio::test(start_paused = true)]
async fn an_outer_layer_sees_the_call_and_an_attempt_layer_every_attempt() {
    let world = World::new();
    let (calls, attempts) = (CountLayer::default(), CountLayer::default());
    let api = world
        .builder()
        .layer(calls.clone())
        .attempt_layer(attempts.clone())
        .build()
        .unwrap();
    world.webex.faults().next(Fault::status(429).retry_after(1));
    world.webex.faults().next(Fault::status(503));
    api.people().me().await.unwrap();
    assert_eq!(calls.seen(), 1);
    assert_eq!(attempts.seen(), 3);
    assert_eq!(world.webex.requests().len(), 3);

    world.webex.faults().next(Fault::status(503).times(4));
    let error = api.people().me().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert_eq!(error.attempts(), 4);
    assert_eq!((calls.seen(), attempts.seen()), (2, 7));
}

/// The first layer added is the outermost.
#[tokio::test]
async fn layers_stand_in_the_order_they_were_added() {
    fn mark(
        letter: &'static str,
    ) -> MapResponseLayer<impl Fn(Response<Body>) -> Response<Body> + Clone> {
        MapResponseLayer::new(move |mut response: Response<Body>| {
            let seen = response
                .headers()
                .get("seen")
                .map(|seen| seen.to_str().unwrap());
            let seen = format!("{}{letter}", seen.unwrap_or_default());
            response.headers_mut().insert("seen", seen.parse().unwrap());
            response
        })
    }
    let world = World::new();
    let api = world
        .builder()
        .layer(mark("a"))
        .layer(mark("b"))
        .attempt_layer(mark("c"))
        .attempt_layer(mark("d"))
        .build()
        .unwrap();
    let request = Request::get("/people/me").body(Body::empty()).unwrap();
    let response = api.oneshot(request).await.unwrap();
    assert_eq!(response.headers()["seen"], "dcba");
}

/// A layer may have any body and any error.
#[tokio::test]
async fn a_layer_may_change_body_and_error() {
    let world = World::new();
    let rebody = || {
        MapResponseLayer::new(|response: Response<Body>| {
            response.map(|_| Full::new(Bytes::from_static(br#"{"id":"X"}"#)))
        })
    };
    let api = world.builder().layer(rebody()).build().unwrap();
    assert_eq!(api.people().me().await.unwrap().id.as_str(), "X");
    let api = world.builder().attempt_layer(rebody()).build().unwrap();
    assert_eq!(api.people().me().await.unwrap().id.as_str(), "X");
    let odd = tower::layer::layer_fn(|_| {
        tower::service_fn(|_: Request<Body>| async { Err::<Response<Body>, _>(std::fmt::Error) })
    });
    let api = world.builder().layer(odd).build().unwrap();
    assert_eq!(
        api.people().me().await.unwrap_err().kind(),
        ErrorKind::Other
    );
}

/// What a layer answers by itself is no success because nothing of ours is below it.
#[tokio::test]
async fn a_refusal_of_a_layer_is_an_error() {
    let world = World::new();
    let refuse = tower::layer::layer_fn(|_| {
        tower::service_fn(|_: Request<Body>| async {
            let response = Response::builder().status(429).header("retry-after", 7);
            Ok::<_, std::convert::Infallible>(response.body(Body::empty()).unwrap())
        })
    });
    let api = world.builder().layer(refuse).build().unwrap();
    let message = "Y2lz".parse().unwrap();
    let error = api.messages().delete(&message).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 429);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    let error = api.contents().get("Y2lz").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 429);
    assert!(world.webex.requests().is_empty());
}

/// A wait in the gate must not hold a permit of the limit below it.
#[tokio::test(start_paused = true)]
async fn a_concurrency_limit_on_attempts_does_not_deadlock_with_a_429() {
    let world = World::new();
    let api = world
        .builder()
        .layer(ConcurrencyLimitLayer::new(64))
        .attempt_layer(GlobalConcurrencyLimitLayer::new(1))
        .build()
        .unwrap();
    world
        .webex
        .faults()
        .next(Fault::status(429).retry_after(2).times(3));
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        calls.spawn(api.people().me().into_future());
    }
    let all = tokio::time::timeout(Duration::from_secs(300), calls.join_all());
    for result in all.await.expect("deadlock") {
        result.unwrap();
    }
}

/// R6: also a service that never gets ready ends no later than the call.
#[tokio::test(start_paused = true)]
async fn a_layer_that_is_never_ready_does_not_outlive_the_deadline() {
    #[derive(Clone)]
    struct NeverReady;

    impl Service<Request<Body>> for NeverReady {
        type Response = Response<Body>;
        type Error = std::convert::Infallible;
        type Future = std::future::Ready<Result<Response<Body>, Self::Error>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Pending
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            unreachable!("never ready")
        }
    }

    let world = World::new();
    let never = || tower::layer::layer_fn(|_| NeverReady);
    for builder in [
        world.builder().layer(never()),
        world.builder().attempt_layer(never()),
    ] {
        let api = builder.deadline(Duration::from_secs(5)).build().unwrap();
        let start = tokio::time::Instant::now();
        let error = api.people().me().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_eq!(error.attempts(), 0);
        assert!((5_000..5_010).contains(&start.elapsed().as_millis()));
    }
}
