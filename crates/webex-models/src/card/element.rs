//! What a card can show.

use super::kinds::kinds;
use super::{
    ActionSet, ChoiceInput, ColumnSet, Container, DateInput, FactSet, Image, ImageSet, Media,
    NumberInput, RichTextBlock, TextBlock, TextInput, TimeInput, ToggleInput,
};

kinds! {
    /// What a card can show. Made from any of the kinds, and from JSON.
    pub enum Element {
        TextBlock(TextBlock) = "TextBlock",
        RichTextBlock(RichTextBlock) = "RichTextBlock",
        Image(Image) = "Image",
        ImageSet(ImageSet) = "ImageSet",
        Media(Media) = "Media",
        Container(Container) = "Container",
        ColumnSet(ColumnSet) = "ColumnSet",
        FactSet(FactSet) = "FactSet",
        ActionSet(ActionSet) = "ActionSet",
        TextInput(TextInput) = "Input.Text",
        NumberInput(NumberInput) = "Input.Number",
        DateInput(DateInput) = "Input.Date",
        TimeInput(TimeInput) = "Input.Time",
        ToggleInput(ToggleInput) = "Input.Toggle",
        ChoiceInput(ChoiceInput) = "Input.ChoiceSet",
    }
}
