//! A service that answers by script, and keeps what it was asked.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, Uri};
use http_body_util::BodyExt;
use tower_service::Service;

use super::{Answer, redact, replay};
use crate::{Body, Error};

/// Answers one request after the other. Clones share the script.
///
/// A request that the script has no answer for is an error that says so, and is not sent again.
#[derive(Clone, Debug, Default)]
pub struct Script(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    lines: VecDeque<Line>,
    asked: Vec<Asked>,
}

/// An answer, and what it is for: `GET /v1/rooms`, or whatever comes.
#[derive(Debug)]
struct Line {
    to: Option<String>,
    answer: Answer,
}

/// A request that came.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Asked {
    /// Its method.
    pub method: Method,
    /// Where it went, scheme and host included.
    pub uri: Uri,
    /// Its headers, the token included.
    pub headers: HeaderMap,
    /// Its body, whole.
    pub body: Bytes,
}

impl Asked {
    /// `GET /v1/rooms?max=2`.
    #[must_use]
    pub fn line(&self) -> String {
        line(&self.method, &self.uri)
    }
}

pub(super) fn line(method: &Method, uri: &Uri) -> String {
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    format!("{method} {target}")
}

impl Script {
    /// One without answers yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The answer to the next request that no other answer is for.
    #[must_use]
    pub fn answer(self, answer: Answer) -> Self {
        self.push(None, answer)
    }

    /// The answer to the next request that is this one, as [`Asked::line`] writes it: `GET /v1/rooms?max=2`.
    #[must_use]
    pub fn answer_to(self, line: impl Into<String>, answer: Answer) -> Self {
        self.push(Some(line.into()), answer)
    }

    fn push(self, to: Option<String>, answer: Answer) -> Self {
        self.inner().lines.push_back(Line { to, answer });
        self
    }

    /// What a [`RecordLayer`](super::RecordLayer) wrote to a file, each answer for the request that it was for. Requests may come in
    /// another order, but for those that are alike.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or holds something else.
    pub fn replay(path: impl AsRef<Path>) -> io::Result<Self> {
        let mut script = Self::new();
        for (line, answer) in replay::read(path.as_ref())? {
            script = script.answer_to(line, answer);
        }
        Ok(script)
    }

    /// What was asked so far, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        self.inner().asked.clone()
    }

    /// How many answers nobody has asked for yet.
    #[must_use]
    pub fn left(&self) -> usize {
        self.inner().lines.len()
    }

    /// Holds what was asked against this, as [`Asked::line`] writes it.
    ///
    /// # Panics
    ///
    /// When it is something else, which fails the test.
    #[track_caller]
    pub fn assert_asked(&self, expected: &[&str]) {
        let asked: Vec<_> = self.asked().iter().map(Asked::line).collect();
        assert_eq!(asked, expected);
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the answer for a request.
    fn take(&self, asked: Asked) -> Result<Answer, Error> {
        let mut inner = self.inner();
        let line = asked.line();
        inner.asked.push(asked);
        // A recording has no secrets in its requests either.
        let redacted = redact::target(&line);
        let own = |to: &Line| {
            to.to
                .as_ref()
                .is_some_and(|to| *to == line || *to == redacted)
        };
        let found = inner.lines.iter().position(own);
        let found = found.or_else(|| inner.lines.iter().position(|line| line.to.is_none()));
        found
            .and_then(|at| inner.lines.remove(at))
            .map(|line| line.answer)
            .ok_or_else(|| Error::invalid_input(format_args!("the script has no answer to {line}")))
    }
}

impl Service<Request<Body>> for Script {
    type Response = Response<Body>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let script = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let asked = Asked {
                method: parts.method,
                uri: parts.uri,
                headers: parts.headers,
                body: body.collect().await?.to_bytes(),
            };
            script.take(asked)?.give().await
        })
    }
}
