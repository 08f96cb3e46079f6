//! A client at a job, measured.

use std::future::Future;
use std::path::Path;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::runtime::{Builder, Runtime};

use super::{Client, Source};
use crate::job::{CALLS, FILE, FILES, Job, List, Place, WARM, Work};
use crate::measure::{Sample, Watch};

pub(super) fn drive<C: Client>(job: &Job, origin: &str, folder: &Path) -> Sample {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let ca = std::fs::read(folder.join("ca.pem")).unwrap();
    let client = runtime.block_on(C::new(origin, &ca));
    match job.work {
        Work::Calls { at_once } => calls(&runtime, at_once, || client.me()),
        Work::List(list) => listed(&runtime, list, || client.list(list)),
        Work::Upload { from } => {
            let path = folder.join("source.bin");
            let file = match from {
                Place::Memory => Source::Memory(std::fs::read(path).unwrap().into()),
                Place::Disk => Source::Disk(path),
            };
            files(&runtime, || client.upload(file.clone()))
        }
        Work::Download { to } => {
            let saved = folder.join("saved.bin");
            let to = (to == Place::Disk).then_some(saved.as_path());
            files(&runtime, || async {
                assert_eq!(client.download(to).await, FILE);
                if let Some(saved) = to {
                    std::fs::remove_file(saved).unwrap();
                }
            })
        }
    }
}

fn calls<F: Future>(runtime: &Runtime, at_once: usize, call: impl Fn() -> F) -> Sample {
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
    let allocations = allocations(|| run(100)) / 100.0;
    let watch = Watch::start();
    run(CALLS);
    watch.stop(CALLS, Some(allocations))
}

/// The first time, which opens the connection, is counted where nobody waits.
fn listed<F: Future<Output = usize>>(runtime: &Runtime, list: List, run: impl Fn() -> F) -> Sample {
    let run = || assert_eq!(runtime.block_on(run()), list.items);
    let allocations = (list.pause == 0).then(|| allocations(run) / list.items as f64);
    let watch = Watch::start();
    run();
    watch.stop(list.items, allocations)
}

/// The first one opens the connection, and starts the threads that read and write.
fn files<F: Future>(runtime: &Runtime, file: impl Fn() -> F) -> Sample {
    runtime.block_on(file());
    let watch = Watch::start();
    for _ in 0..FILES {
        runtime.block_on(file());
    }
    watch.stop(FILES, None)
}

fn allocations(run: impl FnOnce()) -> f64 {
    allocation_counter::measure(run).count_total as f64
}
