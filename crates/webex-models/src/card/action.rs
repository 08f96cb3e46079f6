//! What buttons do.

use serde_json::Value;

use super::kinds::{action, kinds};
use super::{AssociatedInputs, Card};
use crate::Array;
use crate::model::model;

kinds! {
    /// What a button can do. Made from any of the kinds, and from JSON.
    pub enum Action {
        OpenUrl(OpenUrl) = "Action.OpenUrl",
        Submit(Submit) = "Action.Submit",
        ShowCard(ShowCard) = "Action.ShowCard",
        ToggleVisibility(ToggleVisibility) = "Action.ToggleVisibility",
    }
}

action! {
    /// Opens a page.
    pub struct OpenUrl(
        /// The page.
        url: String,
    ) as "Action.OpenUrl" {}
}

action! {
    /// Sends what was filled in: it becomes an [`AttachmentAction`](crate::AttachmentAction).
    pub struct Submit as "Action.Submit" {
        /// What is sent beside.
        data: Option<Value>,
        /// Which inputs are sent.
        associated_inputs: Option<AssociatedInputs>,
    }
}

action! {
    /// Shows a card inside the card.
    pub struct ShowCard as "Action.ShowCard" {
        /// The card.
        card: Option<Box<Card>>,
    }
}

action! {
    /// Shows and hides elements.
    pub struct ToggleVisibility(
        /// The elements; a bare name is one that is toggled.
        target_elements: Array<TargetElement>,
    ) as "Action.ToggleVisibility" {}
}

model! {
    /// An element to show or to hide.
    pub struct TargetElement(
        /// The element's name.
        element_id: String,
    ) or text: TargetElement::new {
        /// Whether it is shown then; toggled if not set.
        is_visible: Option<bool>,
    }
}
