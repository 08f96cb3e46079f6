//! Receiving: what Webex sends to a webhook, verified, typed, and handed to functions of yours.
//!
//! ```no_run
//! use webex_sdk::models::{WebhookEventType, WebhookResource};
//! use webex_sdk::prelude::*;
//!
//! # async fn demo(api: WebexApi, secret: String, url: String) -> webex_sdk::Result<()> {
//! let receiver = WebhookReceiver::new(api.clone(), &secret).on_message_created(|message, api| async move {
//!     let message = message.fetch(&api).await?; // a webhook leaves the text out
//!     if let (Some(room), Some(text)) = (&message.room_id, &message.text) {
//!         api.messages().create(room).text(format!("You said: {text}")).await?;
//!     }
//!     Ok(())
//! });
//! // A tower service: `Router::new().route_service("/webex", receiver.clone())` in axum.
//! // Then, when the server listens, for a webhook that was revived dies again at its first failure:
//! api.webhooks()
//!     .ensure("my-bot", url)
//!     .resource(WebhookResource::Messages)
//!     .event(WebhookEventType::Created)
//!     .secret(secret)
//!     .await?;
//! # Ok(()) }
//! ```
//!
//! # What is promised
//!
//! * Nothing is looked at before its signature is verified over the raw bytes; a body over the limit is refused unread. See
//!   [`VerifySignatureLayer`], which is the same without the rest.
//! * What was answered with success is handled, if the process lives and [`shutdown`](WebhookReceiver::shutdown) is awaited
//!   before it ends. With [`ack_after_handling`](WebhookReceiver::ack_after_handling) the answer waits for the handlers, and
//!   success then means that they are done.
//! * No more than [`max_in_flight`](WebhookReceiver::max_in_flight) events are worked on at a time. What comes on top waits
//!   for up to five seconds, unanswered, and is then answered 503. Waiting comes first because Webex documents no second
//!   delivery, and disables a webhook after 100 failures in five minutes: a refusal loses the event, and brings the webhook
//!   nearer to its end.
//! * Events are worked on side by side, and so not in the order in which they came.
//! * A handler that fails or panics concerns its own event alone. It is counted, traced, and told to
//!   [`on_failure`](WebhookReceiver::on_failure).
//!
//! # Repeats, and replays
//!
//! Webex signs the body only. There is no time in what is signed and no number of the delivery, so that a signature cannot show
//! age: whoever once saw a delivery can send it again, and it verifies as it did. Neither can a second delivery of the same event
//! be told by its looks.
//!
//! What can be done is to remember. A receiver remembers the events it saw last, at least
//! [`remember`](WebhookReceiver::remember) of them (10 000 unless told otherwise), and drops those it sees again. An event is
//! the same when webhook, resource, event, and the `id` and `created` of its data are.
//!
//! * It covers what happens once to a thing: `created`, `deleted`, `migrated`. A room or a message is updated many times,
//!   and the second update reads as a repeat of the first: of all other events, none is dropped.
//! * It is in the memory of one process. Another process, or this one after a restart, starts with nothing; an event that
//!   fell out at the end is new again.
//! * Two webhooks that tell of the same are two events. [`ensure`](crate::resources::webhooks::Webhooks::ensure) keeps a bot
//!   from having one for each of its starts.
//!
//! For more, keep what was handled in a store of your own, or make handlers that can run twice.

mod failure;
mod handlers;
mod intake;
mod me;
mod receive;
mod received;
mod receiver;
mod stats;
mod window;

#[doc(no_inline)]
pub use webex_transport::webhook::{
    SignatureError, VerifySignature, VerifySignatureFuture, VerifySignatureLayer, WebhookVerifier,
};

pub use self::failure::{WebhookFailure, WebhookFailureKind};
pub use self::received::Received;
pub use self::receiver::{WebhookFuture, WebhookReceiver};
pub use self::stats::WebhookStats;
