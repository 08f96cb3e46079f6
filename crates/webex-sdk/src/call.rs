//! A call that is sent when it is awaited.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderValue, Method, Request, Response};
use serde::Serialize;
use tokio::time::{Instant, timeout_at};
use webex_transport::{Body, CallMeta, Error, ErrorKind, Resend, TimeoutPhase};

use crate::api::{WebexApi, after, with_time_to_send};
use crate::endpoint::{Endpoint, Form, Opening, Parts, with_content};
use crate::files::Again;
use crate::stack::{Stack, StackFuture};

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
    fields: Vec<Field>,
    /// What puts the fields into the body, where there are any: left out of programs that add none.
    put_fields: Option<fn(&[Field], Parts) -> Parts>,
    deadline: Option<Duration>,
    idempotent: Option<bool>,
}

/// A name, and a value or why it is none.
type Field = (String, Result<serde_json::Value, String>);

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

    pub(crate) fn field(&mut self, name: impl Into<String>, value: impl Serialize) {
        let value = serde_json::to_value(value).map_err(|error| error.to_string());
        self.fields.push((name.into(), value));
        self.put_fields = Some(put_fields);
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
        if let Some(put_fields) = self.put_fields {
            parts = put_fields(&self.fields, parts);
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

fn put_fields(fields: &[Field], parts: Parts) -> Parts {
    fields
        .iter()
        .fold(parts, |parts, (name, value)| match value {
            Ok(value) => parts.field(name, value.clone()),
            Err(why) => parts.fail(Error::invalid_input(format_args!("field {name}: {why}"))),
        })
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
        self.added.field(name, value);
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
    /// Whether its body is a stream that is gone with the first attempt.
    once: bool,
}

/// A form whose files are not open yet.
pub(crate) struct Unopened {
    pub(crate) form: Box<dyn Form>,
    /// Whether what it takes to send moves the deadline of its call.
    pub(crate) moves_deadline: bool,
}

/// The request of a form, until that is open.
struct Waiting {
    stack: Stack,
    request: Request<Body>,
    moves_deadline: bool,
}

enum Step {
    Done,
    Failed(Error),
    Opening(Opening, Box<Waiting>),
    Sent(StackFuture),
}

impl<T> CallFuture<T> {
    pub(crate) fn new(
        stack: &Stack,
        request: Request<Body>,
        form: Option<Unopened>,
        decode: fn(Response<Body>) -> Result<T, Error>,
    ) -> Self {
        let meta: CallMeta = request.extensions().get().cloned().unwrap_or_default();
        Self {
            method: request.method().clone(),
            once: goes_once(request.body()),
            again: match meta.is_streaming() && form.is_none() {
                true => Again::of(stack, &request).map(Box::new),
                false => None,
            },
            step: match form {
                Some(form) => {
                    let opening = opening(form.form, meta.ends_at());
                    let waiting = Waiting {
                        stack: stack.clone(),
                        request,
                        moves_deadline: form.moves_deadline,
                    };
                    Step::Opening(Box::pin(opening), Box::new(waiting))
                }
                None => Step::Sent(stack.send(request)),
            },
            meta,
            decode,
        }
    }

    pub(crate) fn failed(error: Error) -> Self {
        Self {
            meta: CallMeta::default(),
            method: Method::GET,
            step: Step::Failed(error),
            decode: |_| Err(Error::new(ErrorKind::Other)),
            again: None,
            once: false,
        }
    }
}

impl<T> CallFuture<T> {
    fn poll_response(&mut self, cx: &mut Context<'_>) -> Poll<Result<Response<Body>, Error>> {
        loop {
            self.step = match std::mem::replace(&mut self.step, Step::Done) {
                Step::Done => return Poll::Pending, // polled after it was ready
                Step::Failed(error) => return Poll::Ready(Err(error)),
                Step::Opening(mut opening, waiting) => match opening.as_mut().poll(cx) {
                    Poll::Pending => {
                        self.step = Step::Opening(opening, waiting);
                        return Poll::Pending;
                    }
                    Poll::Ready(content) => {
                        let waiting = *waiting;
                        let mut request = with_content(waiting.request, content?);
                        self.once = goes_once(request.body());
                        if let (true, Some(deadline)) =
                            (waiting.moves_deadline, self.meta.ends_at())
                        {
                            let meta = request.extensions_mut().get_or_insert_default();
                            *meta = with_time_to_send(std::mem::take(meta), deadline);
                        }
                        Step::Sent(waiting.stack.send(request))
                    }
                },
                Step::Sent(mut sent) => match Pin::new(&mut sent).poll(cx) {
                    Poll::Pending => {
                        self.step = Step::Sent(sent);
                        return Poll::Pending;
                    }
                    Poll::Ready(result) => {
                        let again = self.again.take();
                        return Poll::Ready(result.map(|mut response| {
                            if let Some(again) = again {
                                response.extensions_mut().insert(*again);
                            }
                            response
                        }));
                    }
                },
            };
        }
    }
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        // An answer can be large: it is not taken apart and put together again for what only errors need.
        let mut answer = match ready!(this.poll_response(cx)) {
            Ok(response) => (this.decode)(response),
            Err(error) => Err(error),
        };
        if let Err(error) = &mut answer {
            let told = std::mem::replace(error, Error::new(ErrorKind::Other));
            let told = if this.once {
                not_sent_again(told)
            } else {
                told
            };
            *error = told.of_call(&this.meta, &this.method);
        }
        Poll::Ready(answer)
    }
}

/// Files are found before anything is sent.
async fn opening(
    form: Box<dyn Form>,
    deadline: Option<Instant>,
) -> Result<(HeaderValue, Body), Error> {
    let Some(deadline) = deadline else {
        return form.open().await;
    };
    timeout_at(deadline, form.open())
        .await
        .unwrap_or_else(|_| Err(Error::timed_out(TimeoutPhase::Deadline)))
}

/// Says what keeps a call from being sent again where others are.
fn not_sent_again(error: Error) -> Error {
    use ErrorKind::{Connect, Locked, RateLimited, Unsent};
    if !matches!(error.kind(), RateLimited | Locked | Connect | Unsent) {
        return error;
    }
    let said = error.message().map(|said| format!("{said}; "));
    error.with_message(format_args!(
        "{}its body is a stream that can be sent once only",
        said.unwrap_or_default()
    ))
}

fn goes_once(body: &Body) -> bool {
    body.as_bytes().is_none() && body.resend().is_none()
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}
