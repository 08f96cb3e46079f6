//! One attempt with a token.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{Request, Response, StatusCode};
use pin_project::pin_project;
use tokio::time::Instant;
use tower_service::Service;

use super::failure::Failure;
use super::{Credentials, CredentialsFuture};
use crate::meta::Counts;
use crate::{BoxError, Error, ErrorKind, TimeoutPhase, Token, classify};

/// In a 401's extensions: the token has been replaced since, and sending again is worth it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TokenReplaced;

/// The future of [`Auth`](super::Auth).
#[pin_project]
pub struct AuthFuture<S: Service<R>, R>
where
    S::Response: Sized,
{
    /// Boxed: a fixed token has none, and every call's future would have its size.
    watch: Option<Box<Watch>>,
    #[pin]
    state: State<S, R>,
}

/// Who is told when the token is refused.
pub(super) struct Watch {
    pub(super) token: Option<Token>,
    pub(super) credentials: Arc<dyn Credentials>,
    pub(super) counts: Arc<Counts>,
    pub(super) timeout: Duration,
    pub(super) ends_at: Option<Instant>,
}

impl Watch {
    /// What the credentials are asked, answered in time.
    fn bounded<T: 'static>(&self, asked: CredentialsFuture<T>) -> CredentialsFuture<T> {
        let left = self
            .ends_at
            .map(|at| at.saturating_duration_since(Instant::now()));
        let allowed = left.map_or(self.timeout, |left| left.min(self.timeout));
        Box::pin(async move {
            tokio::time::timeout(allowed, asked)
                .await
                .unwrap_or_else(|_| {
                    let message = "the credentials gave no access token in time";
                    Err(Error::timed_out(TimeoutPhase::Credentials).with_message(message))
                })
        })
    }
}

#[pin_project(project = StateProj)]
enum State<S: Service<R>, R> {
    /// Boxed: it is rare, and every call's future would have its size.
    Asking(CredentialsFuture<Token>, Option<Box<(S, R)>>),
    Readying(Option<Box<(S, R)>>),
    Sent(#[pin] S::Future),
    Refused(CredentialsFuture<bool>, Option<Box<S::Response>>),
}

impl<S: Service<R>, R> AuthFuture<S, R> {
    pub(super) fn sent(future: S::Future) -> Self {
        Self {
            watch: None,
            state: State::Sent(future),
        }
    }

    pub(super) fn asking(watch: Watch, service: S, request: R) -> Self {
        let asked = watch.bounded(watch.credentials.token());
        Self {
            state: State::Asking(asked, Some(Box::new((service, request)))),
            watch: Some(Box::new(watch)),
        }
    }

    pub(super) fn watched(mut self, watch: Watch) -> Self {
        self.watch = Some(Box::new(watch));
        self
    }
}

impl<S, B, RB> Future for AuthFuture<S, Request<B>>
where
    S: Service<Request<B>, Response = Response<RB>>,
    S::Error: Into<BoxError>,
{
    type Output = Result<Response<RB>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            match this.state.as_mut().project() {
                StateProj::Asking(asking, waiting) => {
                    let token = ready!(asking.as_mut().poll(cx)).map_err(without_token)?;
                    let mut waiting = waiting.take();
                    if let Some(waiting) = &mut waiting {
                        let header = token.header().clone();
                        waiting.1.headers_mut().insert(AUTHORIZATION, header);
                    }
                    if let Some(watch) = this.watch {
                        watch.token = Some(token);
                    }
                    this.state.set(State::Readying(waiting));
                }
                StateProj::Readying(waiting) => {
                    let Some(held) = waiting else {
                        return Poll::Pending; // polled after it was ready
                    };
                    ready!(held.0.poll_ready(cx)).map_err(classify)?;
                    if let Some((mut service, request)) = waiting.take().map(|held| *held) {
                        let sent = service.call(request);
                        this.state.set(State::Sent(sent));
                    }
                }
                StateProj::Sent(sent) => {
                    let response = ready!(sent.poll(cx)).map_err(classify)?;
                    let watch = this.watch.as_mut().filter(|watch| {
                        response.status() == StatusCode::UNAUTHORIZED
                            && watch.counts.may_replace_token()
                    });
                    let Some((watch, token)) =
                        watch.and_then(|watch| watch.token.take().map(|token| (watch, token)))
                    else {
                        return Poll::Ready(Ok(response));
                    };
                    let asked = watch.bounded(watch.credentials.refused(token));
                    this.state
                        .set(State::Refused(asked, Some(Box::new(response))));
                }
                StateProj::Refused(asked, response) => {
                    let replaced = ready!(asked.as_mut().poll(cx)).map_err(without_token)?;
                    let Some(mut response) = response.take() else {
                        return Poll::Pending; // polled after it was ready
                    };
                    if replaced {
                        response.extensions_mut().insert(TokenReplaced);
                    }
                    return Poll::Ready(Ok(*response));
                }
            }
        }
    }
}

/// What the credentials failed with says nothing of the call: a 404 of theirs is none of its own.
fn without_token(error: Error) -> Error {
    match error.kind() {
        ErrorKind::Credentials | ErrorKind::Unsent => error,
        _ => Failure::of(&error).error().with_source(error),
    }
}

impl<S: Service<R>, R> fmt::Debug for AuthFuture<S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthFuture").finish_non_exhaustive()
    }
}
