//! Credentials that renew themselves.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::Instant;

use super::renewal::{SAVE_AGAIN, Shared};
use super::source::Source;
use super::state::{FAR, State};
use super::{Grant, MemoryStore, OnRenewal, TokenSet, TokenStore};
use crate::auth::{Credentials, CredentialsFuture};
use crate::sync::{Mutex, spawn_on};
use crate::{Error, ErrorKind, Token};

/// How often a token that was refused is replaced: a service that always refuses is not to cost one renewal a call.
const REPLACE_AGAIN: Duration = Duration::from_secs(60);

/// [`Credentials`] that renew themselves: see the [module](super). Clones share everything.
#[derive(Clone, Debug)]
pub struct Refreshing(Arc<Shared>);

impl Refreshing {
    /// Credentials whose tokens are had from a function: asked for ahead of their end, once for all callers, and again
    /// when the service refuses one, as those of [`OAuth`](super::OAuth) are. It has 30 s for an answer.
    ///
    /// An error of kind [`ErrorKind::Credentials`] is final; after any other the function is called again, in a while.
    ///
    /// ```
    /// use webex_transport::Error;
    /// use webex_transport::auth::oauth::{Refreshing, TokenSet};
    ///
    /// # async fn ask_our_vault() -> Result<String, Error> { Ok(String::new()) }
    /// let credentials = Refreshing::issued_by(|| async {
    ///     let token = ask_our_vault().await?;
    ///     Ok(TokenSet::new(token))
    /// });
    /// ```
    pub fn issued_by<F, Fut>(issue: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<TokenSet, Error>> + Send + 'static,
    {
        Self::new(
            Source::Function(Arc::new(move || Box::pin(issue()))),
            Grant::Issued,
            Arc::new(MemoryStore::new()),
            Duration::from_secs(30),
            OnRenewal::default(),
        )
    }

    pub(super) fn new(
        source: Source,
        grant: Grant,
        store: Arc<dyn TokenStore>,
        timeout: Duration,
        on_renewal: OnRenewal,
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
            source,
            store,
            timeout: timeout.min(FAR),
            on_renewal,
            state: Mutex::new(state),
            saving: tokio::sync::Mutex::default(),
        }))
    }

    /// As after an earlier renewal, or before the first one.
    #[cfg(all(test, model_check))]
    pub(super) fn begin_with(&self, tokens: Option<TokenSet>) {
        let mut state = self.0.state();
        state.loaded = true;
        if let Some(tokens) = tokens {
            state.adopt(&tokens).unwrap();
        }
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
        if self.0.saving.try_lock().is_err() {
            return; // a store that hangs collects no more
        }
        let mut state = self.0.state();
        let pair = state.pairs;
        if let Some((tokens, again)) = state.unsaved.as_mut().filter(|(_, again)| *again <= now) {
            *again = now + SAVE_AGAIN;
            let (shared, tokens) = (self.0.clone(), tokens.clone());
            drop(state);
            spawn_on(&runtime, async move { shared.keep(pair, &tokens).await });
        }
    }
}

impl Credentials for Refreshing {
    fn at_hand(&self) -> Option<Token> {
        let now = Instant::now();
        self.save_again(now);
        let (token, due) = {
            let state = self.0.state();
            let current = state.good(now)?;
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
                None => match this.clone().renewed().await {
                    Ok(token) => Ok(token),
                    // One that was refused may be served again.
                    Err(error) => this.at_hand().ok_or(error),
                },
            }
        })
    }

    fn refused(&self, token: Token) -> CredentialsFuture<bool> {
        let now = Instant::now();
        let mut state = self.0.state();
        let (is_last, replaced) = (state.is_last(), state.replaced);
        let answer = match &mut state.current {
            // Replaced meanwhile: a late refusal renews nothing.
            Some(current) if !current.token.is_same(&token) => Some(true),
            // One is on its way.
            Some(current) if current.refused && !is_last => None,
            // Replaced for a refusal a moment ago: another token would be refused as well.
            Some(_) if replaced.is_some_and(|at| now < at + REPLACE_AGAIN) => Some(false),
            Some(current) => {
                current.refused = true;
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
                None => this.renewed().await.map(|new| !new.is_same(&token)),
            }
        })
    }
}
