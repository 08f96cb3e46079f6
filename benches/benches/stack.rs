//! What the layers cost a call: over a service that does nothing, and over loopback beside hyper-util alone.
//!
//! `cargo bench --bench stack`. Over loopback the client's own thread is what is measured, by the CPU time that the kernel
//! keeps of it; clients take turns, so that a noisy machine is noisy for all, and ratios of medians are what counts.

use std::convert::Infallible;
use std::future::{IntoFuture, Ready, ready};
use std::net::SocketAddr;
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use http::{Request, Response};
use http_body_util::{BodyExt, Empty, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tower::{Layer, Service, ServiceBuilder};
use webex_models::Person;
use webex_sdk::{Body, WebexApi};
use webex_transport::{
    AuthLayer, BaseUriLayer, CollectLayer, ErrorLayer, GateLayer, HeadersLayer, RetryAfter,
    RetryLayer, TimeoutLayer, Token, TraceLayer,
};

const ME: &str = r#"{"id":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9iMzQ1ZDllMi0zYmU4LTVkNTktODIxZS03ODE5OGU4Njc5ODc","emails":["ana@example.com"],"phoneNumbers":[{"type":"work","value":"+1 555 0100"}],"displayName":"Ana Example","nickName":"Ana","firstName":"Ana","lastName":"Example","avatar":"https://avatars.example.com/ana~1600","orgId":"Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi82ZTRhNjM0NC1mYmY0LTUxZTAtOGJkYy1hNzI5ODkzMjdkMTE","created":"2021-03-04T08:15:30.123Z","lastModified":"2024-11-05T09:00:00.000Z","lastActivity":"2025-06-01T12:34:56.789Z","status":"active","invitePending":false,"loginEnabled":true,"type":"person"}"#;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let _entered = runtime.enter();
    println!("over a service that does nothing        ns a call   allocations");
    no_op(&runtime);
    println!("\nover loopback, CPU µs a call      raw hyper-util   webex-sdk    ratio");
    loopback(&runtime);
}

/// Answers at once with the same body.
#[derive(Clone)]
struct NoOp;

impl Service<Request<Body>> for NoOp {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        ready(Ok(Response::new(Body::from(ME))))
    }
}

fn request() -> Request<Body> {
    Request::get("https://webexapis.com/v1/people/me")
        .body(Body::empty())
        .unwrap()
}

fn no_op(runtime: &tokio::runtime::Runtime) {
    fn report<F: Future>(
        name: &str,
        runtime: &tokio::runtime::Runtime,
        mut call: impl FnMut() -> F,
    ) {
        let mut rounds: Vec<f64> = (0..30)
            .map(|_| {
                const CALLS: u32 = 5_000;
                let start = Instant::now();
                runtime.block_on(async {
                    for _ in 0..CALLS {
                        std::hint::black_box(call().await);
                    }
                });
                start.elapsed().as_nanos() as f64 / f64::from(CALLS)
            })
            .collect();
        rounds.sort_by(f64::total_cmp);
        let allocations = allocation_counter::measure(|| {
            runtime.block_on(async { drop(std::hint::black_box(call().await)) });
        });
        println!(
            "{name:38} {:10.0} {:13}",
            rounds[15], allocations.count_total
        );
    }

    report("the request alone", runtime, || async { request() });
    let mut bare = NoOp;
    report("no layer", runtime, || bare.call(request()));
    macro_rules! alone {
        ($($name:literal: $layer:expr;)*) => { $({
            let mut service = $layer.layer(NoOp);
            report(concat!("  ", $name), runtime, || service.call(request()));
        })* };
    }
    let token = || Token::new("token").unwrap();
    alone! {
        "base uri": BaseUriLayer::new("https://webexapis.com/v1").unwrap();
        "trace": TraceLayer::new();
        "errors": ErrorLayer::new();
        "gate, unused": GateLayer::new();
        "timeout": TimeoutLayer::new(std::time::Duration::from_secs(60));
        "collect": CollectLayer::new();
        "auth": AuthLayer::bearer(token(), "https://webexapis.com").unwrap();
        "headers": HeadersLayer::new();
    }
    let mut retry = ServiceBuilder::new()
        .layer(RetryLayer::new(RetryAfter::new()))
        .layer(CollectLayer::new())
        .service(NoOp);
    report("  retry, over collect", runtime, || retry.call(request()));

    let mut api = WebexApi::builder()
        .token("token")
        .transport(NoOp)
        .build()
        .unwrap();
    report("the whole stack, boxed", runtime, || {
        Service::call(&mut api, request())
    });
    report("people().me() with its decoding", runtime, || {
        api.people().me().into_future()
    });
}

/// One answer for everything, on a thread of its own.
fn serve() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                let service = hyper::service::service_fn(|_| async {
                    Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(ME.as_bytes()))))
                });
                let connection = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service);
                tokio::spawn(connection);
            }
        });
    });
    address
}

/// Nanoseconds of CPU that this thread has had.
fn cpu() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    stat.split(' ').next().unwrap().parse().unwrap()
}

fn loopback(runtime: &tokio::runtime::Runtime) {
    let address = serve();
    let url: http::Uri = format!("http://{address}/v1/people/me").parse().unwrap();
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let raw: Client<_, Empty<Bytes>> = Client::builder(TokioExecutor::new()).build(connector);
    let raw_call = || {
        let request = Request::get(url.clone())
            .header("authorization", "Bearer token")
            .header("accept", "application/json")
            .header("user-agent", "raw")
            .body(Empty::new())
            .unwrap();
        let answer = raw.request(request);
        async move {
            let body = answer
                .await
                .unwrap()
                .into_body()
                .collect()
                .await
                .unwrap()
                .to_bytes();
            serde_json::from_slice::<Person>(&body).unwrap()
        }
    };
    let api = WebexApi::builder()
        .token("token")
        .base_url(format!("http://{address}/v1"))
        .build()
        .unwrap();
    let sdk_call = || {
        let call = api.people().me().into_future();
        async move { call.await.unwrap() }
    };
    for at_once in [1, 64] {
        let mut taken = [Vec::new(), Vec::new()];
        for round in 0..21 {
            let raw = per_call(runtime, at_once, raw_call);
            let sdk = per_call(runtime, at_once, sdk_call);
            // The first round opens connections.
            if round > 0 {
                taken[0].push(raw);
                taken[1].push(sdk);
            }
        }
        let [raw, sdk] = taken.map(|mut taken| {
            taken.sort_by(f64::total_cmp);
            taken[taken.len() / 2]
        });
        let how = if at_once == 1 {
            "one after another"
        } else {
            "64 at once"
        };
        println!("{how:32} {raw:15.1} {sdk:11.1} {:8.2}", sdk / raw);
    }
}

/// CPU microseconds a call.
fn per_call<F: Future>(
    runtime: &tokio::runtime::Runtime,
    at_once: usize,
    call: impl Fn() -> F,
) -> f64 {
    const CALLS: usize = 4_000;
    let start = cpu();
    runtime.block_on(async {
        let mut running = FuturesUnordered::new();
        for _ in 0..CALLS {
            if running.len() == at_once {
                running.next().await;
            }
            running.push(call());
        }
        while running.next().await.is_some() {}
    });
    (cpu() - start) as f64 / 1e3 / CALLS as f64
}
