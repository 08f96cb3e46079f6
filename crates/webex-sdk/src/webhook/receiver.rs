//! The service that webhooks point to.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{Request, Response};
use pin_project::pin_project;
use tower_layer::Layer;
use tower_service::Service;
use webex_models::PersonId;
use webex_transport::webhook::{VerifySignatureFuture, VerifySignatureLayer, WebhookVerifier};

use super::failure::{OnFailure, WebhookFailure};
use super::handlers::Handler;
use super::intake::Intake;
use super::me::Me;
use super::receive::{Accept, Receive};
use super::stats::{Counters, WebhookStats};
use super::window::Window;
use crate::{Body, BoxError, WebexApi};

/// Receives what Webex sends to webhooks, and runs your functions: a tower service, cheap to clone, `Send` and `Sync`, for
/// requests with any body.
///
/// It answers 200 when it has taken an event, also one that nobody handles, 401 to what is not signed with the secret, 413 to
/// what is too large, and 503 when it has too much to do, is shutting down, or cannot find out who the bot is. [The module](super) says what is promised.
///
/// Path and method are for whoever mounts it: `Router::new().route_service("/webex", receiver)` in axum,
/// `TowerToHyperService::new(receiver)` for hyper. Handlers run as tasks, and so within a tokio runtime.
///
/// Clones share everything but what is set on one of them afterwards: set first, then clone.
#[derive(Clone)]
pub struct WebhookReceiver {
    verify: VerifySignatureLayer,
    receive: Arc<Receive>,
}

impl WebhookReceiver {
    /// With the secret that the webhook was made with, or a [`WebhookVerifier`] that has several. Handlers get a clone of
    /// the connection.
    ///
    /// An empty secret signs nothing, so that everything is refused with 401; that is said by `tracing`, at level `WARN`.
    #[must_use]
    pub fn new(api: WebexApi, secret: impl Into<WebhookVerifier>) -> Self {
        let receive = Receive {
            api,
            handlers: Vec::new(),
            on_failure: OnFailure::default(),
            acks_after_handling: false,
            hears_itself: false,
            handler_timeout: None,
            me: Arc::default(),
            intake: Arc::new(Intake::new(1000)),
            window: Arc::new(Window::new(10_000)),
            counters: Arc::default(),
        };
        Self {
            verify: VerifySignatureLayer::new(secret),
            receive: Arc::new(receive),
        }
    }

    /// How many events may be worked on at a time, at least one. Default: 1000.
    #[must_use]
    pub fn max_in_flight(self, events: usize) -> Self {
        self.with(|receive| receive.intake = Arc::new(Intake::new(events)))
    }

    /// How many events are remembered, at least, to drop them when they come again: about 40 bytes for each. 0 drops none.
    /// Default: 10 000.
    #[must_use]
    pub fn remember(self, events: usize) -> Self {
        self.with(|receive| receive.window = Arc::new(Window::new(events)))
    }

    /// How large a delivery may be, in bytes. Default: 1 MB.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.verify = self.verify.body_limit(bytes);
        self
    }

    /// Answers when the handlers are done: 200 if they all gave `Ok`, and else 500, and then the event is not remembered, so
    /// that it may come again. The same event while it is being worked on is answered 503.
    ///
    /// This is at least once, if whoever sends tries again. Webex documents no second try, and disables a webhook
    /// that fails too often; a queue or a proxy between may well try. How long Webex waits for an answer is not documented:
    /// keep handlers short.
    #[must_use]
    pub fn ack_after_handling(self) -> Self {
        self.with(|receive| receive.acks_after_handling = true)
    }

    /// Hands over the bot's own messages, too. Without this, those that it sent or edited are dropped: an answer to them
    /// would be the next one.
    #[must_use]
    pub fn hear_itself(self) -> Self {
        self.with(|receive| receive.hears_itself = true)
    }

    /// How long a handler may take for an event. After that its future is dropped, wherever it is; the event counts as failed,
    /// and is told to [`on_failure`](Self::on_failure). Default: no limit, and a handler that waits out a 429 is at it, and one
    /// of [`max_in_flight`](Self::max_in_flight), for as long.
    #[must_use]
    pub fn handler_timeout(self, longest: Duration) -> Self {
        self.with(|receive| receive.handler_timeout = Some(longest))
    }

    /// Whose messages are the bot's own. Without this, `people().me()` is asked at the first message, for up to five seconds;
    /// messages are answered 503 if that fails, and it is asked again at the next.
    #[must_use]
    pub fn me(self, person: PersonId) -> Self {
        self.with(|receive| receive.me = Arc::new(Me::known(person)))
    }

    /// Told of each event that was not handled: a handler's error or panic, a signed body that is no event. It must not block.
    #[must_use]
    pub fn on_failure(self, hook: impl Fn(&WebhookFailure) + Send + Sync + 'static) -> Self {
        self.with(|receive| receive.on_failure = OnFailure::new(hook))
    }

    pub(super) fn handler(self, handler: Handler) -> Self {
        self.with(|receive| receive.handlers.push(handler))
    }

    fn with(mut self, change: impl FnOnce(&mut Receive)) -> Self {
        change(Arc::make_mut(&mut self.receive));
        self
    }

    /// What this receiver and its clones have seen so far.
    #[must_use]
    pub fn stats(&self) -> WebhookStats {
        self.receive.counters.stats()
    }

    /// Takes no more events, which are answered 503 from now on, and returns when all that were taken are handled.
    ///
    /// Events need no handle to be finished; they need the runtime. So await this before the program ends: last of all, when
    /// the server has ended gracefully, for what it still lets in is answered 503. Not in a handler, for which it would wait.
    ///
    /// It waits for as long as handlers take. Where that must have an end, give it one, or give the handlers theirs
    /// ([`handler_timeout`](Self::handler_timeout)). Dropped in between, it goes on taking nothing, and can be called again.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn demo(receiver: webex_sdk::WebhookReceiver) {
    /// if tokio::time::timeout(Duration::from_secs(20), receiver.shutdown()).await.is_err() {
    ///     eprintln!("some events are given up: {:?}", receiver.stats());
    /// }
    /// # }
    /// ```
    pub async fn shutdown(&self) {
        self.receive.intake.close().await;
    }
}

impl<B> Service<Request<B>> for WebhookReceiver
where
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = WebhookFuture<B>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> WebhookFuture<B> {
        // Ready from the start, as it says.
        let mut verified = self.verify.layer(Accept(self.receive.clone()));
        WebhookFuture {
            answer: verified.call(request),
            counters: self.receive.counters.clone(),
        }
    }
}

impl fmt::Debug for WebhookReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookReceiver")
            .field("handlers", &self.receive.handlers.len())
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}

/// The future of [`WebhookReceiver`]. Dropped before an event is taken, it is as if nothing had come; what was taken is worked
/// on without it.
#[pin_project]
pub struct WebhookFuture<B>
where
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    #[pin]
    answer: VerifySignatureFuture<Accept, B>,
    counters: Arc<Counters>,
}

impl<B> Future for WebhookFuture<B>
where
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    type Output = Result<Response<Body>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let response = ready!(this.answer.poll(cx))?;
        if response.status().is_client_error() {
            this.counters.refused.add();
        }
        Poll::Ready(Ok(response))
    }
}

impl<B> fmt::Debug for WebhookFuture<B>
where
    B: http_body::Body,
    B::Error: Into<BoxError>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookFuture").finish_non_exhaustive()
    }
}
