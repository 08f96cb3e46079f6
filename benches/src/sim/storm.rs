//! More callers than the limit has room for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};
use tower::service_fn;

use super::{Limit, Service, answer, client};

/// Callers in closed loops against a limit: each sends its next call when the last one is answered.
#[derive(Debug)]
pub struct Storm {
    pub limit: Limit,
    /// Clients that know nothing of each other.
    pub processes: usize,
    /// Callers in each of them, over clones of one client.
    pub callers: usize,
    /// What a caller does between two calls.
    pub think: Duration,
    pub seconds: u64,
    /// Not counted.
    pub warm_up: u64,
    pub seed: u64,
}

/// What came of a storm.
#[derive(Debug, Default)]
pub struct StormFigures {
    pub served: u64,
    pub refused: u64,
    /// What the limit would have let through.
    pub allowance: f64,
    /// Calls that failed, warm-up included.
    pub errors: u64,
    /// What calls took, in seconds, from the shortest to the longest.
    pub took: Vec<f64>,
    /// When requests arrived, in seconds, warm-up included.
    pub arrivals: Vec<f64>,
}

/// From a client to the service, and back again.
const ONE_WAY: Duration = Duration::from_millis(50);

impl Storm {
    pub fn new(limit: Limit) -> Self {
        Self {
            limit,
            processes: 1,
            callers: 1000,
            think: Duration::ZERO,
            seconds: 1200,
            warm_up: 120,
            seed: 1,
        }
    }

    pub async fn run(self) -> StormFigures {
        fastrand::seed(self.seed);
        let start = Instant::now();
        let warm = start + Duration::from_secs(self.warm_up);
        let end = start + Duration::from_secs(self.seconds);
        let rate = self.limit.rate();
        let world = Arc::new(Mutex::new((self.limit, StormFigures::default())));
        let mut callers = JoinSet::new();
        for _ in 0..self.processes {
            let api = client(limited(start, warm, world.clone()));
            for _ in 0..self.callers {
                let (api, world, think) = (api.clone(), world.clone(), self.think);
                callers.spawn(async move {
                    sleep(Duration::from_secs_f64(
                        fastrand::f64() * think.as_secs_f64().max(0.1),
                    ))
                    .await;
                    loop {
                        let sent = Instant::now();
                        let result = api.request(Method::GET, "/rooms").await;
                        let took = sent.elapsed().as_secs_f64();
                        world
                            .lock()
                            .expect("no panic")
                            .1
                            .note(result.is_ok(), (sent >= warm).then_some(took));
                        sleep(think).await;
                    }
                });
            }
        }
        sleep_until(end).await;
        callers.shutdown().await;
        let mut world = world.lock().expect("no panic");
        let mut figures = std::mem::take(&mut world.1);
        figures.allowance = (self.warm_up * 10..self.seconds * 10)
            .map(|tenth| rate(tenth as f64 / 10.0) / 10.0)
            .sum();
        figures.took.sort_by(f64::total_cmp);
        figures
    }
}

fn limited(start: Instant, warm: Instant, world: Arc<Mutex<(Limit, StormFigures)>>) -> Service {
    Service::new(service_fn(move |_| {
        let world = world.clone();
        async move {
            sleep(ONE_WAY).await;
            let now = Instant::now();
            let refused = {
                let mut world = world.lock().expect("no panic");
                let (limit, figures) = &mut *world;
                let seconds = (now - start).as_secs_f64();
                let taken = limit.take(seconds);
                figures.arrivals.push(seconds);
                if now >= warm {
                    figures.served += u64::from(taken.is_ok());
                    figures.refused += u64::from(taken.is_err());
                }
                taken.err()
            };
            sleep(ONE_WAY).await;
            let status = if refused.is_some() { 429 } else { 200 };
            Ok(answer(status, refused))
        }
    }))
}

impl StormFigures {
    fn note(&mut self, good: bool, took: Option<f64>) {
        self.errors += u64::from(!good);
        self.took.extend(took.filter(|_| good));
    }

    /// Part of the allowance that was used.
    pub fn goodput(&self) -> f64 {
        self.served as f64 / self.allowance
    }

    /// Part of the requests that were refused.
    pub fn waste(&self) -> f64 {
        self.refused as f64 / (self.served + self.refused).max(1) as f64
    }

    /// What a part of the calls took at most, in seconds.
    pub fn took(&self, part: f64) -> f64 {
        let index = (self.took.len().saturating_sub(1)) as f64 * part;
        self.took.get(index as usize).copied().unwrap_or_default()
    }

    /// The busiest 100 ms of some seconds, over the mean of them.
    pub fn burst(&self, from: f64, seconds: f64) -> f64 {
        let mut tenths = vec![0u32; (seconds * 10.0) as usize];
        for at in &self.arrivals {
            if let Some(tenth) = tenths.get_mut(((at - from) * 10.0).floor() as usize) {
                *tenth += u32::from(*at >= from);
            }
        }
        let mean = f64::from(tenths.iter().sum::<u32>()) / tenths.len().max(1) as f64;
        f64::from(tenths.into_iter().max().unwrap_or_default()) / mean
    }
}
