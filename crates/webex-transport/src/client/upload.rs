//! The body of a request, as hyper is given it.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::{Body, Error, ErrorKind};

/// A body, or nothing; small, for hyper moves it from hand to hand with its request.
///
/// One that breaks off leaves half of a request, whatever broke it: of an answer it would mean that the request was acted
/// on.
pub(super) struct Upload(Option<Box<Body>>);

impl From<Body> for Upload {
    fn from(body: Body) -> Self {
        let nothing = body.as_bytes().is_some_and(Bytes::is_empty);
        Self((!nothing).then(|| Box::new(body)))
    }
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        match &mut self.0 {
            Some(body) => Pin::new(&mut **body).poll_frame(cx).map_err(broken),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(|body| body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Some(body) => body.size_hint(),
            None => SizeHint::with_exact(0),
        }
    }
}

fn broken(error: Error) -> Error {
    let why = error.message().unwrap_or("its stream failed").to_owned();
    Error::new(ErrorKind::OutcomeUnknown)
        .with_message(format_args!("the body of the request broke off: {why}"))
        .with_source(error)
}
