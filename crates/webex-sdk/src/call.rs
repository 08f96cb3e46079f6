//! A call that is sent when it is awaited.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderValue, Method, Request, Response};
use serde::Serialize;
use tokio::time::{Sleep, sleep_until};
use tower_service::Service;
use webex_transport::{Body, CallMeta, Error, ErrorKind, TimeoutPhase};

use crate::api::{Stack, WebexApi, after};
use crate::endpoint::{Endpoint, Parts, with_content};
use crate::files::{Again, Multipart};

/// An endpoint and the connection to send it through: set what is optional, then `.await` it.
///
/// It owns both, so it can be stored, or spawned as a task of its own.
///
/// The setters of each call are documented on its endpoint's struct, to which the method that made the call links
/// ([`CreateMessage`](crate::resources::messages::CreateMessage), say); they are methods of the call under the same names.
#[must_use = "a call is sent when it is awaited"]
#[derive(Clone, Debug)]
pub struct Call<E> {
    api: WebexApi,
    pub(crate) endpoint: E,
    added: Added,
}

/// What the caller adds to what the endpoint says.
#[derive(Clone, Default)]
pub(crate) struct Added {
    query: Vec<(String, String)>,
    fields: Vec<(String, Result<serde_json::Value, String>)>,
    deadline: Option<Duration>,
    idempotent: Option<bool>,
}

/// The names alone.
impl fmt::Debug for Added {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = self.query.iter().map(|(name, _)| name);
        let fields = self.fields.iter().map(|(name, _)| name);
        f.debug_list().entries(query).entries(fields).finish()
    }
}

impl Added {
    pub(crate) fn query(&mut self, name: impl Into<String>, value: impl fmt::Display) {
        self.query.push((name.into(), value.to_string()));
    }

    pub(crate) const fn set_deadline(&mut self, after: Duration) {
        self.deadline = Some(after);
    }

    pub(crate) const fn set_idempotent(&mut self, yes: bool) {
        self.idempotent = Some(yes);
    }

    pub(crate) fn onto(&self, mut parts: Parts) -> Parts {
        for (name, value) in &self.query {
            parts = parts.query(name, value);
        }
        for (name, value) in &self.fields {
            parts = match value {
                Ok(value) => parts.field(name, value.clone()),
                Err(why) => parts.fail(Error::invalid_input(format_args!("field {name}: {why}"))),
            };
        }
        parts.with_meta(|mut meta| {
            if let Some(yes) = self.idempotent {
                meta = meta.idempotent(yes);
            }
            if let Some(deadline) = self.deadline {
                meta = meta.deadline(after(deadline));
            }
            meta
        })
    }
}

impl<E> Call<E> {
    pub(crate) fn new(api: WebexApi, endpoint: E) -> Self {
        Self {
            api,
            endpoint,
            added: Added::default(),
        }
    }

    /// Adds a query parameter that the endpoint does not know.
    pub fn query(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.added.query(name, value);
        self
    }

    /// Adds a member to the JSON body that the endpoint does not know. A value that is no JSON shows when it is sent.
    pub fn field(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).map_err(|error| error.to_string());
        self.added.fields.push((name.into(), value));
        self
    }

    /// When this call ends, counted from when it is awaited, waits and resends included.
    pub const fn deadline(mut self, after: Duration) -> Self {
        self.added.set_deadline(after);
        self
    }

    /// Whether sending this call twice does no more than sending it once, so that it may be resent although the first
    /// may have been processed. Default: what its method says.
    pub const fn idempotent(mut self, yes: bool) -> Self {
        self.added.set_idempotent(yes);
        self
    }
}

impl<E: Endpoint> IntoFuture for Call<E> {
    type Output = Result<E::Output, Error>;
    type IntoFuture = CallFuture<E::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.api.send(self.added.onto(self.endpoint.parts()))
    }
}

/// The future of every call: `Send`, `Unpin` and `'static`. Dropping it cancels the call and leaves nothing behind.
#[must_use = "a call is sent when it is awaited"]
pub struct CallFuture<T> {
    meta: CallMeta,
    method: Method,
    step: Step,
    decode: fn(Response<Body>) -> Result<T, Error>,
    /// For an answer that streams, and may break off.
    again: Option<Box<Again>>,
    /// Made when something is waited for: a service that never gets ready ends no call by itself.
    deadline: Option<Pin<Box<Sleep>>>,
}

/// Files are found before anything is sent.
type Opening = Pin<Box<dyn Future<Output = Result<(HeaderValue, Body), Error>> + Send>>;

#[allow(
    clippy::large_enum_variant,
    reason = "boxing would cost each call an allocation"
)]
enum Step {
    Failed(Option<Error>),
    Opening(Opening, Option<(Stack, Request<Body>)>),
    Ready(Option<(Stack, Request<Body>)>),
    Sent(<Stack as Service<Request<Body>>>::Future),
}

impl<T> CallFuture<T> {
    pub(crate) fn new(
        stack: Stack,
        request: Request<Body>,
        decode: fn(Response<Body>) -> Result<T, Error>,
    ) -> Self {
        Self {
            meta: request.extensions().get().cloned().unwrap_or_default(),
            method: request.method().clone(),
            step: Step::Ready(Some((stack, request))),
            decode,
            again: None,
            deadline: None,
        }
    }

    /// With a form that is still to be the body.
    pub(crate) fn with_form(mut self, form: Option<Multipart>) -> Self {
        if let (Some(form), Step::Ready(waiting)) = (form, &mut self.step) {
            self.step = Step::Opening(Box::pin(form.open()), waiting.take());
        }
        self
    }

    pub(crate) fn failed(error: Error) -> Self {
        Self {
            meta: CallMeta::default(),
            method: Method::GET,
            step: Step::Failed(Some(error)),
            decode: |_| Err(Error::new(ErrorKind::Other)),
            again: None,
            deadline: None,
        }
    }
}

impl<T> CallFuture<T> {
    fn poll_answer(&mut self, cx: &mut Context<'_>) -> Poll<Result<T, Error>> {
        loop {
            match &mut self.step {
                Step::Failed(error) => {
                    return error
                        .take()
                        .map_or(Poll::Pending, |error| Poll::Ready(Err(error)));
                }
                Step::Opening(opening, waiting) => {
                    let content = ready!(opening.as_mut().poll(cx));
                    let waiting = waiting.take();
                    self.step = Step::Ready(None);
                    let content = content?;
                    self.step = Step::Ready(
                        waiting.map(|(stack, request)| (stack, with_content(request, content))),
                    );
                }
                Step::Ready(waiting) => {
                    let Some((stack, _)) = waiting else {
                        return Poll::Pending; // polled after it was ready
                    };
                    ready!(stack.poll_ready(cx))?;
                    if let Some((mut stack, request)) = waiting.take() {
                        if self.meta.is_streaming() {
                            self.again = Again::of(&stack, &request).map(Box::new);
                        }
                        self.step = Step::Sent(stack.call(request));
                    }
                }
                Step::Sent(sent) => {
                    let result = ready!(sent.as_mut().poll(cx));
                    self.step = Step::Ready(None);
                    let again = self.again.take();
                    return Poll::Ready(result.and_then(|mut response| {
                        if let Some(again) = again {
                            response.extensions_mut().insert(*again);
                        }
                        (self.decode)(response)
                    }));
                }
            }
        }
    }

    /// Ready when the call has no more time.
    fn poll_deadline(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match (&mut self.deadline, self.meta.ends_at()) {
            (Some(deadline), _) => deadline.as_mut().poll(cx),
            (None, Some(at)) => self
                .deadline
                .insert(Box::pin(sleep_until(at)))
                .as_mut()
                .poll(cx),
            (None, None) => Poll::Pending,
        }
    }
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let result = match this.poll_answer(cx) {
            Poll::Ready(result) => result,
            Poll::Pending => {
                ready!(this.poll_deadline(cx));
                this.step = Step::Ready(None);
                Err(Error::timed_out(TimeoutPhase::Deadline)
                    .with_message("the deadline of the call has passed"))
            }
        };
        Poll::Ready(result.map_err(|error| error.of_call(&this.meta, &this.method)))
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}
