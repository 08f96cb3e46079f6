//! What went wrong with an event.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use webex_models::WebhookEvent;

use crate::BoxError;

/// An event that was verified, and not handled.
#[derive(Debug)]
#[non_exhaustive]
pub struct WebhookFailure {
    /// What went wrong.
    pub kind: WebhookFailureKind,
    /// The event, where it could be read.
    pub event: Option<Arc<WebhookEvent>>,
    /// The error underneath.
    pub error: BoxError,
}

/// What went wrong with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WebhookFailureKind {
    /// A handler gave an error.
    Error,
    /// A handler panicked.
    Panic,
    /// What was sent is signed, and is no event.
    Unreadable,
    /// Whether the message is the bot's own could not be found out. It was answered 503, and not taken.
    WhoAmI,
    /// A handler took longer than [`handler_timeout`](super::WebhookReceiver::handler_timeout).
    Timeout,
}

/// What a panic said.
pub(super) fn panic_text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("something that is no text").to_owned()
}

impl fmt::Display for WebhookFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            WebhookFailureKind::Error => "a handler failed",
            WebhookFailureKind::Panic => "a handler panicked",
            WebhookFailureKind::Unreadable => "a signed body is no event",
            WebhookFailureKind::Timeout => "a handler took too long",
            WebhookFailureKind::WhoAmI => "whose message it is could not be found out",
        };
        write!(f, "{what}: {}", self.error)
    }
}

/// Something that is told of each failure, which also is a `tracing` event at level `WARN`, target `webex`.
#[derive(Clone, Default)]
pub(super) struct OnFailure(Option<Arc<Hook>>);

type Hook = dyn Fn(&WebhookFailure) + Send + Sync;

impl OnFailure {
    pub(super) fn new(hook: impl Fn(&WebhookFailure) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hook)))
    }

    pub(super) fn report(&self, failure: &WebhookFailure) {
        let event = failure.event.as_deref();
        tracing::warn!(
            target: "webex",
            webhook = event.map(|event| event.id.as_str()),
            resource = event.and_then(|event| event.resource.as_ref()).map(AsRef::as_ref),
            event = event.and_then(|event| event.event.as_ref()).map(AsRef::as_ref),
            "{failure}"
        );
        if let Some(hook) = &self.0 {
            hook(failure);
        }
    }
}
