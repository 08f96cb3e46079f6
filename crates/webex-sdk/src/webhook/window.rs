//! The events that were seen last.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use webex_models::{WebhookEvent, WebhookEventType};

/// Remembers at least so many events, and at most twice as many, 64 bits of a keyed hash of each: that two of a million
/// are taken for one is a matter of one in ten million.
#[derive(Debug)]
pub(super) struct Window {
    capacity: usize,
    key: RandomState,
    sets: Mutex<Sets>,
}

/// When the young ones are as many as the capacity, they become the old ones, and the old ones are forgotten.
#[derive(Debug, Default)]
struct Sets {
    young: HashSet<u64>,
    old: HashSet<u64>,
    underway: HashSet<u64>,
}

/// What is known of an event.
#[derive(Debug)]
pub(super) enum Seen {
    /// Nothing. It is underway until the place is dropped.
    New(Place),
    /// It is being worked on.
    Underway,
    /// It was worked on.
    Before,
}

impl Window {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            key: RandomState::new(),
            sets: Mutex::default(),
        }
    }

    /// Remembers an event, unless it is known.
    pub(super) fn see(self: &Arc<Self>, event: &WebhookEvent) -> Seen {
        let identity = (self.capacity > 0).then(|| self.identity(event)).flatten();
        if let Some(identity) = identity {
            let mut sets = self.lock();
            if sets.underway.contains(&identity) {
                return Seen::Underway;
            }
            let is_known = sets.young.contains(&identity) || sets.old.contains(&identity);
            if sets.young.insert(identity) && sets.young.len() >= self.capacity {
                sets.grow_old();
            }
            if is_known {
                return Seen::Before;
            }
            sets.underway.insert(identity);
        }
        Seen::New(Place {
            window: self.clone(),
            identity,
            is_kept: false,
        })
    }

    /// None for events that may come more than once and be new each time.
    fn identity(&self, event: &WebhookEvent) -> Option<u64> {
        let once = matches!(
            event.event,
            Some(
                WebhookEventType::Created | WebhookEventType::Deleted | WebhookEventType::Migrated
            )
        );
        let data = event.data.as_ref().filter(|_| once)?;
        let id = data.get("id").filter(|id| **id != Value::Null)?;
        // Who leaves a room and comes back may have a membership of the same id; not one of the same moment.
        let created = data.get("created");
        let whole = (&event.id, &event.resource, &event.event, id, created);
        Some(self.key.hash_one(whole))
    }

    fn lock(&self) -> MutexGuard<'_, Sets> {
        self.sets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sets {
    fn grow_old(&mut self) {
        mem::swap(&mut self.young, &mut self.old);
        self.young.clear(); // its memory is kept for the next ones
    }
}

/// An event that is being worked on. Dropped, it is forgotten, so that it may come again, or kept.
#[derive(Debug)]
pub(super) struct Place {
    window: Arc<Window>,
    identity: Option<u64>,
    is_kept: bool,
}

impl Place {
    pub(super) fn keep(&mut self) {
        self.is_kept = true;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(identity) = self.identity {
            let mut sets = self.window.lock();
            sets.underway.remove(&identity);
            if !self.is_kept {
                sets.young.remove(&identity);
                sets.old.remove(&identity);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(event: &str, data: Value) -> WebhookEvent {
        let event = json!({ "id": "w", "resource": "memberships", "event": event, "data": data });
        serde_json::from_value(event).unwrap()
    }

    fn created(n: usize) -> WebhookEvent {
        event("created", json!({ "id": format!("M{n}") }))
    }

    /// Sees it and is done with it at once: whether it was new.
    fn is_new(window: &Arc<Window>, event: &WebhookEvent) -> bool {
        match window.see(event) {
            Seen::New(mut place) => {
                place.keep();
                true
            }
            Seen::Underway | Seen::Before => false,
        }
    }

    /// W4.
    #[test]
    fn of_a_million_events_none_passes_twice_within_the_window() {
        const CAPACITY: usize = 1000;
        let window = Arc::new(Window::new(CAPACITY));
        let mut event = created(0);
        let mut is_new = |n: usize| {
            event.data = Some(json!({ "id": n }));
            is_new(&window, &event)
        };
        let mut sizes = HashSet::new();
        for n in 0..1_000_000 {
            assert!(is_new(n), "{n}");
            // The event itself, and some that are up to as old as the window is wide.
            for back in [0, n % CAPACITY] {
                assert!(!is_new(n - back.min(n)), "{n}, {back} before");
            }
            if n > 10 * CAPACITY {
                let sets = window.lock();
                sizes.insert(sets.young.capacity() + sets.old.capacity());
            }
        }
        assert_eq!(sizes.len(), 1, "memory is constant: {sizes:?}");
        assert!(is_new(0), "the window has an end");
    }

    #[test]
    fn what_may_happen_again_is_never_a_repeat() {
        let window = Arc::new(Window::new(10));
        for name in [
            "updated",
            "joined",
            "left",
            "started",
            "ended",
            "statusChanged",
            "authorized",
            "somethingNew",
        ] {
            let event = event(name, json!({ "id": "M" }));
            assert!(is_new(&window, &event) && is_new(&window, &event), "{name}");
        }
        let nameless = event("created", json!({}));
        assert!(is_new(&window, &nameless) && is_new(&window, &nameless));
    }

    #[test]
    fn an_event_is_its_webhook_resource_event_id_and_moment() {
        let window = Arc::new(Window::new(10));
        let mut other_webhook = created(1);
        other_webhook.id = "v".parse().unwrap();
        for event in [
            created(1),
            created(2),
            other_webhook,
            event("deleted", json!({ "id": "M1" })),
            event(
                "created",
                json!({ "id": "M1", "created": "2026-01-02T03:04:05.000Z" }),
            ),
            created(3).resource("messages"),
        ] {
            assert!(is_new(&window, &event), "{event:?}");
            assert!(!is_new(&window, &event), "{event:?}");
        }
    }

    #[test]
    fn what_was_not_kept_may_come_again() {
        let window = Arc::new(Window::new(10));
        let Seen::New(place) = window.see(&created(1)) else {
            panic!("seen before")
        };
        assert!(matches!(window.see(&created(1)), Seen::Underway));
        drop(place);
        assert!(is_new(&window, &created(1)));
        assert!(matches!(window.see(&created(1)), Seen::Before));
        assert!(window.lock().underway.is_empty());
    }

    #[test]
    fn without_capacity_nothing_is_a_repeat() {
        let window = Arc::new(Window::new(0));
        assert!(is_new(&window, &created(1)) && is_new(&window, &created(1)));
    }
}
