//! A service in memory: scripted answers, every request noted.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use futures_util::{FutureExt, future::BoxFuture};
use http::{Request, Response, StatusCode, header::LINK};
use http_body_util::{BodyExt, Full, StreamBody};
use tower_service::Service;

use crate::{BoxError, Pages};

pub(crate) type Answer = Result<Response<Full<Bytes>>, BoxError>;

/// Answers by path and query. Panics when it is called without having been ready, as a clone is not.
#[derive(Default)]
pub(crate) struct Script {
    shared: Arc<Shared>,
    ready: bool,
}

#[derive(Default)]
struct Shared {
    answers: Mutex<HashMap<String, Vec<Reply>>>,
    asked: Mutex<Vec<Request<()>>>,
    latency: Mutex<Duration>,
    alive: Arc<()>,
}

type Reply = Arc<dyn Fn() -> Answer + Send + Sync>;

impl Script {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// What `target` (path and query) answers, each time or, given several times, one after another.
    pub(crate) fn on(
        self,
        target: &str,
        answer: impl Fn() -> Answer + Send + Sync + 'static,
    ) -> Self {
        self.shared
            .answers
            .lock()
            .unwrap()
            .entry(target.to_owned())
            .or_default()
            .push(Arc::new(answer));
        self
    }

    /// A page: its body, and the value of its `Link` header or "".
    pub(crate) fn page(self, target: &str, body: impl Into<Bytes>, link: &str) -> Self {
        let (body, link) = (body.into(), link.to_owned());
        self.on(target, move || {
            let mut response = Response::new(Full::new(body.clone()));
            if !link.is_empty() {
                response.headers_mut().insert(LINK, link.parse()?);
            }
            Ok(response)
        })
    }

    pub(crate) fn status(self, target: &str, status: StatusCode) -> Self {
        self.on(target, move || {
            let response = Response::builder()
                .status(status)
                .header("trackingid", "ROUTER_AB12");
            Ok(response.body(Full::new(Bytes::from_static(b"{}")))?)
        })
    }

    /// `pages` pages of `size` numbers from 0 on, at `/numbers?page=0..`.
    pub(crate) fn numbers(pages: usize, size: usize) -> Self {
        (0..pages).fold(Self::new(), |script, page| {
            let numbers: Vec<usize> = (page * size..(page + 1) * size).collect();
            let next = format!(r#"</numbers?page={}>; rel="next""#, page + 1);
            let link = if page + 1 < pages {
                next
            } else {
                String::new()
            };
            script.page(
                &format!("/numbers?page={page}"),
                format!(r#"{{"items":{numbers:?}}}"#),
                &link,
            )
        })
    }

    pub(crate) fn latency(self, latency: Duration) -> Self {
        *self.shared.latency.lock().unwrap() = latency;
        self
    }

    /// The targets asked for so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.shared
            .asked
            .lock()
            .unwrap()
            .iter()
            .map(|request| request.uri().to_string())
            .collect()
    }

    pub(crate) fn requests(&self) -> usize {
        self.shared.asked.lock().unwrap().len()
    }

    /// How many calls are under way.
    pub(crate) fn alive(&self) -> usize {
        Arc::strong_count(&self.shared.alive) - 1
    }

    pub(crate) fn request(&self, index: usize) -> Request<()> {
        self.shared.asked.lock().unwrap()[index].clone()
    }

    /// The list that begins at `https://api.example` + `target`.
    pub(crate) fn list(&self, target: &str) -> Pages<Self, String> {
        let first = Request::get(format!("https://api.example{target}")).body(String::new());
        Pages::new(self.clone(), first.unwrap())
    }
}

impl Clone for Script {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            ready: false,
        }
    }
}

impl Service<Request<String>> for Script {
    type Response = Response<Full<Bytes>>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Answer>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<String>) -> Self::Future {
        assert!(
            std::mem::take(&mut self.ready),
            "called without being ready"
        );
        let target = request.uri().path_and_query().unwrap().to_string();
        self.shared.asked.lock().unwrap().push(request.map(drop));
        let mut answers = self.shared.answers.lock().unwrap();
        let replies = answers
            .get_mut(&target)
            .unwrap_or_else(|| panic!("no answer for {target}"));
        let reply = if replies.len() > 1 {
            replies.remove(0)
        } else {
            Arc::clone(&replies[0])
        };
        let latency = *self.shared.latency.lock().unwrap();
        let alive = Arc::clone(&self.shared.alive);
        async move {
            let _alive = alive;
            if !latency.is_zero() {
                tokio::time::sleep(latency).await;
            }
            reply()
        }
        .boxed()
    }
}

/// What a listing yields until it yields `None`.
pub(crate) async fn drain<T, E>(
    stream: &mut (impl futures_core::Stream<Item = Result<T, E>> + Unpin),
) -> Vec<Result<T, E>> {
    use futures_util::StreamExt;
    let mut all = Vec::new();
    while let Some(item) = stream.next().await {
        all.push(item);
    }
    all
}

/// A list of numbers made as it is asked for, that notes nothing: for many pages.
#[derive(Clone)]
pub(crate) struct Paged {
    pages: usize,
    size: usize,
    step: Arc<dyn Fn(usize) -> Steps + Send + Sync>,
}

/// What happens when a page is asked for.
pub(crate) enum Steps {
    Page,
    /// The page, after several waits one after another.
    Slow {
        times: u32,
        each: Duration,
    },
    ServiceFault,
    Status(StatusCode),
    CutBody,
}

/// `pages` pages of `size` numbers; `step` says, for the number of a page, what happens.
pub(crate) fn paged(
    pages: usize,
    size: usize,
    step: impl Fn(usize) -> Steps + Send + Sync + 'static,
) -> Paged {
    Paged {
        pages,
        size,
        step: Arc::new(step),
    }
}

impl Paged {
    pub(crate) fn list(&self) -> Pages<Self, String> {
        Pages::new(
            self.clone(),
            Request::get("https://api.example/numbers?page=0")
                .body(String::new())
                .unwrap(),
        )
    }

    fn page(&self, page: usize) -> Response<PagedBody> {
        let numbers: Vec<usize> = (page * self.size..(page + 1) * self.size).collect();
        let mut response = Response::builder();
        if page + 1 < self.pages {
            response = response.header(LINK, format!("</numbers?page={}>; rel=\"next\"", page + 1));
        }
        response
            .body(
                Full::from(format!("{{\"items\":{numbers:?}}}"))
                    .map_err(BoxError::from as fn(_) -> _)
                    .boxed_unsync(),
            )
            .unwrap()
    }
}

type PagedBody = http_body_util::combinators::UnsyncBoxBody<Bytes, BoxError>;

impl Service<Request<String>> for Paged {
    type Response = Response<PagedBody>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<String>) -> Self::Future {
        let query = request.uri().query().unwrap();
        let page = query.strip_prefix("page=").unwrap().parse().unwrap();
        let (step, mut response) = ((self.step)(page), self.page(page));
        async move {
            match step {
                Steps::Page => {}
                Steps::Slow { times, each } => {
                    for _ in 0..times {
                        tokio::time::sleep(each).await;
                    }
                }
                Steps::ServiceFault => return Err("connection reset".into()),
                Steps::Status(status) => *response.status_mut() = status,
                Steps::CutBody => {
                    let part = Ok(http_body::Frame::data(Bytes::from_static(
                        b"{\"items\":[0,1,",
                    )));
                    let frames = [part, Err("body cut off".into())];
                    *response.body_mut() =
                        StreamBody::new(futures_util::stream::iter(frames)).boxed_unsync();
                }
            }
            Ok(response)
        }
        .boxed()
    }
}
