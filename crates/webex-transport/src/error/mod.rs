//! One error for everything that can go wrong between a call and its answer.

mod classify;
mod json_path;
mod kind;
mod phase;
mod text;

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, Method, Response, StatusCode};
use webex_models::ApiErrorBody;

#[cfg(feature = "__rustls")]
pub(crate) use self::classify::cause;
pub use self::classify::classify;
pub(crate) use self::classify::was_given_back;
pub use self::kind::ErrorKind;
pub use self::phase::TimeoutPhase;
use self::text::shown;
use crate::CallMeta;
use crate::meta::Label;

/// Any error, boxed: what services and bodies that are not ours fail with.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong, and all that is known of it.
///
/// `Display` reads as users of the Python SDK know it, and holds neither a token nor a query (what a client that is not ours
/// puts into its errors is its own affair):
/// `[404] Not Found - Could not find a room with provided ID. [Tracking ID: ROUTER_...]`.
pub struct Error(Box<Inner>);

#[derive(Default)]
struct Inner {
    kind: ErrorKind,
    lasting: bool,
    status: Option<StatusCode>,
    message: Option<Box<str>>,
    details: Option<ApiErrorBody>,
    tracking_id: Option<Box<str>>,
    retry_after: Option<Duration>,
    timeout_phase: Option<TimeoutPhase>,
    attempts: u32,
    operation: Option<&'static str>,
    route: Option<&'static str>,
    method: Option<Method>,
    source: Option<BoxError>,
}

impl Error {
    /// An error of this kind, with nothing else known yet.
    #[must_use]
    pub fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            ..Inner::default()
        }))
    }

    /// Input that was refused before anything was sent.
    #[must_use]
    pub fn invalid_input(why: impl fmt::Display) -> Self {
        Self::new(ErrorKind::InvalidInput).with_message(why)
    }

    /// Time that was up while this was waited for, with the kind that follows from it.
    ///
    /// ```
    /// use webex_transport::{Error, ErrorKind, TimeoutPhase};
    ///
    /// let error = Error::timed_out(TimeoutPhase::Connect);
    /// assert_eq!(error.kind(), ErrorKind::Connect); // nothing was sent
    /// ```
    #[must_use]
    pub fn timed_out(phase: TimeoutPhase) -> Self {
        Self::new(phase.kind()).with_timeout_phase(Some(phase))
    }

    pub(crate) fn with_timeout_phase(mut self, phase: Option<TimeoutPhase>) -> Self {
        self.0.timeout_phase = phase;
        self
    }

    /// A whole answer that is not what was expected of it, with the path to where in it, `items[3].created`.
    ///
    /// ```
    /// #[derive(Debug, serde::Deserialize)]
    /// struct Item {
    ///     id: String,
    /// }
    ///
    /// let body = br#"[{"id": 5}]"#;
    /// let fault = serde_json::from_slice::<Vec<Item>>(body).unwrap_err();
    /// let error = webex_transport::Error::decode(fault, body);
    /// assert!(error.to_string().contains("at [0].id: "));
    /// ```
    #[must_use]
    pub fn decode(fault: serde_json::Error, body: &[u8]) -> Self {
        let path = json_path::path_at(body, fault.line(), fault.column());
        let place = if path.is_empty() { "the top" } else { &path };
        Self::new(ErrorKind::Decode)
            .with_message(format_args!("at {place}: {fault}"))
            .with_source(fault)
    }

    /// Adds what happened, in words. Control characters are escaped and long text is cut.
    #[must_use]
    pub fn with_message(mut self, message: impl fmt::Display) -> Self {
        self.0.message = Some(shown(&message.to_string()));
        self
    }

    /// Adds the error underneath.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Not to be tried again, though others of its kind are.
    pub(crate) fn lasting(mut self) -> Self {
        self.0.lasting = true;
        self
    }

    /// An error that says the same, for around the one that holds this.
    fn restated(&self) -> Self {
        Self(Box::new(Inner {
            kind: self.0.kind,
            lasting: self.0.lasting,
            status: self.0.status,
            message: self.0.message.clone(),
            details: self.0.details.clone(),
            tracking_id: self.0.tracking_id.clone(),
            retry_after: self.0.retry_after,
            timeout_phase: self.0.timeout_phase,
            ..Inner::default()
        }))
    }

    /// Adds how long the service, or the gate, wants the caller to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// The error that an answer with this status and body stands for.
    pub(crate) fn from_response<B>(response: &Response<B>, body: &[u8]) -> Self {
        let mut error = Self::new(ErrorKind::from_status(response.status()));
        let inner = &mut *error.0;
        inner.status = Some(response.status());
        inner.retry_after = crate::retry::retry_after(response.headers());
        let details = serde_json::from_slice::<ApiErrorBody>(body).ok();
        inner.message = match &details {
            None => text::plain(body),
            // Meetings say what is wrong in the first reason alone; elsewhere it repeats the message.
            Some(details) => match (details.message(), details.reason()) {
                (Some(message), Some(reason)) if message != reason => {
                    Some(shown(&format!("{message}: {reason}")))
                }
                (message, _) => message.map(shown),
            },
        };
        inner.tracking_id = details
            .as_ref()
            .and_then(|details| details.tracking_id.as_deref())
            .filter(|id| !id.is_empty())
            .or_else(|| tracking_id(response.headers()))
            .map(shown);
        inner.details = details;
        error
    }

    /// Adds which call it was and how often it was sent, where that is not known yet.
    #[must_use]
    pub fn of_call(self, meta: &CallMeta, method: &Method) -> Self {
        self.labelled(&meta.label(), method)
    }

    pub(crate) fn labelled(mut self, call: &Label, method: &Method) -> Self {
        let inner = &mut *self.0;
        inner.attempts = inner.attempts.max(call.counts.attempts());
        inner.operation = inner.operation.or(call.operation);
        inner.route = inner.route.or(call.route);
        inner.method.get_or_insert_with(|| method.clone());
        self
    }

    /// Adds the tracking id of the answer with these headers, where none is known yet.
    #[must_use]
    pub fn of_answer(mut self, headers: &HeaderMap) -> Self {
        let known = self.0.tracking_id.take();
        self.0.tracking_id = known.or_else(|| tracking_id(headers).map(shown));
        self
    }

    /// What went wrong, for a `match`.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The status that the service answered with, if it did.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// What the service, or this crate, says of it; escaped, and 512 bytes at most.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The error body as the service sent it, unescaped.
    #[must_use]
    pub fn details(&self) -> Option<&ApiErrorBody> {
        self.0.details.as_ref()
    }

    /// What Webex support asks for first.
    #[must_use]
    pub fn tracking_id(&self) -> Option<&str> {
        self.0.tracking_id.as_deref()
    }

    /// How long to wait before the next attempt, where the answer or the gate says so.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What was waited for when the time was up, if that is what went wrong.
    ///
    /// Timeouts are of more than one kind: one that came before anything was sent is as good as a refused connection, and
    /// is resent as that. This tells them from other errors of their kind, and from each other.
    #[must_use]
    pub fn timeout_phase(&self) -> Option<TimeoutPhase> {
        self.0.timeout_phase
    }

    /// How often the request was handed to the transport, connecting included, before this error was given up to; 0 when
    /// it never was.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The method of the request, where there was one.
    #[must_use]
    pub fn method(&self) -> Option<&Method> {
        self.0.method.as_ref()
    }

    /// The operation, `rooms.get`, where the caller named it.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The path of the request before its ids were filled in, where the caller named it.
    #[must_use]
    pub fn route(&self) -> Option<&'static str> {
        self.0.route
    }

    /// Whether the same call may well succeed later: the fault is in the moment and not in the request.
    ///
    /// It does not say that sending it again is safe: see [`ErrorKind::OutcomeUnknown`].
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.kind().is_passing() && !self.0.lasting
    }

    /// 404: no such thing, or hidden from the caller.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// 409: it is in conflict with how things are, such as a person who is already in the room.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.kind() == ErrorKind::Conflict
    }

    /// 429, or a wait in the gate that was not to be had.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// 401: the token is missing, wrong or expired.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.kind() == ErrorKind::Unauthorized
    }
}

fn tracking_id(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get("trackingid")?.to_str().ok();
    id.filter(|id| !id.is_empty())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        match inner.status {
            Some(status) => {
                write!(f, "[{}]", status.as_u16())?;
                if let Some(reason) = status.canonical_reason() {
                    write!(f, " {reason}")?;
                }
            }
            None => write!(f, "{}", inner.kind)?,
        }
        if let Some(message) = &inner.message {
            let between = if inner.status.is_some() { " - " } else { ": " };
            write!(f, "{between}{message}")?;
        }
        if let Some(id) = &inner.tracking_id {
            write!(f, " [Tracking ID: {id}]")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &inner.kind);
        macro_rules! set {
            ($($field:ident)*) => { $(if let Some(value) = &inner.$field { shown.field(stringify!($field), value); })* };
        }
        set!(status message tracking_id retry_after timeout_phase operation method route);
        if inner.attempts > 0 {
            shown.field("attempts", &inner.attempts);
        }
        set!(source);
        shown.finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

impl From<webex_models::Error> for Error {
    fn from(error: webex_models::Error) -> Self {
        Self::invalid_input(error).with_source(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Error {
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        Error::from_response(&response.body(()).unwrap(), body.as_bytes())
    }

    #[test]
    fn reads_as_users_of_the_python_sdk_know_it() {
        let body =
            r#"{"message":"Could not find a room with provided ID.","trackingId":"ROUTER_1"}"#;
        let error = answer(404, &[("trackingid", "ROUTER_2")], body);
        assert_eq!(
            error.to_string(),
            "[404] Not Found - Could not find a room with provided ID. [Tracking ID: ROUTER_1]"
        );
        assert!(error.is_not_found());
    }

    /// D-32.
    #[test]
    fn an_empty_body_leaves_status_and_tracking_id() {
        let error = answer(400, &[("trackingid", "ROUTER_AB12")], "");
        assert_eq!(
            error.to_string(),
            "[400] Bad Request [Tracking ID: ROUTER_AB12]"
        );
    }

    /// S4.
    #[test]
    fn a_page_of_a_proxy_is_cut_and_escaped() {
        let page = format!("<html>\u{1b}[31m{}\u{202e}</html>", "x".repeat(10_000_000));
        let error = answer(502, &[], &page);
        let message = error.message().unwrap();
        assert!(message.len() <= 512, "{}", message.len());
        assert!(!message.contains(['\u{1b}', '\u{202e}']));
    }

    #[test]
    fn is_one_word() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
