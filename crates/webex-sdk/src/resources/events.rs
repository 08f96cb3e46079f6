//! Events: what happened in an organization, for compliance officers.
//!
//! ```no_run
//! # use webex_sdk::models::EventResource;
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! let latest = api.events().list().resource(EventResource::Messages).first(10).await?;
//! # Ok(()) }
//! ```

use webex_models::{Event, EventId, EventResource, EventType, PersonId, Timestamp};

resource! {
    /// The calls for events: [`WebexApi::events`](crate::WebexApi::events).
    Events {
        /// Events: [`ListEvents`].
        list() -> List<ListEvents> {
            /// let deleted = api
            ///     .events()
            ///     .list()
            ///     .resource(EventResource::Messages)
            ///     .event_type(EventType::Deleted)
            ///     .first(10)
            ///     .await?;
        }
        /// One event: [`GetEvent`].
        get(event: EventId) -> Call<GetEvent> {
            /// let event = api.events().get(&event).await?;
        }
    }
}

endpoint! {
    /// `GET /events`
    ListEvents in List {
        ;
        /// What happened to this resource.
        resource: EventResource,
        /// What happened.
        event_type: EventType,
        /// What this person did.
        actor_id: PersonId,
        /// What happened after this time.
        from: Timestamp,
        /// What happened before this time.
        to: Timestamp,
        /// Events of this service: `calling`.
        service_type: String,
    }
}
lists!(ListEvents => Event, "events.list", "/events", query(
    "resource" = resource,
    "type" = event_type,
    "actorId" = actor_id,
    "from" = from,
    "to" = to,
    "serviceType" = service_type,
));

endpoint! {
    /// `GET /events/{eventId}`
    GetEvent in Call {
        /// The event.
        event: EventId,
    }
}
sends!(GetEvent => Event, "events.get", get "/events/{}", id(event));
