//! Renewal, over a service in memory and on a paused clock.

use std::collections::VecDeque;
use std::sync::Mutex;

use http::header::AUTHORIZATION;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::time::Instant;
use tower::retry::RetryLayer;
use tower::{ServiceBuilder, ServiceExt, service_fn};

use super::*;
use crate::auth::AuthLayer;
use crate::{Error, ErrorKind, ErrorLayer, RetryAfter};

/// A token endpoint that answers by script, and an API that takes one token.
#[derive(Clone)]
struct Webex(Arc<Mutex<Inner>>);

struct Inner {
    script: VecDeque<Answer>,
    asked: Vec<String>,
    api_requests: u32,
    good: Option<&'static str>,
    latency: Duration,
}

#[derive(Clone)]
enum Answer {
    Status(u16, Value),
    Never,
}

fn pair(access: &str, refresh: &str, seconds: u64) -> Answer {
    let body = json!({ "access_token": access, "refresh_token": refresh, "expires_in": seconds });
    Answer::Status(200, body)
}

impl Webex {
    fn new(good: Option<&'static str>, script: impl IntoIterator<Item = Answer>) -> Self {
        Self(Arc::new(Mutex::new(Inner {
            script: script.into_iter().collect(),
            asked: Vec::new(),
            api_requests: 0,
            good,
            latency: Duration::from_millis(100),
        })))
    }

    fn service(
        &self,
    ) -> impl Service<Request<Body>, Response = Response<Body>, Error = Error, Future: Send>
    + Clone
    + Send
    + Sync
    + 'static {
        let this = self.clone();
        service_fn(move |request| this.clone().answer(request))
    }

    async fn answer(self, request: Request<Body>) -> Result<Response<Body>, Error> {
        let latency = self.0.lock().unwrap().latency;
        tokio::time::sleep(latency).await;
        if request.uri().path() != "/access_token" {
            let mut inner = self.0.lock().unwrap();
            inner.api_requests += 1;
            let sent = request.headers().get(AUTHORIZATION).unwrap();
            let good = inner
                .good
                .is_some_and(|good| sent == &format!("Bearer {good}"));
            let status = if good { 200 } else { 401 };
            return Ok(Response::builder()
                .status(status)
                .body(Body::empty())
                .unwrap());
        }
        assert!(request.headers().get(AUTHORIZATION).is_none());
        let form = request.into_body().collect().await?.to_bytes();
        let form = String::from_utf8(form.to_vec()).unwrap();
        let answer = {
            let mut inner = self.0.lock().unwrap();
            inner.asked.push(form);
            inner
                .script
                .pop_front()
                .expect("one token request too many")
        };
        match answer {
            Answer::Status(status, body) => Ok(Response::builder()
                .status(status)
                .body(Body::from(body.to_string()))
                .unwrap()),
            Answer::Never => std::future::pending().await,
        }
    }

    fn asked(&self) -> Vec<String> {
        self.0.lock().unwrap().asked.clone()
    }

    fn api_requests(&self) -> u32 {
        self.0.lock().unwrap().api_requests
    }
}

fn oauth(webex: &Webex) -> Refreshing {
    OAuth::refresh("id", "SECRET", "R1").over(webex.service())
}

fn stack(
    webex: &Webex,
    credentials: Refreshing,
) -> impl Service<Request<Body>, Response = Response<Body>, Error = Error, Future: Send>
+ Clone
+ Send
+ 'static {
    let auth = AuthLayer::new(Arc::new(credentials), "https://webexapis.com").unwrap();
    ServiceBuilder::new()
        .layer(ErrorLayer::new())
        .layer(RetryLayer::new(RetryAfter::new()))
        .layer(auth)
        .service(webex.service())
}

fn request() -> Request<Body> {
    Request::post("https://webexapis.com/v1/rooms")
        .body(Body::empty())
        .unwrap()
}

/// D-38: transparent.
#[tokio::test(start_paused = true)]
async fn a_refresh_token_is_all_it_takes() {
    let webex = Webex::new(Some("A1"), [pair("A1", "R2", 1_209_599)]);
    let stack = stack(&webex, oauth(&webex));
    for _ in 0..3 {
        stack.clone().oneshot(request()).await.unwrap();
    }
    let form = "grant_type=refresh_token&refresh_token=R1&client_id=id&client_secret=SECRET";
    assert_eq!(webex.asked(), [form]);
}

/// A1, A3, D-33: one request for a token, however many callers are refused.
#[tokio::test(start_paused = true)]
async fn one_renewal_serves_all_that_were_refused() {
    let webex = Webex::new(Some("A2"), [pair("A1", "R2", 1000), pair("A2", "R3", 1000)]);
    let credentials = oauth(&webex);
    credentials.token().await.unwrap();
    let stack = stack(&webex, credentials);
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        callers.spawn(stack.clone().oneshot(request()));
    }
    for result in callers.join_all().await {
        result.unwrap();
    }
    assert_eq!(webex.asked().len(), 2);
    assert!(webex.asked()[1].contains("refresh_token=R2"));
    assert_eq!(webex.api_requests(), 2000);
}

/// A3: a service that always refuses gets two requests a call, and one for a token.
#[tokio::test(start_paused = true)]
async fn a_service_that_always_refuses_is_asked_twice() {
    let webex = Webex::new(None, [pair("A1", "R2", 1000), pair("A2", "R3", 1000)]);
    let credentials = oauth(&webex);
    credentials.token().await.unwrap();
    let stack = stack(&webex, credentials);
    for calls in 1..4 {
        let error = stack.clone().oneshot(request()).await.unwrap_err();
        assert!(error.is_unauthorized());
        assert_eq!(webex.api_requests(), 1 + calls);
        assert_eq!(webex.asked().len(), 2);
    }
}

/// D-37: `invalid_grant` is final, and says so.
#[tokio::test(start_paused = true)]
async fn a_spent_refresh_token_is_asked_with_once() {
    let refusal = json!({ "error": "invalid_grant", "error_description": "spent" });
    let webex = Webex::new(None, [Answer::Status(400, refusal)]);
    let stack = stack(&webex, oauth(&webex));
    for _ in 0..3 {
        let error = stack.clone().oneshot(request()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains("agree again"), "{error}");
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
    assert_eq!(webex.asked().len(), 1);
    assert_eq!(webex.api_requests(), 0);
}

/// Ahead of its end, in the background, while the old one is served.
#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_ahead_of_its_end_and_nobody_waits() {
    let webex = Webex::new(Some("A1"), [pair("A1", "R2", 1000), pair("A2", "R3", 1000)]);
    let credentials = oauth(&webex);
    let token = credentials.token().await.unwrap();
    tokio::time::sleep(Duration::from_secs(890)).await;
    assert!(credentials.at_hand().unwrap().is_same(&token));
    assert_eq!(webex.asked().len(), 1, "not before a tenth is left");
    tokio::time::sleep(Duration::from_secs(70)).await;
    assert!(
        credentials.at_hand().unwrap().is_same(&token),
        "still good, still served"
    );
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!credentials.at_hand().unwrap().is_same(&token));
    assert_eq!(webex.asked().len(), 2);
}

/// A token that is still good is served while renewing fails, and the tries wait longer each time.
#[tokio::test(start_paused = true)]
async fn a_failing_renewal_backs_off_and_takes_nothing_away() {
    let failure = || Answer::Status(503, Value::Null);
    let script = [pair("A1", "R2", 10_000)];
    let webex = Webex::new(
        Some("A1"),
        script.into_iter().chain((0..20).map(|_| failure())),
    );
    let credentials = oauth(&webex);
    credentials.token().await.unwrap();
    tokio::time::sleep(Duration::from_secs(9_510)).await;
    for _ in 0..480 {
        assert!(credentials.at_hand().is_some());
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let tries = webex.asked().len() - 1;
    assert!((5..=12).contains(&tries), "{tries}");
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert!(credentials.at_hand().is_none(), "over is over");
}

/// D-35: a token endpoint that never answers.
#[tokio::test(start_paused = true)]
async fn a_renewal_that_hangs_ends_in_time_and_the_next_is_a_new_one() {
    let webex = Webex::new(Some("A1"), [Answer::Never, pair("A1", "R2", 1000)]);
    let credentials = OAuth::refresh("id", "SECRET", "R1")
        .timeout(Duration::from_secs(10))
        .over(webex.service());
    let start = Instant::now();
    assert!(credentials.token().await.is_err());
    assert!(start.elapsed() <= Duration::from_secs(11));
    tokio::time::sleep(Duration::from_secs(2)).await;
    credentials.token().await.unwrap();
}

/// D-34, C1: whoever started it may go away, at any point.
#[tokio::test(start_paused = true)]
async fn the_renewal_outlives_whoever_started_it() {
    for polls in 0..5 {
        let webex = Webex::new(Some("A1"), [pair("A1", "R2", 1000)]);
        let credentials = oauth(&webex);
        let mut first = credentials.token();
        for _ in 0..polls {
            poll_once(&mut first).await;
        }
        drop(first);
        let others: Vec<_> = (0..9).map(|_| credentials.token()).collect();
        for other in others {
            other.await.unwrap();
        }
        assert_eq!(webex.asked().len(), 1, "after {polls} polls");
    }
}

/// Polls once, and lets other tasks run.
async fn poll_once<T>(future: &mut crate::CredentialsFuture<T>) {
    std::future::poll_fn(|cx| std::task::Poll::Ready(future.as_mut().poll(cx).is_ready())).await;
    tokio::time::sleep(Duration::from_millis(30)).await;
}

/// D-36: from a runtime that is going away, and from none at all.
#[test]
fn no_runtime_is_an_error_and_no_panic() {
    let webex = Webex::new(None, []);
    let credentials = oauth(&webex);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    start(&credentials); // in no runtime at all
    {
        let _entered = runtime.enter();
        start(&credentials);
    }
    drop(runtime);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    assert!(credentials.at_hand().is_none());
    // The old renewal went down with its runtime: the next is a new one, and meets a script that is empty no more.
    webex
        .0
        .lock()
        .unwrap()
        .script
        .push_back(pair("A1", "R2", 1000));
    runtime.block_on(credentials.token()).unwrap();
}

/// Polls once.
fn start(credentials: &Refreshing) {
    let waker = std::task::Waker::noop();
    let mut context = std::task::Context::from_waker(waker);
    let _ = credentials.token().as_mut().poll(&mut context);
}

#[derive(Clone, Debug, Default)]
struct Recording(
    Arc<Mutex<Vec<TokenSet>>>,
    Arc<Mutex<VecDeque<&'static str>>>,
);

impl TokenStore for Recording {
    fn load(&self) -> StoreFuture<Option<TokenSet>> {
        let last = self.0.lock().unwrap().last().cloned();
        Box::pin(std::future::ready(Ok(last)))
    }

    fn save(&self, tokens: TokenSet) -> StoreFuture<()> {
        let fault = self.1.lock().unwrap().pop_front();
        let saved = self.0.clone();
        Box::pin(async move {
            match fault {
                Some("fails") => return Err("no space".into()),
                Some("hangs") => std::future::pending().await,
                Some("panics") => panic!("a store of the user's"),
                _ => saved.lock().unwrap().push(tokens),
            }
            Ok(())
        })
    }
}

/// A4, D-33: saved before it is seen.
#[tokio::test(start_paused = true)]
async fn a_new_pair_is_saved_before_anybody_sees_it() {
    let store = Recording::default();
    let webex = Webex::new(Some("A1"), [pair("A1", "R2", 1000)]);
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store.clone())
        .over(webex.service());
    let mut token = credentials.token();
    loop {
        let seen = std::future::poll_fn(|cx| std::task::Poll::Ready(token.as_mut().poll(cx))).await;
        if seen.is_ready() {
            break;
        }
        assert!(credentials.at_hand().is_none() || !store.0.lock().unwrap().is_empty());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(store.0.lock().unwrap()[0].refresh_token, Some("R2".into()));
}

/// A4: a store that fails, hangs or panics loses nothing, and is asked again.
#[tokio::test(start_paused = true)]
async fn a_store_that_fails_loses_no_pair() {
    for fault in ["fails", "hangs", "panics"] {
        let store = Recording::default();
        store.1.lock().unwrap().push_back(fault);
        let webex = Webex::new(Some("A1"), [pair("A1", "R2", 100_000)]);
        let credentials = OAuth::refresh("id", "S", "R1")
            .store(store.clone())
            .over(webex.service());
        credentials.token().await.unwrap();
        assert!(store.0.lock().unwrap().is_empty(), "{fault}");
        tokio::time::sleep(Duration::from_secs(11)).await;
        credentials.at_hand().unwrap();
        tokio::time::sleep(Duration::from_millis(1)).await;
        let saved = store.0.lock().unwrap().clone();
        assert_eq!(saved[0].refresh_token, Some("R2".into()), "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_earlier_run_goes_before_what_is_configured() {
    let store = Recording::default();
    let later = std::time::SystemTime::now() + Duration::from_secs(1000);
    let saved = TokenSet::new("SAVED").expires_at(later).refresh_token("R9");
    store.0.lock().unwrap().push(saved);
    let webex = Webex::new(Some("SAVED"), []);
    let credentials =
        OAuth::code("id", "S", "spent long ago", "https://x.example").store(store.clone());
    stack(&webex, credentials.over(webex.service()))
        .oneshot(request())
        .await
        .unwrap();
    assert_eq!(webex.asked().len(), 0);
}

/// The stored refresh token is spent, the configured one is newer.
#[tokio::test(start_paused = true)]
async fn what_is_configured_is_tried_where_the_earlier_run_left_nothing_good() {
    let store = Recording::default();
    store
        .0
        .lock()
        .unwrap()
        .push(TokenSet::new("OLD").refresh_token("R0"));
    let refusal = json!({ "error": "invalid_grant" });
    let webex = Webex::new(
        Some("A1"),
        [Answer::Status(400, refusal), pair("A1", "R2", 1000)],
    );
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store.clone())
        .over(webex.service());
    credentials.token().await.unwrap();
    assert!(webex.asked()[0].contains("refresh_token=R0"));
    assert!(webex.asked()[1].contains("refresh_token=R1"));
}

#[tokio::test(start_paused = true)]
async fn a_code_is_exchanged_and_then_refreshed() {
    let webex = Webex::new(Some("A2"), [pair("A1", "R1", 1000), pair("A2", "R2", 1000)]);
    let credentials = OAuth::code("id", "S", "c/d", "https://x.example/cb").code_verifier("V");
    let stack = stack(&webex, credentials.over(webex.service()));
    stack.oneshot(request()).await.unwrap();
    let asked = webex.asked();
    assert_eq!(
        asked[0],
        "grant_type=authorization_code&code=c%2Fd&redirect_uri=https%3A%2F%2Fx.example%2Fcb&code_verifier=V&client_id=id&client_secret=S"
    );
    assert!(asked[1].starts_with("grant_type=refresh_token&refresh_token=R1"));
}

/// D-39.
#[tokio::test(start_paused = true)]
async fn expires_in_may_be_text_or_missing_or_null() {
    for (expires_in, renewed) in [
        (json!("1209599"), true),
        (Value::Null, false),
        (json!("soon"), false),
    ] {
        let body = json!({ "access_token": "A1", "expires_in": expires_in });
        let webex = Webex::new(
            Some("A1"),
            [Answer::Status(200, body), pair("A2", "R2", 10)],
        );
        let credentials = oauth(&webex);
        credentials.token().await.unwrap();
        tokio::time::sleep(Duration::from_secs(1_209_599 - 3600)).await;
        assert!(credentials.at_hand().is_some());
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(webex.asked().len() == 2, renewed, "{expires_in}");
    }
}

/// D-42, S1.
#[tokio::test(start_paused = true)]
async fn nothing_of_a_secret_is_shown() {
    let refusal = json!({ "error": "invalid_grant" });
    let webex = Webex::new(None, [Answer::Status(400, refusal)]);
    let oauth = OAuth::refresh("id", "SENTINEL1", "SENTINEL2").store(Recording::default());
    let shown = format!("{oauth:?}");
    let credentials = oauth.over(webex.service());
    let error = credentials.token().await.unwrap_err();
    let tokens = TokenSet::new("SENTINEL3").refresh_token("SENTINEL4");
    let shown = format!("{shown} {credentials:?} {error} {error:?} {tokens:?}");
    assert!(!shown.contains("SENTINEL"), "{shown}");
}

/// The 429 of a token endpoint is waited out, as any other.
#[tokio::test(start_paused = true)]
async fn a_busy_token_endpoint_is_waited_for() {
    let webex = Webex::new(
        Some("A1"),
        [Answer::Status(429, Value::Null), pair("A1", "R2", 1000)],
    );
    let credentials = OAuth::refresh("id", "S", "R1")
        .timeout(Duration::from_secs(60))
        .over(webex.service());
    let start = Instant::now();
    credentials.token().await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(15));
    assert_eq!(webex.asked().len(), 2);
}

/// A pair that was not saved is never written over a newer one that was.
#[tokio::test(start_paused = true)]
async fn an_old_pair_is_not_saved_over_a_new_one() {
    let store = Recording::default();
    store.1.lock().unwrap().push_back("fails");
    let webex = Webex::new(
        Some("A2"),
        [pair("A1", "R2", 100_000), pair("A2", "R3", 100_000)],
    );
    let credentials = OAuth::refresh("id", "S", "R1")
        .store(store.clone())
        .over(webex.service());
    credentials.token().await.unwrap();
    stack(&webex, credentials.clone())
        .oneshot(request())
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(11)).await;
    credentials.at_hand().unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let saved = store.0.lock().unwrap().clone();
    assert_eq!(saved.len(), 1);
    assert_eq!(saved[0].refresh_token, Some("R3".into()));
}

/// The user agreed again, and the store holds what they revoked.
#[tokio::test(start_paused = true)]
async fn agreeing_again_helps_where_the_store_holds_what_was_revoked() {
    let store = Recording::default();
    let later = std::time::SystemTime::now() + Duration::from_secs(1000);
    let revoked = TokenSet::new("REVOKED")
        .expires_at(later)
        .refresh_token("R0");
    store.0.lock().unwrap().push(revoked);
    let refusal = json!({ "error": "invalid_grant" });
    let webex = Webex::new(
        Some("A1"),
        [Answer::Status(400, refusal), pair("A1", "R1", 1000)],
    );
    let credentials = OAuth::code("id", "S", "new code", "https://x.example").store(store.clone());
    stack(&webex, credentials.over(webex.service()))
        .oneshot(request())
        .await
        .unwrap();
    assert!(webex.asked()[1].contains("code=new%20code"));
}

/// What passes is no matter of credentials: the call is worth another attempt, and gets it.
#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_stumbles_is_asked_again() {
    let webex = Webex::new(
        Some("A1"),
        [Answer::Status(503, Value::Null), pair("A1", "R2", 1000)],
    );
    let credentials = oauth(&webex);
    let error = credentials.token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsent);
    assert!(error.is_retryable());
    tokio::time::sleep(Duration::from_secs(2)).await;
    credentials.token().await.unwrap();
}

/// Times that cannot be reckoned with are far, and no panic.
#[tokio::test(start_paused = true)]
async fn endless_times_are_far() {
    let webex = Webex::new(
        Some("A1"),
        [
            pair("A1", "R2", u64::MAX),
            pair("A1", "R2", i64::MAX as u64),
        ],
    );
    for _ in 0..2 {
        let credentials = OAuth::refresh("id", "S", "R1").timeout(Duration::MAX);
        credentials.over(webex.service()).token().await.unwrap();
    }
}
