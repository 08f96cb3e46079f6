//! Lists are recorded calls: each use asks anew.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use serde::de::DeserializeOwned;
use webex_pagination::{self as pagination, Cursor, Page};
use webex_transport::{Body, Error, ErrorKind, classify};

use crate::api::{WebexApi, Within};
use crate::call::Added;
use crate::endpoint::ListEndpoint;

/// A list that was described and not asked for yet: nothing is sent before one of its methods is polled, and each of
/// them makes fresh requests, as often as you like.
///
/// ```no_run
/// # use webex_sdk::prelude::*;
/// # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
/// let rooms = api.rooms().list().room_type(RoomType::Group);
/// let newest_ten = rooms.first(10).await?; // no more pages than needed
/// let everything = rooms.all().await?; // fresh
/// # Ok(()) }
/// ```
#[must_use = "a list asks for nothing before `stream`, `pages`, `first` or `all`"]
#[derive(Clone, Debug)]
pub struct List<E> {
    api: WebexApi,
    pub(crate) endpoint: E,
    page_size: Option<usize>,
    prefetch: bool,
    deadline: Option<Duration>,
    added: Added,
}

impl<E> List<E> {
    pub(crate) fn new(api: WebexApi, endpoint: E) -> Self {
        Self {
            api,
            endpoint,
            page_size: None,
            prefetch: false,
            deadline: None,
            added: Added::default(),
        }
    }

    /// How many items the service is asked to put in one page. It bounds no list: all pages follow one after another.
    /// The service has a limit of its own for each resource, and lowers a larger number without a word.
    pub const fn page_size(mut self, items: usize) -> Self {
        self.page_size = Some(items);
        self
    }

    /// Whether the next page is asked for while the items of this one are used: one page ahead, in a task of its own that
    /// ends with the stream. Default: no.
    pub const fn prefetch(mut self, yes: bool) -> Self {
        self.prefetch = yes;
        self
    }

    /// How long the call for each page may take, waits and resends included.
    pub const fn deadline(mut self, of_each_page: Duration) -> Self {
        self.deadline = Some(of_each_page);
        self
    }

    /// Adds a query parameter that the endpoint does not know.
    pub fn query(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.added.query(name, value);
        self
    }
}

impl<E: ListEndpoint> List<E> {
    /// The items of all pages, one after another, each page asked for when the one before is used up.
    ///
    /// A record that cannot be decoded is one `Err`, and the stream goes on with the next. A page that cannot be had is
    /// one `Err`, and the stream then ends until [`Items::resume`].
    pub fn stream(&self) -> Items<E::Item> {
        self.at_most(usize::MAX)
    }

    /// What a [`Cursor`] left over, in this process or another. The list must be described as it was then.
    pub fn stream_from(&self, cursor: &Cursor) -> Items<E::Item> {
        let from = |pages: pagination::Pages<_, _>| pages.start_at(cursor).items();
        Items(Start::of(self.begin().map(from)))
    }

    /// The pages as they come, undecoded.
    pub fn pages(&self) -> Pages {
        Pages(Start::of(self.begin()))
    }

    /// The first `n` items, or fewer where there are no more; asks for no page more than that takes.
    ///
    /// # Errors
    ///
    /// The first thing that goes wrong: a page that cannot be had, a record that cannot be decoded.
    pub fn first(
        &self,
        n: usize,
    ) -> impl Future<Output = Result<Vec<E::Item>, Error>> + Send + use<E>
    where
        E::Item: Send,
    {
        collect(self.at_most(n))
    }

    /// All items.
    ///
    /// # Errors
    ///
    /// As [`first`](Self::first).
    pub fn all(&self) -> impl Future<Output = Result<Vec<E::Item>, Error>> + Send + use<E>
    where
        E::Item: Send,
    {
        collect(self.stream())
    }

    fn at_most(&self, n: usize) -> Items<E::Item> {
        Items(Start::of(self.begin().map(|pages| pages.items().limit(n))))
    }

    fn begin(&self) -> Result<pagination::Pages<WebexApi, Body>, Error> {
        let parts = self.endpoint.parts();
        let parts = parts.query_opt(E::PAGE_SIZE, self.page_size);
        let mut request = self.added.onto(parts).into_request()?;
        // Next links are held against where the list began.
        *request.uri_mut() = self.api.absolute(std::mem::take(request.uri_mut()));
        if let Some(time) = self.deadline {
            request.extensions_mut().insert(Within(time));
        }
        // The stack has a limit for bodies of its own.
        let pages = pagination::Pages::new(self.api.clone(), request)
            .repair(true)
            .body_limit(usize::MAX);
        let aliases = self.api.aliases().iter();
        let pages = aliases.fold(pages, pagination::Pages::allow_origin);
        Ok(if self.prefetch {
            pages.prefetch_spawned()
        } else {
            pages
        })
    }
}

async fn collect<T: DeserializeOwned + Send>(mut items: Items<T>) -> Result<Vec<T>, Error> {
    let mut all = Vec::new();
    while let Some(item) = std::future::poll_fn(|cx| Pin::new(&mut items).poll_next(cx)).await {
        all.push(item?);
    }
    Ok(all)
}

/// A list whose first request could be made, or what was wrong with it.
enum Start<T> {
    Ok(Box<T>),
    Err(Option<Error>),
}

impl<T> Start<T> {
    fn of(started: Result<T, Error>) -> Self {
        match started {
            Ok(stream) => Self::Ok(Box::new(stream)),
            Err(error) => Self::Err(Some(error)),
        }
    }
}

/// The items of a list, as a stream. It owns all it needs, and does nothing before it is polled.
#[must_use = "a stream does nothing before it is polled"]
pub struct Items<T>(Start<pagination::Items<T, WebexApi, Body>>);

impl<T: DeserializeOwned> Items<T> {
    /// Where the stream stands: a value to store, for [`List::stream_from`]. It holds no token. `None` where the list could
    /// not be begun.
    #[must_use]
    pub fn cursor(&self) -> Option<Cursor> {
        match &self.0 {
            Start::Ok(items) => Some(items.cursor()),
            Start::Err(_) => None,
        }
    }

    /// After a page that could not be had: asks for it again with the next poll. `false` where there is none.
    pub fn resume(&mut self) -> bool {
        match &mut self.0 {
            Start::Ok(items) => items.resume(),
            Start::Err(_) => false,
        }
    }
}

impl<T: DeserializeOwned> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        poll(&mut self.0, cx)
    }
}

/// The pages of a list, as a stream. It owns all it needs, and does nothing before it is polled.
#[must_use = "a stream does nothing before it is polled"]
pub struct Pages(Start<pagination::Pages<WebexApi, Body>>);

impl Pages {
    /// As [`Items::resume`].
    pub fn resume(&mut self) -> bool {
        match &mut self.0 {
            Start::Ok(pages) => pages.resume(),
            Start::Err(_) => false,
        }
    }
}

impl Stream for Pages {
    type Item = Result<Page, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        poll(&mut self.0, cx)
    }
}

fn poll<S, T>(start: &mut Start<S>, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>>
where
    S: Stream<Item = Result<T, pagination::Error>> + Unpin,
{
    Poll::Ready(match start {
        Start::Ok(stream) => {
            ready!(Pin::new(&mut **stream).poll_next(cx)).map(|item| item.map_err(fold))
        }
        Start::Err(error) => error.take().map(Err),
    })
}

/// The call's own error where there was one, or what the paging found wrong.
fn fold(error: pagination::Error) -> Error {
    let error = match error.into_service_error() {
        Ok(ours) => return classify(ours),
        Err(error) => error,
    };
    let kind = match error.kind() {
        pagination::ErrorKind::Cursor => ErrorKind::InvalidInput,
        _ => ErrorKind::Decode,
    };
    Error::new(kind).with_message(&error).with_source(error)
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}
