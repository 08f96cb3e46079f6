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
/// How often a token that was refused is replaced: a service that always refuses is not to cost one renewal a call.
const REPLACE_AGAIN: Duration = Duration::from_secs(60);
/// Times beyond this are this: far enough, and to be reckoned with.
const FAR: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);
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
    /// One save after another, so that an old pair is never written over a new one.
    saving: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct State {
    /// What the next renewal is asked for with.
    grant: Grant,
    /// What was configured, where the store's went before it, until it has been tried.
    fallback: Option<Grant>,
    loaded: bool,
    current: Option<Current>,
    /// How the renewal that is under way ends; closed without a word when its task is gone.
    flight: Option<watch::Receiver<Option<Outcome>>>,
    failures: u32,
    not_before: Option<Instant>,
    last: Option<Failure>,
    /// When a token was last replaced because it was refused.
    replaced: Option<Instant>,
    /// How many pairs there have been; the newest one if the store has not kept it, and when it is asked again.
    pairs: u64,
    unsaved: Option<(TokenSet, Instant)>,
}

#[derive(Clone, Debug)]
struct Current {
    token: Token,
    ends: Option<Instant>,
    renew: Option<Instant>,
}

type Outcome = Result<Token, Failure>;

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

    /// The request itself was never sent, or was refused for its token: what passes is worth another attempt.
    fn error(&self) -> Error {
        let kind = if self.is_final() {
            ErrorKind::Credentials
        } else {
            ErrorKind::Unsent
        };
        Error::new(kind).with_message(format_args!("no access token: {}", self.message))
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
            grant: grant.clone(),
            fallback: Some(grant),
            loaded: false,
            current: None,
            flight: None,
            failures: 0,
            not_before: None,
            last: None,
            replaced: None,
            pairs: 0,
            unsaved: None,
        };
        Self(Arc::new(Shared {
            exchange,
            store,
            timeout: timeout.min(FAR),
            state: Mutex::new(state),
            saving: tokio::sync::Mutex::default(),
        }))
    }

    /// Joins the renewal under way, or starts one, and waits for its end.
    async fn renewed(self) -> Result<Token, Error> {
        let mut flight = Shared::flight(&self.0)?;
        let outcome = match flight.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone(),
            Err(_) => None,
        };
        match outcome {
            Some(Ok(token)) => Ok(token),
            Some(Err(failure)) => Err(failure.error()),
            None => Err(Error::new(ErrorKind::Unsent)
                .with_message("no access token: its renewal was cut off")),
        }
    }

    /// Saves again what the store has not kept, when it is time.
    fn save_again(&self, now: Instant) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let mut state = self.0.state();
        let pair = state.pairs;
        if let Some((tokens, again)) = state.unsaved.as_mut().filter(|(_, again)| *again <= now) {
            *again = now + SAVE_AGAIN;
            let (shared, tokens) = (self.0.clone(), tokens.clone());
            drop(state);
            runtime.spawn(async move { shared.keep(pair, &tokens).await });
        }
    }
}

impl Credentials for Refreshing {
    fn at_hand(&self) -> Option<Token> {
        let now = Instant::now();
        self.save_again(now);
        let (token, due) = {
            let state = self.0.state();
            let current = state.current.as_ref()?;
            if current.ends.is_some_and(|ends| ends <= now) {
                return None;
            }
            let due = current.renew.is_some_and(|renew| renew <= now) && state.may_try(now);
            (current.token.clone(), due)
        };
        if due {
            // The token is still good: nobody waits for the new one, and nobody minds if it fails.
            let _ = Shared::flight(&self.0);
        }
        Some(token)
    }

    fn token(&self) -> CredentialsFuture<Token> {
        let this = self.clone();
        Box::pin(async move {
            match this.at_hand() {
                Some(token) => Ok(token),
                None => this.renewed().await,
            }
        })
    }

    fn refused(&self, token: Token) -> CredentialsFuture<bool> {
        let now = Instant::now();
        let mut state = self.0.state();
        let answer = match &state.current {
            // Replaced meanwhile: a late refusal renews nothing.
            Some(current) if !current.token.is_same(&token) => Some(true),
            // Replaced for a refusal a moment ago: another token would be refused as well.
            Some(_) if state.replaced.is_some_and(|at| now < at + REPLACE_AGAIN) => Some(false),
            Some(_) => {
                state.current = None;
                state.replaced = Some(now);
                None
            }
            None => None,
        };
        drop(state);
        let this = self.clone();
        Box::pin(async move {
            match answer {
                Some(answer) => Ok(answer),
                None => this.renewed().await.map(|_| true),
            }
        })
    }
}

impl State {
    fn may_try(&self, now: Instant) -> bool {
        self.flight.is_none() && self.not_before.is_none_or(|at| at <= now)
    }

    fn adopt(&mut self, tokens: &TokenSet) -> Result<Token, Error> {
        let token = Token::new(tokens.access_token.expose())?;
        let left = |at: SystemTime| at.duration_since(SystemTime::now()).unwrap_or_default();
        let left = tokens.expires_at.map(|at| left(at).min(FAR));
        let now = Instant::now();
        self.current = Some(Current {
            token: token.clone(),
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
        Ok(token)
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
                Ok(_) => {
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

    /// A good token: what the store has, if that is still good, or a new one.
    async fn obtain(self: &Arc<Self>) -> Result<Token, Error> {
        let asked = timeout(self.timeout, self.ask()).await.map_err(|_| {
            let message = format_args!("no new token within {:?}", self.timeout);
            Error::new(ErrorKind::Timeout).with_message(message)
        })?;
        let tokens = match asked? {
            Asked::Stored(token) => return Ok(token),
            Asked::New(tokens) => tokens,
        };
        let pair = {
            let mut state = self.state();
            state.pairs += 1;
            // The old one may be spent: whatever becomes of the rest, this is what there is.
            if let Some(refresh_token) = &tokens.refresh_token {
                state.grant = Grant::Refresh(refresh_token.clone());
            }
            state.pairs
        };
        self.keep(pair, &tokens).await;
        self.state().adopt(&tokens)
    }

    /// The store's, or a new pair for the first grant that is still good: what we have, what another process has put into
    /// the store meanwhile, what was configured.
    async fn ask(&self) -> Result<Asked, Error> {
        if let Some(token) = self.load().await? {
            return Ok(Asked::Stored(token));
        }
        let deadline = Instant::now() + self.timeout;
        let meta = || {
            let meta = CallMeta::new("access_token").route("/access_token");
            meta.deadline(deadline)
        };
        let grant = self.state().grant.clone();
        let refusal = match self.exchange.exchange(&grant, meta()).await {
            Err(error) if error.kind() == ErrorKind::Credentials => error,
            result => return result.map(Asked::New),
        };
        let stored = self.store.load().await.ok().flatten();
        let stored = stored
            .and_then(|tokens| tokens.refresh_token)
            .map(Grant::Refresh);
        let fallback = self.state().fallback.take();
        let mut tried = vec![grant];
        for other in stored.into_iter().chain(fallback) {
            if tried.iter().any(|grant| grant.is(&other)) {
                continue;
            }
            match self.exchange.exchange(&other, meta()).await {
                Err(error) if error.kind() == ErrorKind::Credentials => tried.push(other),
                result => return result.map(Asked::New),
            }
        }
        Err(refusal)
    }

    /// Looks at the store, until it has answered once. A token, when what it has is good for calls.
    async fn load(&self) -> Result<Option<Token>, Error> {
        if self.state().loaded {
            return Ok(None);
        }
        let stored = self.store.load().await.map_err(|error| {
            Error::new(ErrorKind::Other)
                .with_message("the token store could not be read")
                .with_source(error)
        })?;
        let mut state = self.state();
        state.loaded = true;
        let Some(tokens) = stored else {
            return Ok(None);
        };
        if tokens.expires_at.is_some_and(|at| at > SystemTime::now()) {
            return state.adopt(&tokens).map(Some);
        }
        if let Some(refresh_token) = tokens.refresh_token {
            state.grant = Grant::Refresh(refresh_token);
        }
        Ok(None)
    }

    /// Has the store keep a pair, unless there is a newer one. A store that fails, hangs or panics loses nothing while the
    /// process lives: the pair is used from memory, and saving it is tried again.
    async fn keep(self: &Arc<Self>, pair: u64, tokens: &TokenSet) {
        let _one_at_a_time = self.saving.lock().await;
        if self.state().pairs > pair {
            return;
        }
        // In a task of its own, so that a panic ends there.
        let (shared, saved) = (self.clone(), tokens.clone());
        let saving =
            tokio::spawn(async move { timeout(shared.timeout, shared.store.save(saved)).await });
        let problem = match saving.await {
            Ok(Ok(Ok(()))) => None,
            Ok(Ok(Err(error))) => Some(error.to_string()),
            Ok(Err(_)) => Some("it took too long".to_owned()),
            Err(_) => Some("it panicked".to_owned()),
        };
        let mut state = self.state();
        if state.pairs > pair {
            return;
        }
        state.unsaved = problem.map(|problem| {
            tracing::error!(
                target: "webex",
                problem,
                "the token store did not keep the new tokens: they live in memory alone, until it does"
            );
            (tokens.clone(), Instant::now() + SAVE_AGAIN)
        });
    }
}

/// What there is to call with.
enum Asked {
    Stored(Token),
    New(TokenSet),
}

impl Grant {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Refresh(own), Self::Refresh(other)) => own == other,
            (own, other) => matches!((own, other), (Self::Code { .. }, Self::Code { .. })),
        }
    }
}
