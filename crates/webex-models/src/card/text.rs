//! Texts.

use super::kinds::element;
use super::{Action, Color, FontSize, FontType, FontWeight, HorizontalAlignment};
use crate::Array;
use crate::model::model;

element! {
    /// A text, with simple markdown.
    pub struct TextBlock(
        /// The text.
        text: String,
    ) as "TextBlock" {
        /// Colour.
        color: Option<Color>,
        /// Font.
        font_type: Option<FontType>,
        /// Where it stands.
        horizontal_alignment: Option<HorizontalAlignment>,
        /// Whether it is paler.
        is_subtle: Option<bool>,
        /// How many lines are shown at most.
        max_lines: Option<i64>,
        /// Size.
        size: Option<FontSize>,
        /// Weight.
        weight: Option<FontWeight>,
        /// Whether it goes on in the next line.
        wrap: Option<bool>,
    }
}

element! {
    /// A text of runs that look different.
    pub struct RichTextBlock(
        /// The runs; a bare text is one.
        inlines: Array<TextRun>,
    ) as "RichTextBlock" {
        /// Where it stands.
        horizontal_alignment: Option<HorizontalAlignment>,
    }
}

model! {
    /// A run of text that looks the same.
    pub struct TextRun(
        /// The text.
        text: String,
    ) as "TextRun" or text: TextRun::new {
        /// Colour.
        color: Option<Color>,
        /// Font.
        font_type: Option<FontType>,
        /// Whether it is marked.
        highlight: Option<bool>,
        /// Whether it is paler.
        is_subtle: Option<bool>,
        /// Whether it leans.
        italic: Option<bool>,
        /// What a click on it does.
        select_action: Option<Action>,
        /// Size.
        size: Option<FontSize>,
        /// Whether it is struck through.
        strikethrough: Option<bool>,
        /// Whether it is underlined.
        underline: Option<bool>,
        /// Weight.
        weight: Option<FontWeight>,
    }
}
