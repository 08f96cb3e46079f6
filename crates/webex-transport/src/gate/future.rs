//! One attempt's way through the gate.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{Request, Response, StatusCode};
use pin_project::{pin_project, pinned_drop};
use tokio::time::{Instant, Sleep, sleep_until};
use tower_service::Service;

use super::{Caller, Shared};
use crate::retry::retry_after;
use crate::{BoxError, CallMeta, Error, classify};

/// For an answer that does not say how long to wait, or asks for less than a second or more than five minutes.
const DEFAULT: Duration = Duration::from_secs(15);
const LEAST: Duration = Duration::from_secs(1);
const MOST: Duration = Duration::from_secs(300);

/// The future of [`Gate`](super::Gate).
#[pin_project(PinnedDrop)]
pub struct GateFuture<S: Service<R>, R> {
    shared: Arc<Shared>,
    caller: Caller,
    #[pin]
    state: State<S, R>,
}

#[pin_project(project = StateProj)]
enum State<S: Service<R>, R> {
    Refused(Option<Error>),
    Waiting(#[pin] Sleep, Option<(S, R)>),
    Readying(Option<(S, R)>),
    Sent(#[pin] S::Future),
}

impl<S: Service<R>, R> GateFuture<S, R> {
    pub(super) fn sent(future: S::Future, shared: Arc<Shared>, caller: Caller) -> Self {
        Self {
            shared,
            caller,
            state: State::Sent(future),
        }
    }

    pub(super) fn waiting(
        at: Instant,
        service: S,
        request: R,
        shared: Arc<Shared>,
        caller: Caller,
    ) -> Self {
        Self {
            shared,
            caller,
            state: State::Waiting(sleep_until(at), Some((service, request))),
        }
    }

    pub(super) fn refused(error: Error, shared: Arc<Shared>, caller: Caller) -> Self {
        Self {
            shared,
            caller,
            state: State::Refused(Some(error)),
        }
    }
}

impl<S, B, RB> Future for GateFuture<S, Request<B>>
where
    S: Service<Request<B>, Response = Response<RB>>,
    S::Error: Into<BoxError>,
{
    type Output = Result<Response<RB>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            match this.state.as_mut().project() {
                StateProj::Refused(error) => {
                    return error
                        .take()
                        .map_or(Poll::Pending, |error| Poll::Ready(Err(error)));
                }
                StateProj::Waiting(mut sleep, waiting) => {
                    ready!(sleep.as_mut().poll(cx));
                    // All may have been stopped while this one waited for its place.
                    let deadline = waiting
                        .as_ref()
                        .and_then(|(_, request)| request.extensions().get::<CallMeta>()?.ends_at());
                    match this.shared.still_closed(this.caller) {
                        Some(until) if deadline.is_some_and(|end| until >= end) => {
                            let wait = until.saturating_duration_since(Instant::now());
                            this.state.set(State::Refused(Some(super::too_long(wait))));
                        }
                        Some(until) => sleep.reset(until),
                        None => {
                            let waiting = waiting.take();
                            this.state.set(State::Readying(waiting));
                        }
                    }
                }
                StateProj::Readying(waiting) => {
                    let Some((service, _)) = waiting else {
                        return Poll::Pending; // polled after it was ready
                    };
                    ready!(service.poll_ready(cx)).map_err(classify)?;
                    if let Some((mut service, request)) = waiting.take() {
                        if let Some(meta) = request.extensions().get::<CallMeta>() {
                            meta.count_attempt();
                        }
                        let sent = service.call(request);
                        this.state.set(State::Sent(sent));
                    }
                }
                StateProj::Sent(sent) => {
                    let result = ready!(sent.poll(cx)).map_err(classify);
                    if let Ok(response) = &result {
                        let limited = response.status() == StatusCode::TOO_MANY_REQUESTS;
                        let asked = limited.then(|| {
                            retry_after(response.headers())
                                .unwrap_or(DEFAULT)
                                .clamp(LEAST, MOST)
                        });
                        this.shared.learn(this.caller, asked);
                    }
                    return Poll::Ready(result);
                }
            }
        }
    }
}

/// A caller that goes away leaves its place to the next.
#[pinned_drop]
impl<S: Service<R>, R> PinnedDrop for GateFuture<S, R> {
    fn drop(self: Pin<&mut Self>) {
        if let State::Waiting(_, Some(_)) = &self.state {
            self.shared.give_back(&self.caller);
        }
    }
}

impl<S: Service<R>, R> std::fmt::Debug for GateFuture<S, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GateFuture").finish_non_exhaustive()
    }
}
