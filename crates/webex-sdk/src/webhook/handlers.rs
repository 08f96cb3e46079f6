//! Which function is for which event.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

use webex_models::{
    AttachmentAction, Meeting, Membership, Message, Recording, Room, WebhookData, WebhookEvent,
    WebhookEventType, WebhookResource,
};

use super::{Received, WebhookReceiver};
use crate::{BoxError, WebexApi};

pub(super) type Handling = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;
type Handle = dyn Fn(Arc<WebhookEvent>, WebexApi) -> Handling + Send + Sync;

#[derive(Clone)]
pub(super) struct Handler {
    resource: WebhookResource,
    event: WebhookEventType,
    handle: Arc<Handle>,
}

impl Handler {
    fn new<T, F, Fut>(
        (resource, event): (WebhookResource, WebhookEventType),
        read: fn(WebhookData) -> Option<T>,
        handler: F,
    ) -> Self
    where
        T: 'static,
        F: Fn(Received<T>, WebexApi) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        let handle = move |event: Arc<WebhookEvent>, api| -> Handling {
            match read(event.typed_data()) {
                Some(data) => Box::pin(handler(Received::new(event, data), api)),
                None => Box::pin(ready(Err("the data is not what its resource says".into()))),
            }
        };
        Self {
            resource,
            event,
            handle: Arc::new(handle),
        }
    }

    pub(super) fn is_for(&self, event: &WebhookEvent) -> bool {
        (self.resource == WebhookResource::All || Some(&self.resource) == event.resource.as_ref())
            && (self.event == WebhookEventType::All || Some(&self.event) == event.event.as_ref())
    }

    pub(super) fn handle(&self, event: Arc<WebhookEvent>, api: WebexApi) -> Handling {
        (self.handle)(event, api)
    }
}

macro_rules! typed {
    ($($(#[$meta:meta])* $method:ident($Data:ident) for $resource:ident $event:ident;)+) => {
        impl WebhookReceiver {
            $(
                $(#[$meta])*
                #[must_use]
                pub fn $method<F, Fut>(self, handler: F) -> Self
                where
                    F: Fn(Received<$Data>, WebexApi) -> Fut + Send + Sync + 'static,
                    Fut: Future<Output = Result<(), BoxError>> + Send + 'static,
                {
                    let read = |data| match data {
                        WebhookData::$Data(data) => Some(*data),
                        _ => None,
                    };
                    let on = (WebhookResource::$resource, WebhookEventType::$event);
                    self.handler(Handler::new(on, read, handler))
                }
            )+
        }
    };
}

typed! {
    /// Runs when somebody sent a message.
    on_message_created(Message) for Messages Created;
    /// Runs when somebody edited a message.
    on_message_updated(Message) for Messages Updated;
    /// Runs when somebody deleted a message.
    on_message_deleted(Message) for Messages Deleted;
    /// Runs when somebody came into a room.
    on_membership_created(Membership) for Memberships Created;
    /// Runs when somebody became a moderator, or is none any more.
    on_membership_updated(Membership) for Memberships Updated;
    /// Runs when somebody left a room.
    on_membership_deleted(Membership) for Memberships Deleted;
    /// Runs when a room was made.
    on_room_created(Room) for Rooms Created;
    /// Runs when something about a room changed.
    on_room_updated(Room) for Rooms Updated;
    /// Runs when somebody submitted a card.
    on_attachment_action_created(AttachmentAction) for AttachmentActions Created;
    /// Runs when a meeting started.
    on_meeting_started(Meeting) for Meetings Started;
    /// Runs when a meeting ended.
    on_meeting_ended(Meeting) for Meetings Ended;
    /// Runs when a recording can be fetched.
    on_recording_created(Recording) for Recordings Created;
}

impl WebhookReceiver {
    /// Runs for any event: `All` stands for every resource, or every event.
    ///
    /// ```
    /// use webex_sdk::models::{WebhookData, WebhookEventType, WebhookResource};
    /// use webex_sdk::prelude::*;
    ///
    /// # fn demo(api: WebexApi) {
    /// WebhookReceiver::new(api, "secret").on(
    ///     WebhookResource::Memberships,
    ///     WebhookEventType::All,
    ///     |membership, _| async move {
    ///         if let WebhookData::Membership(membership) = &*membership {
    ///             println!("{:?}", membership.person_email);
    ///         }
    ///         Ok(())
    ///     },
    /// );
    /// # }
    /// ```
    #[must_use]
    pub fn on<F, Fut>(
        self,
        resource: impl Into<WebhookResource>,
        event: impl Into<WebhookEventType>,
        handler: F,
    ) -> Self
    where
        F: Fn(Received<WebhookData>, WebexApi) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        self.handler(Handler::new((resource.into(), event.into()), Some, handler))
    }
}
