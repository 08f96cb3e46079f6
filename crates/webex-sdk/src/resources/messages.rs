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

mod files;

use serde::{Serialize, Serializer};
use webex_models::{Attachment, Email, Message, MessageId, PersonId, RoomId, Timestamp};
use webex_transport::Error;

pub use self::files::Files;
use super::PersonRef;
use crate::endpoint::{Endpoint, ListEndpoint, Parts};
use crate::files::Multipart;

/// The most bytes of text, and of markdown, that the service takes (it documents both).
pub const MAX_TEXT_BYTES: usize = 7439;

/// The most bytes of a file that are sent: the service documents 100 MB, and a file between that and 100 MiB is its to judge.
pub const MAX_FILE_BYTES: u64 = 100 << 20;

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
        /// Deletes a message: [`DeleteMessage`]. After a broken connection it is sent again, and is answered 404 if the first
        /// was processed: with [`attempts`](crate::Error::attempts) of more than one, that may be a success.
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
    /// either of them for clients that cannot show it. A file has 100 MiB at most, and there is one at most. All of this is
    /// checked before anything is sent, but for the size of a stream whose length is not known.
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
        /// A card, or another attachment.
        #[serde(rename = "attachments", serialize_with = "in_a_list")]
        attachment: Attachment,
        =>
        /// The file, of which the service takes one.
        #[serde(skip_serializing_if = "Files::no_url")]
        files: Files,
    }
}

impl Endpoint for CreateMessage {
    type Output = Message;

    fn parts(&self) -> Parts {
        let parts = Parts::post("/messages").operation("messages.create");
        if let Err(error) = self.check() {
            return parts.fail(error);
        }
        let Some(file) = self.files.uploads.first() else {
            return parts.json(self);
        };
        match Multipart::of(self) {
            Ok(form) => parts.multipart(
                form.file("files", file.clone())
                    .max_file_bytes(MAX_FILE_BYTES),
            ),
            Err(error) => parts.fail(error),
        }
    }
}

impl CreateMessage {
    fn check(&self) -> Result<(), Error> {
        check_length(self.text.as_deref(), self.markdown.as_deref())?;
        self.files.check()?;
        let has_text = has_text(self.text.as_deref(), self.markdown.as_deref());
        let refusal = if self.attachment.is_some() && !has_text {
            "an attachment needs text or markdown, for clients that cannot show it"
        } else if self.attachment.is_some() && !self.files.uploads.is_empty() {
            "a file and an attachment go into two messages"
        } else if self.files.count() == 0 && !has_text {
            "a message needs text, markdown, a file or an attachment"
        } else {
            return Ok(());
        };
        Err(Error::invalid_input(refusal))
    }
}

/// A list of one, as the service takes files and attachments.
fn in_a_list<T: Serialize, S: Serializer>(
    one: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(one)
}

/// An empty text is none.
fn has_text(text: Option<&str>, markdown: Option<&str>) -> bool {
    text.into_iter()
        .chain(markdown)
        .any(|text| !text.is_empty())
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
        /// Messages that mention the caller: `me`, or the caller's own id. Documented to be taken for nobody else.
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
        let (text, markdown) = (self.text.as_deref(), self.markdown.as_deref());
        match check_length(text, markdown) {
            Err(error) => parts.fail(error),
            Ok(()) if !has_text(text, markdown) => {
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
    use crate::files::Upload;

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
        use webex_models::card::{Card, TextBlock};
        type Set = fn(CreateMessage) -> CreateMessage;
        let nothing: [Set; 4] = [
            |message| message,
            |message| message.text(""),
            |message| message.text("").markdown(""),
            |message| {
                message
                    .attachment(Card::new().element(TextBlock::new("x")))
                    .text("")
            },
        ];
        for set in nothing {
            let error = create(set).unwrap_err().to_string();
            assert!(error.contains("needs text"), "{error}");
        }
        assert!(create(|message| message.text("").markdown("x")).is_ok());

        let (message, room) = (MessageId::new("M").unwrap(), RoomId::new("R").unwrap());
        let edit = UpdateMessage::new(message, room).text("");
        let error = edit.parts().into_request().unwrap_err().to_string();
        assert!(error.contains("needs text"), "{error}");
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

    /// D-65.
    #[test]
    fn a_path_is_no_url() {
        for path in [
            "./a.png",
            "/tmp/a.png",
            "C:\\a.png",
            "a.png",
            "file:///a.png",
            "",
        ] {
            let error = create(|message| message.file_url(path)).unwrap_err();
            assert!(error.to_string().contains("no public URL"), "{error}");
        }
    }

    #[test]
    fn one_file_and_no_card_beside_it() {
        use webex_models::card::{Card, TextBlock};
        let file = || Upload::from_bytes("a.txt", "a");
        let card = || Card::new().element(TextBlock::new("Lunch?"));
        type Set = fn(CreateMessage, Upload) -> CreateMessage;
        let two: [Set; 3] = [
            |message, file| message.file(file.clone()).file(file),
            |message, file| message.file(file).file_url("https://x.example/a.png"),
            |message, _| {
                message
                    .file_url("https://x.example/a")
                    .file_url("https://x.example/b")
            },
        ];
        for set in two {
            let error = create(|message| set(message, file())).unwrap_err();
            assert!(error.to_string().contains("one file"), "{error}");
        }
        let error = create(|message| message.file(file()).attachment(card()).text("x"));
        assert!(error.unwrap_err().to_string().contains("two messages"));
    }

    /// D-59: bytes count, not characters.
    #[test]
    fn text_is_counted_in_bytes() {
        assert!(create(|message| message.text("x".repeat(7439))).is_ok());
        assert!(create(|message| message.text("x".repeat(7440))).is_err());
        assert!(create(|message| message.markdown("\u{e9}".repeat(3720))).is_err());
    }
}
