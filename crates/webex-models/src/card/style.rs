//! How things look.

use crate::open_enum::open_enum;

open_enum! {
    /// Size of a text.
    pub enum FontSize {
        Default = "default",
        Small = "small",
        Medium = "medium",
        Large = "large",
        ExtraLarge = "extraLarge",
    }
}

open_enum! {
    /// Font of a text.
    pub enum FontType {
        Default = "default",
        Monospace = "monospace",
    }
}

open_enum! {
    /// Weight of a text.
    pub enum FontWeight {
        Default = "default",
        Lighter = "lighter",
        Bolder = "bolder",
    }
}

open_enum! {
    /// Colour of a text.
    pub enum Color {
        Default = "default",
        Dark = "dark",
        Light = "light",
        Accent = "accent",
        Good = "good",
        Warning = "warning",
        Attention = "attention",
    }
}

open_enum! {
    /// Whether an element takes what height is left.
    pub enum BlockElementHeight {
        Auto = "auto",
        Stretch = "stretch",
    }
}

open_enum! {
    /// Where something stands from top to bottom.
    pub enum VerticalAlignment {
        Top = "top",
        Center = "center",
        Bottom = "bottom",
    }
}

open_enum! {
    /// Where something stands from left to right.
    pub enum HorizontalAlignment {
        Left = "left",
        Center = "center",
        Right = "right",
    }
}

open_enum! {
    /// Room above an element.
    pub enum Spacing {
        Default = "default",
        None = "none",
        Small = "small",
        Medium = "medium",
        Large = "large",
        ExtraLarge = "extraLarge",
        Padding = "padding",
    }
}

open_enum! {
    /// Size of an image.
    pub enum ImageSize {
        Auto = "auto",
        Stretch = "stretch",
        Small = "small",
        Medium = "medium",
        Large = "large",
    }
}

open_enum! {
    /// How an image is shown.
    pub enum ImageStyle {
        Default = "default",
        /// In a circle.
        Person = "person",
    }
}

open_enum! {
    /// How a container is coloured.
    pub enum ContainerStyle {
        Default = "default",
        Emphasis = "emphasis",
        Good = "good",
        Attention = "attention",
        Warning = "warning",
        Accent = "accent",
    }
}

open_enum! {
    /// What a text input is for.
    pub enum TextInputStyle {
        Text = "text",
        Tel = "tel",
        Url = "url",
        Email = "email",
    }
}

open_enum! {
    /// How choices are shown.
    pub enum ChoiceInputStyle {
        /// As a list that opens.
        Compact = "compact",
        /// All at once.
        Expanded = "expanded",
    }
}

open_enum! {
    /// How a button is shown.
    pub enum ActionStyle {
        Default = "default",
        Positive = "positive",
        Destructive = "destructive",
    }
}

open_enum! {
    /// Which inputs a button sends.
    pub enum AssociatedInputs {
        /// Those of its card and of the cards around.
        Auto = "auto",
        None = "none",
    }
}

open_enum! {
    /// How an image fills what it is behind.
    pub enum ImageFillMode {
        Cover = "cover",
        RepeatHorizontally = "repeatHorizontally",
        RepeatVertically = "repeatVertically",
        Repeat = "repeat",
    }
}
