//! One renewal for everybody.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use super::exchange::Exchange;
use super::{Grant, TokenSet, TokenStore};
use crate::auth::{Credentials, CredentialsFuture};
use crate::{CallMeta, Error, ErrorKind, Token};

/// The first wait after a failed renewal, and the longest.
const BACKOFF: Duration = Duration::from_secs(1);
const LONGEST_BACKOFF: Duration = Duration::from_secs(300);
/// When a store that failed is asked again.
const SAVE_AGAIN: Duration = Duration::from_secs(10);
/// The earliest before its end that a token is renewed.
const EARLIEST: Duration = Duration::from_secs(24 * 60 * 60);

/// [`Credentials`] that renew themselves: see the [module](super). Clones share everything.
#[derive(Clone, Debug)]
pub struct Refreshing(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    exchange: Exchange,
    store: Arc<dyn TokenStore>,
    timeout: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// What the next renewal is asked for with.
    grant: Grant,
    loaded: bool,
    current: Option<Current>,
    /// How the renewal that is under way ends; closed without a word when its task is gone.
    flight: Option<watch::Receiver<Option<Outcome>>>,
    failures: u32,
    not_before: Option<Instant>,
    last: Option<Failure>,
    /// What the store failed to keep, and when it is asked again.
    unsaved: Option<(TokenSet, Instant)>,
}

#[derive(Clone, Debug)]
struct Current {
    token: Token,
    ends: Option<Instant>,
    renew: Option<Instant>,
}

type Outcome = Result<(), Failure>;

/// An error, as many callers get it.
#[derive(Clone, Debug)]
struct Failure {
    kind: ErrorKind,
    message: Arc<str>,
}

impl Failure {
    fn of(error: &Error) -> Self {
        Self {
            kind: error.kind(),
            message: error.to_string().into(),
        }
    }

    fn error(&self) -> Error {
        Error::new(ErrorKind::Credentials)
            .with_message(format_args!("no access token: {}", self.message))
    }

    /// Whether trying again is of no use.
    fn is_final(&self) -> bool {
        self.kind == ErrorKind::Credentials
    }
}

impl Refreshing {
    pub(super) fn new(
        exchange: Exchange,
        grant: Grant,
        store: Arc<dyn TokenStore>,
        timeout: Duration,
    ) -> Self {
        let state = State {
            grant,
            loaded: false,
            current: None,
            flight: None,
            failures: 0,
            not_before: None,
            last: None,
            unsaved: None,
        };
        Self(Arc::new(Shared {
            exchange,
            store,
            timeout,
            state: Mutex::new(state),
        }))
    }

    /// Joins the renewal under way, or starts one, and waits for its end.
    async fn renewed(self) -> Result<(), Error> {
        let mut flight = match Shared::flight(&self.0) {
            Ok(flight) => flight,
            Err(error) => return Err(error),
        };
        let outcome = match flight.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone(),
            Err(_) => None,
        };
        match outcome {
            Some(Ok(())) => Ok(()),
            Some(Err(failure)) => Err(failure.error()),
            None => Err(Error::new(ErrorKind::Credentials)
                .with_message("no access token: its renewal was cut off")),
        }
    }
}

impl Credentials for Refreshing {
    fn at_hand(&self) -> Option<Token> {
        let now = Instant::now();
        let (token, due, unsaved) = {
            let mut state = self.0.state();
            let unsaved = state.unsaved.take_if(|(_, again)| *again <= now);
            let current = state.current.as_ref()?;
            if current.ends.is_some_and(|ends| ends <= now) {
                return None;
            }
            let due = current.renew.is_some_and(|renew| renew <= now) && state.may_try(now);
            (current.token.clone(), due, unsaved)
        };
        if let (Some((tokens, _)), Ok(runtime)) = (unsaved, Handle::try_current()) {
            let shared = self.0.clone();
            runtime.spawn(async move { shared.keep(&tokens).await });
        }
        if due {
            // The token is still good: nobody waits for the new one, and nobody minds if it fails.
            let _ = Shared::flight(&self.0);
        }
        Some(token)
    }

    fn token(&self) -> CredentialsFuture<Token> {
        let this = self.clone();
        Box::pin(async move {
            if let Some(token) = this.at_hand() {
                return Ok(token);
            }
            this.clone().renewed().await?;
            let current = this.0.state().current.clone();
            current
                .map(|current| current.token)
                .ok_or_else(|| Error::new(ErrorKind::Credentials).with_message("no access token"))
        })
    }

    fn refused(&self, token: Token) -> CredentialsFuture<bool> {
        let this = self.clone();
        {
            let mut state = this.0.state();
            match &state.current {
                // Replaced meanwhile: a late refusal renews nothing.
                Some(current) if !current.token.is_same(&token) => {
                    return Box::pin(std::future::ready(Ok(true)));
                }
                _ => state.current = None,
            }
        }
        Box::pin(async move { this.renewed().await.map(|()| true) })
    }
}

impl State {
    fn may_try(&self, now: Instant) -> bool {
        self.flight.is_none() && self.not_before.is_none_or(|at| at <= now)
    }

    fn adopt(&mut self, tokens: &TokenSet) -> Result<(), Error> {
        let token = Token::new(tokens.access_token.expose())?;
        let left = tokens
            .expires_at
            .map(|at| at.duration_since(SystemTime::now()).unwrap_or_default());
        let now = Instant::now();
        self.current = Some(Current {
            token,
            ends: left.map(|left| now + left),
            renew: left.map(|left| {
                let ahead = (left / 10)
                    .min(EARLIEST)
                    .mul_f64(0.5 + 0.5 * fastrand::f64());
                now + (left - ahead)
            }),
        });
        if let Some(refresh_token) = &tokens.refresh_token {
            self.grant = Grant::Refresh(refresh_token.clone());
        }
        Ok(())
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The renewal under way, or a new one. An error when the last one failed for good, or only just.
    fn flight(this: &Arc<Self>) -> Result<watch::Receiver<Option<Outcome>>, Error> {
        let runtime = Handle::try_current().map_err(|_| {
            Error::new(ErrorKind::Credentials)
                .with_message("no access token: renewing it needs a tokio runtime")
        })?;
        let (sender, receiver) = watch::channel(None);
        {
            let mut state = this.state();
            // One whose task is gone, with its runtime, is none.
            if let Some(flight) = state
                .flight
                .as_ref()
                .filter(|flight| flight.has_changed().is_ok())
            {
                return Ok(flight.clone());
            }
            let early = state.not_before.is_some_and(|at| Instant::now() < at);
            match &state.last {
                Some(failure) if early || failure.is_final() => return Err(failure.error()),
                _ => state.flight = Some(receiver.clone()),
            }
        }
        // A task of its own: no caller that goes away can lose a refresh token that was just replaced.
        runtime.spawn(this.clone().renew(sender));
        Ok(receiver)
    }

    async fn renew(self: Arc<Self>, sender: watch::Sender<Option<Outcome>>) {
        let outcome = self.obtain().await.map_err(|error| Failure::of(&error));
        {
            let mut state = self.state();
            state.flight = None;
            match &outcome {
                Ok(()) => {
                    state.failures = 0;
                    state.not_before = None;
                    state.last = None;
                }
                Err(failure) => {
                    tracing::warn!(target: "webex", error = %failure.message, "the access token could not be renewed");
                    let doubled = BACKOFF.saturating_mul(1 << state.failures.min(10));
                    let wait = doubled
                        .min(LONGEST_BACKOFF)
                        .mul_f64(0.5 + 0.5 * fastrand::f64());
                    state.failures = state.failures.saturating_add(1);
                    state.not_before = Some(Instant::now() + wait);
                    state.last = Some(failure.clone());
                }
            }
        }
        let _ = sender.send(Some(outcome));
    }

    /// A good pair: what the store has, if that is still good, or a new one.
    async fn obtain(self: &Arc<Self>) -> Result<(), Error> {
        let asked = timeout(self.timeout, self.ask()).await.map_err(|_| {
            let message = format_args!("no new token within {:?}", self.timeout);
            Error::new(ErrorKind::Timeout).with_message(message)
        })?;
        if let Some(tokens) = asked? {
            self.keep(&tokens).await;
            self.state().adopt(&tokens)?;
        }
        Ok(())
    }

    /// A new pair; none when the store's is good.
    async fn ask(&self) -> Result<Option<TokenSet>, Error> {
        let configured = self.state().grant.clone();
        if self.load().await? {
            return Ok(None);
        }
        let deadline = Instant::now() + self.timeout;
        let meta = || {
            let meta = CallMeta::new("access_token").route("/access_token");
            meta.deadline(deadline)
        };
        let grant = self.state().grant.clone();
        match self.exchange.exchange(&grant, meta()).await {
            // What an earlier run left is spent; what this one was given may be newer.
            Err(error) if error.kind() == ErrorKind::Credentials && !grant.is(&configured) => {
                self.exchange.exchange(&configured, meta()).await.map(Some)
            }
            result => result.map(Some),
        }
    }

    /// Looks at the store, once. `true` when what it has is good for calls.
    async fn load(&self) -> Result<bool, Error> {
        if std::mem::replace(&mut self.state().loaded, true) {
            return Ok(false);
        }
        let stored = self.store.load().await.map_err(|error| {
            self.state().loaded = false;
            Error::new(ErrorKind::Other)
                .with_message("the token store could not be read")
                .with_source(error)
        })?;
        let Some(tokens) = stored else {
            return Ok(false);
        };
        let good = tokens.expires_at.is_some_and(|at| at > SystemTime::now());
        let mut state = self.state();
        if good {
            state.adopt(&tokens)?;
        } else if let Some(refresh_token) = tokens.refresh_token {
            state.grant = Grant::Refresh(refresh_token);
        }
        Ok(good)
    }

    /// Has the store keep a new pair before anybody sees it. A store that fails, hangs or panics loses nothing while the
    /// process lives: the pair is used from memory, and saving it is tried again.
    async fn keep(self: &Arc<Self>, tokens: &TokenSet) {
        // In a task of its own, so that a panic ends there.
        let (shared, saved) = (self.clone(), tokens.clone());
        let saving =
            tokio::spawn(async move { timeout(shared.timeout, shared.store.save(saved)).await });
        let problem = match saving.await {
            Ok(Ok(Ok(()))) => return,
            Ok(Ok(Err(error))) => error.to_string(),
            Ok(Err(_)) => "it took too long".to_owned(),
            Err(_) => "it panicked".to_owned(),
        };
        tracing::error!(
            target: "webex",
            problem,
            "the token store did not keep the new tokens: they live in memory alone, until it does"
        );
        let again = Instant::now() + SAVE_AGAIN;
        self.state().unsaved = Some((tokens.clone(), again));
    }
}

impl Grant {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Refresh(own), Self::Refresh(other)) => own == other,
            (own, other) => matches!((own, other), (Self::Code { .. }, Self::Code { .. })),
        }
    }
}
