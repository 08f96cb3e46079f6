//! The pace of one key: a state machine without I/O or a clock of its own.

use std::time::Duration;

use tokio::time::Instant;

/// Refusals with no success between, after which all stop.
const STOP_AFTER: u32 = 3;
/// What a cut leaves of the pace that was served.
const CUT: f64 = 0.8;
/// How steeply the pace grows back: CUBIC's constant, as TCP uses it, for attempts a second.
const STEEPNESS: f64 = 0.02;
/// Attempts a second that are never fallen below.
const SLOWEST: f64 = 0.2;
/// The pace to begin with, before anything was learned.
const FIRST: f64 = 10.0;
/// Without a refusal for this long, the pace is forgotten.
const MEMORY: Duration = Duration::from_secs(120);

#[derive(Debug)]
pub(super) struct Pace {
    /// The pace, in attempts a second, that the service was last seen to serve.
    plateau: f64,
    /// When the pace was last cut, and how many have been served since.
    cut_at: Instant,
    served: u32,
    /// Refusals since the last success.
    refusals: u32,
    /// When the next attempt may leave.
    next: Instant,
    closed_until: Instant,
    fresh: bool,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            plateau: FIRST,
            cut_at: now,
            served: 0,
            refusals: 0,
            next: now,
            closed_until: now,
            fresh: true,
        }
    }

    /// Attempts a second: from below the plateau back to it, slowly past it, then faster.
    fn rate(&self, now: Instant) -> f64 {
        let flat_after = (self.plateau * (1.0 - CUT) / STEEPNESS).cbrt();
        let since = now.saturating_duration_since(self.cut_at).as_secs_f64();
        (STEEPNESS * (since - flat_after).powi(3) + self.plateau).max(SLOWEST)
    }

    /// Takes the next place in the line and says when it comes up.
    pub(super) fn admit(&mut self, now: Instant) -> Instant {
        let at = now.max(self.next).max(self.closed_until);
        self.next = at + Duration::from_secs_f64(1.0 / self.rate(at));
        at
    }

    /// A place that will not be used.
    pub(super) fn give_back(&mut self, now: Instant) {
        let place = Duration::from_secs_f64(1.0 / self.rate(now));
        self.next = self
            .next
            .checked_sub(place)
            .map_or(now, |next| next.max(now));
    }

    pub(super) fn served(&mut self) {
        self.served = self.served.saturating_add(1);
        self.refusals = 0;
    }

    /// Cuts the pace to a part of what was served since the last cut, pauses included, once a second at most.
    pub(super) fn refused(&mut self, now: Instant, asked: Duration, random: f64) {
        self.refusals = self.refusals.saturating_add(1);
        let since = now.saturating_duration_since(self.cut_at).as_secs_f64();
        if since >= 1.0 {
            let measured = f64::from(self.served) / since;
            self.plateau = measured.min(self.rate(now)).max(SLOWEST);
            self.cut_at = now;
            self.served = 0;
        } else if std::mem::take(&mut self.fresh) {
            self.cut_at = now;
        }
        if self.refusals >= STOP_AFTER {
            let until = now + asked.mul_f64(1.0 + 0.05 * random);
            self.closed_until = self.closed_until.max(until);
        }
    }

    pub(super) fn closed_until(&self) -> Instant {
        self.closed_until
    }

    pub(super) fn is_over(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.cut_at.max(self.closed_until)) > MEMORY
    }
}
