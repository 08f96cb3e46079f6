//! D-39: whatever the token endpoint answers is a token that can be sent, or an error that shows nothing of it.
#![no_main]

use std::cell::RefCell;
use std::future::ready;

use http::{Request, Response};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};
use tower::service_fn;
use webex_transport::auth::oauth::OAuth;
use webex_transport::{Body, Credentials, Error};

thread_local! {
    static RUNTIME: RefCell<Runtime> = RefCell::new(
        Builder::new_current_thread().enable_time().start_paused(true).build().unwrap(),
    );
}

// The first byte chooses the status, the rest is the body.
fuzz_target!(|data: &[u8]| {
    let Some((&first, body)) = data.split_first() else {
        return;
    };
    let status = [200, 200, 200, 400, 401, 500][usize::from(first) % 6];
    let body = body.to_vec();
    let endpoint = service_fn(move |_: Request<Body>| {
        let response = Response::builder().status(status);
        ready(Ok::<_, Error>(response.body(Body::from(body.clone())).unwrap()))
    });
    RUNTIME.with_borrow(|runtime| {
        runtime.block_on(async {
            let credentials = OAuth::refresh("id", "SENTINEL", "SENTINEL").over(endpoint);
            match credentials.token().await {
                Ok(token) => {
                    assert_eq!(status, 200);
                    assert!(token.header().is_sensitive());
                    let text = token.header().to_str().unwrap();
                    assert!(text.len() > "Bearer ".len());
                    // Due at once, or not for a while: either is fine, neither may panic.
                    let _ = credentials.at_hand();
                }
                Err(error) => assert!(!error.to_string().contains("SENTINEL")),
            }
        });
    });
});
