//! Pages of a list, and the links from one to the next.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::header;
use serde_json::Value;

use crate::{
    call::Call,
    error::{ApiError, Result},
    query::Query,
    reply::Reply,
};

/// Marks a cursor that comes from an empty page.
const AFTER_EMPTY: char = '~';

/// How many items a page has, and the parameter that names the next one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paging {
    pub(crate) default: usize,
    pub(crate) limit: usize,
    pub(crate) cursor: &'static str,
}

impl Paging {
    /// Most lists: 100 items, at most 1000, an opaque cursor.
    pub(crate) const STANDARD: Self = Self {
        default: 100,
        limit: 1000,
        cursor: "cursor",
    };

    /// The page size asked for. More than the limit is lowered in silence, as documented; what is no number, or
    /// less than one, is refused, which is a guess.
    pub(crate) fn size(self, query: &Query) -> Result<usize> {
        let Some(max) = query.get("max") else {
            return Ok(self.default);
        };
        let size = max.parse::<usize>().ok().filter(|&size| size > 0);
        Ok(size
            .ok_or_else(|| ApiError::bad_request("max must be a positive number"))?
            .min(self.limit))
    }

    /// The page that the call asks for, out of all `rows`, of which no more are looked at than lie before its end.
    ///
    /// A cursor holds the last item's name, to be found again, and its place, for when it was deleted since.
    pub(crate) fn page<T, I>(
        self,
        call: &Call,
        rows: I,
        name: impl Fn(&T) -> String,
        view: impl FnMut(T) -> Value,
    ) -> Result<Reply>
    where
        I: IntoIterator<Item = T, IntoIter: Clone>,
    {
        let rows = rows.into_iter();
        let start = match self.cursor(call) {
            Some(cursor) => {
                let (place, last) =
                    read(cursor).ok_or_else(|| ApiError::bad_request("Invalid cursor"))?;
                let is_last = |row: &T| name(row) == last;
                // Nearly always it is still where it was.
                match rows.clone().nth(place.wrapping_sub(1)) {
                    Some(row) if is_last(&row) => place,
                    _ => {
                        let at = rows.clone().position(|row| is_last(&row));
                        at.map_or(place, |at| at + 1)
                    }
                }
            }
            None => 0,
        };
        self.from(call, rows, start, |end, last| write(end, &name(last)), view)
    }

    /// As [`Self::page`], for the lists whose cursor is the number of items before the page.
    pub(crate) fn by_offset<T>(
        self,
        call: &Call,
        rows: impl IntoIterator<Item = T>,
        view: impl FnMut(T) -> Value,
    ) -> Result<Reply> {
        let start = match self.cursor(call).map(str::parse::<usize>) {
            None => 0,
            Some(Ok(start)) => start,
            Some(Err(_)) => {
                let message = format!("{} must be a number", self.cursor);
                return Err(ApiError::bad_request(message));
            }
        };
        self.from(
            call,
            rows.into_iter(),
            start,
            |end, _| end.to_string(),
            view,
        )
    }

    /// The page that begins there, with the cursor of the next one.
    fn from<T>(
        self,
        call: &Call,
        rows: impl Iterator<Item = T>,
        start: usize,
        cursor: impl Fn(usize, &T) -> String,
        view: impl FnMut(T) -> Value,
    ) -> Result<Reply> {
        let size = self.size(&call.query)?;
        if let Some(empty) = self.empty(call) {
            return Ok(empty);
        }
        let mut rows = rows.skip(start);
        let page: Vec<T> = rows.by_ref().take(size).collect();
        let next = match page.last() {
            Some(last) if rows.next().is_some() => Some(cursor(start + page.len(), last)),
            _ => None,
        };
        let reply = Reply::items(page.into_iter().map(view).collect());
        Ok(match next {
            Some(cursor) => self.link(call, reply, &cursor),
            None => reply,
        })
    }

    /// Adds the link to the next page: the call's own URL with another cursor.
    pub(crate) fn link(self, call: &Call, reply: Reply, cursor: &str) -> Reply {
        let mut query = call.query.clone().without(self.cursor);
        if self.cursor == "after" {
            // As people lists have it: a `before` with no value.
            query = query.without("before").with("before", None);
        }
        let odd = call.odd_links();
        if odd.dropped_filters {
            query = Query::default().with("max", query.get("max"));
        }
        if odd.max_null {
            query = query.without("max").with("max", Some("null"));
        }
        let query = query.with(self.cursor, Some(cursor));
        let base = odd.base.as_ref().unwrap_or(&call.base);
        reply.header(
            header::LINK,
            format!("<{base}{}?{query}>; rel=\"next\"", call.path),
        )
    }

    /// The cursor of the call, without the mark of [`Self::empty`].
    pub(crate) fn cursor(self, call: &Call) -> Option<&str> {
        let cursor = call.query.get(self.cursor)?;
        Some(cursor.strip_prefix(AFTER_EMPTY).unwrap_or(cursor))
    }

    /// An empty page before the one asked for, if links are odd in this way.
    pub(crate) fn empty(self, call: &Call) -> Option<Reply> {
        let cursor = call.query.get(self.cursor)?;
        let is_due = call.odd_links().empty_pages && !cursor.starts_with(AFTER_EMPTY);
        is_due.then(|| {
            self.link(
                call,
                Reply::items(Vec::new()),
                &format!("{AFTER_EMPTY}{cursor}"),
            )
        })
    }
}

fn write(place: usize, name: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{place}:{name}"))
}

fn read(cursor: &str) -> Option<(usize, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (place, name) = text.split_once(':')?;
    Some((place.parse().ok()?, name.to_owned()))
}
