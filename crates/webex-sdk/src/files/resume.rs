//! A download that goes on from where it broke off.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes};
use http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, IF_RANGE, LAST_MODIFIED, RANGE};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body::{Body as _, Frame, SizeHint};
use webex_transport::{Body, CallMeta, Error, ErrorKind};

use crate::api::after;
use crate::call::CallFuture;
use crate::stack::Stack;

/// In the extensions of an answer that streams: how it was asked for.
#[derive(Clone)]
pub(crate) struct Again {
    stack: Stack,
    head: Request<()>,
    /// From the beginning of the call to its deadline.
    time: Option<Duration>,
}

impl Again {
    /// Of a request without a body, which may be sent twice.
    pub(crate) fn of(stack: &Stack, request: &Request<Body>) -> Option<Self> {
        let default = CallMeta::default();
        let meta = request.extensions().get().unwrap_or(&default);
        if !request.body().is_end_stream() || !meta.is_idempotent(request.method()) {
            return None;
        }
        let ends_at = meta.ends_at();
        let mut head = Request::new(());
        *head.method_mut() = request.method().clone();
        *head.uri_mut() = request.uri().clone();
        *head.headers_mut() = request.headers().clone();
        *head.extensions_mut() = request.extensions().clone();
        Some(Self {
            stack: stack.clone(),
            head,
            time: ends_at.map(|at| at.saturating_duration_since(tokio::time::Instant::now())),
        })
    }

    /// Asks for what comes after so many bytes, of the same version of it.
    fn after(&self, bytes: u64, version: Option<&HeaderValue>) -> CallFuture<Response<Body>> {
        let mut request = self.head.clone().map(|()| Body::empty());
        if let Ok(range) = HeaderValue::try_from(format!("bytes={bytes}-")) {
            request.headers_mut().insert(RANGE, range);
        }
        if let Some(version) = version {
            request.headers_mut().insert(IF_RANGE, version.clone());
        }
        let meta = request.extensions_mut().get_or_insert_default::<CallMeta>();
        *meta = meta.clone().for_another();
        if let Some(time) = self.time {
            *meta = meta.clone().deadline(after(time));
        }
        CallFuture::new(&self.stack, request, None, Ok)
    }
}

/// The body of a file, and of as many more answers as it takes.
pub(super) struct Resuming {
    again: Again,
    times: u32,
    version: Option<HeaderValue>,
    length: Option<u64>,
    /// Where the answer at hand ends, if not with the whole.
    end: Option<u64>,
    gone: u64,
    body: Body,
    /// What of it was there before.
    skip: u64,
    asking: Option<CallFuture<Response<Body>>>,
}

impl Resuming {
    /// Of a body of which so many bytes went by.
    pub(super) fn new(
        again: Again,
        times: u32,
        headers: &HeaderMap,
        body: Body,
        gone: u64,
    ) -> Self {
        Self {
            again,
            times,
            version: version(headers).cloned(),
            length: number(headers.get(CONTENT_LENGTH)),
            end: None,
            gone,
            body,
            skip: 0,
            asking: None,
        }
    }

    /// Whether there is more to come than what came.
    fn is_short(&self) -> bool {
        let end = self.length.or(self.end);
        self.skip > 0 || end.is_some_and(|end| self.gone < end)
    }

    /// Whether all is there, however the connection ends then.
    fn is_whole(&self) -> bool {
        self.skip == 0 && self.length.is_some_and(|length| self.gone >= length)
    }

    /// Whether an end of this kind, or none at all, is to be followed by another answer.
    fn goes_on(&mut self, end: Option<&Error>) -> bool {
        let broke_off = match end {
            None => self.is_short(),
            Some(error) => matches!(
                error.kind(),
                ErrorKind::Body | ErrorKind::Timeout | ErrorKind::OutcomeUnknown
            ),
        };
        let goes_on = broke_off && self.times > 0;
        if goes_on {
            self.times -= 1;
            self.asking = Some(self.again.after(self.gone, self.version.as_ref()));
        }
        goes_on
    }

    /// Takes the rest, or the whole again, of what is still the same file.
    fn go_on_with(&mut self, answer: Response<Body>) -> Result<(), Error> {
        let headers = answer.headers();
        let (begin, end, length) = match answer.status() {
            StatusCode::PARTIAL_CONTENT => {
                range(headers.get(CONTENT_RANGE)).unwrap_or((u64::MAX, None, None))
            }
            _ => (0, None, number(headers.get(CONTENT_LENGTH))),
        };
        let same_length = length.is_none() || self.length.is_none() || length == self.length;
        // A rest need not repeat its version: it was asked for with `If-Range`.
        let changed = version(headers).zip(self.version.as_ref());
        let changed = changed.is_some_and(|(now, then)| now != then);
        match self.gone.checked_sub(begin) {
            Some(skip) if same_length && !changed => {
                self.skip = skip;
                self.end = end;
                self.length = self.length.or(length);
                self.body = answer.into_body();
                Ok(())
            }
            _ => Err(Error::new(ErrorKind::Body)
                .with_message("the file broke off, and what came of it then is another")
                .of_answer(headers)),
        }
    }
}

fn version(headers: &HeaderMap) -> Option<&HeaderValue> {
    // A weak tag says nothing of single bytes.
    let strong = |tag: &&HeaderValue| !tag.as_bytes().starts_with(b"W/");
    let tag = headers.get(ETAG).filter(strong);
    tag.or_else(|| headers.get(LAST_MODIFIED))
}

fn number(header: Option<&HeaderValue>) -> Option<u64> {
    header?.to_str().ok()?.parse().ok()
}

/// `bytes 100-199/300`: where it begins, where it ends, and how long the whole is.
fn range(header: Option<&HeaderValue>) -> Option<(u64, Option<u64>, Option<u64>)> {
    let range = header?.to_str().ok()?.strip_prefix("bytes ")?;
    let (begin, rest) = range.split_once('-')?;
    let (last, length) = rest.split_once('/')?;
    let last: Option<u64> = last.trim().parse().ok();
    let end = last.and_then(|last| last.checked_add(1));
    Some((begin.trim().parse().ok()?, end, length.trim().parse().ok()))
}

impl http_body::Body for Resuming {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        loop {
            if let Some(asking) = &mut self.asking {
                let answer = ready!(Pin::new(asking).poll(cx));
                self.asking = None;
                self.go_on_with(answer?)?;
            }
            let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
            match frame.transpose() {
                Ok(None) if self.goes_on(None) => {}
                Ok(None) if self.is_short() => {
                    let error = Error::new(ErrorKind::Body).with_message("the file broke off");
                    return Poll::Ready(Some(Err(error)));
                }
                Err(_) if self.is_whole() => return Poll::Ready(None),
                Err(error) if self.goes_on(Some(&error)) => {}
                Ok(Some(frame)) => {
                    let Ok(mut data) = frame.into_data() else {
                        continue;
                    };
                    let skipped = usize::try_from(self.skip).unwrap_or(usize::MAX);
                    let skipped = skipped.min(data.len());
                    data.advance(skipped);
                    self.skip -= skipped as u64;
                    self.gone += data.len() as u64;
                    if !data.is_empty() {
                        return Poll::Ready(Some(Ok(Frame::data(data))));
                    }
                }
                ended => return Poll::Ready(ended.transpose()),
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        let left = self.length.map(|length| length.saturating_sub(self.gone));
        left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_says_where_it_begins() {
        for (header, expected) in [
            ("bytes 100-199/300", Some((100, Some(200), Some(300)))),
            ("bytes 100-199/*", Some((100, Some(200), None))),
            ("bytes */300", None),
            ("bytes -100/300", None),
            ("items 1-2/3", None),
            ("", None),
        ] {
            let header = HeaderValue::from_static(header);
            assert_eq!(range(Some(&header)), expected, "{header:?}");
        }
    }

    #[test]
    fn a_weak_tag_is_no_version() {
        let mut headers = HeaderMap::new();
        headers.insert(ETAG, HeaderValue::from_static("W/\"1\""));
        assert_eq!(version(&headers), None);
        headers.insert(LAST_MODIFIED, HeaderValue::from_static("then"));
        assert_eq!(version(&headers).unwrap(), "then");
        headers.insert(ETAG, HeaderValue::from_static("\"1\""));
        assert_eq!(version(&headers).unwrap(), "\"1\"");
    }
}
