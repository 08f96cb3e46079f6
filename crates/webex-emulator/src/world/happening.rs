//! What happened: kept as events, and told to webhooks.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde_json::Value;

use super::World;
use crate::id::{Key, Kind};

/// How many events are kept.
const MOST_EVENTS: usize = 100_000;

/// Something that somebody did to a resource.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    /// As the API names it: `messages`.
    pub(crate) resource: &'static str,
    /// As the API names it: `created`.
    pub(crate) event: &'static str,
    pub(crate) actor: Key,
    /// The room it happened in; its members may know.
    pub(crate) room: Key,
    /// The whole resource.
    pub(crate) data: Value,
}

/// A happening on record, for compliance officers.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) key: Key,
    pub(crate) created: Timestamp,
    pub(crate) what: Happening,
}

impl Event {
    pub(crate) fn id(&self) -> String {
        Kind::Event.id(self.key)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Events(VecDeque<Event>);

impl Events {
    fn push(&mut self, event: Event) {
        if self.0.len() >= MOST_EVENTS {
            self.0.pop_front();
        }
        self.0.push_back(event);
    }

    /// Newest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Event> + Clone {
        self.0.iter().rev()
    }
}

impl World {
    /// Tells the webhooks of these people, and of the organization, what happened outside of any room.
    pub(crate) fn tell(
        &mut self,
        people: &[Key],
        resource: &'static str,
        event: &'static str,
        data: Value,
    ) {
        let actor = people.first().copied().unwrap_or(Key::NOBODY);
        let what = Happening {
            resource,
            event,
            actor,
            room: Key::NOBODY,
            data,
        };
        self.notify(&what, |_, webhook| people.contains(&webhook.owner));
    }

    /// Records a happening and tells the webhooks. Call it while those who may know are still in the room.
    pub(crate) fn happen(&mut self, what: Happening) {
        self.notify(&what, |world, webhook| world.may_hear(webhook.owner, &what));
        let (key, created) = (self.new_key(), self.now());
        self.events.push(Event { key, created, what });
    }
}
