//! Elements that hold others.

use serde_json::Value;

use super::kinds::element;
use super::{
    Action, BackgroundImage, ContainerStyle, Element, HorizontalAlignment, Image, ImageSize,
    VerticalAlignment,
};
use crate::Array;
use crate::model::model;

element! {
    /// Elements below each other.
    pub struct Container(
        /// The elements.
        items: Array<Element>,
    ) as "Container" {
        /// What a click on it does.
        select_action: Option<Action>,
        /// How it is coloured.
        style: Option<ContainerStyle>,
        /// Where the elements stand.
        vertical_content_alignment: Option<VerticalAlignment>,
        /// Whether it goes to the edge of the card.
        bleed: Option<bool>,
        /// What is behind.
        background_image: Option<BackgroundImage>,
        /// How high it is at least, as `80px`.
        min_height: Option<String>,
        /// Where it stands.
        horizontal_alignment: Option<HorizontalAlignment>,
    }
}

element! {
    /// Columns beside each other.
    pub struct ColumnSet as "ColumnSet" {
        /// The columns.
        columns: Option<Array<Column>>,
        /// What a click on it does.
        select_action: Option<Action>,
        /// How it is coloured.
        style: Option<ContainerStyle>,
        /// Whether it goes to the edge of the card.
        bleed: Option<bool>,
        /// How high it is at least, as `80px`.
        min_height: Option<String>,
        /// Where it stands.
        horizontal_alignment: Option<HorizontalAlignment>,
    }
}

element! {
    /// Elements below each other, beside other columns.
    pub struct Column as "Column" {
        /// The elements.
        items: Option<Array<Element>>,
        /// What is behind.
        background_image: Option<BackgroundImage>,
        /// Whether it goes to the edge of the set.
        bleed: Option<bool>,
        /// Where it stands.
        horizontal_alignment: Option<HorizontalAlignment>,
        /// How high it is at least, as `80px`.
        min_height: Option<String>,
        /// What a click on it does.
        select_action: Option<Action>,
        /// How it is coloured.
        style: Option<ContainerStyle>,
        /// Where the elements stand.
        vertical_content_alignment: Option<VerticalAlignment>,
        /// How wide it is: `auto`, `stretch`, pixels as `50px`, or a number for its share.
        width: Option<Value>,
    }
}

element! {
    /// Facts: names and values.
    pub struct FactSet(
        /// The facts.
        facts: Array<Fact>,
    ) as "FactSet" {}
}

model! {
    /// A name and a value.
    pub struct Fact(
        /// The name.
        title: String,
        /// The value.
        value: String,
    ) {}
}

element! {
    /// Images in rows.
    pub struct ImageSet(
        /// The images.
        images: Array<Image>,
    ) as "ImageSet" {
        /// Size of each.
        image_size: Option<ImageSize>,
        /// Where they stand.
        horizontal_alignment: Option<HorizontalAlignment>,
    }
}

element! {
    /// Buttons inside the card.
    pub struct ActionSet(
        /// The buttons.
        actions: Array<Action>,
    ) as "ActionSet" {
        /// Where they stand.
        horizontal_alignment: Option<HorizontalAlignment>,
    }
}

impl Container {
    /// Adds an element at the bottom.
    #[must_use]
    pub fn element(mut self, element: impl Into<Element>) -> Self {
        self.items.push(element.into());
        self
    }
}

impl ColumnSet {
    /// Adds a column at the right.
    #[must_use]
    pub fn column(mut self, column: Column) -> Self {
        self.columns.get_or_insert_default().push(column);
        self
    }
}

impl Column {
    /// Adds an element at the bottom.
    #[must_use]
    pub fn element(mut self, element: impl Into<Element>) -> Self {
        self.items.get_or_insert_default().push(element.into());
        self
    }
}

impl FactSet {
    /// Adds a fact at the bottom.
    #[must_use]
    pub fn fact(mut self, title: impl Into<String>, value: impl Into<String>) -> Self {
        self.facts.push(Fact::new(title, value));
        self
    }
}
