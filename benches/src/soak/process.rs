//! What a process has: memory, sockets, tasks, panics. Of Linux.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::runtime::Handle;

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Counts panics from now on, in whatever thread or task.
pub fn count_panics() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        hook(panic);
    }));
}

pub fn panics() -> usize {
    PANICS.load(Ordering::Relaxed)
}

/// At one moment.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Seconds since the beginning.
    pub at: f64,
    /// Resident memory in KiB.
    pub memory: f64,
    pub sockets: usize,
    /// Calls on their way.
    pub open: usize,
    /// Of the runtime, those of the calls included.
    pub tasks: usize,
}

impl Sample {
    pub fn take(at: f64, open: usize) -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let memory = status.lines().find_map(|line| {
            let kib = line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?;
            kib.parse().ok()
        });
        let files = fs::read_dir("/proc/self/fd").into_iter().flatten();
        let is_socket = |path: std::path::PathBuf| {
            fs::read_link(path).is_ok_and(|to| to.to_string_lossy().starts_with("socket:"))
        };
        Self {
            at,
            memory: memory.unwrap_or(f64::NAN),
            sockets: files
                .flatten()
                .filter(|file| is_socket(file.path()))
                .count(),
            open,
            tasks: Handle::current().metrics().num_alive_tasks(),
        }
    }
}
