//! One attempt's way through the gate.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{Request, Response, StatusCode};
use pin_project::pin_project;
use tokio::time::{Instant, Sleep, sleep_until};
use tower_service::Service;

use super::shared::{Attempt, Waiting};
use crate::retry::pause;
use crate::{BoxError, Error, classify};

/// The future of [`Gate`](super::Gate).
#[pin_project]
pub struct GateFuture<S: Service<R>, R>(#[pin] State<S, R>);

#[pin_project(project = StateProj)]
enum State<S: Service<R>, R> {
    Refused(Option<Error>),
    /// Boxed, as what follows it: it is rare, and every call's future would have its size.
    Waiting(Option<Box<Held<S, R>>>),
    Readying(Option<(Attempt, Box<Held<S, R>>)>),
    Sent(#[pin] S::Future, Attempt),
}

/// What waits: with no readied service.
struct Held<S, R> {
    sleep: Pin<Box<Sleep>>,
    place: Waiting,
    end: Instant,
    service: S,
    request: R,
}

impl<S: Service<R>, R> GateFuture<S, R> {
    pub(super) fn sent(future: S::Future, attempt: Attempt) -> Self {
        Self(State::Sent(future, attempt))
    }

    pub(super) fn waiting(
        place: Waiting,
        at: Instant,
        end: Instant,
        service: S,
        request: R,
    ) -> Self {
        let held = Held {
            sleep: Box::pin(sleep_until(at)),
            place,
            end,
            service,
            request,
        };
        Self(State::Waiting(Some(Box::new(held))))
    }

    pub(super) fn refused(error: Error) -> Self {
        Self(State::Refused(Some(error)))
    }
}

impl<S, B, RB> Future for GateFuture<S, Request<B>>
where
    S: Service<Request<B>, Response = Response<RB>>,
    S::Error: Into<BoxError>,
{
    type Output = Result<Response<RB>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().0;
        loop {
            let next = match state.as_mut().project() {
                StateProj::Refused(error) => {
                    let Some(error) = error.take() else {
                        return Poll::Pending; // polled after it was ready
                    };
                    return Poll::Ready(Err(error));
                }
                StateProj::Waiting(held) => {
                    let Some(waiting) = held else {
                        return Poll::Pending;
                    };
                    ready!(waiting.sleep.as_mut().poll(cx));
                    match waiting.place.leave() {
                        Ok(attempt) => State::Readying(held.take().map(|held| (attempt, held))),
                        // More was refused meanwhile.
                        Err(at) if at < waiting.end => {
                            waiting.sleep.as_mut().reset(at);
                            continue;
                        }
                        Err(at) => {
                            let wait = at.saturating_duration_since(Instant::now());
                            State::Refused(Some(super::too_long(wait)))
                        }
                    }
                }
                StateProj::Readying(held) => {
                    let Some((_, readied)) = held else {
                        return Poll::Pending;
                    };
                    ready!(readied.service.poll_ready(cx)).map_err(classify)?;
                    let Some((attempt, readied)) = held.take() else {
                        return Poll::Pending;
                    };
                    let Held {
                        mut service,
                        request,
                        ..
                    } = *readied;
                    State::Sent(service.call(request), attempt)
                }
                StateProj::Sent(sent, attempt) => {
                    let result = ready!(sent.poll(cx)).map_err(classify);
                    tell(&result);
                    match &result {
                        Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS => {
                            attempt.refused(pause(response.headers()));
                        }
                        Ok(_) => attempt.served(),
                        Err(_) => {}
                    }
                    return Poll::Ready(result);
                }
            };
            state.set(next);
        }
    }
}

impl<S: Service<R>, R> std::fmt::Debug for GateFuture<S, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GateFuture").finish_non_exhaustive()
    }
}

/// One event for each attempt: every one passes here.
fn tell<RB>(result: &Result<Response<RB>, Error>) {
    match result {
        Ok(response) => {
            let status = response.status().as_u16();
            tracing::debug!(target: "webex", status, "an attempt was answered");
        }
        Err(error) => {
            let kind = error.kind();
            tracing::debug!(target: "webex", error = %kind, "an attempt failed");
        }
    }
}
