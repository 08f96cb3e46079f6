//! What all clones of an emulator share.

use std::sync::{Mutex, MutexGuard, PoisonError, atomic::AtomicBool};

use axum::Router;

use crate::{
    clock::Clock, delivery::Deliveries, fault::Faults, limit::Limits, links::OddLinks,
    outbound::Outbound, record::Recorder, world::World,
};

#[derive(Debug)]
pub(crate) struct Shared {
    pub(super) world: Mutex<World>,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) limits: Limits,
    pub(crate) recorder: Recorder,
    pub(crate) deliveries: Deliveries,
    pub(super) outbound: Mutex<Outbound>,
    pub(super) odd_links: Mutex<OddLinks>,
    pub(crate) is_controlled: AtomicBool,
    pub(crate) router: Router,
}

impl Shared {
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn odd_links(&self) -> OddLinks {
        self.odd_links
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn outbound(&self) -> Outbound {
        self.outbound
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
