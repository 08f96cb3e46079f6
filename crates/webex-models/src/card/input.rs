//! What people fill in.

use serde_json::Number;

use super::kinds::input;
use super::{Action, ChoiceInputStyle, TextInputStyle};
use crate::Array;
use crate::model::model;

input! {
    /// A text.
    pub struct TextInput() as "Input.Text" {
        /// Whether it has several lines.
        is_multiline: Option<bool>,
        /// How many characters it may have.
        max_length: Option<i64>,
        /// What is shown while it is empty.
        placeholder: Option<String>,
        /// What it must look like.
        regex: Option<String>,
        /// What it is for.
        style: Option<TextInputStyle>,
        /// A button beside it.
        inline_action: Option<Action>,
        /// What is there at first.
        value: Option<String>,
    }
}

input! {
    /// A number.
    pub struct NumberInput() as "Input.Number" {
        /// The largest.
        max: Option<Number>,
        /// The smallest.
        min: Option<Number>,
        /// What is shown while it is empty.
        placeholder: Option<String>,
        /// What is there at first.
        value: Option<Number>,
    }
}

input! {
    /// A date, as `2026-02-03`.
    pub struct DateInput() as "Input.Date" {
        /// The last.
        max: Option<String>,
        /// The first.
        min: Option<String>,
        /// What is shown while it is empty.
        placeholder: Option<String>,
        /// What is there at first.
        value: Option<String>,
    }
}

input! {
    /// A time of day, as `16:30`.
    pub struct TimeInput() as "Input.Time" {
        /// The last.
        max: Option<String>,
        /// The first.
        min: Option<String>,
        /// What is shown while it is empty.
        placeholder: Option<String>,
        /// What is there at first.
        value: Option<String>,
    }
}

input! {
    /// Yes or no.
    pub struct ToggleInput(
        /// What is asked.
        title: String,
    ) as "Input.Toggle" {
        /// What is there at first: one of the two below.
        value: Option<String>,
        /// What is sent for no; `false` if not set.
        value_off: Option<String>,
        /// What is sent for yes; `true` if not set.
        value_on: Option<String>,
        /// Whether the title goes on in the next line.
        wrap: Option<bool>,
    }
}

input! {
    /// One or several of some choices.
    pub struct ChoiceInput() as "Input.ChoiceSet" {
        /// The choices.
        choices: Option<Array<Choice>>,
        /// Whether several can be chosen; they are sent joined by commas.
        is_multi_select: Option<bool>,
        /// How the choices are shown.
        style: Option<ChoiceInputStyle>,
        /// What is chosen at first.
        value: Option<String>,
        /// What is shown while nothing is chosen.
        placeholder: Option<String>,
        /// Whether the titles go on in the next line.
        wrap: Option<bool>,
    }
}

model! {
    /// A choice.
    pub struct Choice(
        /// What is shown.
        title: String,
        /// What is sent.
        value: String,
    ) {}
}

impl ChoiceInput {
    /// Adds a choice at the bottom.
    #[must_use]
    pub fn choice(mut self, title: impl Into<String>, value: impl Into<String>) -> Self {
        self.choices
            .get_or_insert_default()
            .push(Choice::new(title, value));
        self
    }
}
