//! The policy in tower's `Retry`, on a paused clock.

use std::future::{Future, poll_fn};
use std::sync::Mutex;
use std::task::Poll;

use tower::limit::GlobalConcurrencyLimitLayer;
use tower::retry::RetryLayer;
use tower::{ServiceBuilder, ServiceExt, service_fn};
use tower_layer::Layer;
use tower_service::Service;

use super::*;
use crate::probe::{Probe, answer};
use crate::{Body, ErrorKind, GateLayer, WaitReason};

fn request(method: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri("/rooms")
        .body(Body::from("{}"))
        .unwrap()
}

async fn send(
    probe: &Probe,
    policy: RetryAfter,
    request: Request<Body>,
) -> Result<Response<Body>, Error> {
    RetryLayer::new(policy)
        .layer(probe.clone())
        .oneshot(request)
        .await
}

fn limited(after: &str) -> Result<Response<Body>, Error> {
    Ok(answer(429, &[("retry-after", after)]))
}

fn fault(kind: ErrorKind) -> Result<Response<Body>, Error> {
    Err(Error::new(kind))
}

/// What a request carries for the layers below goes with each sending.
#[tokio::test(start_paused = true)]
async fn extensions_go_with_a_resend() {
    #[derive(Clone)]
    struct Own(u8);

    for (own, policy) in [
        (false, RetryAfter::new()),
        (false, RetryAfter::new().alone()),
        (true, RetryAfter::new().alone()),
    ] {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let arrived = seen.clone();
        let service = service_fn(move |request: Request<Body>| {
            let extensions = request.extensions();
            let operation = extensions.get().and_then(CallMeta::operation);
            let own = extensions.get().map(|Own(number)| *number);
            let mut arrived = arrived.lock().unwrap();
            arrived.push((operation, own));
            std::future::ready(match arrived.len() {
                3 => Ok::<_, Error>(answer(200, &[])),
                _ => limited("1"),
            })
        });
        let mut request = request("GET");
        let meta = CallMeta::new("rooms.list");
        request.extensions_mut().insert(meta.clone());
        if own {
            request.extensions_mut().insert(Own(7));
        }
        let service = RetryLayer::new(policy).layer(service);
        assert_eq!(service.oneshot(request).await.unwrap().status(), 200);
        let expected = (Some("rooms.list"), own.then_some(7));
        assert_eq!(*seen.lock().unwrap(), [expected; 3]);
    }
}

/// One that decides by itself.
#[derive(Clone)]
struct Stubborn(RetryAfter);

impl Policy<Request<Body>, Response<Body>, Error> for Stubborn {
    type Future = std::future::Ready<()>;

    fn retry(
        &mut self,
        _: &mut Request<Body>,
        result: &mut Result<Response<Body>, Error>,
    ) -> Option<Self::Future> {
        let failed = result.as_ref().is_ok_and(|answer| answer.status() == 500);
        failed.then(|| std::future::ready(()))
    }

    fn clone_request(&mut self, request: &Request<Body>) -> Option<Request<Body>> {
        Policy::<_, Response<Body>, Error>::clone_request(&mut self.0, request)
    }
}

#[tokio::test(start_paused = true)]
async fn a_policy_around_it_resends_with_the_meta_of_the_call() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let arrived = seen.clone();
    let service = service_fn(move |request: Request<Body>| {
        let mut arrived = arrived.lock().unwrap();
        arrived.push(request.extensions().get().and_then(CallMeta::operation));
        let status = if arrived.len() == 1 { 500 } else { 200 };
        std::future::ready(Ok::<_, Error>(answer(status, &[])))
    });
    let mut request = request("GET");
    let meta = CallMeta::new("rooms.list");
    request.extensions_mut().insert(meta);
    let service = RetryLayer::new(Stubborn(RetryAfter::new())).layer(service);
    assert_eq!(service.oneshot(request).await.unwrap().status(), 200);
    assert_eq!(*seen.lock().unwrap(), [Some("rooms.list"); 2]);
}

/// L2, R3: also a POST, whole.
#[tokio::test(start_paused = true)]
async fn waits_for_retry_after_then_succeeds() {
    let probe = Probe::scripted([limited("8"), limited("2"), Ok(answer(200, &[]))]);
    let answer = send(&probe, RetryAfter::new(), request("POST"))
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let seen = probe.seen();
    assert_eq!(seen.len(), 3);
    for (between, asked) in seen.windows(2).zip([8.0, 2.0]) {
        let waited = (between[1].at - between[0].at).as_secs_f64();
        assert!((asked..asked * 1.1 + 0.01).contains(&waited), "{waited}");
        assert_eq!(between[0].body, between[1].body);
        assert_eq!(between[0].method, between[1].method);
    }
}

/// D-18, D-19: what is no time is the default one.
#[tokio::test(start_paused = true)]
async fn garbage_in_retry_after_is_the_default_wait() {
    for garbage in ["rand(30),add(30)", "-5"] {
        let probe = Probe::scripted([limited(garbage), Ok(answer(200, &[]))]);
        let start = Instant::now();
        send(&probe, RetryAfter::new(), request("GET"))
            .await
            .unwrap();
        assert!((15.0..16.6).contains(&start.elapsed().as_secs_f64()));
    }
}

/// D-20: against the answer's own clock.
#[tokio::test(start_paused = true)]
async fn a_date_in_retry_after_is_waited_for() {
    for until in [
        "Wed, 21 Oct 2026 07:28:00 GMT",
        "Wednesday, 21-Oct-26 07:28:00 GMT",
        "Wed Oct 21 07:28:00 2026",
    ] {
        let date = [
            ("date", "Wed, 21 Oct 2026 07:27:40 GMT"),
            ("retry-after", until),
        ];
        let probe = Probe::scripted([Ok(answer(429, &date)), Ok(answer(200, &[]))]);
        let start = Instant::now();
        send(&probe, RetryAfter::new(), request("GET"))
            .await
            .unwrap();
        let waited = start.elapsed().as_secs_f64();
        assert!((20.0..22.1).contains(&waited), "{until}: {waited}");
    }
}

/// R2, R3, D-23, D-28, D-30.
#[tokio::test(start_paused = true)]
async fn what_may_have_been_processed_is_resent_only_where_idempotent() {
    use ErrorKind::{Body as Broken, Connect, Decode, OutcomeUnknown, Timeout, Tls, Unsent};
    for (kind, get, post) in [
        (Connect, true, true),
        (Unsent, true, true),
        (OutcomeUnknown, true, false),
        (Timeout, true, false),
        (Broken, true, false),
        (Tls, false, false),
        (Decode, false, false),
    ] {
        for (method, resent) in [("GET", get), ("DELETE", get), ("POST", post)] {
            let probe = Probe::scripted([fault(kind), Ok(answer(200, &[]))]);
            let result = send(&probe, RetryAfter::new(), request(method)).await;
            assert_eq!(result.is_ok(), resent, "{method} after {kind:?}");
        }
    }
    for (status, get) in [
        (500, false),
        (502, true),
        (503, true),
        (504, true),
        (404, false),
    ] {
        for (method, resent) in [("GET", get), ("POST", false)] {
            let probe = Probe::answering([status, 200]);
            let answer = send(&probe, RetryAfter::new(), request(method))
                .await
                .unwrap();
            assert_eq!(answer.status() == 200, resent, "{method} after {status}");
        }
    }
}

/// R11.
#[tokio::test(start_paused = true)]
async fn a_post_can_be_called_idempotent_one_at_a_time() {
    let probe = Probe::answering([503, 200]);
    let mut request = request("POST");
    request
        .extensions_mut()
        .insert(CallMeta::default().idempotent(true));
    let answer = send(&probe, RetryAfter::new(), request).await.unwrap();
    assert_eq!(answer.status(), 200);
    // The next one is as any other.
    let probe = Probe::answering([503]);
    let answer = send(&probe, RetryAfter::new(), self::request("POST")).await;
    assert_eq!(answer.unwrap().status(), 503);
}

#[tokio::test(start_paused = true)]
async fn faults_are_sent_four_times() {
    let probe = Probe::answering([503; 4]);
    let answer = send(&probe, RetryAfter::new(), request("GET"))
        .await
        .unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(probe.seen().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn how_often_and_how_long_can_be_said() {
    let probe = Probe::answering([503; 2]);
    let policy = RetryAfter::new().max_attempts(2);
    let answer = send(&probe, policy, request("GET")).await.unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(probe.seen().len(), 2);

    let policy = RetryAfter::new().max_retry_after(Duration::from_secs(600));
    let probe = Probe::scripted([limited("400"), limited("601")]);
    let start = Instant::now();
    let answer = send(&probe, policy, request("GET")).await.unwrap();
    assert_eq!(answer.headers()["retry-after"], "601");
    assert!((400.0..441.0).contains(&start.elapsed().as_secs_f64()));
}

/// R8: what succeeds puts in three tenths of a resend; an error that says how things are does as well.
#[tokio::test(start_paused = true)]
async fn successes_fund_resends_and_faults_do_not() {
    let budget = Budget::new();
    while budget.withdraw() {}
    let policy = || RetryAfter::new().budget(budget.clone());
    for (status, left) in [(500, 0), (503, 0), (200, 0), (404, 0), (204, 0), (200, 1)] {
        let probe = Probe::answering([status]);
        send(&probe, policy(), request("POST")).await.unwrap();
        assert_eq!(budget.left(), left, "{status}");
    }
}

/// D-22, L7.
#[tokio::test(start_paused = true)]
async fn waiting_can_be_refused() {
    let probe = Probe::scripted([limited("60")]);
    let start = Instant::now();
    let policy = RetryAfter::new().wait_on_rate_limit(false);
    assert_eq!(
        send(&probe, policy, request("GET")).await.unwrap().status(),
        429
    );
    assert_eq!(start.elapsed(), Duration::ZERO);
}

/// D-22, R6.
#[tokio::test(start_paused = true)]
async fn nothing_waits_past_the_deadline() {
    let probe = Probe::scripted([limited("60")]);
    let start = Instant::now();
    let mut request = request("GET");
    let deadline = start + Duration::from_secs(5);
    request
        .extensions_mut()
        .insert(CallMeta::default().deadline(deadline));
    assert_eq!(
        send(&probe, RetryAfter::new(), request)
            .await
            .unwrap()
            .status(),
        429
    );
    assert_eq!(start.elapsed(), Duration::ZERO);
}

/// L7.
#[tokio::test(start_paused = true)]
async fn each_wait_is_reported_once() {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let hook = {
        let waits = waits.clone();
        OnWait::new(move |wait| {
            waits
                .lock()
                .unwrap()
                .push((wait.reason, wait.duration.as_secs()));
        })
    };
    let probe = Probe::scripted([
        limited("8"),
        Ok(answer(423, &[("retry-after", "3")])),
        Ok(answer(200, &[])),
    ]);
    send(&probe, RetryAfter::new().on_wait(hook), request("GET"))
        .await
        .unwrap();
    let expected = [(WaitReason::RateLimited, 8), (WaitReason::Locked, 3)];
    assert_eq!(*waits.lock().unwrap(), expected);
}

/// C1: a call dropped in its backoff leaves the budget as it was; one that was sent again does not.
#[tokio::test(start_paused = true)]
async fn a_dropped_backoff_costs_no_budget() {
    let budget = Budget::new();
    let policy = || RetryAfter::new().budget(budget.clone());
    let probe = Probe::scripted([fault(ErrorKind::Connect), limited("1")]);
    for _ in 0..2 {
        let waiting = send(&probe, policy(), request("GET"));
        let dropped = tokio::time::timeout(Duration::ZERO, waiting);
        assert!(dropped.await.is_err());
        assert_eq!(budget.left(), 100);
    }
    let probe = Probe::scripted([fault(ErrorKind::Connect), fault(ErrorKind::Tls)]);
    send(&probe, policy(), request("GET")).await.unwrap_err();
    assert_eq!(budget.left(), 99);
}

/// D-27, R5: a body that goes once is sent once.
#[tokio::test(start_paused = true)]
async fn a_one_shot_body_is_not_resent() {
    let sent = Arc::new(Mutex::new(0));
    let count = sent.clone();
    let refusing = service_fn(move |_: Request<Body>| {
        *count.lock().unwrap() += 1;
        std::future::ready(limited("1"))
    });
    let stream = Body::new(http_body_util::Full::new(bytes::Bytes::from_static(
        b"once",
    )));
    let mut service = RetryLayer::new(RetryAfter::new()).layer(refusing);
    let answer = service.call(Request::post("/").body(stream).unwrap()).await;
    assert_eq!(answer.unwrap().status(), 429);
    assert_eq!(*sent.lock().unwrap(), 1);
}

/// C1: dropped after any number of polls, a call leaves permit, gate and budget to the next one.
#[tokio::test(start_paused = true)]
async fn a_call_dropped_anywhere_leaves_no_trace() {
    let mut polls = 0;
    loop {
        let budget = Budget::new();
        let script = [limited("1"), fault(ErrorKind::Connect)]
            .into_iter()
            .chain((0..4).map(|_| Ok(answer(200, &[]))));
        let probe = Probe::scripted(script);
        let stack = ServiceBuilder::new()
            .layer(RetryLayer::new(RetryAfter::new().budget(budget.clone())))
            .layer(GateLayer::new())
            .layer(GlobalConcurrencyLimitLayer::new(1))
            .service(probe.clone());
        let mut call = Box::pin(stack.clone().oneshot(request("GET")));
        let mut done = false;
        for _ in 0..polls {
            done = poll_fn(|cx| Poll::Ready(call.as_mut().poll(cx).is_ready())).await;
            if done {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        drop(call);
        // Spent once the backoff is over, also when the resend then waits at the gate.
        let resent_after_fault = u32::from(probe.seen().len() >= 3);
        let left = budget.left();
        assert!((99..=100 - resent_after_fault).contains(&left), "{polls}");
        let next = tokio::time::timeout(Duration::from_secs(5), stack.oneshot(request("GET")));
        assert_eq!(next.await.unwrap().unwrap().status(), 200, "{polls}");
        if done {
            break;
        }
        polls += 1;
    }
    assert!(polls > 10, "{polls}");
}

/// L1, R7: the longest wait that can be told is no panic.
#[tokio::test(start_paused = true)]
async fn an_endless_retry_after_is_refused_by_the_deadline() {
    let probe = Probe::scripted([limited("18446744073709551616")]);
    let mut request = request("GET");
    let deadline = Instant::now() + Duration::from_secs(5);
    request
        .extensions_mut()
        .insert(CallMeta::default().deadline(deadline));
    let policy = RetryAfter::new().max_retry_after(Duration::MAX);
    assert_eq!(send(&probe, policy, request).await.unwrap().status(), 429);
}
