#![doc = include_str!("../README.md")]

mod call;
mod clock;
mod control;
mod delivery;
mod emulator;
mod error;
mod fault;
mod flaky;
mod form;
mod handles;
mod id;
mod limit;
mod links;
mod markdown;
mod outbound;
mod page;
mod query;
mod record;
mod reply;
mod resources;
mod retry_after;
mod routes;
mod scope;
mod server;
mod service;
#[cfg(feature = "tls")]
mod tls;
mod upload;
mod wire;
mod world;

pub use self::{
    clock::Clock,
    delivery::Delivery,
    emulator::Emulator,
    fault::{Chaos, Fault, Faults},
    flaky::FlakyService,
    handles::{AppHandle, GuestIssuerHandle, PersonHandle},
    limit::RateLimit,
    links::OddLinks,
    record::RecordedRequest,
    retry_after::RetryAfter,
    server::Server,
    service::EmulatorService,
    world::Scan,
};
