//! What can go wrong in a listing.

use std::fmt;

use http::StatusCode;

use crate::{Cursor, Page};

/// Any error, boxed.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A fault in a listing: of a page, of a record, or of the link to the next page.
///
/// No text of it has a query or a header in it.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    source: Option<BoxError>,
    cursor: Option<Cursor>,
    index: Option<usize>,
    link: Option<Box<str>>,
    response: Option<Page>,
}

/// What kind of fault an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The service gave an error instead of a response. The page can be asked for again.
    Service,
    /// The response was no success (not 2xx). The page can be asked for again.
    Status,
    /// The body of the response broke off, or was longer than allowed. The page can be asked for again.
    Body,
    /// The body is no list of records at all. The page can be asked for again.
    Decode,
    /// One record does not fit its type; the stream goes on with the next.
    Record,
    /// The `Link` header is malformed, or its next link is no URI. The listing ends.
    Link,
    /// The next link leads to another origin. The listing ends, and nothing was sent there.
    Origin,
    /// The next link leads to a page that was delivered before. The listing ends.
    Loop,
    /// The cursor to start from does not belong to this listing. The listing ends.
    Cursor,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            source: None,
            cursor: None,
            index: None,
            link: None,
            response: None,
        }))
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_cursor(mut self, cursor: Cursor) -> Self {
        self.0.cursor = Some(cursor);
        self
    }

    pub(crate) fn with_index(mut self, index: usize) -> Self {
        self.0.index = Some(index);
        self
    }

    pub(crate) fn with_link(mut self, link: impl Into<Box<str>>) -> Self {
        self.0.link = Some(link.into());
        self
    }

    pub(crate) fn with_response(mut self, response: Page) -> Self {
        self.0.response = Some(response);
        self
    }

    /// What kind of fault this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Where the listing can be taken up again: at the page that failed, or at the record that is bad.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.0.cursor.as_ref()
    }

    /// The place of a bad record in its page, counted from 0.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }

    /// The link that was not followed: as the service sent it, or, of a loop, resolved.
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        self.0.link.as_deref()
    }

    /// The status of a response that was no success.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// The whole response that was no success, with headers and body.
    #[must_use]
    pub fn response(&self) -> Option<&Page> {
        self.0.response.as_ref()
    }

    /// The error as the service, or its response body, gave it: to get one's own type back by `downcast`.
    ///
    /// # Errors
    ///
    /// `self`, when the fault is not of kind [`Service`](ErrorKind::Service) or [`Body`](ErrorKind::Body).
    pub fn into_service_error(mut self) -> Result<BoxError, Self> {
        match (self.0.kind, self.0.source.take()) {
            (ErrorKind::Service | ErrorKind::Body, Some(source)) => Ok(source),
            (_, source) => {
                self.0.source = source;
                Err(self)
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.kind {
            ErrorKind::Service => "a page could not be fetched",
            ErrorKind::Status => "a page was refused",
            ErrorKind::Body => "the body of a page could not be read",
            ErrorKind::Decode => "a page is no list of records",
            ErrorKind::Record => "a record could not be read",
            ErrorKind::Link => "the next link is malformed",
            ErrorKind::Origin => "the next link leads to another origin",
            ErrorKind::Loop => "the next link leads to a page that was delivered before",
            ErrorKind::Cursor => "the cursor does not belong to this listing",
        })?;
        if let Some(status) = self.status() {
            write!(f, ": {status}")?;
        }
        if let Some(index) = self.0.index {
            write!(f, ": number {index} of its page")?;
        }
        if let Some(link) = &self.0.link {
            f.write_str(": ")?;
            write_link(f, link)?;
        }
        Ok(())
    }
}

/// At most 120 characters of a link, escaped, with its query and user information left out.
fn write_link(f: &mut fmt::Formatter<'_>, link: &str) -> fmt::Result {
    let (shown, query) = link.split_at(link.find(['?', '#']).unwrap_or(link.len()));
    let shown = shown.rsplit_once('@').map_or(shown, |(_, host)| host);
    let short: String = shown.chars().take(120).collect();
    let cut = short.len() < shown.len() || !query.is_empty();
    write!(
        f,
        "<{}{}>",
        short.escape_debug(),
        if cut { ".." } else { "" }
    )
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("index", &self.0.index)
            .field("status", &self.status())
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
