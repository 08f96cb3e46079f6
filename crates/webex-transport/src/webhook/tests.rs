//! Promises W1, W3 and W5; cases D-55, D-56, D-57.

use std::convert::Infallible;
use std::io::Write;
use std::pin::Pin;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::FutureExt;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body::{Frame, SizeHint};
use http_body_util::Full;
use proptest::prelude::*;
use tower::{Layer, ServiceExt, service_fn};
use tower_service::Service;

use super::{SignatureError, VerifySignatureLayer, WebhookVerifier};
use crate::probe::{Probe, answer};
use crate::{Body, BoxError};

/// Escapes, two spaces, an emoji as a surrogate pair, a newline at the end: a parser would write it otherwise.
const BODY: &[u8] = b"{\"id\":\"W7\",  \"name\":\"pi\\u00f1ata \\ud83c\\udf89\",\"resource\":\"messages\",\"event\":\"created\", \"data\":{\"id\":\"M7\"} }\n";
const SECRET: &str = "a synthetic secret";
/// Made with openssl.
const SIGNATURE: &str = "cca5b24c62f7ca67e23229a6cf451b70aef2386e";

fn headers<const N: usize>(values: [&[u8]; N]) -> HeaderMap {
    let value = |value| HeaderValue::from_bytes(value).unwrap();
    let named = |bytes| (WebhookVerifier::HEADER, value(bytes));
    values
        .into_iter()
        .map(named)
        .fold(HeaderMap::new(), |mut all, (name, value)| {
            all.append(name, value);
            all
        })
}

/// Signed by the crates that the code under test is made of: see the independent ones below.
fn sign(secret: &[u8], body: &[u8]) -> String {
    use hmac::{KeyInit, Mac};
    let mac = hmac::Hmac::<sha1::Sha1>::new_from_slice(secret).unwrap();
    let mac = mac.chain_update(body).finalize().into_bytes();
    mac.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// D-55.
#[test]
fn is_over_the_raw_bytes() {
    let verifier = WebhookVerifier::new(SECRET);
    assert_eq!(verifier.verify(BODY, SIGNATURE.as_bytes()), Ok(()));
    let value: serde_json::Value = serde_json::from_slice(BODY).unwrap();
    let rewritten = value.to_string();
    assert_eq!(
        verifier.verify(rewritten.as_bytes(), SIGNATURE.as_bytes()),
        Err(SignatureError::Wrong)
    );
}

/// D-56, W1.
#[test]
fn there_is_exactly_one_signature() {
    let verifier = WebhookVerifier::new(SECRET);
    let right = SIGNATURE.as_bytes();
    let wrong = "0".repeat(40);
    let both = format!("{SIGNATURE}, {SIGNATURE}");
    for (values, expected) in [
        (headers([right]), Ok(())),
        (headers([]), Err(SignatureError::Missing)),
        (headers([b""]), Err(SignatureError::Malformed)),
        (
            headers([right, wrong.as_bytes()]),
            Err(SignatureError::Repeated),
        ),
        (
            headers([wrong.as_bytes(), right]),
            Err(SignatureError::Repeated),
        ),
        (headers([right, right]), Err(SignatureError::Repeated)),
        (headers([both.as_bytes()]), Err(SignatureError::Malformed)),
    ] {
        assert_eq!(
            verifier.verify_headers(&values, BODY),
            expected,
            "{values:?}"
        );
    }
}

/// D-57, W1. Upper case is refused: Webex documents lower case, and each signature has one spelling.
#[test]
fn odd_signatures_are_refused_without_a_panic() {
    let verifier = WebhookVerifier::new(SECRET);
    for odd in [
        "café".as_bytes().to_vec(),
        SIGNATURE[..39].into(),
        format!("{SIGNATURE}0").into(),
        SIGNATURE.to_uppercase().into(),
        format!("sha1={SIGNATURE}").into(),
        format!(" {}", &SIGNATURE[1..]).into(),
        format!("{}g", &SIGNATURE[..39]).into(),
        "é".repeat(20).into_bytes(),
        vec![0xff; 40],
    ] {
        assert_eq!(
            verifier.verify(BODY, &odd),
            Err(SignatureError::Malformed),
            "{}",
            odd.escape_ascii()
        );
    }
}

#[test]
fn several_secrets_sign_while_one_is_replaced() {
    let verifier = WebhookVerifier::new("new").and("old");
    for (secret, expected) in [("new", true), ("old", true), ("older", false)] {
        let signature = sign(secret.as_bytes(), BODY);
        assert_eq!(
            verifier.verify(BODY, signature.as_bytes()).is_ok(),
            expected,
            "{secret}"
        );
    }
}

/// Everybody knows the empty secret.
#[test]
fn an_empty_secret_signs_nothing() {
    let signature = sign(b"", BODY);
    for verifier in [WebhookVerifier::new(""), WebhookVerifier::new("a").and("")] {
        assert_eq!(
            verifier.verify(BODY, signature.as_bytes()),
            Err(SignatureError::Wrong)
        );
    }
}

/// Such as that of a variable that is not set: said once, and not found out from many 401.
#[test]
fn an_empty_secret_is_warned_of() {
    for (verifier, warns) in [
        (WebhookVerifier::new(""), 1),
        (WebhookVerifier::new("").and("a"), 0),
    ] {
        let warnings = Warnings::default();
        tracing::subscriber::with_default(warnings.clone(), || {
            let _ = VerifySignatureLayer::new(verifier);
        });
        assert_eq!(warnings.0.load(Ordering::Relaxed), warns);
    }
}

/// Counts events at level `WARN`.
#[derive(Clone, Default)]
struct Warnings(Arc<AtomicUsize>);

impl tracing::Subscriber for Warnings {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() == tracing::Level::WARN
    }

    fn event(&self, _: &tracing::Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::Id {
        tracing::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::Id, _: &tracing::Id) {}
    fn enter(&self, _: &tracing::Id) {}
    fn exit(&self, _: &tracing::Id) {}
}

/// S1.
#[test]
fn debug_shows_no_secret() {
    let layer = VerifySignatureLayer::new(WebhookVerifier::new("SENTINEL").and("SENTINEL"));
    let service = layer.layer(Probe::answering([]));
    assert!(!format!("{layer:?} {service:?}").contains("SENTINEL"));
}

fn bodies() -> impl Strategy<Value = (String, Vec<u8>)> {
    ("\\PC{1,80}", prop::collection::vec(any::<u8>(), 0..300))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// W3: any secret and body; then another byte at each place of the body, of the secret, and of the signature.
    #[test]
    fn one_other_byte_is_refused((secret, body) in bodies(), other in 1u8..=255) {
        let verifier = WebhookVerifier::new(&*secret);
        let signature = sign(secret.as_bytes(), &body).into_bytes();
        prop_assert_eq!(verifier.verify(&body, &signature), Ok(()));
        let changed = |bytes: &[u8], at: usize| {
            let mut bytes = bytes.to_vec();
            bytes[at] ^= other;
            bytes
        };
        for at in 0..body.len() {
            prop_assert!(verifier.verify(&changed(&body, at), &signature).is_err(), "body {}", at);
        }
        for at in 0..signature.len() {
            prop_assert!(verifier.verify(&body, &changed(&signature, at)).is_err(), "signature {}", at);
        }
        for at in 0..secret.len() {
            // Secrets are text, and so is what is compared here.
            if let Ok(other) = String::from_utf8(changed(secret.as_bytes(), at)) {
                let verifier = WebhookVerifier::new(other);
                prop_assert!(verifier.verify(&body, &signature).is_err(), "secret {}", at);
            }
        }
    }

    /// W1.
    #[test]
    fn what_is_no_signature_is_never_one(values in prop::collection::vec("[ -~\\x80-\\xff]{0,45}", 0..3)) {
        let mut headers = HeaderMap::new();
        for value in &values {
            headers.append(WebhookVerifier::HEADER, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        prop_assert!(WebhookVerifier::new(SECRET).verify_headers(&headers, BODY).is_err());
    }
}

/// What another implementation says, where there is one on this machine.
fn run(program: &str, arguments: &[&str], input: &[u8]) -> Option<String> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input).ok()?;
    let output = child.wait_with_output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let digest = text.split_whitespace().last()?.to_owned();
    output.status.success().then_some(digest)
}

#[test]
fn independent_implementations_sign_alike() {
    let long = "k".repeat(65); // longer than a block: HMAC hashes such a key first
    let mut asked = 0;
    for secret in [SECRET, "Jefe", "clé ü 🎉", &long] {
        for body in [BODY, b"", &[0xff; 64]] {
            let hmac = "import sys, hmac; print(hmac.new(sys.argv[1].encode(), sys.stdin.buffer.read(), 'sha1').hexdigest())";
            let of_python = run("python3", &["-c", hmac, secret], body);
            let of_openssl = run("openssl", &["dgst", "-sha1", "-hmac", secret], body);
            for signature in [of_python, of_openssl].into_iter().flatten() {
                asked += 1;
                assert_eq!(
                    WebhookVerifier::new(secret).verify(body, signature.as_bytes()),
                    Ok(()),
                    "{secret} {signature}"
                );
            }
        }
    }
    if asked == 0 {
        println!("skipped: there is neither python3 nor openssl on this machine");
    }
}

fn signed(body: &'static [u8]) -> Request<Full<Bytes>> {
    Request::post("/webex")
        .header(WebhookVerifier::HEADER, sign(SECRET.as_bytes(), body))
        .body(Full::from(body))
        .unwrap()
}

#[tokio::test]
async fn the_verified_bytes_go_on_with_the_rest_of_the_request() {
    let probe = Probe::scripted([Ok(answer(204, &[("x-inner", "yes")]))]);
    let service = VerifySignatureLayer::new(SECRET).layer(probe.clone());
    let mut request = signed(BODY);
    request
        .headers_mut()
        .insert("x-of-the-host", HeaderValue::from_static("1"));
    let answer = service.oneshot(request).await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["x-inner"]),
        (204, &HeaderValue::from_static("yes"))
    );
    let seen = &probe.seen()[0];
    assert_eq!(
        (seen.uri.as_str(), seen.body.as_deref()),
        ("/webex", Some(BODY))
    );
    assert_eq!(seen.header("x-of-the-host").as_deref(), Some("1"));
}

/// The service inside is readied only for what is verified, and a clone of it is used for each: the probe panics else.
#[tokio::test]
async fn what_is_refused_never_reaches_the_service_inside() {
    let probe = Probe::answering([]);
    let service = VerifySignatureLayer::new("another secret").layer(probe.clone());
    let unsigned = Request::post("/webex").body(Full::from(BODY)).unwrap();
    for request in [signed(BODY), unsigned] {
        let answer = service.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(
            (
                answer.headers().len(),
                answer.body().as_bytes().unwrap().len()
            ),
            (0, 0),
            "no detail"
        );
    }
    assert!(probe.seen().is_empty());
}

/// An endless body that counts what is taken of it.
struct Endless {
    announced: Option<u64>,
    taken: Arc<AtomicUsize>,
}

const CHUNK: usize = 16 << 10;

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let taken = self.taken.fetch_add(CHUNK, Ordering::Relaxed);
        Poll::Ready((taken < 1 << 30).then(|| Ok(Frame::data(Bytes::from(vec![b'x'; CHUNK])))))
    }

    fn size_hint(&self) -> SizeHint {
        self.announced
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// W5: 1 GB, announced or not.
#[test]
fn a_body_over_the_limit_is_refused_in_constant_memory() {
    for announced in [None, Some(1 << 30)] {
        let taken = Arc::new(AtomicUsize::new(0));
        let body = Endless {
            announced,
            taken: taken.clone(),
        };
        let request = Request::post("/webex")
            .header(WebhookVerifier::HEADER, SIGNATURE)
            .body(body)
            .unwrap();
        let mut service = VerifySignatureLayer::new(SECRET).layer(Probe::answering([]));
        let measured = allocation_counter::measure(|| {
            let answer = service.call(request).now_or_never().unwrap().unwrap();
            assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
        });
        let most = if announced.is_some() {
            0
        } else {
            VerifySignatureLayer::DEFAULT_LIMIT + CHUNK
        };
        assert!(taken.load(Ordering::Relaxed) <= most);
        assert!(
            measured.bytes_max <= (VerifySignatureLayer::DEFAULT_LIMIT + (128 << 10)) as u64,
            "{measured:?}"
        );
    }
}

/// W5: whatever the frames. Each byte comes in a frame of its own.
#[test]
fn memory_is_in_proportion_to_the_body() {
    let frames = (0..1_000_000).map(|_| Ok::<_, Infallible>(Frame::data(Bytes::from_static(b"x"))));
    let body = http_body_util::StreamBody::new(futures_util::stream::iter(frames));
    let request = Request::post("/webex")
        .header(WebhookVerifier::HEADER, SIGNATURE)
        .body(body)
        .unwrap();
    let mut service = VerifySignatureLayer::new(SECRET).layer(Probe::answering([]));
    let measured = allocation_counter::measure(|| {
        let answer = service.call(request).now_or_never().unwrap().unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    });
    assert!(measured.bytes_max < 3_000_000, "{measured:?}");
}

/// A server has limits of its own.
#[tokio::test]
async fn a_body_over_the_limit_of_the_server_is_too_large() {
    let service = VerifySignatureLayer::new(SECRET).layer(Probe::answering([]));
    let limited = signed(BODY).map(|body| http_body_util::Limited::new(body, 9));
    let answer = service.oneshot(limited).await.unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_limit_is_the_last_size_that_passes() {
    for (limit, expected) in [(BODY.len(), 200), (BODY.len() - 1, 413)] {
        let layer = VerifySignatureLayer::new(SECRET).body_limit(limit);
        let service = layer.layer(Probe::answering([200]));
        // In two frames, so that the length is not known before.
        let (first, second) = BODY.split_at(20);
        let frames = [first, second].map(|part| Ok::<_, BoxError>(Frame::data(Bytes::from(part))));
        let body = http_body_util::StreamBody::new(futures_util::stream::iter(frames));
        let request = signed(BODY).map(|_| body);
        let answer = service.oneshot(request).await.unwrap();
        assert_eq!(answer.status(), expected);
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_bad_request() {
    let service = VerifySignatureLayer::new(SECRET).layer(Probe::answering([]));
    let frames = [
        Ok(Frame::data(Bytes::from_static(b"{"))),
        Err(BoxError::from("reset")),
    ];
    let body = http_body_util::StreamBody::new(futures_util::stream::iter(frames));
    let answer = service.oneshot(signed(BODY).map(|_| body)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
}

/// No signature that could be right: nothing of the body is read.
#[tokio::test]
async fn an_odd_signature_is_refused_before_the_body_is_read() {
    let taken = Arc::new(AtomicUsize::new(0));
    let body = Endless {
        announced: None,
        taken: taken.clone(),
    };
    let request = Request::post("/webex").body(body).unwrap();
    let service = VerifySignatureLayer::new(SECRET).layer(Probe::answering([]));
    assert_eq!(
        service.oneshot(request).await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(taken.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn errors_of_the_service_inside_pass() {
    let inner = service_fn(|_: Request<Body>| async { Err::<Response<Body>, _>("broken") });
    let service = VerifySignatureLayer::new(SECRET).layer(inner);
    assert_eq!(service.oneshot(signed(BODY)).await.unwrap_err(), "broken");
}

/// C1: whenever it is dropped, the next one is served, and the one permit inside is back.
#[tokio::test]
async fn dropped_after_any_number_of_polls_it_leaves_nothing_behind() {
    let served = Arc::new(Mutex::new(0));
    let count = served.clone();
    let inner = service_fn(move |_: Request<Body>| {
        let count = count.clone();
        async move {
            tokio::task::yield_now().await;
            *count.lock().unwrap() += 1;
            Ok::<_, Infallible>(Response::new(Body::empty()))
        }
    });
    let inner = tower::limit::ConcurrencyLimit::new(inner, 1);
    let service = VerifySignatureLayer::new(SECRET).layer(inner);
    for polls in 0.. {
        // Each frame of the body keeps the reader waiting once.
        let frames = BODY
            .chunks(50)
            .map(|part| Ok::<_, Infallible>(Frame::data(Bytes::from(part))));
        let slow =
            futures_util::StreamExt::then(futures_util::stream::iter(frames), |frame| async {
                tokio::task::yield_now().await;
                frame
            });
        let body = http_body_util::StreamBody::new(Box::pin(slow));
        let mut dropped = Box::pin(service.clone().oneshot(signed(BODY).map(|_| body)));
        let mut ended = false;
        for _ in 0..polls {
            ended |=
                std::future::poll_fn(|cx| Poll::Ready(dropped.as_mut().poll(cx).is_ready())).await;
            if ended {
                break;
            }
        }
        drop(dropped);
        let before = *served.lock().unwrap();
        let next = service.clone().oneshot(signed(BODY)).await.unwrap();
        assert_eq!(
            (next.status().as_u16(), *served.lock().unwrap()),
            (200, before + 1)
        );
        if ended {
            assert!(polls > 3, "{polls}");
            break;
        }
    }
}
