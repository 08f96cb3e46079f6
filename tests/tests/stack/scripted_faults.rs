//! What callers see of services that fail at random, with the defaults and on a paused clock. Each test prints its seed.
//!
//! A hundredth of the promised number of cases is run, and all of them with `WEBEX_TESTS=full`.

use std::collections::HashMap;
use std::env;
use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Method, Request, Response};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tower::service_fn;
use tower_service::Service;
use webex_sdk::WebexApi;
use webex_sdk::transport::{Body, BoxError};

pub(crate) fn cases(all: usize) -> usize {
    if env::var("WEBEX_TESTS").is_ok_and(|which| which == "full") {
        all
    } else {
        all / 100
    }
}

/// One that can be given again by `SEED=..`.
pub(crate) fn seed() -> u64 {
    let given = env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| fastrand::u64(..));
    println!("SEED={seed}");
    seed
}

fn api<S>(service: S) -> WebexApi
where
    S: Service<Request<Body>, Response = Response<Body>, Error = BoxError>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
{
    let builder = WebexApi::builder().token("t").transport(service);
    builder.build().unwrap()
}

fn answer(status: u16, retry_after: Option<u64>) -> Result<Response<Body>, BoxError> {
    let mut answer = Response::builder().status(status);
    if let Some(seconds) = retry_after {
        answer = answer.header("retry-after", seconds);
    }
    Ok(answer.body(Body::empty())?)
}

fn io_error(kind: io::ErrorKind) -> Result<Response<Body>, BoxError> {
    Err(io::Error::from(kind).into())
}

/// R1: a fault on a fifth of the attempts, at most two in a row for a call.
#[tokio::test(start_paused = true)]
async fn scattered_faults_are_never_seen() {
    let mut random = fastrand::Rng::with_seed(seed());
    let faults = Arc::new(Mutex::new((
        random.fork(),
        HashMap::<String, u32>::new(),
        0,
    )));
    let seen = faults.clone();
    let api = api(service_fn(move |request: Request<Body>| {
        let faults = faults.clone();
        async move {
            sleep(Duration::from_millis(20)).await;
            let mut faults = faults.lock().unwrap();
            let (random, in_a_row, count) = &mut *faults;
            let in_a_row = in_a_row.entry(request.uri().path().to_owned()).or_default();
            if *in_a_row == 2 || random.f64() > 0.2 {
                *in_a_row = 0;
                return answer(200, None);
            }
            *in_a_row += 1;
            *count += 1;
            match random.u32(..6) {
                0 => answer(502, None),
                1 => answer(503, None),
                2 => answer(504, None),
                3 => io_error(io::ErrorKind::ConnectionRefused),
                4 => io_error(io::ErrorKind::ConnectionReset),
                _ => io_error(io::ErrorKind::UnexpectedEof),
            }
        }
    }));
    let all = cases(10_000).max(1000);
    let mut calls = JoinSet::new();
    for n in 0..all {
        let api = api.clone();
        calls.spawn(async move { api.request(Method::GET, &format!("/rooms/{n}")).await });
        if calls.len() == 50 {
            calls.join_next().await.unwrap().unwrap().unwrap();
        }
    }
    while let Some(result) = calls.join_next().await {
        result.unwrap().unwrap();
    }
    assert!(seen.lock().unwrap().2 > all / 6);
}

/// R6: whatever happens to a call, it ends by its deadline; others may be waiting at the gate with it.
#[tokio::test(start_paused = true)]
async fn no_call_outlives_its_deadline() {
    let mut random = fastrand::Rng::with_seed(seed());
    for _ in 0..cases(1000).max(50) {
        let fates = Arc::new(Mutex::new(random.fork()));
        let api = api(service_fn(move |_| {
            let mut random = fates.lock().unwrap().fork();
            async move {
                sleep(Duration::from_millis(random.u64(..3000))).await;
                match random.u32(..8) {
                    0 => answer(200, None),
                    1 | 2 => answer(429, Some(random.u64(..90))),
                    3 => answer(429, None),
                    4 => answer(423, Some(random.u64(..5))),
                    5 => answer(503, Some(random.u64(..20))),
                    6 => io_error(io::ErrorKind::ConnectionRefused),
                    _ => pending().await,
                }
            }
        }));
        let mut calls = JoinSet::new();
        for _ in 0..20 {
            let api = api.clone();
            let begins = Duration::from_millis(random.u64(..10_000));
            let deadline = Duration::from_millis(random.u64(1..60_000));
            calls.spawn(async move {
                sleep(begins).await;
                let start = Instant::now();
                let call = api.request(Method::GET, "/rooms").deadline(deadline);
                let _ = call.await;
                let over = start.elapsed().saturating_sub(deadline);
                assert!(
                    over <= Duration::from_millis(10),
                    "{over:?} over {deadline:?}"
                );
            });
        }
        while let Some(ended) = calls.join_next().await {
            ended.unwrap();
        }
    }
}

/// L2: a refused call is never sent again before its time, whatever it passes on its way.
#[tokio::test(start_paused = true)]
async fn nothing_is_resent_before_its_retry_after() {
    let mut random = fastrand::Rng::with_seed(seed());
    let mut resent = 0;
    for _ in 0..cases(10_000) {
        let not_before = Arc::new(Mutex::new((random.fork(), HashMap::new(), 0)));
        let counts = not_before.clone();
        let api = api(service_fn(move |request: Request<Body>| {
            let not_before = not_before.clone();
            async move {
                let path = request.uri().path().to_owned();
                let refused = {
                    let mut not_before = not_before.lock().unwrap();
                    let (random, times, resent) = &mut *not_before;
                    if let Some(earliest) = times.remove(&path) {
                        assert!(Instant::now() >= earliest, "sent too early");
                        *resent += 1;
                    }
                    random.bool().then(|| random.u64(..20))
                };
                sleep(Duration::from_millis(30)).await;
                let Some(seconds) = refused else {
                    return answer(200, None);
                };
                let earliest = Instant::now() + Duration::from_secs(seconds);
                not_before.lock().unwrap().1.insert(path, earliest);
                answer(429, Some(seconds))
            }
        }));
        let mut calls = JoinSet::new();
        for n in 0..10 {
            let api = api.clone();
            let path = format!("/rooms/{n}");
            calls.spawn(async move { api.request(Method::POST, &path).await });
        }
        while let Some(result) = calls.join_next().await {
            result.unwrap().unwrap();
        }
        resent += counts.lock().unwrap().2;
    }
    assert!(resent > cases(10_000));
}
