//! What a webhook delivers.

use serde::Deserialize;
use serde_json::Value;

use crate::model::model;
use crate::{
    ApplicationId, AttachmentAction, Meeting, Membership, Message, OrganizationId, PersonId,
    Recording, Room, Secret, Timestamp, WebhookEventType, WebhookId, WebhookOwner, WebhookResource,
    WebhookStatus,
};

model! {
    /// What a webhook delivers: that something happened, and to what.
    ///
    /// ```
    /// use webex_models::{WebhookData, WebhookEvent};
    ///
    /// let event: WebhookEvent = serde_json::from_str(
    ///     r#"{"id": "Y2lz", "resource": "messages", "event": "created", "data": {"id": "Y2lz", "roomType": "direct"}}"#,
    /// )?;
    /// let WebhookData::Message(message) = event.typed_data() else { panic!("no message") };
    /// assert!(message.text.is_none(), "the text is left out, and has to be fetched");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct WebhookEvent(
        /// The webhook; not the delivery, which has no id.
        id: WebhookId,
    ) {
        /// What the webhook is called.
        name: Option<String>,
        /// Where it is told.
        target_url: Option<String>,
        /// What it happened to.
        resource: Option<WebhookResource>,
        /// What happened.
        event: Option<WebhookEventType>,
        /// Which events the webhook wants.
        filter: Option<String>,
        /// The organization. Seen as an id that does not decode.
        org_id: Option<OrganizationId>,
        /// Who made the webhook.
        created_by: Option<PersonId>,
        /// The application that made the webhook.
        app_id: Option<ApplicationId>,
        /// Whether the webhook belongs to its maker or to the organization.
        owned_by: Option<WebhookOwner>,
        /// Whether the webhook works.
        status: Option<WebhookStatus>,
        /// When the webhook was made.
        created: Option<Timestamp>,
        /// What deliveries are signed with, should it come.
        secret: Option<Secret>,
        /// Who did it.
        actor_id: Option<PersonId>,
        /// What it happened to, in particular, without what is confidential. See [`WebhookEvent::typed_data`].
        data: Option<Value>,
    }
}

/// What something happened to, by the kind of resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WebhookData {
    /// A message, without its text.
    Message(Box<Message>),
    /// A membership.
    Membership(Box<Membership>),
    /// A room.
    Room(Box<Room>),
    /// What was done with a card, without what was filled in.
    AttachmentAction(Box<AttachmentAction>),
    /// A meeting.
    Meeting(Box<Meeting>),
    /// A recording.
    Recording(Box<Recording>),
    /// Another resource, or one that does not look as it should; null where there is nothing.
    Other(Value),
}

impl WebhookEvent {
    /// The data as the resource says.
    #[must_use]
    pub fn typed_data(&self) -> WebhookData {
        let Some(data) = &self.data else {
            return WebhookData::Other(Value::Null);
        };
        let typed = match self.resource {
            Some(WebhookResource::Messages) => read(data).map(WebhookData::Message),
            Some(WebhookResource::Memberships) => read(data).map(WebhookData::Membership),
            Some(WebhookResource::Rooms) => read(data).map(WebhookData::Room),
            Some(WebhookResource::AttachmentActions) => {
                read(data).map(WebhookData::AttachmentAction)
            }
            Some(WebhookResource::Meetings) => read(data).map(WebhookData::Meeting),
            Some(WebhookResource::Recordings) => read(data).map(WebhookData::Recording),
            _ => None,
        };
        typed.unwrap_or_else(|| WebhookData::Other(data.clone()))
    }
}

fn read<'a, T: Deserialize<'a>>(data: &'a Value) -> Option<Box<T>> {
    T::deserialize(data).ok().map(Box::new)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn typed(resource: &str, data: Value) -> WebhookData {
        let event = json!({ "id": "w", "resource": resource, "data": data });
        serde_json::from_value::<WebhookEvent>(event)
            .unwrap()
            .typed_data()
    }

    #[test]
    fn types_the_data_by_the_resource() {
        let data = || json!({ "id": "x" });
        assert!(matches!(typed("messages", data()), WebhookData::Message(_)));
        assert!(matches!(
            typed("memberships", data()),
            WebhookData::Membership(_)
        ));
        assert!(matches!(typed("rooms", data()), WebhookData::Room(_)));
        assert!(matches!(
            typed("attachmentActions", data()),
            WebhookData::AttachmentAction(_)
        ));
        assert!(matches!(typed("meetings", data()), WebhookData::Meeting(_)));
        assert!(matches!(
            typed("recordings", data()),
            WebhookData::Recording(_)
        ));
    }

    #[test]
    fn leaves_as_json_what_it_cannot_type() {
        assert_eq!(
            typed("videoMeshAlerts", json!({ "x": 1 })),
            WebhookData::Other(json!({ "x": 1 }))
        );
        assert_eq!(
            typed("messages", json!({ "text": "no id" })),
            WebhookData::Other(json!({ "text": "no id" }))
        );
        assert_eq!(
            typed("messages", Value::Null),
            WebhookData::Other(Value::Null)
        );
    }
}
