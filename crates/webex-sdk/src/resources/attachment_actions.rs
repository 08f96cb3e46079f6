//! Attachment actions: what people submit from a card.
//!
//! ```no_run
//! # use webex_sdk::models::AttachmentActionId;
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi, action: AttachmentActionId) -> webex_sdk::Result<()> {
//! let answer = api.attachment_actions().get(&action).await?;
//! println!("{:?}", answer.input("lunch"));
//! # Ok(()) }
//! ```

use serde_json::{Map, Value};
use webex_models::{AttachmentAction, AttachmentActionId, AttachmentActionType, MessageId};

resource! {
    /// The calls for attachment actions: [`WebexApi::attachment_actions`](crate::WebexApi::attachment_actions).
    AttachmentActions {
        /// Submits a card, as a person would: [`CreateAttachmentAction`].
        create(message: MessageId, inputs: Map<String, Value>) -> Call<CreateAttachmentAction> {
            /// let inputs = Map::from_iter([("lunch".to_owned(), "soup".into())]);
            /// let action = api.attachment_actions().create(&message, inputs).await?;
        }
        /// What was submitted: [`GetAttachmentAction`].
        get(action: AttachmentActionId) -> Call<GetAttachmentAction> {
            /// let action = api.attachment_actions().get(&action).await?;
            /// println!("{:?}", action.input("lunch"));
        }
    }
}

endpoint! {
    /// `POST /attachment/actions`
    CreateAttachmentAction in Call {
        /// The message with the card.
        #[serde(rename = "messageId")]
        message: MessageId,
        /// What was put in, by the ids of the card's inputs.
        inputs: Map<String, Value>,
        ;
        /// Default: `submit`, the only one there is.
        #[serde(rename = "type")]
        action_type: AttachmentActionType,
    }
}

impl crate::endpoint::Endpoint for CreateAttachmentAction {
    type Output = AttachmentAction;

    fn parts(&self) -> crate::endpoint::Parts {
        let mut submit = self.clone();
        submit
            .action_type
            .get_or_insert(AttachmentActionType::Submit);
        crate::endpoint::Parts::post("/attachment/actions")
            .operation("attachment_actions.create")
            .json(&submit)
    }
}

endpoint! {
    /// `GET /attachment/actions/{id}`
    GetAttachmentAction in Call {
        /// The action.
        action: AttachmentActionId,
    }
}
sends!(GetAttachmentAction => AttachmentAction, "attachment_actions.get", get "/attachment/actions/{}", id(action));
