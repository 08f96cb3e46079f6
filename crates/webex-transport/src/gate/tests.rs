//! The gate over services that push back, on a paused clock.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::FutureExt;
use tokio::time::Instant;
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

/// L6
#[test]
fn standing_open_takes_no_memory() {
    let served =
        tower::service_fn(|_: Request<()>| std::future::ready(Ok::<_, Error>(Response::new(()))));
    let mut gate = GateLayer::new().layer(served);
    let measured = allocation_counter::measure(|| {
        let answer = gate.call(Request::new(())).now_or_never();
        assert!(answer.unwrap().is_ok());
    });
    assert_eq!(measured.count_total, 0);
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
    assert!(gate.shared.is_pushing_back());
    tokio::time::sleep(Duration::from_secs(121)).await;
    send(&gate, "/v1/rooms").await;
    assert!(!gate.shared.is_pushing_back());
}

/// A call that nobody polled while its line was forgotten has no place in the next one, and leaves none there.
#[tokio::test(start_paused = true)]
async fn a_place_of_a_line_that_is_forgotten_is_none_in_the_next() {
    let script = [limited("1")]
        .into_iter()
        .chain((0..300).map(|_| Ok(answer(200, &[]))))
        .chain([limited("1")])
        .chain((0..10).map(|_| Ok(answer(200, &[]))));
    let gate = GateLayer::new().layer(Probe::scripted(script));
    send(&gate, "/v1/rooms").await;
    for _ in 0..299 {
        send(&gate, "/v1/rooms").await;
    }
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut call = Box::pin(gate.clone().oneshot(request("/v1/rooms")));
        while poll_once(call.as_mut()).await.is_ready() {
            call = Box::pin(gate.clone().oneshot(request("/v1/rooms")));
        }
        held.push(call);
    }
    tokio::time::sleep(Duration::from_secs(125)).await;
    send(&gate, "/v1/rooms").await; // forgets
    assert!(!gate.shared.is_pushing_back());
    while send(&gate, "/v1/rooms").await != 429 {}
    send(&gate, "/v1/rooms").await;
    let expected = gate.shared.next_place(&request("/v1/rooms"));
    held.pop(); // dropped
    assert_eq!(gate.shared.next_place(&request("/v1/rooms")), expected);
    let start = Instant::now();
    for call in held {
        assert_eq!(call.await.unwrap().status(), 200);
    }
    assert!(
        start.elapsed() < Duration::from_millis(10),
        "{:?}",
        start.elapsed()
    );
}

/// Bounded in number, whatever the paths; those beyond share one pace.
#[tokio::test(start_paused = true)]
async fn remembers_a_bounded_number_of_families() {
    let served = (0..2).map(|_| Ok(answer(200, &[])));
    let script = (0..2000).map(|_| limited("1")).chain(served);
    let gate = GateLayer::new().layer(Probe::scripted(script));
    let send_all = (0..2000).map(|n| format!("/v1/family{n}"));
    for path in send_all {
        let refusing = gate.clone().oneshot(request(&path));
        refusing.await.unwrap();
    }
    assert_eq!(gate.shared.families(), shared::MOST_KEYS + 1);
    let start = Instant::now();
    send(&gate, "/v1/family1998").await;
    send(&gate, "/v1/family1999").await;
    assert!(start.elapsed() > Duration::ZERO, "no pace for the others");
}

/// A bot that makes one call a second is not slowed by a refusal now and then.
#[tokio::test(start_paused = true)]
async fn low_demand_is_not_slowed() {
    let script = (0..120).map(|n| {
        if n % 30 == 0 {
            limited("1")
        } else {
            Ok(answer(200, &[]))
        }
    });
    let gate = GateLayer::new().layer(Probe::scripted(script));
    for _ in 0..120 {
        let start = Instant::now();
        send(&gate, "/v1/rooms").await;
        assert_eq!(start.elapsed(), Duration::ZERO);
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// L7, D-22: who does not wait is told at once, and only while all are stopped.
#[tokio::test(start_paused = true)]
async fn waiting_can_be_refused() {
    let script = (0..3)
        .map(|_| limited("30"))
        .chain([Ok(answer(200, &[])), Ok(answer(200, &[]))]);
    let gate = GateLayer::new()
        .wait_on_rate_limit(false)
        .layer(Probe::scripted(script));
    for _ in 0..3 {
        assert_eq!(send(&gate, "/v1/rooms").await, 429);
    }
    let start = Instant::now();
    let error = gate.clone().oneshot(request("/v1/rooms")).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(error.retry_after().unwrap() >= Duration::from_secs(30));
    assert_eq!(start.elapsed(), Duration::ZERO);
    tokio::time::sleep(Duration::from_secs(32)).await;
    let start = Instant::now();
    assert_eq!(send(&gate, "/v1/rooms").await, 200);
    assert_eq!(send(&gate, "/v1/rooms").await, 200);
    assert_eq!(start.elapsed(), Duration::ZERO);
}

/// L7: one report for each wait, of what the wait then takes.
#[tokio::test(start_paused = true)]
async fn each_wait_is_reported_once_and_rightly() {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let told = waits.clone();
    let hook = OnWait::new(move |wait| told.lock().unwrap().push((wait.reason, wait.duration)));
    let script = [limited("1")]
        .into_iter()
        .chain((0..4).map(|_| Ok(answer(200, &[]))));
    let gate = GateLayer::new()
        .on_wait(hook)
        .layer(Probe::scripted(script));
    send(&gate, "/v1/rooms").await;
    send(&gate, "/v1/rooms").await;
    let start = Instant::now();
    let mut took = Vec::new();
    for _ in 0..3 {
        send(&gate, "/v1/rooms").await;
        took.push(start.elapsed());
    }
    let waits = waits.lock().unwrap();
    assert_eq!(waits.len(), 3, "{waits:?}");
    let mut total = Duration::ZERO;
    for ((reason, wait), took) in waits.iter().zip(took) {
        assert_eq!(*reason, WaitReason::Paced);
        total += *wait;
        // The clock of timers goes in milliseconds.
        assert!(
            took.abs_diff(total) < Duration::from_millis(4),
            "{took:?} {total:?}"
        );
    }
}

/// C1: polled any number of times and dropped, a call leaves the line as it was, and the next one is served.
#[tokio::test(start_paused = true)]
async fn a_dropped_call_leaves_no_trace() {
    for polls in 0..4 {
        let served = (0..4).map(|_| Ok(answer(200, &[])));
        let script = [limited("1")].into_iter().chain(served);
        let gate = GateLayer::new().layer(Probe::scripted(script));
        send(&gate, "/v1/rooms").await;
        send(&gate, "/v1/rooms").await;
        let expected = gate.shared.next_place(&request("/v1/rooms"));

        let mut dropped = Box::pin(gate.clone().oneshot(request("/v1/rooms")));
        for _ in 0..polls {
            assert!(poll_once(dropped.as_mut()).await.is_pending());
        }
        drop(dropped);
        assert_eq!(
            gate.shared.next_place(&request("/v1/rooms")),
            expected,
            "{polls}"
        );
        assert_eq!(send(&gate, "/v1/rooms").await, 200);
    }
}

async fn poll_once<F: Future + Unpin>(mut future: F) -> Poll<F::Output> {
    poll_fn(|cx| Poll::Ready(Pin::new(&mut future).poll(cx))).await
}

/// C2: callers that go away at any moment leave nothing behind: whoever comes after them finds the line empty.
#[tokio::test(start_paused = true)]
async fn callers_that_go_away_at_random_leave_no_trace() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    for _ in 0..20 {
        let script = (0..1000).map(|_| match random.u32(..10) {
            0 => limited("1"),
            1 => Err(Error::new(ErrorKind::Timeout)),
            _ => Ok(answer(200, &[])),
        });
        let probe = Probe::scripted([limited("1")].into_iter().chain(script));
        let gate = GateLayer::new().layer(probe);
        send(&gate, "/v1/rooms").await;
        let mut callers = tokio::task::JoinSet::new();
        for _ in 0..200 {
            let gate = gate.clone();
            let begins = Duration::from_millis(random.u64(..5000));
            let patience = Duration::from_millis(random.u64(..3000));
            callers.spawn(async move {
                tokio::time::sleep(begins).await;
                let call = gate.oneshot(request("/v1/rooms"));
                let _ = tokio::time::timeout(patience, call).await;
            });
        }
        callers.join_all().await;
        let start = Instant::now();
        let _ = gate.clone().oneshot(request("/v1/rooms")).await;
        // The longest stop, and one turn at the slowest.
        assert!(start.elapsed() < Duration::from_millis(1050 + 1500));
    }
}
