//! The paces that all clones share.

use std::collections::HashMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::key::Key;
use super::pace::{Cut, Pace, Place};
use super::seen::Seen;
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Mutex, MutexGuard};

#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Whether there is any pace: all that is looked at before the first refusal.
    pushing_back: AtomicBool,
    paces: Mutex<HashMap<Key, Pace>>,
    seen: Seen,
    /// How many paces there were. Not of `crate::sync`: it is counted under the lock.
    generations: AtomicU64,
}

/// Whether an attempt may leave.
#[derive(Debug)]
pub(super) enum Pass {
    Now(Attempt),
    /// Not before `at`; without a place in the line when the caller does not wait.
    Later {
        place: Option<Waiting>,
        at: Instant,
        now: Instant,
    },
}

/// Keys beyond this many share one pace.
pub(super) const MOST_KEYS: usize = 1024;

impl Shared {
    pub(super) fn admit(self: &Arc<Self>, key: Key, waits: bool) -> Pass {
        let at_once = |key, cut| {
            let shared = self.clone();
            Pass::Now(Attempt { shared, key, cut })
        };
        if !self.pushing_back.load(Ordering::Relaxed) {
            return at_once(key, Cut::default());
        }
        let now = Instant::now();
        let mut paces = self.paces();
        let Some((key, pace)) = find(&mut paces, key) else {
            return at_once(key, Cut::default());
        };
        if pace.is_over(now) {
            paces.remove(&key);
            self.pushing_back
                .store(!paces.is_empty(), Ordering::Relaxed);
            return at_once(key, Cut::default());
        }
        if !waits {
            return match pace.stopped_until() {
                at if at > now => Pass::Later {
                    place: None,
                    at,
                    now,
                },
                _ => at_once(key, pace.cut()),
            };
        }
        let place = pace.join(now);
        match pace.leave(place, now) {
            Ok(cut) => at_once(key, cut),
            Err(at) => {
                let shared = self.clone();
                let place = Some(Waiting { shared, key, place });
                Pass::Later { place, at, now }
            }
        }
    }

    fn paces(&self) -> MutexGuard<'_, HashMap<Key, Pace>> {
        self.paces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
impl Shared {
    pub(super) fn is_pushing_back(&self) -> bool {
        self.pushing_back.load(Ordering::Relaxed)
    }

    pub(super) fn families(&self) -> usize {
        self.paces().len()
    }

    /// As if the refusals so far were long ago.
    #[cfg(model_check)]
    pub(super) fn age(&self) {
        for pace in self.paces().values_mut() {
            pace.age();
        }
    }

    /// When the next that comes would leave.
    pub(super) fn next_place<B>(&self, request: &http::Request<B>) -> Option<Instant> {
        let mut paces = self.paces();
        let (_, pace) = find(&mut paces, Key::of(request, None))?;
        let now = Instant::now();
        let place = pace.join(now);
        let leaves = pace.leave(place, now).err();
        pace.give_back(place, now);
        leaves
    }
}

/// The pace of a key, or the one of those that found no room, with the key that it is under.
fn find(paces: &mut HashMap<Key, Pace>, key: Key) -> Option<(Key, &mut Pace)> {
    let key = if paces.contains_key(&key) {
        key
    } else {
        Key::OTHERS
    };
    Some((key, paces.get_mut(&key)?))
}

/// An attempt that has left.
#[derive(Debug)]
pub(super) struct Attempt {
    shared: Arc<Shared>,
    key: Key,
    cut: Cut,
}

impl Attempt {
    /// The service let it through.
    pub(super) fn served(&self) {
        self.shared.seen.served();
        if self.shared.pushing_back.load(Ordering::Relaxed) {
            if let Some((_, pace)) = find(&mut self.shared.paces(), self.key) {
                pace.served();
            }
        }
    }

    /// The service refused it, and asks for a pause.
    pub(super) fn refused(&self, asked: Duration) {
        let now = Instant::now();
        let mut paces = self.shared.paces();
        let mut key = self.key;
        if let Some((known, _)) = find(&mut paces, key) {
            key = known;
        } else if paces.len() >= MOST_KEYS {
            paces.retain(|_, pace| !pace.is_over(now));
            if paces.len() >= MOST_KEYS {
                key = Key::OTHERS;
            }
        }
        let pace = paces.entry(key).or_insert_with(|| {
            let generation = self.shared.generations.fetch_add(1, Ordering::Relaxed);
            let seen = self.shared.seen.rate(now);
            Pace::new(now).at_least(seen).of_generation(generation)
        });
        pace.refused(now, self.cut, asked, fastrand::f64());
        self.shared.pushing_back.store(true, Ordering::Relaxed);
    }
}

/// An attempt in the line. Dropped, it leaves its place to the next that comes.
#[derive(Debug)]
pub(super) struct Waiting {
    shared: Arc<Shared>,
    key: Key,
    place: Place,
}

impl Waiting {
    /// Lets it go, or says when it may.
    pub(super) fn leave(&self) -> Result<Attempt, Instant> {
        let cut = match self.shared.paces().get(&self.key) {
            Some(pace) => pace.leave(self.place, Instant::now())?,
            None => Cut::default(),
        };
        Ok(Attempt {
            shared: self.shared.clone(),
            key: self.key,
            cut,
        })
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(pace) = self.shared.paces().get_mut(&self.key) {
            pace.give_back(self.place, Instant::now());
        }
    }
}
