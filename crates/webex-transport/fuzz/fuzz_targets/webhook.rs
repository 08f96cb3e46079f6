//! W1: whatever headers and body arrive, nothing panics, and what is let in has one header of the right signature.
#![no_main]

use std::convert::Infallible;

use futures_util::FutureExt;
use http::{HeaderMap, HeaderValue, Request, Response};
use libfuzzer_sys::fuzz_target;
use ring::hmac;
use tower::{Layer, Service, service_fn};
use webex_models::WebhookEvent;
use webex_transport::Body;
use webex_transport::webhook::{VerifySignatureLayer, WebhookVerifier};

// How, the lengths of the secret and of the header, and then these and the body.
fuzz_target!(|data: &[u8]| {
    let Some((&[how, secret, header], rest)) = data.split_first_chunk::<3>() else {
        return;
    };
    let (secret, rest) = rest.split_at(rest.len().min(secret.into()));
    let (header, body) = rest.split_at(rest.len().min(header.into()));
    let Ok(secret) = std::str::from_utf8(secret) else {
        return;
    };

    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
    let right: Vec<u8> = hmac::sign(&key, body)
        .as_ref()
        .iter()
        .flat_map(|byte| format!("{byte:02x}").into_bytes())
        .collect();
    let values: Vec<Vec<u8>> = match how % 4 {
        0 => header
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::to_vec)
            .collect(),
        1 => vec![right.clone()],
        // With some bits of it turned.
        2 => vec![
            right
                .iter()
                .enumerate()
                .map(|(at, byte)| byte ^ header.get(at).unwrap_or(&0))
                .collect(),
        ],
        _ => vec![right.clone(), header.to_vec()],
    };
    let mut headers = HeaderMap::new();
    let mut sent = Vec::new();
    for value in values {
        if let Ok(header) = HeaderValue::from_bytes(&value) {
            headers.append(WebhookVerifier::HEADER, header);
            sent.push(value);
        }
    }

    let is_right = !secret.is_empty() && sent == [right];
    let verifier = WebhookVerifier::new(secret);
    assert_eq!(verifier.verify_headers(&headers, body).is_ok(), is_right);

    let inner = service_fn(|request: Request<Body>| async move {
        let body = request.body().as_bytes().expect("in memory");
        let event = serde_json::from_slice::<WebhookEvent>(body);
        drop(event.map(|event| (event.typed_data(), serde_json::to_string(&event))));
        Ok::<_, Infallible>(Response::new(Body::empty()))
    });
    let mut request = Request::new(Body::from(body.to_vec()));
    *request.headers_mut() = headers;
    let mut service = VerifySignatureLayer::new(verifier)
        .body_limit(4096)
        .layer(inner);
    let answer = service
        .call(request)
        .now_or_never()
        .expect("nothing here waits");
    let expected = match (body.len() > 4096, is_right) {
        (true, _) => 413,
        (false, true) => 200,
        (false, false) => 401,
    };
    assert_eq!(answer.unwrap().status(), expected);
});
