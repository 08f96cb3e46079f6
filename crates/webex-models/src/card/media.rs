//! Pictures and films.

use super::kinds::element;
use super::{Action, HorizontalAlignment, ImageFillMode, ImageSize, ImageStyle, VerticalAlignment};
use crate::Array;
use crate::model::model;

model! {
    /// A picture. Its height may be in pixels, unlike that of other elements.
    pub struct Image(
        /// Where it is.
        url: String,
    ) as "Image" {
        /// What it shows, in words.
        alt_text: Option<String>,
        /// Colour behind it.
        background_color: Option<String>,
        /// How high it is: `auto`, `stretch` or pixels, as `80px`.
        height: Option<String>,
        /// Where it stands.
        horizontal_alignment: Option<HorizontalAlignment>,
        /// What a click on it does.
        select_action: Option<Action>,
        /// Size.
        size: Option<ImageSize>,
        /// How it is shown.
        style: Option<ImageStyle>,
        /// How wide it is in pixels, as `80px`.
        width: Option<String>,
        /// Its name inside the card.
        id: Option<String>,
        /// What to show where it cannot be: an element, or `drop`.
        fallback: Option<serde_json::Value>,
        /// Whether there is a line above.
        separator: Option<bool>,
        /// Room above.
        spacing: Option<super::Spacing>,
        /// Whether it is shown.
        is_visible: Option<bool>,
        /// What the app must be able to do.
        requires: Option<serde_json::Map<String, serde_json::Value>>,
    }
}

element! {
    /// A film or sound.
    pub struct Media(
        /// Where it is, in several forms.
        sources: Array<MediaSource>,
    ) as "Media" {
        /// Picture before it plays.
        poster: Option<String>,
        /// What it shows, in words.
        alt_text: Option<String>,
    }
}

model! {
    /// Where a film or sound is.
    pub struct MediaSource(
        /// The address.
        url: String,
    ) {
        /// Its form, as `video/mp4`.
        mime_type: Option<String>,
    }
}

model! {
    /// A picture behind something; a bare address is one.
    pub struct BackgroundImage(
        /// Where it is.
        url: String,
    ) or text: BackgroundImage::new {
        /// How it fills.
        fill_mode: Option<ImageFillMode>,
        /// Where it stands.
        horizontal_alignment: Option<HorizontalAlignment>,
        /// Where it stands.
        vertical_alignment: Option<VerticalAlignment>,
    }
}
