//! S4: whatever an answer that is no success holds, its error is short, printable, and of the kind of its status.
#![no_main]

use std::future::ready;

use futures_util::FutureExt;
use http::{HeaderValue, Request, Response};
use libfuzzer_sys::fuzz_target;
use tower::{Layer, ServiceExt, service_fn};
use webex_transport::{Body, Error, ErrorLayer};

// Two bytes of status, then the header with the tracking id, a new line, and the body.
fuzz_target!(|data: &[u8]| {
    let [high, low, rest @ ..] = data else {
        return;
    };
    let status = 300 + (u16::from(*high) << 8 | u16::from(*low)) % 700;
    let mut parts = rest.splitn(2, |byte| *byte == b'\n');
    let tracking_id = parts.next().and_then(|id| HeaderValue::from_bytes(id).ok());
    let body = parts.next().unwrap_or_default().to_vec();
    let service = ErrorLayer::new().layer(service_fn(move |_: Request<Body>| {
        let mut response = Response::builder().status(status);
        if let Some(id) = tracking_id.clone() {
            response = response.header("trackingid", id);
        }
        ready(Ok::<_, Error>(response.body(Body::from(body.clone())).unwrap()))
    }));
    let answer = service.oneshot(Request::new(Body::empty()));
    let error = answer.now_or_never().expect("nothing here waits").unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), status);
    for text in [error.message(), error.tracking_id()].into_iter().flatten() {
        assert!(text.len() <= 512, "{} bytes", text.len());
    }
    let shown = error.to_string();
    assert!(shown.starts_with(&format!("[{status}]")));
    assert!(shown.len() < 1200);
    let unsafe_to_show = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!shown.contains(unsafe_to_show), "{shown:?}");
    assert!(!format!("{error:?}").contains(char::is_control));
});
