//! Messages.

use serde_json::Value;

use crate::model::model;
use crate::{Array, Email, MessageId, PersonId, RoomId, RoomType, Timestamp};

model! {
    /// A message in a room.
    pub struct Message(
        /// Identifies the message.
        id: MessageId,
    ) {
        /// The message that starts the thread which this one answers in.
        parent_id: Option<MessageId>,
        /// The room.
        room_id: Option<RoomId>,
        /// The kind of room.
        room_type: Option<RoomType>,
        /// Who it was sent to, in the answer to sending a direct message.
        to_person_id: Option<Box<PersonId>>,
        /// Who it was sent to, in the answer to sending a direct message.
        to_person_email: Option<Box<Email>>,
        /// Plain text.
        text: Option<String>,
        /// Markdown, as it was sent.
        markdown: Option<Box<str>>,
        /// HTML, as the apps show it. Only read: to send an edited message back, leave it out.
        html: Option<Box<str>>,
        /// Where the files are; to be fetched with the token. At most one can be sent.
        files: Option<Array<String>>,
        /// Who sent it.
        person_id: Option<PersonId>,
        /// The sender's address.
        person_email: Option<Email>,
        /// Who is mentioned.
        mentioned_people: Option<Array<PersonId>>,
        /// Which groups are mentioned; seen is `all`.
        mentioned_groups: Option<Array<String>>,
        /// Cards and linked files. At most one can be sent.
        attachments: Option<Array<Attachment>>,
        /// When it was sent.
        created: Option<Timestamp>,
        /// When it was last edited.
        updated: Option<Timestamp>,
        /// Whether it is a recorded voice.
        is_voice_clip: Option<bool>,
    }
}

model! {
    /// What hangs on a message: a card, or a file that lives elsewhere.
    pub struct Attachment {
        /// What the content is: [`Attachment::CARD`], or missing for a linked file.
        content_type: Option<String>,
        /// The content itself, as JSON.
        content: Option<Value>,
    }
}

impl Attachment {
    /// The content type of an Adaptive Card.
    pub const CARD: &'static str = "application/vnd.microsoft.card.adaptive";
}
