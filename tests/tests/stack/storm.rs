//! Rate limits and outages against a client with nothing set, on a paused clock.
//!
//! The same simulations as `cargo run --release -p webex-benches --bin storm`, at a tenth of the size.

#[allow(
    dead_code,
    unused_imports,
    reason = "the command uses what these tests do not"
)]
#[path = "../../../benches/src/sim/mod.rs"]
mod sim;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::Method;
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

use sim::{Failure, Limit, Outage, Storm, StormFigures, on_paused_clock};

fn steady(_: f64) -> f64 {
    20.0
}

fn run(limit: Limit) -> StormFigures {
    let storm = Storm {
        callers: 200,
        seconds: 360,
        ..Storm::new(limit)
    };
    on_paused_clock(storm.run())
}

/// L3, L5.
#[test]
fn a_bucket_is_used_up_and_hardly_ever_overrun() {
    for after in [1, 5, 15] {
        let figures = run(Limit::bucket(steady, after));
        assert!(figures.goodput() >= 0.95, "{after}: {}", figures.goodput());
        assert!(figures.waste() <= 0.05, "{after}: {}", figures.waste());
        assert_eq!(figures.errors, 0);
        let median = figures.took(0.5);
        assert!(figures.took(0.99) <= 3.0 * median, "{after}: starved");
        assert!(figures.took(1.0) <= 10.0 * median, "{after}: starved");
    }
}

/// L3.
#[test]
fn a_window_is_used_up_and_hardly_ever_overrun() {
    let figures = run(Limit::window(steady));
    assert!(figures.goodput() >= 0.95, "{}", figures.goodput());
    assert!(figures.waste() <= 0.05, "{}", figures.waste());
    assert_eq!(figures.errors, 0);
}

#[test]
fn a_limit_that_halves_and_comes_back_is_followed() {
    let figures = run(Limit::bucket(
        |at| {
            if (200.0..280.0).contains(&at) {
                10.0
            } else {
                20.0
            }
        },
        5,
    ));
    assert!(figures.goodput() >= 0.9, "{}", figures.goodput());
    assert!(figures.waste() <= 0.05, "{}", figures.waste());
}

#[test]
fn processes_that_know_nothing_of_each_other_share_a_limit() {
    let storm = Storm {
        processes: 8,
        callers: 25,
        seconds: 360,
        ..Storm::new(Limit::bucket(steady, 5))
    };
    let figures = on_paused_clock(storm.run());
    assert!(figures.goodput() >= 0.9, "{}", figures.goodput());
    assert!(figures.waste() <= 0.1, "{}", figures.waste());
}

/// L3: a call takes 100 ms, and a millisecond more for each of the two timers that stand for the way.
#[test]
fn demand_below_the_limit_never_waits() {
    let storm = Storm {
        callers: 15,
        think: Duration::from_secs(1),
        seconds: 120,
        warm_up: 0,
        ..Storm::new(Limit::bucket(steady, 1))
    };
    let figures = on_paused_clock(storm.run());
    assert_eq!(figures.refused, 0);
    assert!(figures.took.len() > 1000);
    assert!(figures.took(1.0) < 0.1025, "{}", figures.took(1.0));
}

/// L4, D-24.
#[test]
fn nobody_comes_back_in_a_herd() {
    let storm = Storm {
        callers: 200,
        seconds: 30,
        warm_up: 1,
        ..Storm::new(Limit::bucket(|_| 10.0, 1))
    };
    let figures = on_paused_clock(storm.run());
    assert!(figures.waste() <= 0.05, "{}", figures.waste());
    let back = figures.arrivals.iter().find(|at| **at > 1.0).unwrap();
    let burst = figures.burst(*back, 5.0);
    assert!(burst <= 2.0, "{burst}");
}

/// One refusal out of nowhere: what was served until then says how fast to go on.
#[test]
fn a_refusal_among_many_successes_costs_little() {
    on_paused_clock(async {
        let served = Arc::new(AtomicU32::new(0));
        let count = served.clone();
        let service = tower::service_fn(move |_| {
            let answer = match count.fetch_add(1, Ordering::Relaxed) {
                2500 => sim::answer(429, Some(1)),
                _ => sim::answer(200, None),
            };
            std::future::ready(Ok(answer))
        });
        let api = sim::client(sim::Service::new(service));
        let mut ticks = interval(Duration::from_millis(4));
        for _ in 0..2 * 2500 {
            ticks.tick().await;
            tokio::spawn(api.request(Method::GET, "/rooms").into_future());
        }
        let served = served.load(Ordering::Relaxed);
        assert!(served >= 4500, "{served} of 5000");
    });
}

/// C6: with its request and its task.
#[test]
fn a_call_that_waits_takes_4_kib_at_most() {
    const CALLS: u64 = 10_000;
    let peak = |waiting| {
        let refused = async {
            let refusing =
                tower::service_fn(|_| std::future::ready(Ok(sim::answer(429, Some(200)))));
            let api = sim::client(sim::Service::new(refusing));
            let mut calls = JoinSet::new();
            // Three stop all the others.
            for count in [3, waiting] {
                for _ in 0..count {
                    calls.spawn(api.request(Method::GET, "/rooms").into_future());
                }
                sleep(Duration::from_millis(10)).await;
            }
            assert_eq!(calls.len() as u64, 3 + waiting);
            assert!(calls.try_join_next().is_none(), "they wait");
        };
        allocation_counter::measure(|| on_paused_clock(refused)).bytes_max
    };
    let each = (peak(CALLS) - peak(0)) / CALLS;
    assert!((100..=4096).contains(&each), "{each} bytes");
}

/// L4, after a pause of a window.
#[test]
fn nobody_comes_back_in_a_herd_when_a_minute_begins() {
    let figures = run(Limit::window(steady));
    let after_pauses: Vec<f64> = figures
        .arrivals
        .windows(2)
        .filter(|pair| pair[1] > 120.0 && pair[1] - pair[0] > 2.0)
        .map(|pair| pair[1])
        .collect();
    assert!(after_pauses.len() >= 3, "{after_pauses:?}");
    for back in after_pauses {
        let burst = figures.burst(back, 5.0);
        assert!(burst <= 2.0, "{back}: {burst}");
    }
}

/// R8, R9, D-25, with the defaults.
#[test]
fn an_outage_is_not_made_worse_and_ends_when_the_service_is_back() {
    for failure in [
        Failure::Unavailable,
        Failure::RefusedConnections,
        Failure::BlackHole,
    ] {
        let outage = Outage {
            per_second: 50,
            seconds: [60, 30, 20],
            ..Outage::new(failure)
        };
        let figures = on_paused_clock(outage.run());
        assert!(figures.amplification(0) <= 1.1, "{failure:?} {figures:?}");
        assert!(figures.amplification(1) <= 1.5, "{failure:?} {figures:?}");
        if failure != Failure::BlackHole {
            // More is served than at the first attempt: what succeeds pays for resends.
            let half = f64::from(figures.succeeded[1]) / f64::from(figures.calls[1]);
            assert!(half > 0.55, "{failure:?} {figures:?}");
        }
        let (good, all) = figures.at_once;
        assert!(f64::from(good) >= 0.99 * f64::from(all), "{failure:?}");
        assert!(figures.first_success.unwrap() <= 1.0, "{failure:?}");
        assert_eq!(figures.stuck, 0, "{failure:?}");
    }
}
