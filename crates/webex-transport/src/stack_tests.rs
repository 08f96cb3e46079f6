//! C4: every layer over the probe, which panics when called unready and is unready after `clone`.

use std::time::Duration;

use http::Request;
use tokio::time::Instant;
use tower::retry::RetryLayer;
use tower::{Layer, Service, ServiceBuilder, ServiceExt};

use crate::probe::{Probe, answer};
use crate::*;

fn request() -> Request<Body> {
    Request::get("/rooms").body(Body::empty()).unwrap()
}

/// Refused, failed, failed, served: four attempts for one call.
fn four_attempts() -> Probe {
    Probe::scripted([
        Ok(answer(429, &[("retry-after", "1")])),
        Err(Error::new(ErrorKind::OutcomeUnknown)),
        Ok(answer(503, &[])),
        Ok(answer(200, &[])),
    ])
}

fn auth() -> AuthLayer {
    AuthLayer::bearer(Token::new("t").unwrap(), "https://webexapis.com").unwrap()
}

/// Inside of the retry each layer sees all four attempts.
macro_rules! inside_of_the_retry {
    ($($name:ident: $layer:expr;)*) => { $(
        #[tokio::test(start_paused = true)]
        async fn $name() {
            let probe = four_attempts();
            let stack = ServiceBuilder::new()
                .layer(RetryLayer::new(RetryAfter::new()))
                .layer($layer)
                .service(probe.clone());
            assert_eq!(stack.oneshot(request()).await.unwrap().status(), 200);
            assert_eq!(probe.seen().len(), 4);
        }
    )* };
}

inside_of_the_retry! {
    gate: GateLayer::new();
    timeout: TimeoutLayer::new(Duration::from_secs(60));
    collect: CollectLayer::new();
    auth_: auth();
    headers: HeadersLayer::new();
    fault: FaultLayer::new();
    base_uri: BaseUriLayer::new("https://webexapis.com/v1").unwrap();
    trace: TraceLayer::new();
}

/// Outside of it each layer sees one call after another, on the same service.
macro_rules! outside_of_the_retry {
    ($($name:ident: $layer:expr;)*) => { $(
        #[tokio::test(start_paused = true)]
        async fn $name() {
            let probe = Probe::answering([503, 200, 503, 200]);
            let retry = RetryLayer::new(RetryAfter::new()).layer(probe.clone());
            let mut stack = $layer.layer(retry);
            for _ in 0..2 {
                let answer = stack.ready().await.unwrap().call(request()).await;
                assert_eq!(answer.unwrap().status(), 200);
            }
            assert_eq!(probe.seen().len(), 4);
        }
    )* };
}

outside_of_the_retry! {
    base_uri_outside: BaseUriLayer::new("https://webexapis.com/v1").unwrap();
    trace_outside: TraceLayer::new();
    error_outside: ErrorLayer::new();
}

/// The whole stack in the design's order.
#[tokio::test(start_paused = true)]
async fn the_stack_in_order() {
    let probe = four_attempts();
    let stack = ServiceBuilder::new()
        .layer(BaseUriLayer::new("https://webexapis.com/v1").unwrap())
        .layer(TraceLayer::new())
        .layer(ErrorLayer::new())
        .layer(RetryLayer::new(RetryAfter::new()))
        .layer(GateLayer::new())
        .layer(auth())
        .layer(TimeoutLayer::new(Duration::from_secs(60)))
        .layer(CollectLayer::new())
        .layer(HeadersLayer::new())
        .service(probe.clone());
    let mut request = request();
    let meta = CallMeta::new("rooms.list").deadline(Instant::now() + Duration::from_secs(600));
    request.extensions_mut().insert(meta.clone());
    assert_eq!(stack.oneshot(request).await.unwrap().status(), 200);
    assert_eq!(meta.attempts(), 4);
    for seen in probe.seen() {
        assert_eq!(seen.uri, "https://webexapis.com/v1/rooms");
        assert_eq!(seen.header("authorization").as_deref(), Some("Bearer t"));
    }
}
