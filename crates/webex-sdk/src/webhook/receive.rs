//! What is done with one delivery that is verified.

use std::any::Any;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Request, Response, StatusCode};
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;
use tower_service::Service;
use webex_models::{WebhookData, WebhookEvent, WebhookEventType};

use super::failure::{OnFailure, WebhookFailure, WebhookFailureKind, panic_text};
use super::handlers::Handler;
use super::intake::Intake;
use super::me::Me;
use super::stats::Counters;
use super::window::{Place, Seen, Window};
use crate::{Body, BoxError, Error, WebexApi};

/// What a receiver is made of, and what its clones share.
#[derive(Clone)]
pub(super) struct Receive {
    pub(super) api: WebexApi,
    pub(super) handlers: Vec<Handler>,
    pub(super) on_failure: OnFailure,
    pub(super) acks_after_handling: bool,
    pub(super) hears_itself: bool,
    pub(super) handler_timeout: Option<Duration>,
    pub(super) me: Arc<Me>,
    pub(super) intake: Arc<Intake>,
    pub(super) window: Arc<Window>,
    pub(super) counters: Arc<Counters>,
}

impl Receive {
    async fn receive(self: Arc<Self>, body: Body) -> StatusCode {
        let body = body.as_bytes().map_or(&[][..], |body| body);
        let event = match serde_json::from_slice::<WebhookEvent>(body) {
            Ok(event) => Arc::new(event),
            Err(fault) => return self.unreadable(fault.into()),
        };
        if !self.handlers.iter().any(|handler| handler.is_for(&event)) {
            self.counters.unwanted.add();
            return StatusCode::OK;
        }
        let Ok(runtime) = Handle::try_current() else {
            return self.turned_away();
        };
        let Some(permit) = self.intake.enter().await else {
            return self.turned_away();
        };
        // Before success is said: a message that nobody knows whose it is cannot be handled.
        let is_own = match caught(self.is_own(&event)).await {
            Ok(Ok(is_own)) => is_own,
            Ok(Err(error)) => {
                self.report(WebhookFailureKind::WhoAmI, Some(event), error.into());
                return self.turned_away();
            }
            Err(panic) => {
                let text = panic_text(&*panic);
                self.report(WebhookFailureKind::WhoAmI, Some(event), text.into());
                return self.turned_away();
            }
        };
        // From here to where the task is spawned nothing waits: an event is remembered if it is worked on, and else not.
        let mut place = match self.window.see(&event) {
            Seen::New(place) => place,
            // Its first delivery may fail yet: success cannot be said, and would be the last word.
            Seen::Underway if self.acks_after_handling => return self.turned_away(),
            Seen::Underway | Seen::Before => {
                self.counters.repeated.add();
                return StatusCode::OK;
            }
        };
        self.counters.accepted.add();
        if !self.acks_after_handling {
            place.keep();
        }
        let task = runtime.spawn(self.clone().handle(event, is_own, place, permit));
        match self.acks_after_handling {
            false => StatusCode::OK,
            true => match task.await {
                Ok(true) => StatusCode::OK,
                Ok(false) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
        }
    }

    fn turned_away(&self) -> StatusCode {
        self.counters.turned_away.add();
        StatusCode::SERVICE_UNAVAILABLE
    }

    /// Success, for sending it again would not help, and a failure would bring the webhook nearer to its end.
    fn unreadable(&self, error: BoxError) -> StatusCode {
        self.counters.unreadable.add();
        self.report(WebhookFailureKind::Unreadable, None, error);
        StatusCode::OK
    }

    /// In a task of its own: whoever sent it may go away.
    async fn handle(
        self: Arc<Self>,
        event: Arc<WebhookEvent>,
        is_own: bool,
        mut place: Place,
        permit: OwnedSemaphorePermit,
    ) -> bool {
        let succeeded = match is_own {
            true => {
                self.counters.own.add();
                true
            }
            false => {
                let handled = caught(self.run_handlers(&event)).await;
                let succeeded = handled.unwrap_or_else(|panic| {
                    self.panicked(&event, &*panic);
                    false
                });
                match succeeded {
                    true => self.counters.handled.add(),
                    false => self.counters.failed.add(),
                }
                succeeded
            }
        };
        if succeeded {
            place.keep();
        }
        drop(place);
        drop(permit); // last: the end of a receiver waits for it
        succeeded
    }

    /// One after the other, each of them whatever became of those before.
    async fn run_handlers(&self, event: &Arc<WebhookEvent>) -> bool {
        let mut succeeded = true;
        for handler in self.handlers.iter().filter(|handler| handler.is_for(event)) {
            let handling = async {
                let handling = handler.handle(event.clone(), self.api.clone());
                match self.handler_timeout {
                    Some(longest) => timeout(longest, handling).await,
                    None => Ok(handling.await),
                }
            };
            match caught(handling).await {
                Ok(Ok(Ok(()))) => continue,
                Ok(Ok(Err(error))) => {
                    self.report(WebhookFailureKind::Error, Some(event.clone()), error);
                }
                Ok(Err(late)) => {
                    self.report(
                        WebhookFailureKind::Timeout,
                        Some(event.clone()),
                        late.into(),
                    );
                }
                Err(panic) => self.panicked(event, &*panic),
            }
            succeeded = false;
        }
        succeeded
    }

    /// Whether it is a message of the bot's own, new or edited: an answer to it would be the next one.
    async fn is_own(&self, event: &WebhookEvent) -> Result<bool, Error> {
        let WebhookData::Message(message) = event.typed_data() else {
            return Ok(false);
        };
        let says = matches!(
            event.event,
            Some(WebhookEventType::Created | WebhookEventType::Updated)
        );
        match &message.person_id {
            Some(person) if says && !self.hears_itself => self.me.is(person, &self.api).await,
            _ => Ok(false),
        }
    }

    fn panicked(&self, event: &Arc<WebhookEvent>, panic: &(dyn Any + Send)) {
        let text = panic_text(panic);
        self.report(WebhookFailureKind::Panic, Some(event.clone()), text.into());
    }

    fn report(&self, kind: WebhookFailureKind, event: Option<Arc<WebhookEvent>>, error: BoxError) {
        let failure = WebhookFailure { kind, event, error };
        // A hook that panics is on its own, too.
        let _ = catch_unwind(AssertUnwindSafe(|| self.on_failure.report(&failure)));
    }
}

/// What a future gives, or what it panicked with. It is not polled again after that.
async fn caught<F: Future>(future: F) -> std::thread::Result<F::Output> {
    let mut future = pin!(future);
    poll_fn(|cx| {
        let poll = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx)));
        poll.map_or_else(|panic| Poll::Ready(Err(panic)), |poll| poll.map(Ok))
    })
    .await
}

/// The service inside of the one that verifies.
#[derive(Clone)]
pub(super) struct Accept(pub(super) Arc<Receive>);

impl Service<Request<Body>> for Accept {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let receive = self.0.clone();
        Box::pin(async move {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = receive.receive(request.into_body()).await;
            Ok(response)
        })
    }
}
