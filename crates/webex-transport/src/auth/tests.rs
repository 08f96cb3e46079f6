//! Where the token goes, and where it does not.

use tower::ServiceExt;

use super::*;
use crate::probe::Probe;
use crate::{Body, ErrorKind, TimeoutLayer, TimeoutPhase};

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

/// S2: on every attempt, wherever the token is from.
#[tokio::test(start_paused = true)]
async fn the_header_is_marked_sensitive() {
    let hers = CallMeta::default().token(Token::new("hers").unwrap());
    let credentials: Arc<dyn Credentials> = Arc::new(|| async { Token::new("fresh") });
    let layers = [
        AuthLayer::bearer(Token::new("mine").unwrap(), "https://webexapis.com").unwrap(),
        AuthLayer::new(credentials, "https://webexapis.com").unwrap(),
    ];
    for layer in layers {
        for meta in [CallMeta::default(), hers.clone()] {
            let probe = Probe::answering([503, 200]);
            let stack = tower::ServiceBuilder::new()
                .layer(crate::RetryLayer::new(crate::RetryAfter::new()))
                .layer(layer.clone())
                .service(probe.clone());
            stack.oneshot(request(&meta)).await.unwrap();
            let seen = probe.seen();
            assert_eq!(seen.len(), 2);
            assert!(seen.iter().all(|seen| seen.is_sensitive("authorization")));
        }
    }
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

/// What has a header of its own goes with that, and what is to go without a token goes without.
#[tokio::test]
async fn a_call_may_go_without() {
    let anonymous = CallMeta::default().anonymous(true);
    let sent = authorization("https://webexapis.com/v1/rooms", Some(anonymous)).await;
    assert_eq!(sent, None);

    let probe = Probe::answering([200]);
    let layer = AuthLayer::bearer(Token::new("mine").unwrap(), "https://webexapis.com").unwrap();
    let request = Request::get("https://webexapis.com/v1/rooms")
        .header("authorization", "Basic other")
        .body(Body::empty())
        .unwrap();
    layer.layer(probe.clone()).oneshot(request).await.unwrap();
    let sent = probe.seen()[0].header("authorization");
    assert_eq!(sent.as_deref(), Some("Basic other"));
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

fn request(meta: &CallMeta) -> Request<Body> {
    let mut request = Request::get("https://webexapis.com/v1/rooms")
        .body(Body::empty())
        .unwrap();
    request.extensions_mut().insert(meta.clone());
    request
}

/// Waiting for a token takes nothing from the time of the attempt.
#[tokio::test(start_paused = true)]
async fn a_slow_token_does_not_eat_the_attempt() {
    let slow = Arc::new(|| async {
        tokio::time::sleep(Duration::from_secs(50)).await;
        Token::new("late")
    });
    let probe = Probe::answering([200]);
    let stack = AuthLayer::new(slow, "https://webexapis.com")
        .unwrap()
        .layer(TimeoutLayer::new(Duration::from_secs(1)).layer(probe.clone()));
    stack.oneshot(request(&CallMeta::default())).await.unwrap();
    let sent = probe.seen()[0].header("authorization");
    assert_eq!(sent.as_deref(), Some("Bearer late"));
}

/// R6: credentials that never answer end by their own time or the call's, and nothing counts as sent.
#[tokio::test(start_paused = true)]
async fn credentials_that_hang_end_in_time() {
    for (timeout, deadline, expected) in [
        (None, None, 60),
        (None, Some(5), 5),
        (Some(20), None, 20),
        (Some(3), Some(5), 3),
    ] {
        let never = Arc::new(std::future::pending::<Result<Token, Error>>);
        let mut layer = AuthLayer::new(never, "https://webexapis.com").unwrap();
        if let Some(seconds) = timeout {
            layer = layer.timeout(Duration::from_secs(seconds));
        }
        let stack =
            layer.layer(TimeoutLayer::new(Duration::from_secs(1)).layer(Probe::answering([])));
        let start = tokio::time::Instant::now();
        let mut meta = CallMeta::default();
        if let Some(seconds) = deadline {
            meta = meta.deadline(start + Duration::from_secs(seconds));
        }
        let error = stack.oneshot(request(&meta)).await.unwrap_err();
        assert_eq!(start.elapsed().as_secs(), expected);
        assert_eq!(error.kind(), ErrorKind::Unsent);
        assert_eq!(error.timeout_phase(), Some(TimeoutPhase::Credentials));
        assert_eq!(meta.attempts(), 0);
    }
}

/// What the credentials refuse was never sent, and is no attempt.
#[tokio::test]
async fn a_call_without_a_token_is_no_attempt() {
    let none = Arc::new(|| std::future::ready(Err(Error::new(ErrorKind::Credentials))));
    let stack = tower::ServiceBuilder::new()
        .layer(crate::ErrorLayer::new())
        .layer(crate::GateLayer::new())
        .layer(AuthLayer::new(none, "https://webexapis.com").unwrap())
        .layer(TimeoutLayer::new(Duration::from_secs(1)))
        .service(Probe::answering([]));
    let error = stack.oneshot(request(&CallMeta::default())).await;
    assert_eq!(error.unwrap_err().attempts(), 0);
}

/// A3: also where no layer outside of the retry has told the call's copies of each other.
#[tokio::test(start_paused = true)]
async fn credentials_that_always_have_another_token_get_one_resend() {
    struct Endless;
    impl Credentials for Endless {
        fn token(&self) -> CredentialsFuture<Token> {
            Box::pin(std::future::ready(Token::new("t")))
        }
        fn refused(&self, _: Token) -> CredentialsFuture<bool> {
            Box::pin(std::future::ready(Ok(true)))
        }
    }
    let probe = Probe::answering([401, 401]);
    let stack = tower::ServiceBuilder::new()
        .layer(crate::RetryLayer::new(crate::RetryAfter::new()))
        .layer(AuthLayer::new(Arc::new(Endless), "https://webexapis.com").unwrap())
        .service(probe.clone());
    let request = Request::get("https://webexapis.com/v1/rooms")
        .body(Body::empty())
        .unwrap();
    assert_eq!(stack.oneshot(request).await.unwrap().status(), 401);
    assert_eq!(probe.seen().len(), 2);
}

/// R2: what the credentials meet on their own ways is not what the call met.
#[tokio::test(start_paused = true)]
async fn an_error_of_the_credentials_is_not_the_calls_own() {
    for (fault, sent_again) in [
        (ErrorKind::NotFound, false),
        (ErrorKind::OutcomeUnknown, true),
        (ErrorKind::Timeout, true),
        (ErrorKind::Other, true),
    ] {
        let asked = Arc::new(std::sync::atomic::AtomicU32::new(0));
        let count = asked.clone();
        let vault = Arc::new(move || {
            let nth = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            std::future::ready(match nth {
                0 => Err(Error::new(fault).with_message("the vault")),
                _ => Token::new("t"),
            })
        });
        let stack = tower::ServiceBuilder::new()
            .layer(crate::ErrorLayer::new())
            .layer(crate::RetryLayer::new(crate::RetryAfter::new()))
            .layer(AuthLayer::new(vault, "https://webexapis.com").unwrap())
            .service(Probe::answering([200]));
        let request = Request::post("https://webexapis.com/v1/rooms")
            .body(Body::empty())
            .unwrap();
        let result = stack.oneshot(request).await;
        assert_eq!(result.is_ok(), sent_again, "{fault:?}");
        if let Err(error) = result {
            assert_eq!(error.kind(), ErrorKind::Unsent);
            assert!(!error.is_not_found() && !error.is_retryable());
            let source = std::error::Error::source(&error).unwrap();
            assert!(source.to_string().contains("the vault"), "{source}");
        }
    }
}

/// The same for what they are asked after a 401.
#[tokio::test]
async fn credentials_that_fail_to_replace_a_token_are_not_the_call() {
    struct Failing;
    impl Credentials for Failing {
        fn token(&self) -> CredentialsFuture<Token> {
            Box::pin(std::future::ready(Token::new("t")))
        }
        fn refused(&self, _: Token) -> CredentialsFuture<bool> {
            Box::pin(std::future::ready(Err(Error::new(ErrorKind::NotFound))))
        }
    }
    let layer = AuthLayer::new(Arc::new(Failing), "https://webexapis.com").unwrap();
    let stack = layer.layer(Probe::answering([401]));
    let error = stack.oneshot(request(&CallMeta::default())).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Unsent);
}
