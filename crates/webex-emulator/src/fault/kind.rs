//! What to do to which requests, and how often.

use std::time::Duration;

use http::{Method, StatusCode};

/// One way to misbehave, and the requests it is for: the next one, unless told otherwise.
///
/// ```
/// use webex_emulator::{Emulator, Fault};
///
/// let webex = Emulator::new();
/// webex.faults().next(Fault::status(429).retry_after(2));
/// webex.faults().next(Fault::status(502).path("/rooms").times(3));
/// webex.faults().next(Fault::reset_before_head());
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Fault {
    pub(crate) effect: Effect,
    pub(crate) retry_after: Option<String>,
    pub(crate) answer: Option<(String, String)>,
    pub(super) method: Option<Method>,
    pub(super) path: Option<String>,
    pub(super) times: u32,
}

#[derive(Clone, Debug)]
pub(crate) enum Effect {
    Status(StatusCode),
    Latency(Duration),
    Refused,
    ResetBeforeHead,
    CutBody(usize),
    SlowBody { bytes: usize, pause: Duration },
    Body { content_type: String, text: String },
    Link(String),
    GoAway,
}

impl Fault {
    fn new(effect: Effect) -> Self {
        Self {
            effect,
            retry_after: None,
            answer: None,
            method: None,
            path: None,
            times: 1,
        }
    }

    /// Answers with an error of this status, and the request is not processed. What is no status counts as 500.
    pub fn status(status: u16) -> Self {
        Self::new(Effect::Status(
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        ))
    }

    /// Refuses the token as if it had expired.
    pub fn expired_token() -> Self {
        Self::status(401)
    }

    /// Answers later by so much of tokio's time.
    pub fn latency(wait: Duration) -> Self {
        Self::new(Effect::Latency(wait))
    }

    /// Breaks the connection before the request is read, which is not processed. The next connection over TCP is
    /// broken as soon as it is accepted, if this fault is for any request and next in line.
    pub fn refused() -> Self {
        Self::new(Effect::Refused)
    }

    /// Processes the request, then breaks the connection without an answer.
    pub fn reset_before_head() -> Self {
        Self::new(Effect::ResetBeforeHead)
    }

    /// Sends status and headers, then breaks the connection.
    pub fn reset_after_head() -> Self {
        Self::cut_body(0)
    }

    /// Sends so many bytes of the body, then breaks the connection.
    pub fn cut_body(bytes: usize) -> Self {
        Self::new(Effect::CutBody(bytes))
    }

    /// Sends the body in pieces of so many bytes, with a pause of tokio's time before each.
    pub fn slow_body(bytes: usize, pause: Duration) -> Self {
        Self::new(Effect::SlowBody {
            bytes: bytes.max(1),
            pause,
        })
    }

    /// Sends JSON that ends too early, with status and headers as they should be.
    pub fn wrong_json() -> Self {
        Self::body("application/json;charset=UTF-8", "{\"items\":[{\"id\":")
    }

    /// Sends another body, as a proxy on the way might, with the status as it should be.
    pub fn body(content_type: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(Effect::Body {
            content_type: content_type.into(),
            text: text.into(),
        })
    }

    /// Names this URL as the next page, whatever comes next.
    pub fn link(url: impl Into<String>) -> Self {
        Self::new(Effect::Link(url.into()))
    }

    /// Answers, and ends the connection over TCP as a server does that restarts: after a GOAWAY in HTTP/2, in which what was
    /// asked before is still answered; at once in HTTP/1.1, without a word.
    pub fn go_away() -> Self {
        Self::new(Effect::GoAway)
    }

    /// Sends this `Retry-After`: a number of seconds, or any text.
    pub fn retry_after(mut self, value: impl ToString) -> Self {
        self.retry_after = Some(value.to_string());
        self
    }

    /// With [`status`](Self::status): sends this body, in place of the service's own; it may be empty, or a proxy's page.
    pub fn answer(mut self, content_type: impl Into<String>, text: impl Into<String>) -> Self {
        self.answer = Some((content_type.into(), text.into()));
        self
    }

    /// Only for paths at or below this one; without `/v1`.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Only for this verb.
    pub fn method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// For so many requests.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// For every request, until the faults are cleared.
    pub fn always(self) -> Self {
        self.times(u32::MAX)
    }

    pub(super) fn matches(&self, method: &Method, path: &str) -> bool {
        let below = |prefix: &String| {
            let rest = path.strip_prefix(prefix.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.method.as_ref().is_none_or(|known| known == method)
            && self.path.as_ref().is_none_or(below)
    }
}
