//! Odd forms that the links between pages come in.

/// How links between pages differ from what one would expect. All off at the start.
///
/// ```
/// use webex_emulator::{Emulator, OddLinks};
///
/// let webex = Emulator::new();
/// webex.odd_links(OddLinks::new().max_null().dropped_filters());
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct OddLinks {
    pub(crate) max_null: bool,
    pub(crate) dropped_filters: bool,
    pub(crate) empty_pages: bool,
    pub(crate) base: Option<String>,
}

impl OddLinks {
    /// Links as they should be.
    pub fn new() -> Self {
        Self::default()
    }

    /// `max=null` in place of the page size, and a request that follows it fails. Seen in practice.
    pub fn max_null(mut self) -> Self {
        self.max_null = true;
        self
    }

    /// Only page size and cursor, without the list's other parameters: bots lose `mentionedPeople`. Seen in practice.
    pub fn dropped_filters(mut self) -> Self {
        self.dropped_filters = true;
        self
    }

    /// An empty page, with a link, before each page but the first. Documented as possible.
    pub fn empty_pages(mut self) -> Self {
        self.empty_pages = true;
        self
    }

    /// Another base URL than the request's: `https://api.ciscospark.com/v1`.
    pub fn base(mut self, url: impl Into<String>) -> Self {
        self.base = Some(url.into());
        self
    }
}
