//! What a handler is given.

use std::future::IntoFuture;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use webex_models::{AttachmentAction, Membership, Message, Room, WebhookEvent};

use crate::{Error, WebexApi};

/// Something that happened: the thing it happened to, and around it the event.
///
/// It can be read as the thing itself: `message.room_id`. What is confidential is not in it (the text of a message, the
/// inputs of a card): `fetch` gets the whole.
#[derive(Clone, Debug)]
pub struct Received<T> {
    event: Arc<WebhookEvent>,
    data: T,
}

impl<T> Received<T> {
    pub(super) const fn new(event: Arc<WebhookEvent>, data: T) -> Self {
        Self { event, data }
    }

    /// The event: which webhook it is from, what happened, who did it.
    #[must_use]
    pub fn event(&self) -> &WebhookEvent {
        &self.event
    }

    /// The thing alone.
    #[must_use]
    pub fn into_data(self) -> T {
        self.data
    }
}

impl<T> Deref for Received<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data
    }
}

/// How long to wait before each further try. That it takes a moment is seen in practice (for meetings Webex says so, and up
/// to ten minutes); how long for what else is a guess.
const WAITS: [Duration; 4] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
];

async fn patiently<T, C>(ask: impl Fn() -> C) -> Result<T, Error>
where
    C: IntoFuture<Output = Result<T, Error>>,
{
    for wait in WAITS {
        match ask().await {
            Err(error) if error.is_not_found() => sleep(wait).await,
            other => return other,
        }
    }
    ask().await
}

macro_rules! fetches {
    ($($Thing:ident by $resource:ident,)+) => {$(
        impl Received<$Thing> {
            /// Asks for the whole of it. A webhook may be faster than what it tells of can be seen: a 404 is asked
            /// about again, for about four seconds.
            ///
            /// # Errors
            ///
            /// As every call; 404 when it is gone, or is not for the eyes of this token.
            pub async fn fetch(&self, api: &WebexApi) -> Result<$Thing, Error> {
                patiently(|| api.$resource().get(&self.data.id)).await
            }
        }
    )+};
}

fetches! {
    Message by messages,
    Membership by memberships,
    Room by rooms,
    AttachmentAction by attachment_actions,
}
