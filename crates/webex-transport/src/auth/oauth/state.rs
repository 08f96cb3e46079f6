//! What is known of the tokens, for all clones.

use std::time::{Duration, SystemTime};

use tokio::sync::watch;
use tokio::time::Instant;

use super::{Grant, TokenSet};
use crate::auth::failure::Failure;
use crate::{Error, Token};

/// Times beyond this are this: far enough, and to be reckoned with.
pub(in crate::auth) const FAR: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);
/// The shortest life that a token is taken to have, whatever is said of it or a clock makes of that: where each is over as
/// it comes, each attempt would cost a renewal. The service refuses what is over in truth, and it is replaced for that.
const SHORTEST: Duration = Duration::from_secs(10);
/// The earliest before its end that a token is renewed.
const EARLIEST: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Debug)]
pub(super) struct State {
    /// What the next renewal is asked for with.
    pub(super) grant: Grant,
    /// What was configured, where the store's went before it, until it was good or another was.
    pub(super) fallback: Option<Grant>,
    pub(super) loaded: bool,
    pub(super) current: Option<Current>,
    /// How the renewal that is under way ends; closed without a word when its task is gone.
    pub(super) flight: Option<watch::Receiver<Option<Outcome>>>,
    pub(super) failures: u32,
    pub(super) not_before: Option<Instant>,
    pub(super) last: Option<Failure>,
    /// When a token was last replaced because it was refused.
    pub(super) replaced: Option<Instant>,
    /// How many pairs there have been; the newest one if the store has not kept it, and when it is asked again.
    pub(super) pairs: u64,
    pub(super) unsaved: Option<(TokenSet, Instant)>,
}

#[derive(Clone, Debug)]
pub(super) struct Current {
    pub(super) token: Token,
    pub(super) ends: Option<Instant>,
    pub(super) renew: Option<Instant>,
    /// Whether a call was refused with it.
    pub(super) refused: bool,
}

impl Current {
    /// Neither over nor about to be, nor refused.
    pub(super) fn is_fresh(&self, now: Instant) -> bool {
        let later = |at: Option<Instant>| at.is_none_or(|at| now < at);
        !self.refused && later(self.ends) && later(self.renew)
    }
}

pub(super) type Outcome = Result<Token, Failure>;

impl State {
    /// The renewal under way. One whose task is gone, with its runtime, is none.
    pub(super) fn under_way(&self) -> Option<&watch::Receiver<Option<Outcome>>> {
        let flight = self.flight.as_ref();
        flight.filter(|flight| flight.has_changed().is_ok())
    }

    pub(super) fn may_try(&self, now: Instant) -> bool {
        self.under_way().is_none() && self.not_before.is_none_or(|at| at <= now)
    }

    /// Whether there will be no other token: one that was refused is better than none then, and may be good for other calls.
    pub(super) fn is_last(&self) -> bool {
        self.last.as_ref().is_some_and(Failure::is_final)
    }

    /// The token to call with.
    pub(super) fn good(&self, now: Instant) -> Option<&Current> {
        let current = self.current.as_ref()?;
        let is_over = current.ends.is_some_and(|ends| ends <= now);
        (!is_over && (!current.refused || self.is_last())).then_some(current)
    }

    pub(super) fn adopt(&mut self, tokens: &TokenSet) -> Result<Token, Error> {
        let token = Token::new(tokens.access_token.expose())?;
        let left = |at: SystemTime| at.duration_since(SystemTime::now()).unwrap_or_default();
        let left = tokens.expires_at.map(|at| left(at).clamp(SHORTEST, FAR));
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
            refused: false,
        });
        if let Some(refresh_token) = &tokens.refresh_token {
            self.grant = Grant::Refresh(refresh_token.clone());
        }
        Ok(token)
    }
}
