//! What the layers know of a call beyond its HTTP request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use http::{Extensions, Method};
use tokio::time::Instant;

use crate::{TimeoutPhase, Token};

/// What a call is, for the layers it passes: an extension of its request.
///
/// All of it is optional; a request without a `CallMeta` gets the defaults. It is copied with the request on every
/// resend, and its count of attempts is shared by the copies.
///
/// ```
/// use webex_transport::CallMeta;
///
/// let mut request = http::Request::post("/rooms").body(())?;
/// request.extensions_mut().insert(CallMeta::new("create a room").route("/rooms"));
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct CallMeta {
    operation: Option<&'static str>,
    route: Option<&'static str>,
    idempotent: Option<bool>,
    streams: bool,
    anonymous: bool,
    time_to_send: Duration,
    deadline: Option<Instant>,
    token: Option<Token>,
    shared: Arc<Counts>,
}

/// What the copies of a call's `CallMeta` share.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    attempts: AtomicU32,
    token_replaced: AtomicBool,
    answering: AtomicBool,
    timed: AtomicBool,
}

/// What an error says of its call.
#[derive(Debug)]
pub(crate) struct Label {
    pub(crate) operation: Option<&'static str>,
    pub(crate) route: Option<&'static str>,
    pub(crate) counts: Arc<Counts>,
}

impl Counts {
    pub(crate) fn attempts(&self) -> u32 {
        self.attempts.load(Ordering::Relaxed)
    }

    /// Counts one attempt, which nothing has come back for.
    pub(crate) fn begin_attempt(&self) {
        self.attempts.fetch_add(1, Ordering::Relaxed);
        self.answering.store(false, Ordering::Relaxed);
    }

    /// The head of its answer has come.
    pub(crate) fn head_arrived(&self) {
        self.answering.store(true, Ordering::Relaxed);
    }

    /// What the attempt under way waits for.
    pub(crate) fn awaits(&self) -> TimeoutPhase {
        if self.answering.load(Ordering::Relaxed) {
            TimeoutPhase::Body
        } else {
            TimeoutPhase::Head
        }
    }

    /// Whether an attempt that waits has set a timer.
    pub(crate) fn timed(&self, yes: bool) {
        self.timed.store(yes, Ordering::Relaxed);
    }

    /// Whether one has since this was last asked.
    pub(crate) fn is_timed(&self) -> bool {
        self.timed.swap(false, Ordering::Relaxed)
    }

    /// Whether a refused token may be replaced: once a call.
    pub(crate) fn may_replace_token(&self) -> bool {
        !self.token_replaced.swap(true, Ordering::Relaxed)
    }
}

impl CallMeta {
    /// A call by the name of its operation, as traces and errors show it: `rooms.create`.
    #[must_use]
    pub fn new(operation: &'static str) -> Self {
        Self::default().named(operation)
    }

    /// The name of the operation.
    #[must_use]
    pub const fn named(mut self, operation: &'static str) -> Self {
        self.operation = Some(operation);
        self
    }

    /// The same for another call, with attempts of its own to count.
    #[must_use]
    pub fn for_another(mut self) -> Self {
        self.shared = Arc::default();
        self
    }

    /// The path before its ids were filled in, `/rooms/{}`: what traces show in place of the path.
    #[must_use]
    pub const fn route(mut self, template: &'static str) -> Self {
        self.route = Some(template);
        self
    }

    /// Whether sending the request twice does no more than sending it once. Default: what its method says.
    #[must_use]
    pub const fn idempotent(mut self, yes: bool) -> Self {
        self.idempotent = Some(yes);
        self
    }

    /// Whether the answer's body is handed out as it arrives and not collected first.
    #[must_use]
    pub const fn streams(mut self, yes: bool) -> Self {
        self.streams = yes;
        self
    }

    /// Whether the call goes without a token, as those that ask for one do.
    #[must_use]
    pub const fn anonymous(mut self, yes: bool) -> Self {
        self.anonymous = yes;
        self
    }

    /// When the call ends, waits and resends included.
    #[must_use]
    pub const fn deadline(mut self, at: Instant) -> Self {
        self.deadline = Some(at);
        self
    }

    /// What an attempt may take beyond its timeout, for a body that takes long to send.
    #[must_use]
    pub const fn time_to_send(mut self, longer: Duration) -> Self {
        self.time_to_send = longer;
        self
    }

    /// The token of this call, in place of the client's own.
    #[must_use]
    pub fn token(mut self, token: Token) -> Self {
        self.token = Some(token);
        self
    }

    /// The name of the operation.
    #[must_use]
    pub const fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// The path before its ids were filled in.
    #[must_use]
    pub const fn route_template(&self) -> Option<&'static str> {
        self.route
    }

    /// Whether a request with this method may be sent a second time although the first may have been processed.
    #[must_use]
    pub fn is_idempotent(&self, method: &Method) -> bool {
        self.idempotent.unwrap_or_else(|| method.is_idempotent())
    }

    /// Whether the answer's body streams.
    #[must_use]
    pub const fn is_streaming(&self) -> bool {
        self.streams
    }

    /// Whether the call goes without a token.
    #[must_use]
    pub const fn is_anonymous(&self) -> bool {
        self.anonymous
    }

    /// What an attempt may take beyond its timeout.
    #[must_use]
    pub const fn longer(&self) -> Duration {
        self.time_to_send
    }

    /// When the call ends.
    #[must_use]
    pub const fn ends_at(&self) -> Option<Instant> {
        self.deadline
    }

    /// The token of this call alone.
    #[must_use]
    pub const fn own_token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// How many attempts have left for the wire so far, as [`TimeoutLayer`](crate::TimeoutLayer) counts them.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.shared.attempts()
    }

    /// What an error says of the call, without the rest.
    pub(crate) fn label(&self) -> Label {
        Label {
            operation: self.operation,
            route: self.route,
            counts: self.shared.clone(),
        }
    }

    /// What its copies share, without the rest.
    pub(crate) fn counts(&self) -> Arc<Counts> {
        self.shared.clone()
    }

    /// The request's own, put there when it is missing.
    pub(crate) fn of(extensions: &mut Extensions) -> &Self {
        extensions.get_or_insert_default::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_share_their_count_of_attempts() {
        let meta = CallMeta::new("people.me");
        meta.clone().counts().begin_attempt();
        assert_eq!(meta.attempts(), 1);
    }

    #[test]
    fn idempotent_by_method_unless_the_call_says_otherwise() {
        let meta = CallMeta::default();
        assert!(meta.is_idempotent(&Method::DELETE));
        assert!(!meta.is_idempotent(&Method::POST));
        assert!(meta.clone().idempotent(true).is_idempotent(&Method::POST));
        assert!(!meta.idempotent(false).is_idempotent(&Method::GET));
    }
}
