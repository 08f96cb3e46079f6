//! The gate over services that push back, on a paused clock.

use std::sync::atomic::AtomicU32;

use tower::limit::GlobalConcurrencyLimitLayer;
use tower::{ServiceBuilder, ServiceExt};

use super::*;
use crate::probe::{Probe, answer};
use crate::{Body, RetryAfter, RetryLayer};

fn request(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn limited(after: &str) -> Result<Response<Body>, Error> {
    Ok(answer(429, &[("retry-after", after)]))
}

async fn send(service: &Gate<Probe>, path: &str) -> u16 {
    let answer = service.clone().oneshot(request(path)).await;
    answer.unwrap().status().as_u16()
}

/// L6: with no 429 seen nobody waits.
#[tokio::test(start_paused = true)]
async fn stands_open_until_the_service_pushes_back() {
    let gate = GateLayer::new().layer(Probe::answering([200, 500, 404, 200]));
    let start = Instant::now();
    for status in [200, 500, 404, 200] {
        assert_eq!(send(&gate, "/v1/rooms").await, status);
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn one_refusal_slows_the_family_down_and_stops_nobody() {
    let script = [limited("60")]
        .into_iter()
        .chain((0..4).map(|_| Ok(answer(200, &[]))));
    let gate = GateLayer::new().layer(Probe::scripted(script));
    assert_eq!(send(&gate, "/v1/rooms").await, 429);

    let start = Instant::now();
    assert_eq!(send(&gate, "/v1/people/me").await, 200);
    assert_eq!(start.elapsed(), Duration::ZERO, "another family");
    for _ in 0..3 {
        assert_eq!(send(&gate, "/v1/rooms/ID").await, 200);
    }
    let elapsed = start.elapsed();
    assert!(elapsed > Duration::from_millis(100), "{elapsed:?}");
    assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
}

#[tokio::test(start_paused = true)]
async fn three_refusals_in_a_row_stop_all_for_as_long_as_was_asked() {
    let script = [
        limited("30"),
        limited("30"),
        limited("30"),
        Ok(answer(200, &[])),
    ];
    let gate = GateLayer::new().layer(Probe::scripted(script));
    for _ in 0..3 {
        assert_eq!(send(&gate, "/v1/rooms").await, 429);
    }
    let start = Instant::now();
    assert_eq!(send(&gate, "/v1/rooms").await, 200);
    assert!(start.elapsed() >= Duration::from_secs(30));
}

/// D-22, R6.
#[tokio::test(start_paused = true)]
async fn a_wait_past_the_deadline_is_an_error_at_once() {
    let gate = GateLayer::new().layer(Probe::scripted([
        limited("30"),
        limited("30"),
        limited("30"),
    ]));
    for _ in 0..3 {
        send(&gate, "/v1/rooms").await;
    }
    let start = Instant::now();
    let mut late = request("/v1/rooms");
    let deadline = start + Duration::from_secs(5);
    late.extensions_mut()
        .insert(CallMeta::default().deadline(deadline));
    let error = gate.clone().oneshot(late).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(error.retry_after().unwrap() >= Duration::from_secs(29));
    assert_eq!(error.attempts(), 0);
    assert_eq!(start.elapsed(), Duration::ZERO);
}

/// C1: the place of a caller that went away goes to the next.
#[tokio::test(start_paused = true)]
async fn a_dropped_wait_leaves_its_place_to_the_next() {
    let (now, caller) = (Instant::now(), Caller::of(&request("/v1/rooms")));
    let gate = GateLayer::new().layer(Probe::scripted([limited("1")]));
    send(&gate, "/v1/rooms").await;
    gate.shared.admit(&caller);
    let mut waiting = gate.clone();
    let future = waiting.ready().await.unwrap().call(request("/v1/rooms"));
    drop(future);
    let at = gate.shared.admit(&caller).unwrap();
    assert!(at - now < Duration::from_millis(200), "{:?}", at - now);
}

/// A wait must not keep what a readied service below has reserved.
#[tokio::test(start_paused = true)]
async fn does_not_starve_a_concurrency_limit_below() {
    let served = Arc::new(AtomicU32::new(0));
    let script = [limited("2"), limited("2"), limited("2")]
        .into_iter()
        .chain((0..10).map(|_| Ok(answer(200, &[]))));
    let stack = ServiceBuilder::new()
        .layer(RetryLayer::new(RetryAfter::new()))
        .layer(GateLayer::new())
        .layer(GlobalConcurrencyLimitLayer::new(1))
        .service(Probe::scripted(script));
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let (stack, served) = (stack.clone(), served.clone());
        callers.spawn(async move {
            stack.oneshot(request("/v1/rooms")).await.unwrap();
            served.fetch_add(1, Ordering::Relaxed);
        });
    }
    let all = tokio::time::timeout(Duration::from_secs(120), callers.join_all());
    all.await.expect("deadlock");
    assert_eq!(served.load(Ordering::Relaxed), 10);
}

#[tokio::test(start_paused = true)]
async fn forgets_after_two_quiet_minutes() {
    let gate = GateLayer::new().layer(Probe::scripted([limited("1"), Ok(answer(200, &[]))]));
    send(&gate, "/v1/rooms").await;
    assert!(gate.shared.pushing_back.load(Ordering::Relaxed));
    tokio::time::sleep(Duration::from_secs(121)).await;
    send(&gate, "/v1/rooms").await;
    assert!(!gate.shared.pushing_back.load(Ordering::Relaxed));
}

/// Bounded in number, whatever the paths.
#[tokio::test(start_paused = true)]
async fn remembers_a_bounded_number_of_families() {
    let script = (0..2000).map(|_| limited("1"));
    let gate = GateLayer::new().layer(Probe::scripted(script));
    for n in 0..2000 {
        send(&gate, &format!("/v1/family{n}")).await;
    }
    assert!(gate.shared.paces().len() <= Shared::MOST_KEYS + 1);
}
