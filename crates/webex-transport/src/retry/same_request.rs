//! R4: a repeated request is the same request.

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Method, Uri};
use http_body_util::{BodyExt, Full};
use proptest::prelude::*;
use tower::{ServiceBuilder, ServiceExt, service_fn};

use super::*;
use crate::probe::answer;
use crate::{AuthLayer, Body, ErrorKind, GateLayer, HeadersLayer, RetryLayer, TimeoutLayer, Token};

/// How the body of a request is made.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Bytes,
    Replayable { announced: bool },
    File,
}

#[derive(Clone, Debug)]
struct Case {
    method: Method,
    path: String,
    header: String,
    content: Vec<u8>,
    kind: Kind,
    /// How each attempt but the last fails.
    failures: Vec<u8>,
}

fn cases() -> impl Strategy<Value = Case> {
    let method = prop::sample::select(vec![
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ]);
    let kind = prop_oneof![
        4 => Just(Kind::Bytes),
        4 => any::<bool>().prop_map(|announced| Kind::Replayable { announced }),
        1 => Just(Kind::File),
    ];
    // A file is read in pieces of 64 KB.
    let content = (
        any::<u64>(),
        prop_oneof![4 => 0usize..200, 1 => 100_000usize..150_000],
    )
        .prop_map(|(seed, length)| {
            let mut random = fastrand::Rng::with_seed(seed);
            std::iter::repeat_with(|| random.u8(..))
                .take(length)
                .collect()
        });
    let failures = prop::collection::vec(0u8..4, 1..4);
    (
        method,
        "/[a-z]{1,8}(/[A-Za-z0-9%]{0,9})?(\\?[a-z]=[A-Z0-9+]{0,9})?",
        "[ -~]{0,20}",
        content,
        kind,
        failures,
    )
        .prop_map(|(method, path, header, content, kind, failures)| Case {
            method,
            path: path.replace('%', "%2F"),
            header,
            content,
            kind,
            failures,
        })
}

/// What arrived: all of it but the token and the tracking id.
#[derive(Debug, PartialEq)]
struct Arrived {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

async fn attempts(case: &Case) -> Vec<(Arrived, HeaderMap)> {
    let mut file = None;
    let content = Bytes::from(case.content.clone());
    let body = match case.kind {
        Kind::Bytes => Body::from(content),
        Kind::Replayable { announced } => {
            let length = announced.then_some(content.len() as u64);
            Body::replayable(length, move || Body::new(Full::new(content.clone())))
        }
        Kind::File => {
            let path = std::env::temp_dir().join(format!("webex-{:016x}", fastrand::u64(..)));
            let mut new = std::fs::File::create(&path).unwrap();
            new.write_all(&content).unwrap();
            let body = Body::file(&path).await.unwrap();
            file = Some(path);
            body
        }
    };
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (arrived, failures) = (seen.clone(), case.failures.clone());
    let service = service_fn(move |request: Request<Body>| {
        let (arrived, failures) = (arrived.clone(), failures.clone());
        async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let mut headers = parts.headers.clone();
            headers.remove(AUTHORIZATION).expect("a token");
            headers.remove("trackingid").expect("a tracking id");
            let mut arrived = arrived.lock().unwrap();
            let failure = failures.get(arrived.len()).copied();
            let (method, uri) = (parts.method, parts.uri);
            arrived.push((
                Arrived {
                    method,
                    uri,
                    headers,
                    body,
                },
                parts.headers,
            ));
            match failure {
                Some(0) => Ok(answer(429, &[("retry-after", "1")])),
                Some(1) => Ok(answer(423, &[])),
                Some(2) => Err(Error::new(ErrorKind::Connect)),
                Some(_) => Err(Error::new(ErrorKind::Unsent)),
                None => Ok(answer(200, &[])),
            }
        }
    });
    let tokens = AtomicU32::new(0);
    let credentials = move || {
        let token = format!("token{}", tokens.fetch_add(1, Ordering::Relaxed));
        std::future::ready(Token::new(token))
    };
    let stack = ServiceBuilder::new()
        .layer(RetryLayer::new(RetryAfter::new()))
        .layer(GateLayer::new())
        .layer(AuthLayer::new(Arc::new(credentials), "https://webexapis.com").unwrap())
        .layer(TimeoutLayer::new(Duration::from_secs(60)))
        .layer(HeadersLayer::new())
        .service(service);
    let request = Request::builder()
        .method(case.method.clone())
        .uri(format!("https://webexapis.com/v1{}", case.path))
        .header(CONTENT_TYPE, "application/x-something")
        .header("x-own", &case.header)
        .body(body)
        .unwrap();
    assert_eq!(stack.oneshot(request).await.unwrap().status(), 200);
    file.map(std::fs::remove_file);
    let mut seen = seen.lock().unwrap();
    std::mem::take(&mut *seen)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_repeated_request_is_the_same_request(case in cases()) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let seen = runtime.block_on(attempts(&case));
        prop_assert_eq!(seen.len(), case.failures.len() + 1);
        let (first, headers) = &seen[0];
        prop_assert_eq!(&first.body[..], &case.content[..]);
        prop_assert_eq!(&first.headers[CONTENT_TYPE], "application/x-something");
        for (again, others) in &seen[1..] {
            prop_assert!(again == first, "{:?} is not {:?}", again.headers, first.headers);
            // Two that may differ, and do.
            for name in ["authorization", "trackingid"] {
                prop_assert_ne!(&others[name], &headers[name]);
            }
        }
    }
}
