//! A stream that must not be silent for long.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

use super::{Body, check_end};
use crate::{Error, TimeoutPhase};

/// The same body, which ends in an error when it is waited for longer than this with nothing coming, or is too short.
pub(crate) fn idle_timeout(body: Body, silence: Duration) -> Body {
    Body::new(IdleTimeout {
        body,
        silence,
        sleep: None,
    })
}

struct IdleTimeout {
    body: Body,
    silence: Duration,
    /// Runs while something is waited for: a consumer that takes its time is not the peer's fault.
    sleep: Option<Pin<Box<Sleep>>>,
}

impl http_body::Body for IdleTimeout {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            self.sleep = None;
            if frame.is_none() {
                check_end(&self.body)?;
            }
            return Poll::Ready(frame);
        }
        let silence = self.silence;
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep(silence)));
        ready!(sleep.as_mut().poll(cx));
        sleep.as_mut().reset(Instant::now() + silence);
        let message = format_args!("nothing came for {silence:?}");
        let error = Error::timed_out(TimeoutPhase::Idle).with_message(message);
        Poll::Ready(Some(Err(error)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
