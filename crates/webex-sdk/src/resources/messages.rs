//! Messages: what people and bots write to each other.
//!
//! ```no_run
//! # use webex_sdk::models::RoomId;
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi, room: RoomId) -> webex_sdk::Result<()> {
//! api.messages().create(&room).markdown("**Hello**, world").await?;
//! api.messages().create(Email::new("ana@example.com")?).text("psst").await?; // one recipient, by type
//! let latest = api.messages().list(&room).first(10).await?;
//! # Ok(()) }
//! ```

use serde::Serialize;
use serde_json::Value;
use webex_models::{Email, Message, MessageId, PersonId, RoomId};
use webex_transport::Error;

use crate::api::WebexApi;
use crate::endpoint::{Endpoint, ListEndpoint, Parts};
use crate::{Call, List};

/// The most bytes of text, and of markdown, that the service takes (it documents both).
pub const MAX_TEXT_BYTES: usize = 7439;

/// The calls for messages: [`WebexApi::messages`].
#[derive(Clone, Copy, Debug)]
pub struct Messages<'a>(pub(crate) &'a WebexApi);

impl Messages<'_> {
    /// A message to a room, or to a person by id or e-mail address: [`CreateMessage`].
    pub fn create(&self, to: impl Into<Recipient>) -> Call<CreateMessage> {
        self.0.call(CreateMessage::new(to))
    }

    /// One message: [`GetMessage`].
    pub fn get(&self, message: impl Into<MessageId>) -> Call<GetMessage> {
        self.0.call(GetMessage::new(message))
    }

    /// The messages of a room, newest first: [`ListMessages`]. A bot in a group room sees only those that mention it,
    /// and must ask for these: `.mentioned_people("me")`.
    pub fn list(&self, room: impl Into<RoomId>) -> List<ListMessages> {
        self.0.list(ListMessages::new(room))
    }

    /// Deletes a message: [`DeleteMessage`].
    pub fn delete(&self, message: impl Into<MessageId>) -> Call<DeleteMessage> {
        self.0.call(DeleteMessage::new(message))
    }
}

/// Where a message goes: exactly one place.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub enum Recipient {
    /// Into this room.
    #[serde(rename = "roomId")]
    Room(RoomId),
    /// To this person, in the direct room with them, which is made where there is none.
    #[serde(rename = "toPersonId")]
    Person(PersonId),
    /// To the person with this e-mail address, likewise.
    #[serde(rename = "toPersonEmail")]
    Email(Email),
}

variants_from!(Recipient: RoomId => Room, PersonId => Person, Email => Email);

endpoint! {
    /// `POST /messages`
    ///
    /// It needs text, markdown, a file or an attachment; text and markdown are 7439 bytes at most. Both are checked before
    /// anything is sent.
    CreateMessage in Call {
        /// Where it goes.
        #[serde(flatten)]
        to: Recipient,
        ;
        /// Plain text; beside markdown, what clients without markdown show.
        text: String,
        /// Text in Webex's markdown.
        markdown: String,
        /// The message that this one replies to: one that is no reply itself.
        parent_id: MessageId,
        /// The public URL of a file that the service is to fetch: one at most.
        files: FileUrl,
        /// Attachments as JSON: one card.
        attachments: Vec<Value>,
    }
}

/// The public URL of a file; a list of one, as the service takes it.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct FileUrl([String; 1]);

impl<T: Into<String>> From<T> for FileUrl {
    fn from(url: T) -> Self {
        Self([url.into()])
    }
}

impl CreateMessage {
    fn check(&self) -> Result<(), Error> {
        let texts = [&self.text, &self.markdown];
        if texts.iter().all(|text| text.is_none())
            && self.files.is_none()
            && self.attachments.is_none()
        {
            return Err(Error::invalid_input(
                "a message needs text, markdown, a file or an attachment",
            ));
        }
        let longest = texts.into_iter().flatten().map(String::len).max();
        match longest {
            Some(bytes) if bytes > MAX_TEXT_BYTES => Err(Error::invalid_input(format_args!(
                "the text has {bytes} bytes, and the service takes {MAX_TEXT_BYTES}"
            ))),
            _ => Ok(()),
        }
    }
}

impl Endpoint for CreateMessage {
    type Output = Message;

    fn parts(&self) -> Parts {
        let parts = Parts::post("/messages")
            .operation("messages.create")
            .json(self);
        match self.check() {
            Ok(()) => parts,
            Err(error) => parts.fail(error),
        }
    }
}

endpoint! {
    /// `GET /messages/{messageId}`
    GetMessage in Call {
        /// The message.
        #[serde(skip)]
        message: MessageId,
    }
}

impl Endpoint for GetMessage {
    type Output = Message;

    fn parts(&self) -> Parts {
        Parts::get("/messages/{}")
            .operation("messages.get")
            .id(&self.message)
    }
}

endpoint! {
    /// `GET /messages`
    ListMessages in List {
        /// The room.
        room: RoomId,
        ;
        /// Replies to this message.
        parent_id: MessageId,
        /// Messages that mention this person; `me` for the caller.
        mentioned_people: String,
        /// Messages sent before this time.
        before: String,
        /// Messages sent before this message.
        before_message: MessageId,
    }
}

impl ListEndpoint for ListMessages {
    type Item = Message;

    fn parts(&self) -> Parts {
        Parts::get("/messages")
            .operation("messages.list")
            .query("roomId", &self.room)
            .query_opt("parentId", self.parent_id.as_ref())
            .query_opt("mentionedPeople", self.mentioned_people.as_ref())
            .query_opt("before", self.before.as_ref())
            .query_opt("beforeMessage", self.before_message.as_ref())
    }
}

endpoint! {
    /// `DELETE /messages/{messageId}`
    DeleteMessage in Call {
        /// The message.
        #[serde(skip)]
        message: MessageId,
    }
}

impl Endpoint for DeleteMessage {
    type Output = ();

    fn parts(&self) -> Parts {
        Parts::delete("/messages/{}")
            .operation("messages.delete")
            .id(&self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn create(set: impl Fn(CreateMessage) -> CreateMessage) -> Result<String, Error> {
        let message = set(CreateMessage::new(RoomId::new("R").unwrap()));
        let request = message.parts().into_request()?;
        let body = request.body().as_bytes().unwrap();
        Ok(String::from_utf8(body.to_vec()).unwrap())
    }

    #[test]
    fn names_one_recipient_and_what_was_set() {
        let body = create(|message| message.text("hi").files("https://x.example/a.png"));
        assert_eq!(
            body.unwrap(),
            r#"{"roomId":"R","text":"hi","files":["https://x.example/a.png"]}"#
        );
    }

    #[test]
    fn nothing_to_send_is_refused() {
        assert!(
            create(|message| message)
                .unwrap_err()
                .to_string()
                .contains("needs text")
        );
    }

    /// D-59: bytes count, not characters.
    #[test]
    fn text_is_counted_in_bytes() {
        assert!(create(|message| message.text("x".repeat(7439))).is_ok());
        assert!(create(|message| message.text("x".repeat(7440))).is_err());
        assert!(create(|message| message.markdown("\u{e9}".repeat(3720))).is_err());
    }
}
