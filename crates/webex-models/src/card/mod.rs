//! Adaptive Cards 1.3: cards with texts, pictures, inputs and buttons.
//!
//! Values are made with `new` and what is needed, and setters; only what was set is written. A card that came is read
//! back with nothing lost. What is newer than 1.3 goes in as JSON: [`Element`], [`Action`] and [`Card::raw`] take it, and
//! each value has `extra`.
//!
//! ```
//! use webex_models::Attachment;
//! use webex_models::card::{Card, ChoiceInput, ChoiceInputStyle, Submit, TextBlock};
//!
//! let poll = Card::new()
//!     .element(TextBlock::new("Lunch?").size("large"))
//!     .element(ChoiceInput::new("lunch").choice("Soup", "soup").choice("Salad", "salad").style(ChoiceInputStyle::Expanded))
//!     .action(Submit::new().title("Send"));
//! let attachment = Attachment::from(poll);
//! ```

mod action;
#[allow(clippy::module_inception, reason = "the card itself")]
mod card;
mod container;
mod element;
mod input;
mod kinds;
mod media;
mod style;
mod text;

pub use action::{Action, OpenUrl, ShowCard, Submit, TargetElement, ToggleVisibility};
pub use card::Card;
pub use container::{ActionSet, Column, ColumnSet, Container, Fact, FactSet, ImageSet};
pub use element::Element;
pub use input::{Choice, ChoiceInput, DateInput, NumberInput, TextInput, TimeInput, ToggleInput};
pub use media::{BackgroundImage, Image, Media, MediaSource};
pub use style::{
    ActionStyle, AssociatedInputs, BlockElementHeight, ChoiceInputStyle, Color, ContainerStyle,
    FontSize, FontType, FontWeight, HorizontalAlignment, ImageFillMode, ImageSize, ImageStyle,
    Spacing, TextInputStyle, VerticalAlignment,
};
pub use text::{RichTextBlock, TextBlock, TextRun};

#[cfg(test)]
mod tests;
