//! Renewal, over a service in memory and on a paused clock.

mod failing;
mod issued;
mod logged;
mod moments;
mod renewal;
mod stores;

use std::collections::VecDeque;
use std::sync::Mutex;

use http::header::{AUTHORIZATION, RETRY_AFTER};
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
    /// 429, with the seconds to wait.
    Busy(u64),
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
            Answer::Busy(seconds) => Ok(Response::builder()
                .status(429)
                .header(RETRY_AFTER, seconds)
                .body(Body::empty())
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

/// Polls once, and lets other tasks run.
async fn poll_once<T>(future: &mut crate::CredentialsFuture<T>) {
    std::future::poll_fn(|cx| std::task::Poll::Ready(future.as_mut().poll(cx).is_ready())).await;
    tokio::time::sleep(Duration::from_millis(30)).await;
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
