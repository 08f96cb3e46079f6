//! What a receiver lets in.

use http::{Request, StatusCode};
use http_body_util::Full;
use webex_sdk::webhook::{WebhookReceiver, WebhookVerifier};

use super::receiver::{Seen, noting};
use super::support::{Office, SECRET, message, send, sign, signed};

/// W1, D-55, D-56, D-57.
#[tokio::test(start_paused = true)]
async fn what_is_not_signed_is_not_let_in() {
    let office = Office::new();
    let seen = Seen::default();
    let receiver = noting(office.receiver(), &seen);
    let body = r#"{"id":"W","resource":"messages","event":"created","data":{"id":"M"}}"#;
    let right = sign(body.as_bytes());
    let wrong = "0".repeat(40);
    let upper = right.to_uppercase();
    let prefixed = format!("sha1={right}");
    for signatures in [
        vec![],
        vec![""],
        vec![&right, &wrong],
        vec![&wrong],
        vec!["café"],
        vec![&right[1..]],
        vec![&upper],
        vec![&prefixed],
    ] {
        let mut request = Request::post("/webex");
        for signature in &signatures {
            request = request.header("X-Spark-Signature", *signature);
        }
        let request = request.body(Full::from(body)).unwrap();
        assert_eq!(
            send(&receiver, request).await,
            StatusCode::UNAUTHORIZED,
            "{signatures:?}"
        );
    }
    // The same, as a parser would write it.
    let spaced = Request::post("/webex").header("x-spark-signature", &right);
    let spaced = spaced.body(Full::from(body.replace(',', ", "))).unwrap();
    assert_eq!(send(&receiver, spaced).await, StatusCode::UNAUTHORIZED);
    assert_eq!(
        (receiver.stats().refused, receiver.stats().accepted),
        (9, 0)
    );
    assert_eq!(send(&receiver, signed(body)).await, StatusCode::OK);
    receiver.shutdown().await;
    assert_eq!(seen.take(), ["M"]);
}

#[tokio::test(start_paused = true)]
async fn an_old_secret_is_good_while_it_is_replaced() {
    let office = Office::new();
    let verifier = WebhookVerifier::new("the next secret").and(SECRET);
    let receiver = noting(
        WebhookReceiver::new(office.bot.clone(), verifier),
        &Seen::default(),
    );
    assert_eq!(send(&receiver, message("M")).await, StatusCode::OK);
}

/// W5.
#[tokio::test(start_paused = true)]
async fn a_body_over_the_limit_is_not_let_in() {
    let receiver = noting(Office::new().receiver(), &Seen::default());
    let large = signed(vec![b' '; 1_000_001]);
    assert_eq!(send(&receiver, large).await, StatusCode::PAYLOAD_TOO_LARGE);
    let receiver = receiver.body_limit(10);
    assert_eq!(
        send(&receiver, message("M")).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}
