//! A list as a stream of its pages.

mod later;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use http::{Request, Uri};

use self::later::Later;

use crate::{
    Cursor, Error, ErrorKind, HttpService, Items, Page, cursor, fetch::Fetch, flight::Flight,
    follow::Rules, origin::Origin, visited::Visited,
};

/// 16 MiB: a page of a thousand of the largest messages is far below.
const BODY_LIMIT: usize = 16 << 20;

/// A list, page by page: `Stream<Item = Result<Page, Error>>`.
///
/// Nothing is asked for before the first poll, and each page only when the one before was taken (but see
/// [`prefetch`](Self::prefetch)). After an `Err` the stream yields `None`; [`resume`](Self::resume) asks again for a
/// page that failed. Dropping it cancels what is under way.
///
/// A list is a GET: the requests for later pages carry the method, headers and extensions of the first, and a body of
/// `B::default()`.
pub struct Pages<S: HttpService<B>, B> {
    service: S,
    later: Later,
    rules: Rules,
    visited: Visited,
    pub(crate) step: Step<S, B>,
    ahead: Option<Launch<S, B>>,
    body_limit: usize,
    /// Records of the coming page that were delivered before.
    pub(crate) skip: usize,
}

type Launch<S, B> = fn(Fetch<S, B>) -> Flight<S, B>;

pub(crate) enum Step<S: HttpService<B>, B> {
    /// Nothing is under way.
    Ask(Request<B>),
    Asked(Uri, Flight<S, B>),
    /// Prefetched.
    Arrived(Uri, Box<Result<Page, Error>>),
    /// The error of this page was delivered.
    Failed(Uri),
    /// This page was delivered, and there is no following its next link; the error is delivered once.
    Broken(Uri, Option<Error>),
    End,
}

impl<S: HttpService<B>, B: Default> Pages<S, B> {
    /// The list that `first` asks the first page of. Sends nothing.
    ///
    /// Without scheme and authority in its URI the list has no origin: then only relative links are followed, and
    /// those to an [allowed](Self::allow_origin) origin.
    pub fn new(service: S, first: Request<B>) -> Self {
        Self {
            service,
            later: Later::of(&first),
            rules: Rules::new(first.uri().clone()),
            visited: Visited::default(),
            step: Step::Ask(first),
            ahead: None,
            body_limit: BODY_LIMIT,
            skip: 0,
        }
    }

    /// Whether the next page is asked for while the consumer works on this one. Off by default.
    ///
    /// It is one page, never more, and only after the first poll. Without a task of its own it moves when the stream
    /// is polled: enough where the answer comes by itself once the request is out, as with a warm connection. Where
    /// it takes several steps (connect, retry, a long body) and the consumer is slow, `prefetch_spawned`
    /// (feature `tokio`) keeps it moving. The same where calls are limited in number: a page that is not moved keeps
    /// its permit, and a consumer that waits for the last one waits for ever.
    #[must_use]
    pub fn prefetch(mut self, on: bool) -> Self {
        self.ahead = on.then_some(Flight::held);
        self
    }

    /// As [`prefetch`](Self::prefetch), and the next page moves on a task of its own, which ends when the stream is
    /// dropped. Polled outside a tokio runtime, it is held as without a task.
    #[cfg(feature = "tokio")]
    #[must_use]
    pub fn prefetch_spawned(mut self) -> Self
    where
        S: Send + 'static,
        S::Future: Send,
        S::Body: Send,
        <S::Body as http_body::Body>::Data: Send,
        B: Send + 'static,
    {
        self.ahead = Some(Flight::spawned);
        self
    }

    /// Lets next links lead to the scheme, host and port of `origin` too: an alias of the list's own.
    ///
    /// The headers of the first request go there, and with them what they hold. A relative URI allows nothing.
    #[must_use]
    pub fn allow_origin(mut self, origin: &Uri) -> Self {
        self.rules.origins.extend(Origin::of(origin));
        self
    }

    /// Whether next links are mended by the query of the first request. Off by default.
    ///
    /// Seen in practice with Webex: a next link with `max=null`, and one without the filter `mentionedPeople=me`. The
    /// rules are general: a parameter `null` takes back what the first request had, or goes; a parameter that the link
    /// lacks is put back as it was sent, but not `after`, `cursor`, `next`, `offset`, `page`, `start`, which say where
    /// in the list one is. Nothing else that the link carries is touched.
    #[must_use]
    pub fn repair(mut self, on: bool) -> Self {
        self.rules.repair = on;
        self
    }

    /// The longest body of a page, in bytes; a longer one is an error of kind [`Body`](ErrorKind::Body). 16 MiB by
    /// default.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Starts at `cursor` and not at the first page; call it before the first poll.
    ///
    /// The first request still says the origin, headers and query of the list; a cursor of another origin is an `Err`
    /// of kind [`Cursor`](ErrorKind::Cursor) in the stream. `Pages` delivers the cursor's page whole, [`Items`] only what
    /// is left of it.
    #[must_use]
    pub fn start_at(mut self, cursor: &Cursor) -> Self {
        let Some(page) = cursor.page() else {
            self.step = Step::End;
            return self;
        };
        self.step = match self.rules.resolve(page) {
            Some(uri) => {
                self.skip = cursor.item();
                Step::Ask(self.later.request(uri))
            }
            None => {
                let error = Error::new(ErrorKind::Cursor).with_link(page);
                Step::Broken(self.rules.first.clone(), Some(error))
            }
        };
        self
    }

    /// The records of the pages, one by one.
    #[must_use]
    pub fn items<T>(self) -> Items<T, S, B> {
        Items::new(self)
    }

    /// Where the listing stands: at the page that comes next.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        match &self.step {
            Step::Ask(request) => Cursor::at(request.uri(), self.skip),
            Step::Asked(page, _)
            | Step::Arrived(page, _)
            | Step::Failed(page)
            | Step::Broken(page, _) => Cursor::at(page, self.skip),
            Step::End => Cursor::end(),
        }
    }

    /// After a page has failed: has the next poll ask for it again. `false` when there is no such page, or when the
    /// request is not safe to repeat (other than GET, HEAD, OPTIONS, TRACE).
    pub fn resume(&mut self) -> bool {
        match &self.step {
            Step::Failed(page) if self.later.is_safe() => {
                self.step = Step::Ask(self.later.request(page.clone()));
                true
            }
            _ => false,
        }
    }

    pub(crate) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page, Error>>> {
        loop {
            match mem::replace(&mut self.step, Step::End) {
                Step::Ask(request) => self.step = self.ask(request, Flight::held),
                Step::Asked(uri, mut flight) => match Pin::new(&mut flight).poll(cx) {
                    Poll::Ready(result) => return Poll::Ready(Some(self.arrive(uri, result))),
                    Poll::Pending => {
                        self.step = Step::Asked(uri, flight);
                        return Poll::Pending;
                    }
                },
                Step::Arrived(uri, result) => return Poll::Ready(Some(self.arrive(uri, *result))),
                Step::Broken(uri, Some(error)) => {
                    self.step = Step::Broken(uri, None);
                    return Poll::Ready(Some(Err(error)));
                }
                ended => {
                    self.step = ended;
                    return Poll::Ready(None);
                }
            }
        }
    }

    /// With prefetch on: asks for the next page, and moves it.
    pub(crate) fn poll_ahead(&mut self, cx: &mut Context<'_>) {
        let Some(launch) = self.ahead else { return };
        match mem::replace(&mut self.step, Step::End) {
            Step::Ask(request) => self.step = self.ask(request, launch),
            other => self.step = other,
        }
        if let Step::Asked(uri, flight) = &mut self.step {
            if let Poll::Ready(result) = Pin::new(flight).poll(cx) {
                self.step = Step::Arrived(mem::take(uri), Box::new(result));
            }
        }
    }

    /// Takes back a page that was delivered, and `skip` of whose records are known.
    pub(crate) fn fail(&mut self, page: Uri, skip: usize) {
        self.step = Step::Failed(page);
        self.skip = skip;
    }

    fn ask(&self, request: Request<B>, launch: Launch<S, B>) -> Step<S, B> {
        let uri = request.uri().clone();
        Step::Asked(
            uri,
            launch(Fetch::new(self.service.clone(), request, self.body_limit)),
        )
    }

    fn arrive(&mut self, uri: Uri, result: Result<Page, Error>) -> Result<Page, Error> {
        let page = match result {
            Ok(page) => page,
            Err(error) => {
                let error = error.with_cursor(Cursor::at(&uri, self.skip));
                self.step = Step::Failed(uri);
                return Err(error);
            }
        };
        self.visited.insert(&uri);
        self.step = match self.rules.next(&page) {
            Ok(None) => Step::End,
            Ok(Some(next)) if self.visited.contains(&next) => {
                let error = Error::new(ErrorKind::Loop).with_link(cursor::without_user(&next));
                Step::Broken(uri, Some(error))
            }
            Ok(Some(next)) => Step::Ask(self.later.request(next)),
            Err(error) => Step::Broken(uri, Some(error)),
        };
        Ok(page)
    }
}

impl<S: HttpService<B>, B: Default> Stream for Pages<S, B> {
    type Item = Result<Page, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.poll_page(cx));
        if let Some(Ok(_)) = page {
            self.skip = 0;
            self.poll_ahead(cx);
        }
        Poll::Ready(page)
    }
}

/// What is under way is boxed, and nothing else is ever pinned.
impl<S: HttpService<B>, B> Unpin for Pages<S, B> {}

impl<S: HttpService<B>, B> fmt::Debug for Pages<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let step = match self.step {
            Step::Ask(_) => "to ask",
            Step::Asked(..) => "asked",
            Step::Arrived(..) => "prefetched",
            Step::Failed(_) => "failed",
            Step::Broken(..) => "broken",
            Step::End => "end",
        };
        f.debug_struct("Pages")
            .field("step", &step)
            .finish_non_exhaustive()
    }
}
