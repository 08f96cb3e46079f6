//! A service that fails for two minutes, then for half of the requests, and then is back.

use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use tokio::task::JoinSet;
use tokio::time::{Instant, interval, sleep};
use tower::service_fn;

use super::{Service, answer, client};

/// How it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    Unavailable,
    RefusedConnections,
    BlackHole,
}

/// First attempts at a fixed pace, each a call of its own over clones of one client.
#[derive(Clone, Copy, Debug)]
pub struct Outage {
    pub failure: Failure,
    pub per_second: u32,
    /// How long all fail, then half, then none.
    pub seconds: [u64; 3],
    pub seed: u64,
}

/// What came of it, for each of the three phases.
#[derive(Clone, Debug, Default)]
pub struct OutageFigures {
    pub calls: [u32; 3],
    pub attempts: [u32; 3],
    pub succeeded: [u32; 3],
    /// Of the calls made in the first five seconds of health.
    pub at_once: (u32, u32),
    /// Seconds of health before the first success.
    pub first_success: Option<f64>,
    /// Calls without an answer ten minutes after the end.
    pub stuck: usize,
}

impl Outage {
    pub fn new(failure: Failure) -> Self {
        Self {
            failure,
            per_second: 200,
            seconds: [120, 60, 60],
            seed: 1,
        }
    }

    pub async fn run(self) -> OutageFigures {
        fastrand::seed(self.seed);
        let start = Instant::now();
        let figures = Arc::new(Mutex::new(OutageFigures::default()));
        let api = client(self.failing(start, figures.clone()));
        let health = self.seconds[0] + self.seconds[1];
        let total: u64 = self.seconds.iter().sum();
        let mut ticks = interval(Duration::from_secs(1) / self.per_second);
        let mut calls = JoinSet::new();
        for _ in 0..total * u64::from(self.per_second) {
            ticks.tick().await;
            let (api, figures) = (api.clone(), figures.clone());
            calls.spawn(async move {
                let begun = start.elapsed().as_secs_f64();
                let phase = self.phase(begun);
                let good = api.request(Method::GET, "/rooms").await.is_ok();
                let mut figures = figures.lock().expect("no panic");
                figures.calls[phase] += 1;
                figures.succeeded[phase] += u32::from(good);
                let healthy = begun - health as f64;
                if (0.0..5.0).contains(&healthy) {
                    figures.at_once.0 += u32::from(good);
                    figures.at_once.1 += 1;
                }
            });
        }
        sleep(Duration::from_secs(600)).await;
        while calls.try_join_next().is_some() {}
        let mut figures = figures.lock().expect("no panic").clone();
        figures.stuck = calls.len();
        figures
    }

    fn phase(&self, at: f64) -> usize {
        let [all, half, _] = self.seconds;
        usize::from(at >= all as f64) + usize::from(at >= (all + half) as f64)
    }

    fn failing(self, start: Instant, figures: Arc<Mutex<OutageFigures>>) -> Service {
        Service::new(service_fn(move |_| {
            let figures = figures.clone();
            async move {
                let at = start.elapsed().as_secs_f64();
                let phase = self.phase(at);
                figures.lock().expect("no panic").attempts[phase] += 1;
                let fails = match phase {
                    0 => true,
                    1 => fastrand::bool(),
                    _ => false,
                };
                if fails && self.failure == Failure::RefusedConnections {
                    return Err(io::Error::from(io::ErrorKind::ConnectionRefused).into());
                }
                if fails && self.failure == Failure::BlackHole {
                    pending::<()>().await;
                }
                sleep(Duration::from_millis(100)).await;
                if !fails && phase == 2 {
                    let health = (self.seconds[0] + self.seconds[1]) as f64;
                    let mut figures = figures.lock().expect("no panic");
                    figures.first_success.get_or_insert(at + 0.1 - health);
                }
                Ok(answer(if fails { 503 } else { 200 }, None))
            }
        }))
    }
}

impl OutageFigures {
    /// All attempts over the first ones, in a phase.
    pub fn amplification(&self, phase: usize) -> f64 {
        f64::from(self.attempts[phase]) / f64::from(self.calls[phase].max(1))
    }
}
