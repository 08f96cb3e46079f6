//! What a process has used, as the kernel counts it.

use std::time::Instant;

use serde::{Deserialize, Serialize};

/// One run of one client.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Sample {
    /// Seconds.
    pub wall: f64,
    /// Microseconds a unit.
    pub cpu: f64,
    /// MiB.
    pub peak: f64,
    /// A call, or a page; not counted in Python.
    pub allocations: Option<f64>,
}

impl Sample {
    pub fn read(line: &str) -> Option<Self> {
        (!line.is_empty()).then(|| serde_json::from_str(line).expect("a sample"))
    }

    pub fn print(&self) {
        println!("{}", serde_json::to_string(self).unwrap());
    }
}

/// From now on.
pub struct Watch {
    start: Instant,
    cpu: u64,
}

impl Watch {
    pub fn start() -> Self {
        Self {
            cpu: cpu(),
            start: Instant::now(),
        }
    }

    pub fn stop(self, units: usize, allocations: Option<f64>) -> Sample {
        Sample {
            wall: self.start.elapsed().as_secs_f64(),
            cpu: (cpu() - self.cpu) as f64 / 1e3 / units as f64,
            peak: peak(),
            allocations,
        }
    }
}

/// Nanoseconds on a core, of all threads.
fn cpu() -> u64 {
    std::fs::read_dir("/proc/self/task")
        .unwrap()
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok())
        .filter_map(|stat| stat.split(' ').next()?.parse::<u64>().ok())
        .sum()
}

/// MiB that were resident at most.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib / 1024.0
}
