//! A list as a stream of its records.

#[cfg(test)]
mod tests;

use std::{
    fmt, mem,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use http::{StatusCode, Uri};
use serde::de::DeserializeOwned;

use crate::{
    Cursor, Error, ErrorKind, HttpService, Page, Pages,
    decode::{self, Records},
    pages::Step,
};

/// The records of a list, one by one: `Stream<Item = Result<T, Error>>`; made by [`Pages::items`].
///
/// A page is a JSON array, or an object with the records in `items` (see [`member`](Self::member)): null or nothing
/// there is a page without records, an object is one record. It is decoded whole; only when that fails is each
/// record decoded alone, so that a bad one is one `Err` of kind [`Record`](ErrorKind::Record) and the others arrive.
/// After any other `Err` the stream yields `None`, until [`resume`](Self::resume):
///
/// ```
/// use futures_util::StreamExt;
/// # use std::sync::atomic::{AtomicBool, Ordering};
/// # use http::{Request, Response};
/// use webex_pagination::{BoxError, ErrorKind, Pages};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), BoxError> {
/// # static UP: AtomicBool = AtomicBool::new(false);
/// # let service = tower::service_fn(|_: Request<String>| async {
/// #     if !UP.swap(true, Ordering::Relaxed) { return Err("connection reset") }
/// #     Ok(Response::new(r#"{"items":[1,"two",3]}"#.to_owned()))
/// # });
/// # let first = Request::get("https://api.example/numbers").body(String::new())?;
/// let mut numbers = Pages::new(service, first).items::<u32>();
/// let (mut sum, mut resumed, mut bad) = (0, 0, Vec::new());
/// while let Some(number) = numbers.next().await {
///     match number {
///         Ok(number) => sum += number,
///         Err(fault) if fault.kind() == ErrorKind::Record => bad.extend(fault.index()),
///         Err(_) if resumed < 3 && numbers.resume() => resumed += 1, // asks for that page again
///         Err(fault) => return Err(fault.into()),
///     }
/// }
/// assert_eq!((sum, resumed, bad), (4, 1, vec![1]));
/// # Ok(())
/// # }
/// ```
pub struct Items<T, S: HttpService<B>, B> {
    pages: Pages<S, B>,
    member: &'static str,
    /// How many records may still be delivered.
    limit: usize,
    records: Records<T>,
    /// The page of `records`, and how many of its records were delivered.
    page: Uri,
    delivered: usize,
}

impl<T, S: HttpService<B>, B: Default> Items<T, S, B> {
    pub(crate) fn new(pages: Pages<S, B>) -> Self {
        Self {
            pages,
            member: "items",
            limit: usize::MAX,
            records: Records::none(),
            page: Uri::default(),
            delivered: 0,
        }
    }

    /// The member of a page's object that has the records; `items` by default.
    #[must_use]
    pub fn member(mut self, name: &'static str) -> Self {
        self.member = name;
        self
    }

    /// Ends the stream after `records` records, good or bad, and asks for no page more than these need, with prefetch
    /// or without. The [`cursor`](Self::cursor) then names what follows them.
    #[must_use]
    pub fn limit(mut self, records: usize) -> Self {
        self.limit = records;
        self
    }

    /// Where the listing stands: before the record that comes next.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        match &self.pages.step {
            _ if self.records.len() > 0 => Cursor::at(&self.page, self.delivered),
            // Behind its last record: who starts there meets the same link.
            Step::Broken(page, _) => Cursor::at(page, self.delivered),
            _ => self.pages.cursor(),
        }
    }

    /// After a page has failed: has the next poll ask for it again. `false` when there is no such page; see
    /// [`Pages::resume`].
    pub fn resume(&mut self) -> bool {
        self.pages.resume()
    }

    /// The record that comes next.
    fn deliver(&mut self) -> Option<Result<T, Error>> {
        let index = self.delivered;
        self.delivered += 1;
        self.limit -= 1;
        match &mut self.records {
            Records::Whole(records) => records.next().map(Ok),
            Records::Apart(records) => Some(records.next()?.map_err(|fault| {
                Error::new(ErrorKind::Record)
                    .with_index(index)
                    .with_cursor(Cursor::at(&self.page, index))
                    .with_source(fault)
            })),
        }
    }

    fn poll_ahead(&mut self, cx: &mut Context<'_>) {
        if self.records.len() < self.limit {
            self.pages.poll_ahead(cx);
        }
    }
}

impl<T: DeserializeOwned, S: HttpService<B>, B: Default> Items<T, S, B> {
    fn open(&mut self, page: Page) -> Result<(), Error> {
        let skip = mem::take(&mut self.pages.skip);
        let records = match page.status {
            StatusCode::NO_CONTENT => Ok(Records::none()),
            _ => decode::records(&page.body, self.member, self.delivered),
        };
        match records {
            Ok(mut records) => {
                self.delivered = records.by_ref().take(skip).count();
                self.records = records;
                self.page = page.uri;
                Ok(())
            }
            Err(fault) => {
                let cursor = Cursor::at(&page.uri, skip);
                self.pages.fail(page.uri, skip);
                Err(Error::new(ErrorKind::Decode)
                    .with_cursor(cursor)
                    .with_source(fault))
            }
        }
    }
}

impl<T: DeserializeOwned, S: HttpService<B>, B: Default> Stream for Items<T, S, B> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while self.limit > 0 {
            if self.records.len() > 0 {
                self.poll_ahead(cx);
                return Poll::Ready(self.deliver());
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => {
                    if let Err(fault) = self.open(page) {
                        return Poll::Ready(Some(Err(fault)));
                    }
                }
                Some(Err(fault)) => return Poll::Ready(Some(Err(fault))),
                None => return Poll::Ready(None),
            }
        }
        Poll::Ready(None)
    }
}

/// As of [`Pages`]; records are only ever moved.
impl<T, S: HttpService<B>, B> Unpin for Items<T, S, B> {}

impl<T, S: HttpService<B>, B> fmt::Debug for Items<T, S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("buffered", &self.records.len())
            .finish_non_exhaustive()
    }
}
