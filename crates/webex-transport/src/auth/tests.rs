//! Where the token goes, and where it does not.

use tower::ServiceExt;

use super::*;
use crate::Body;
use crate::probe::Probe;

async fn authorization(uri: &str, meta: Option<CallMeta>) -> Option<String> {
    let probe = Probe::answering([200]);
    let layer = AuthLayer::bearer(Token::new("mine").unwrap(), "https://webexapis.com").unwrap();
    let mut request = Request::get(uri).body(Body::empty()).unwrap();
    if let Some(meta) = meta {
        request.extensions_mut().insert(meta);
    }
    layer.layer(probe.clone()).oneshot(request).await.unwrap();
    probe.seen()[0].header("authorization")
}

#[tokio::test]
async fn the_token_goes_to_its_origin() {
    let sent = authorization("https://webexapis.com/v1/rooms", None).await;
    assert_eq!(sent.as_deref(), Some("Bearer mine"));
}

#[tokio::test]
async fn the_token_goes_nowhere_else() {
    for uri in [
        "https://evil.example/v1/rooms",
        "https://webexapis.com.evil.example/",
        "https://webexapis.com:8443/",
        "http://webexapis.com/",
        "https://webexapis.com@evil.example/",
    ] {
        assert_eq!(authorization(uri, None).await, None, "{uri}");
    }
}

#[tokio::test]
async fn a_call_may_bring_its_own() {
    let meta = CallMeta::default().token(Token::new("hers").unwrap());
    let sent = authorization("https://webexapis.com/v1/rooms", Some(meta)).await;
    assert_eq!(sent.as_deref(), Some("Bearer hers"));
}

#[test]
fn no_token_over_plain_http_to_another_machine() {
    let token = Token::new("t").unwrap();
    assert!(AuthLayer::bearer(token.clone(), "http://webexapis.com").is_err());
    assert!(AuthLayer::bearer(token, "http://127.0.0.1:8080").is_ok());
}

/// A function that gives tokens is credentials.
#[tokio::test]
async fn a_function_may_give_the_token() {
    let probe = Probe::answering([200]);
    let credentials = Arc::new(|| async { Token::new("fresh") });
    let layer = AuthLayer::new(credentials, "https://webexapis.com").unwrap();
    let request = Request::get("https://webexapis.com/v1/rooms")
        .body(Body::empty())
        .unwrap();
    layer.layer(probe.clone()).oneshot(request).await.unwrap();
    let sent = probe.seen()[0].header("authorization");
    assert_eq!(sent.as_deref(), Some("Bearer fresh"));
}
