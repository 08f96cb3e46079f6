//! Whatever is asked, one request after the other, there is an answer, and no fault but those that were asked for; what is
//! refused says why, and a next link leads to a page.
#![no_main]

use std::cell::RefCell;
use std::convert::Infallible;

use axum::body::{Body, Bytes};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tower::{ServiceExt, service_fn};
use webex_emulator::Emulator;

/// How many requests there are at most, and how many ids are kept of their answers.
const MOST: usize = 12;

thread_local! {
    static RUNTIME: RefCell<Runtime> = RefCell::new(
        Builder::new_current_thread().enable_time().start_paused(true).build().unwrap(),
    );
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

async fn send(
    webex: &Emulator,
    method: &Method,
    uri: Uri,
    headers: HeaderMap,
    body: Vec<u8>,
) -> Answer {
    let mut request = Request::new(Full::<Bytes>::from(body));
    *request.method_mut() = method.clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    let (head, body) = webex.service().oneshot(request).await.unwrap().into_parts();
    // A body that a fault cuts short is an error.
    let body = body.collect().await.map(|body| body.to_bytes().to_vec());
    Answer {
        status: head.status,
        headers: head.headers,
        body: body.unwrap_or_default(),
    }
}

/// With `$0` to `$9` and on to `$f` in it, which are what is known.
fn filled(text: &[u8], known: &[String]) -> Vec<u8> {
    let mut filled = Vec::new();
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        let digit = (byte == b'$').then(|| bytes.clone().next()).flatten();
        match digit.and_then(|digit| known.get(char::from(digit).to_digit(16)? as usize)) {
            Some(id) => {
                bytes.next();
                filled.extend_from_slice(id.as_bytes());
            }
            None => filled.push(byte),
        }
    }
    filled
}

fn check(answer: &Answer, request: &str, is_quiet: bool) {
    let status = answer.status;
    // The service answers 502 when somebody outside of a room adds a person.
    let is_documented = status == 502 && request.starts_with("POST /v1/memberships");
    assert!(
        !is_quiet || !status.is_server_error() || is_documented,
        "{request}: {status}"
    );
    let kind = answer
        .headers
        .get(header::CONTENT_TYPE)
        .map(|kind| kind.to_str().unwrap());
    if is_quiet
        && kind.is_some_and(|kind| kind.starts_with("application/json;"))
        && !request.contains("/contents/")
    {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        assert!(
            !body.is_null() || answer.body.is_empty() || answer.body == b"null",
            "{request}"
        );
        let says_why = body["message"].is_string() && body["trackingId"].is_string();
        let is_head = request.starts_with("HEAD")
            || request.contains("/access_token")
            || request.contains("/device/");
        assert!(
            status.as_u16() < 400 || says_why || is_head,
            "{request}: {status} {body}"
        );
    }
}

// Requests with 0xff between them, each of parts with 0xfe between them: who asks, the method, the target, the type of the
// body, and the body.
fuzz_target!(
    |data: &[u8]| RUNTIME.with_borrow(|runtime| runtime.block_on(async {
        let webex = Emulator::with_seed(1);
        webex.control(true);
        webex.send_through(service_fn(|_: Request<Body>| async {
            Ok::<_, Infallible>(Response::new(Body::from("fetched")))
        }));
        let _ = webex.add_admin("admin@example.com");
        let callers = [
            webex.add_compliance_officer("admin@example.com"),
            webex.add_person("ana@example.com"),
            webex.add_bot("lunch"),
        ];
        let mut known: Vec<String> = callers
            .iter()
            .map(|caller| caller.id().to_owned())
            .collect();
        let mut is_quiet = true;
        for request in data.split(|byte| *byte == 0xff).take(MOST) {
            let mut parts = request.splitn(5, |byte| *byte == 0xfe);
            let mut next = || filled(parts.next().unwrap_or_default(), &known);
            let (caller, method, target, kind, body) = (next(), next(), next(), next(), next());
            let (Ok(method), Ok(uri)) = (
                Method::from_bytes(&method),
                Uri::try_from([b"http://x", &*target].concat()),
            ) else {
                continue;
            };
            let mut headers = HeaderMap::new();
            if let Some(caller) =
                callers.get(usize::from(caller.first().copied().unwrap_or_default() & 3))
            {
                headers.insert(
                    header::AUTHORIZATION,
                    format!("Bearer {}", caller.token()).parse().unwrap(),
                );
            }
            if let Ok(kind) = header::HeaderValue::from_bytes(&kind) {
                headers.insert(header::CONTENT_TYPE, kind);
            }
            let path = uri.path();
            is_quiet &= !path.starts_with("/_emulator")
                || path.ends_with("/people")
                || method == Method::GET;
            let line = format!("{method} {path}");
            let answer = send(&webex, &method, uri, headers.clone(), body).await;
            check(&answer, &line, is_quiet);
            if let (true, Some(link)) = (is_quiet, answer.headers.get(header::LINK)) {
                assert_eq!(answer.status, 200);
                let link = link.to_str().unwrap();
                let next = link
                    .strip_prefix('<')
                    .unwrap()
                    .strip_suffix(">; rel=\"next\"")
                    .unwrap();
                let page = send(
                    &webex,
                    &Method::GET,
                    next.parse().unwrap(),
                    headers,
                    Vec::new(),
                )
                .await;
                assert_eq!(page.status, 200, "{next}");
            }
            let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            known.extend(body["id"].as_str().map(str::to_owned));
        }
        webex.settle().await;
    }))
);
