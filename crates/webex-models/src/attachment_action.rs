//! What people do with cards.

use serde_json::{Map, Value};

use crate::model::model;
use crate::open_enum::open_enum;
use crate::{AttachmentActionId, MessageId, PersonId, RoomId, Timestamp};

model! {
    /// That somebody pressed a button of a card.
    pub struct AttachmentAction(
        /// Identifies the action.
        id: AttachmentActionId,
    ) {
        /// Who did it.
        person_id: Option<PersonId>,
        /// The room of the message.
        room_id: Option<RoomId>,
        /// What was done.
        action_type: Option<AttachmentActionType> = "type",
        /// The message that the card hangs on.
        message_id: Option<MessageId>,
        /// What was filled in, by the ids of the inputs, and the data of the button. A webhook does not send it.
        inputs: Option<Map<String, Value>>,
        /// When it was done.
        created: Option<Timestamp>,
    }
}

impl AttachmentAction {
    /// What was filled into one input, if it is a text; inputs of every kind send texts.
    #[must_use]
    pub fn input(&self, id: &str) -> Option<&str> {
        self.inputs.as_ref()?.get(id)?.as_str()
    }
}

open_enum! {
    /// What was done with a card.
    pub enum AttachmentActionType {
        Submit = "submit",
    }
}
