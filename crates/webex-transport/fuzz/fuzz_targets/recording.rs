//! S1: a recording has no secret in it, and what is recorded of its replay is the same recording; any other file is an
//! error, or answers.
#![no_main]

use std::cell::RefCell;
use std::fs;
use std::future::ready;

use futures_util::FutureExt;
use http::{HeaderValue, Request, Response};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::{Layer, ServiceExt, service_fn};
use webex_transport::testing::{RecordLayer, Script};
use webex_transport::{Body, Error};

thread_local! {
    static FOLDER: RefCell<TempDir> = RefCell::new(tempfile::tempdir().unwrap());
}

// A file as it is; or else the target of a request, a content type, a `Link`, and the text of a body.
fuzz_target!(|text: &str| {
    FOLDER.with_borrow(|folder| {
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    fs::write(&one, text).unwrap();
    if let Ok(script) = Script::replay(&one) {
        assert!(script.left() <= text.lines().count());
    }

    let mut texts = text.splitn(4, '\n');
    let mut next = || texts.next().unwrap_or_default();
    let (target, kind, link, body) = (next(), next(), next(), next());
    let separator = if target.contains('?') { '&' } else { '?' };
    let target = format!("https://webexapis.com/v1/{target}{separator}access_token=SENTINEL");
    let Ok(request) = Request::get(target).body(()) else {
        return;
    };
    let body = match serde_json::from_str::<Value>(body) {
        Ok(json) => json!({ "a": json, "client_secret": "SENTINEL", "b": [{ "refresh_token": "SENTINEL" }] }).to_string(),
        Err(_) => body.to_owned(),
    };
    let link = format!("{link}, <https://webexapis.com/v1/x?token=SENTINEL>; rel=next");
    let header = |text: &str| HeaderValue::try_from(text).ok();
    let (kind, link) = (header(kind), header(&link));
    let given = body.clone();
    let service = service_fn(move |_: Request<Body>| {
        let mut response = Response::new(Body::from(given.clone()));
        kind.clone().map(|kind| response.headers_mut().insert("content-type", kind));
        link.clone().map(|link| response.headers_mut().insert("link", link));
        ready(Ok::<_, Error>(response))
    });
    let ask = || request.clone().map(|()| Body::empty());

    let recorder = RecordLayer::to(&one).unwrap().layer(service);
    let first = recorder.oneshot(ask()).now_or_never().expect("nothing here waits").unwrap();
    assert_eq!(first.body().as_bytes().unwrap(), &body);
    let recorded = fs::read_to_string(&one).unwrap();
    assert_eq!(recorded.lines().count(), 1);
    assert!(text.contains("SENTINEL") || !recorded.contains("SENTINEL"), "{recorded}");

    let replayed = Script::replay(&one).unwrap();
    let recorder = RecordLayer::to(&two).unwrap().layer(replayed.clone());
    recorder.oneshot(ask()).now_or_never().expect("nothing here waits").unwrap();
    assert_eq!(replayed.left(), 0);
    assert_eq!(fs::read_to_string(&two).unwrap(), recorded);
})
});
