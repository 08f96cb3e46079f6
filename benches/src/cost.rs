//! What the gate costs: a call while it stands open, and a call that waits.

use std::future::{Future, Ready, ready};
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use http::{Method, Request, Response, Uri};
use tokio::task::JoinSet;
use tower::{Layer, Service, service_fn};
use webex_sdk::transport::{BoxError, GateLayer};

use crate::sim::{self, answer, client, on_paused_clock};

/// L6 and C6.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// Over the same call without a gate.
    pub open_ns: f64,
    pub open_allocations: u64,
    /// Of each of 10 000, request and task included.
    pub waiting_bytes: u64,
    pub refused_bytes: u64,
}

const CALLS: u32 = 1_000_000;
const WAITING: u32 = 10_000;

impl Costs {
    pub fn measure() -> Self {
        let mut gate = GateLayer::new().layer(Nothing);
        let once = allocation_counter::measure(|| call(&mut gate));
        let without = allocation_counter::measure(|| call(&mut Nothing));
        Self {
            open_ns: fastest(&mut gate) - fastest(&mut Nothing),
            open_allocations: once.count_total - without.count_total,
            waiting_bytes: bytes_a_call(3),
            refused_bytes: bytes_a_call(0),
        }
    }
}

/// What the peak of memory grows by for each call, when the first few are refused and stop the others at the gate, or
/// when each is refused itself.
fn bytes_a_call(refused_first: u32) -> u64 {
    let peak = |calls| {
        let run = || on_paused_clock(refused_calls(refused_first, calls));
        allocation_counter::measure(run).bytes_max
    };
    (peak(WAITING) - peak(0)) / u64::from(WAITING)
}

async fn refused_calls(first: u32, then: u32) {
    let refusing = service_fn(|_| ready(Ok(answer(429, Some(200)))));
    let api = client(sim::Service::new(refusing));
    let mut tasks = JoinSet::new();
    for calls in [first, then] {
        for _ in 0..calls {
            let call = api.request(Method::GET, "/rooms");
            tasks.spawn(async move { call.await.is_ok() });
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[derive(Clone, Copy)]
struct Nothing;

impl Service<Request<()>> for Nothing {
    type Response = Response<()>;
    type Error = BoxError;
    type Future = Ready<Result<Response<()>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        black_box(request);
        ready(Ok(Response::new(())))
    }
}

fn call<S>(service: &mut S)
where
    S: Service<Request<()>, Response = Response<()>>,
{
    let mut request = Request::new(());
    *request.uri_mut() = Uri::from_static("https://webexapis.com/v1/rooms/ID");
    let mut future = pin!(service.call(black_box(request)));
    let mut context = Context::from_waker(Waker::noop());
    assert!(black_box(future.as_mut().poll(&mut context)).is_ready());
}

/// The best of ten, in nanoseconds a call.
fn fastest<S>(service: &mut S) -> f64
where
    S: Service<Request<()>, Response = Response<()>>,
{
    let once = |_| {
        let start = Instant::now();
        for _ in 0..CALLS {
            call(service);
        }
        start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
    };
    (0..10).map(once).fold(f64::INFINITY, f64::min)
}
