//! A service for tests that holds its callers to tower's contract.

use std::collections::VecDeque;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use http::{HeaderMap, Method, Request, Response};
use tokio::time::Instant;
use tower_service::Service;

use crate::{Body, Error};

/// Answers by script; panics when called unready, and is unready after `clone` and after each call.
#[derive(Debug)]
pub(crate) struct Probe {
    ready: bool,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    script: VecDeque<Result<Response<Body>, Error>>,
    seen: Vec<Seen>,
}

/// A request that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) at: Instant,
    pub(crate) method: Method,
    pub(crate) uri: String,
    pub(crate) body: Option<bytes::Bytes>,
    headers: HeaderMap,
}

impl Seen {
    pub(crate) fn is_sensitive(&self, name: &str) -> bool {
        self.headers.get(name).unwrap().is_sensitive()
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        Some(self.headers.get(name)?.to_str().unwrap().to_owned())
    }
}

impl Probe {
    /// One answer for each status, in order, without a body.
    pub(crate) fn answering(statuses: impl IntoIterator<Item = u16>) -> Self {
        Self::scripted(statuses.into_iter().map(|status| Ok(answer(status, &[]))))
    }

    pub(crate) fn scripted(
        script: impl IntoIterator<Item = Result<Response<Body>, Error>>,
    ) -> Self {
        let shared = Shared {
            script: script.into_iter().collect(),
            seen: Vec::new(),
        };
        Self {
            ready: false,
            shared: Arc::new(Mutex::new(shared)),
        }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shared.lock().unwrap().seen.clone()
    }
}

/// An answer with headers and no body.
pub(crate) fn answer(status: u16, headers: &[(&'static str, &str)]) -> Response<Body> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::empty()).unwrap()
}

impl Clone for Probe {
    fn clone(&self) -> Self {
        Self {
            ready: false,
            shared: self.shared.clone(),
        }
    }
}

impl Service<Request<Body>> for Probe {
    type Response = Response<Body>;
    type Error = Error;
    type Future = Ready<Result<Response<Body>, Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        assert!(std::mem::take(&mut self.ready), "called unready");
        let mut shared = self.shared.lock().unwrap();
        shared.seen.push(Seen {
            at: Instant::now(),
            method: request.method().clone(),
            uri: request.uri().to_string(),
            body: request.body().as_bytes().cloned(),
            headers: request.headers().clone(),
        });
        ready(shared.script.pop_front().expect("one request too many"))
    }
}
