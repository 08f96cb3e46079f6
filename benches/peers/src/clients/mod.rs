//! The same work by each client, on one thread.

mod raw;
mod requests;
mod sdk;

use std::future::Future;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::runtime::{Builder, Runtime};

use crate::job::{CALLS, Job, MESSAGES, WARM};
use crate::measure::Watch;

/// The first is what the others are compared with.
pub const CLIENTS: [&str; 3] = ["hyper-util + serde_json", "reqwest 0.13", "webex-sdk"];

pub fn run(client: &str, job: Job, address: &str) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let _entered = runtime.enter();
    let address = format!("http://{address}");
    match client {
        "hyper-util + serde_json" => raw::run(&runtime, job, &address),
        "reqwest 0.13" => requests::run(&runtime, job, &address),
        "webex-sdk" => sdk::run(&runtime, job, &address),
        _ => panic!("no client {client}"),
    }
}

/// Measures calls.
fn calls<F: Future>(runtime: &Runtime, job: Job, call: impl Fn() -> F) {
    let at_once = if job == Job::AtOnce { 64 } else { 1 };
    let run = |count: usize| {
        runtime.block_on(async {
            let mut running = FuturesUnordered::new();
            for _ in 0..count {
                if running.len() == at_once {
                    running.next().await;
                }
                running.push(call());
            }
            while running.next().await.is_some() {}
        });
    };
    run(WARM);
    let allocations = allocation_counter::measure(|| run(100)).count_total as f64 / 100.0;
    let watch = Watch::start();
    run(CALLS);
    watch.stop(job.units(), Some(allocations)).print();
}

/// Measures a list, which says how many items it had.
fn list<F: Future<Output = usize>>(runtime: &Runtime, job: Job, list: impl Fn() -> F) {
    let expected = if job == Job::Prefetch { 1000 } else { MESSAGES };
    if job != Job::Prefetch {
        assert_eq!(runtime.block_on(list()), expected);
    }
    let watch = Watch::start();
    assert_eq!(runtime.block_on(list()), expected);
    watch.stop(job.units(), None).print();
}
