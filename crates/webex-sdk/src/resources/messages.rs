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

use serde::{Serialize, Serializer};
use webex_models::{Attachment, Email, Message, MessageId, PersonId, RoomId, Timestamp};
use webex_transport::Error;

use super::PersonRef;
use crate::endpoint::{Endpoint, ListEndpoint, Parts};

/// The most bytes of text, and of markdown, that the service takes (it documents both).
pub const MAX_TEXT_BYTES: usize = 7439;

resource! {
    /// The calls for messages: [`WebexApi::messages`](crate::WebexApi::messages).
    Messages {
        /// A message to a room, or to a person by id or e-mail address: [`CreateMessage`].
        create(to: Recipient) -> Call<CreateMessage> {
            /// api.messages()
            ///     .create(Email::new("ana@example.com")?)
            ///     .markdown("**Hello**")
            ///     .await?;
        }
        /// One message: [`GetMessage`].
        get(message: MessageId) -> Call<GetMessage> {
            /// let message = api.messages().get(&message).await?;
            /// println!("{}", message.text.as_deref().unwrap_or_default());
        }
        /// The messages of a room, newest first: [`ListMessages`]. A bot in a group room sees only those that mention it,
        /// and must ask for these: `.mentioned_people("me")`.
        list(room: RoomId) -> List<ListMessages> {
            /// let for_the_bot = api.messages().list(&room).mentioned_people("me").first(10).await?;
        }
        /// The messages of the direct room with a person, newest first: [`ListDirectMessages`].
        list_direct(person: PersonRef) -> List<ListDirectMessages> {
            /// let latest =
            ///     api.messages().list_direct(Email::new("ana@example.com")?).first(10).await?;
        }
        /// Edits a message of the caller's own, up to ten times; not one with a file or a card: [`UpdateMessage`].
        update(message: MessageId, room: RoomId) -> Call<UpdateMessage> {
            /// api.messages().update(&message, &room).markdown("**Hello** again").await?;
        }
        /// Deletes a message: [`DeleteMessage`].
        delete(message: MessageId) -> Call<DeleteMessage> {
            /// api.messages().delete(&message).await?;
        }
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
    /// It needs text, markdown, a file or an attachment; text and markdown are 7439 bytes at most, and an attachment needs
    /// either of them for clients that cannot show it. All of this is checked before anything is sent.
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
        /// The public URL of a file that the service is to fetch.
        #[serde(rename = "files", serialize_with = "in_a_list")]
        file_url: String,
        /// A card, or another attachment.
        #[serde(rename = "attachments", serialize_with = "in_a_list")]
        attachment: Attachment,
    }
}

impl Endpoint for CreateMessage {
    type Output = Message;

    fn parts(&self) -> Parts {
        let parts = Parts::post("/messages")
            .operation("messages.create")
            .json(self);
        let has_text = self.text.is_some() || self.markdown.is_some();
        match check_length(self.text.as_deref(), self.markdown.as_deref()) {
            Err(error) => parts.fail(error),
            Ok(()) if self.attachment.is_some() && !has_text => parts.fail(Error::invalid_input(
                "an attachment needs text or markdown, for clients that cannot show it",
            )),
            Ok(()) if self.file_url.is_none() && !has_text => parts.fail(Error::invalid_input(
                "a message needs text, markdown, a file or an attachment",
            )),
            Ok(()) => parts,
        }
    }
}

/// A list of one, as the service takes files and attachments.
fn in_a_list<T: Serialize, S: Serializer>(
    one: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(one)
}

fn check_length(text: Option<&str>, markdown: Option<&str>) -> Result<(), Error> {
    match text.into_iter().chain(markdown).map(str::len).max() {
        Some(bytes) if bytes > MAX_TEXT_BYTES => Err(Error::invalid_input(format_args!(
            "the text has {bytes} bytes, and the service takes {MAX_TEXT_BYTES}"
        ))),
        _ => Ok(()),
    }
}

endpoint! {
    /// `GET /messages/{messageId}`
    GetMessage in Call {
        /// The message.
        message: MessageId,
    }
}
sends!(GetMessage => Message, "messages.get", get "/messages/{}", id(message));

endpoint! {
    /// `GET /messages`
    ListMessages in List {
        /// The room.
        room: RoomId,
        ;
        /// Replies to this message.
        parent_id: MessageId,
        /// Messages that mention one of these people, joined with commas; `me` for the caller.
        mentioned_people: String,
        /// Messages sent before this time.
        before: Timestamp,
        /// Messages sent before this message.
        before_message: MessageId,
    }
}
lists!(ListMessages => Message, "messages.list", "/messages", required("roomId" = room), query(
    "parentId" = parent_id,
    "mentionedPeople" = mentioned_people,
    "before" = before,
    "beforeMessage" = before_message,
));

endpoint! {
    /// `GET /messages/direct`
    ListDirectMessages in List {
        /// The person.
        person: PersonRef,
        ;
        /// Replies to this message.
        parent_id: MessageId,
    }
}

impl ListEndpoint for ListDirectMessages {
    type Item = Message;

    fn parts(&self) -> Parts {
        let parts = Parts::get("/messages/direct").operation("messages.list_direct");
        self.person
            .query(parts)
            .query_opt("parentId", self.parent_id.as_ref())
    }
}

endpoint! {
    /// `PUT /messages/{messageId}`
    UpdateMessage in Call {
        /// The message.
        #[serde(skip)]
        message: MessageId,
        /// The room that it is in.
        #[serde(rename = "roomId")]
        room: RoomId,
        ;
        /// The new text.
        text: String,
        /// The new text in Webex's markdown.
        markdown: String,
    }
}

impl Endpoint for UpdateMessage {
    type Output = Message;

    fn parts(&self) -> Parts {
        let parts = Parts::put("/messages/{}")
            .operation("messages.update")
            .id(&self.message)
            .json(self);
        match check_length(self.text.as_deref(), self.markdown.as_deref()) {
            Err(error) => parts.fail(error),
            Ok(()) if self.text.is_none() && self.markdown.is_none() => {
                parts.fail(Error::invalid_input("an edit needs text or markdown"))
            }
            Ok(()) => parts,
        }
    }
}

endpoint! {
    /// `DELETE /messages/{messageId}`
    DeleteMessage in Call {
        /// The message.
        message: MessageId,
    }
}
sends!(DeleteMessage => (), "messages.delete", delete "/messages/{}", id(message));

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
        let body = create(|message| message.text("hi").file_url("https://x.example/a.png"));
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

    #[test]
    fn a_card_needs_a_text_for_those_who_cannot_see_it() {
        use webex_models::card::{Card, TextBlock};
        let card = || Card::new().element(TextBlock::new("Lunch?"));
        let bare = create(|message| message.attachment(card()));
        assert!(bare.unwrap_err().to_string().contains("needs text"));
        let body = create(|message| message.attachment(card()).text("Lunch?")).unwrap();
        assert!(
            body.contains(
                "\"attachments\":[{\"contentType\":\"application/vnd.microsoft.card.adaptive\""
            ),
            "{body}"
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
