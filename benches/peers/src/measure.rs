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
    /// MiB above what was resident before.
    pub over_idle: f64,
    /// A unit; not counted in Python, nor of threads beside the client's.
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
    idle: f64,
    peak: f64,
}

impl Watch {
    pub fn start() -> Self {
        let peak = memory("VmHWM");
        // Forgets the peak so far.
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        Self {
            peak,
            idle: memory("VmRSS"),
            cpu: cpu(),
            start: Instant::now(),
        }
    }

    pub fn stop(self, units: usize, allocations: Option<f64>) -> Sample {
        let wall = self.start.elapsed().as_secs_f64();
        let cpu = cpu() - self.cpu;
        let peak = memory("VmHWM");
        Sample {
            wall,
            cpu: cpu as f64 / 1e3 / units as f64,
            peak: peak.max(self.peak),
            over_idle: (peak - self.idle).max(0.0),
            allocations,
        }
    }
}

/// Nanoseconds on a core, of all threads there are: those that read and write files stay for a while.
fn cpu() -> u64 {
    std::fs::read_dir("/proc/self/task")
        .unwrap()
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok())
        .filter_map(|stat| stat.split(' ').next()?.parse::<u64>().ok())
        .sum()
}

/// MiB.
fn memory(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib / 1024.0
}

/// Seconds on a core, of all processes that were started and waited for: in ticks, of which Linux tells a hundred a second.
pub fn children() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, after_name) = stat.rsplit_once(") ").unwrap();
    let ticks = after_name.split(' ').skip(13).take(2);
    ticks
        .map(|ticks| ticks.parse::<f64>().unwrap())
        .sum::<f64>()
        / 100.0
}
