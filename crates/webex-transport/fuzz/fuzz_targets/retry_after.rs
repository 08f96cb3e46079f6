//! L1: whatever `Retry-After` and `Date` hold, a refused call waits between a second and the cap, or fails at once with
//! the wait in its error.
#![no_main]

use std::cell::RefCell;
use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderValue, Request, Response};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};
use tower::{ServiceBuilder, ServiceExt, service_fn};
use webex_transport::{Body, Error, ErrorLayer, OnWait, RetryAfter, RetryLayer};

thread_local! {
    static RUNTIME: RefCell<Runtime> = RefCell::new(
        Builder::new_current_thread().enable_time().start_paused(true).build().unwrap(),
    );
}

const CAP: Duration = Duration::from_secs(300);

// Two headers, with a new line between them.
fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let mut header = || HeaderValue::from_bytes(parts.next()?).ok();
    let (after, date) = (header(), header());

    let waits = Arc::new(Mutex::new(Vec::new()));
    let told = waits.clone();
    let policy = RetryAfter::new()
        .on_wait(OnWait::new(move |wait| told.lock().unwrap().push(wait.duration)));
    let mut refused = false;
    let stack = ServiceBuilder::new()
        .layer(ErrorLayer::new())
        .layer(RetryLayer::new(policy))
        .service(service_fn(move |_: Request<Body>| {
            let mut response = Response::new(Body::empty());
            if !std::mem::replace(&mut refused, true) {
                *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
                let headers = response.headers_mut();
                after.clone().map(|value| headers.insert(RETRY_AFTER, value));
                date.clone().map(|value| headers.insert(DATE, value));
            }
            ready(Ok::<_, Error>(response))
        }));
    let answer = RUNTIME.with_borrow(|runtime| {
        runtime.block_on(async { stack.oneshot(Request::new(Body::empty())).await })
    });
    match (answer, &waits.lock().unwrap()[..]) {
        // A tenth more at most: who waits the same does not come back in the same instant.
        (Ok(_), [wait]) => assert!((Duration::from_secs(1)..=CAP.mul_f64(1.1)).contains(wait)),
        (Err(error), []) => assert!(error.retry_after().unwrap() > CAP),
        (answer, waits) => panic!("{answer:?} after {waits:?}"),
    }
});
