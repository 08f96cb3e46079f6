//! One use of the client at one size, and what it has cost so far.

use std::fmt;
use std::fs;
use std::rc::Rc;

/// Seconds of processor time in a sample: the kernel may tell them some milliseconds late.
const ENOUGH: f64 = 0.2;

/// Work that can be done again and again.
pub struct Case {
    pub count: u32,
    timed: Rc<dyn Fn()>,
    weighed: Rc<dyn Fn()>,
    /// Bytes.
    unit: f64,
    /// Microseconds, for each of the count.
    cpu: Vec<f64>,
    /// Units.
    heap: Vec<f64>,
}

impl Case {
    /// The peak of the heap is told in units of so many bytes.
    pub fn new(count: u32, unit: f64, work: impl Fn() + 'static) -> Self {
        let work = Rc::new(work);
        Self {
            count,
            timed: work.clone(),
            weighed: work,
            unit,
            cpu: Vec::new(),
            heap: Vec::new(),
        }
    }

    /// Other work whose heap counts.
    #[must_use]
    pub fn weighing(mut self, work: impl Fn() + 'static) -> Self {
        self.weighed = Rc::new(work);
        self
    }

    pub fn sample(&mut self) {
        let bytes = allocation_counter::measure(|| (self.weighed)()).bytes_max;
        self.heap.push(bytes as f64 / self.unit);
        let (begin, mut done) = (cpu(), 0.0);
        let took = loop {
            for _ in 0..(10_000 / self.count).max(1) {
                (self.timed)();
                done += f64::from(self.count);
            }
            let took = cpu() - begin;
            if took > ENOUGH {
                break took;
            }
        };
        self.cpu.push(took * 1e6 / done);
    }

    /// Median microseconds, for each of the count.
    pub fn cpu(&self) -> f64 {
        median(&self.cpu)
    }

    /// Median of the peaks, in units.
    pub fn heap(&self) -> f64 {
        median(&self.heap)
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (cpu, heap) = (self.cpu(), self.heap());
        write!(f, "{}: {cpu} µs, {heap} x {} bytes", self.count, self.unit)
    }
}

/// Seconds that this thread has run. Of Linux.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanos = stat.split(' ').next().and_then(|nanos| nanos.parse().ok());
    nanos.map(|nanos: f64| nanos / 1e9).expect("nanoseconds")
}

fn median(samples: &[f64]) -> f64 {
    let mut samples = samples.to_vec();
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or(f64::NAN)
}
