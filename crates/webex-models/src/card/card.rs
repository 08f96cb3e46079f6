//! The card itself.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Action, BackgroundImage, ContainerStyle, Element, VerticalAlignment};
use crate::model::model;
use crate::{Array, Attachment, Error, Extra};

model! {
    @unmade
    /// A card. See [the module](super) for an example.
    pub struct Card as "AdaptiveCard" {
        /// What it is written in.
        schema: Option<String> = "$schema",
        /// The version of Adaptive Cards: Webex shows 1.3.
        version: Option<String>,
        /// What it shows.
        body: Option<Array<Element>>,
        /// The buttons below.
        actions: Option<Array<Action>>,
        /// What a click on it does.
        select_action: Option<Action>,
        /// What to show where cards cannot be.
        fallback_text: Option<String>,
        /// What is behind.
        background_image: Option<BackgroundImage>,
        /// How high it is at least, as `80px`.
        min_height: Option<String>,
        /// What is said.
        speak: Option<String>,
        /// How it is coloured.
        style: Option<ContainerStyle>,
        /// Its language, as `en`.
        lang: Option<String>,
        /// Where what it shows stands.
        vertical_content_alignment: Option<VerticalAlignment>,
    }
}

impl Card {
    /// An empty card of version 1.3.
    #[must_use]
    pub fn new() -> Self {
        Self {
            schema: Some("http://adaptivecards.io/schemas/adaptive-card.json".to_owned()),
            version: Some("1.3".to_owned()),
            body: None,
            actions: None,
            select_action: None,
            fallback_text: None,
            background_image: None,
            min_height: None,
            speak: None,
            style: None,
            lang: None,
            vertical_content_alignment: None,
            extra: Extra::new(),
        }
    }

    /// A card from JSON, of which everything is kept, also what is not known here.
    ///
    /// # Errors
    /// If it is no JSON object.
    pub fn raw(json: &Value) -> Result<Self, Error> {
        Self::deserialize(json).map_err(|_| Error::new("card", "it is no JSON object"))
    }

    /// Adds an element at the bottom.
    #[must_use]
    pub fn element(mut self, element: impl Into<Element>) -> Self {
        self.body.get_or_insert_default().push(element.into());
        self
    }

    /// Adds a button.
    #[must_use]
    pub fn action(mut self, action: impl Into<Action>) -> Self {
        self.actions.get_or_insert_default().push(action.into());
        self
    }
}

impl Default for Card {
    fn default() -> Self {
        Self::new()
    }
}

/// Puts a card on a message. The message needs a text, too, for apps that cannot show cards.
impl From<Card> for Attachment {
    fn from(card: Card) -> Self {
        Self::new().content_type(Self::CARD).content(json!(card))
    }
}

impl Attachment {
    /// The card, if it is one.
    #[must_use]
    pub fn to_card(&self) -> Option<Card> {
        self.content_type
            .as_deref()
            .filter(|content| content.eq_ignore_ascii_case(Self::CARD))?;
        Card::raw(self.content.as_ref()?).ok()
    }
}
