//! The faults that wait for their request.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::Method;

use super::{Chaos, Effect, Fault};

/// The faults that wait for their request. A cheap handle.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    waiting: VecDeque<Fault>,
    chaos: Option<Chaos>,
}

impl Faults {
    /// Adds a fault behind those that wait already. A request gets the first that matches it, and only that.
    pub fn next(&self, fault: Fault) {
        if fault.times > 0 {
            self.lock().waiting.push_back(fault);
        }
    }

    /// Strikes at random those requests that no waiting fault is for.
    pub fn random(&self, chaos: Chaos) {
        self.lock().chaos = Some(chaos);
    }

    /// Drops all faults.
    pub fn clear(&self) {
        *self.lock() = Inner::default();
    }

    /// How many faults still wait.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.lock().waiting.len()
    }

    /// The fault for this request. `path` is without `/v1`.
    pub(crate) fn take(&self, method: &Method, path: &str) -> Option<Fault> {
        let mut inner = self.lock();
        let at = inner
            .waiting
            .iter()
            .position(|fault| fault.matches(method, path));
        match at {
            Some(at) => inner.take(at),
            None => inner.chaos.as_mut()?.take(method, path),
        }
    }

    /// Whether the connection that comes in now is to be refused.
    pub(crate) fn take_refusal(&self) -> bool {
        let mut inner = self.lock();
        let is_refusal = inner.waiting.front().is_some_and(|fault| {
            matches!(fault.effect, Effect::Refused)
                && fault.path.is_none()
                && fault.method.is_none()
        });
        is_refusal && inner.take(0).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn take(&mut self, at: usize) -> Option<Fault> {
        let fault = self.waiting.get_mut(at)?;
        if fault.times == u32::MAX {
            return Some(fault.clone());
        }
        fault.times -= 1;
        if fault.times == 0 {
            self.waiting.remove(at)
        } else {
            Some(fault.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;

    #[test]
    fn the_first_that_matches_is_used_up() {
        let faults = Faults::default();
        faults.next(Fault::status(500).path("/rooms").method(Method::POST));
        faults.next(Fault::status(429).times(2));
        assert!(
            faults.take(&Method::GET, "/roomsy").is_some()
                && faults.take(&Method::GET, "/rooms").is_some()
        );
        assert!(
            faults.take(&Method::GET, "/rooms").is_none()
                && faults.take(&Method::POST, "/room").is_none()
        );
        let taken = faults.take(&Method::POST, "/rooms/x").unwrap();
        assert!(matches!(
            taken.effect,
            Effect::Status(StatusCode::INTERNAL_SERVER_ERROR)
        ));
        assert_eq!(faults.pending(), 0);
    }

    #[test]
    fn always_stays_until_cleared() {
        let faults = Faults::default();
        faults.next(Fault::status(503).always());
        for _ in 0..10 {
            assert!(faults.take(&Method::GET, "/").is_some());
        }
        faults.clear();
        assert!(faults.take(&Method::GET, "/").is_none());
    }

    #[test]
    fn a_connection_is_refused_only_when_that_is_next() {
        let faults = Faults::default();
        faults.next(Fault::status(500));
        faults.next(Fault::refused());
        assert!(!faults.take_refusal());
        faults.take(&Method::GET, "/");
        assert!(faults.take_refusal() && !faults.take_refusal());
    }
}
