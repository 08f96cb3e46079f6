//! Misbehaviour on demand: what to do to which requests, and how often.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use http::{Method, StatusCode};

/// One way to misbehave, and the requests it is for: the next one, unless told otherwise.
///
/// ```
/// use webex_emulator::{Emulator, Fault};
///
/// let webex = Emulator::new();
/// webex.faults().next(Fault::status(429).retry_after(2));
/// webex.faults().next(Fault::status(502).path("/rooms").times(3));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Fault {
    pub(crate) effect: Effect,
    pub(crate) retry_after: Option<String>,
    method: Option<Method>,
    path: Option<String>,
    times: u32,
}

#[derive(Clone, Debug)]
pub(crate) enum Effect {
    /// Answers with this status, without looking at the request.
    Status(StatusCode),
    /// Waits, then goes on as if nothing had happened.
    Latency(Duration),
}

impl Fault {
    fn new(effect: Effect) -> Self {
        Self {
            effect,
            retry_after: None,
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

    /// Answers later by so much of tokio's time.
    pub fn latency(wait: Duration) -> Self {
        Self::new(Effect::Latency(wait))
    }

    /// Sends this `Retry-After`: a number of seconds, or any text.
    pub fn retry_after(mut self, value: impl ToString) -> Self {
        self.retry_after = Some(value.to_string());
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

    fn matches(&self, method: &Method, path: &str) -> bool {
        let below = |prefix: &String| {
            let rest = path.strip_prefix(prefix.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.method.as_ref().is_none_or(|known| known == method)
            && self.path.as_ref().is_none_or(below)
    }
}

/// The faults that wait for their request. A cheap handle.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<VecDeque<Fault>>>);

impl Faults {
    /// Adds a fault behind those that wait already. A request gets the first that matches it, and only that.
    pub fn next(&self, fault: Fault) {
        if fault.times > 0 {
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push_back(fault);
        }
    }

    /// Drops all faults.
    pub fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// How many faults still wait.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The fault for this request. `path` is without `/v1`.
    pub(crate) fn take(&self, method: &Method, path: &str) -> Option<Fault> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = waiting
            .iter()
            .position(|fault| fault.matches(method, path))?;
        let fault = waiting.get_mut(at)?;
        if fault.times == u32::MAX {
            return Some(fault.clone());
        }
        fault.times -= 1;
        if fault.times == 0 {
            waiting.remove(at)
        } else {
            Some(fault.clone())
        }
    }
}

#[cfg(test)]
mod tests {
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
}
