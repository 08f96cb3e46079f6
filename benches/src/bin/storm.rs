//! Prints the tables of `docs/rate-limits.md`: `cargo run --release -p webex-benches --bin storm`.

use std::time::Duration;

use webex_benches::cost::Costs;
use webex_benches::sim::{Failure, Limit, Outage, Storm, on_paused_clock};

fn main() {
    storms();
    outages();
    costs();
}

fn steady(_: f64) -> f64 {
    50.0
}

/// Halves after each 200 s, and comes back after the next.
fn halving(at: f64) -> f64 {
    if (at / 200.0) as u64 % 2 == 1 {
        25.0
    } else {
        50.0
    }
}

fn storms() {
    println!("| storm | goodput | waste | median | 99 % | longest | errors |");
    println!("|---|---|---|---|---|---|---|");
    for after in [1, 5, 15] {
        let limit = || Limit::bucket(steady, after);
        row(&format!("bucket, Retry-After {after}"), Storm::new(limit()));
    }
    row("window", Storm::new(Limit::window(steady)));
    for after in [1, 5, 15] {
        let limit = Limit::bucket(halving, after);
        row(&format!("halving, Retry-After {after}"), Storm::new(limit));
    }
    for after in [1, 5, 15] {
        let mut many = Storm::new(Limit::bucket(steady, after));
        (many.processes, many.callers) = (20, 50);
        row(&format!("20 processes, Retry-After {after}"), many);
    }
    for (per_second, limit) in [
        (5, Limit::bucket(|_| 5.0, 15)),
        (500, Limit::bucket(|_| 500.0, 15)),
    ] {
        let mut other = Storm::new(limit);
        other.callers = 20 * per_second;
        row(&format!("bucket of {per_second}/s, Retry-After 15"), other);
    }
    let mut calm = Storm::new(Limit::bucket(steady, 1));
    (calm.callers, calm.think) = (40, Duration::from_secs(1));
    row("demand below the limit", calm);
}

fn row(name: &str, storm: Storm) {
    let figures = on_paused_clock(storm.run());
    println!(
        "| {name} | {:.1} % | {:.2} % | {:.1} s | {:.1} s | {:.1} s | {} |",
        100.0 * figures.goodput(),
        100.0 * figures.waste(),
        figures.took(0.5),
        figures.took(0.99),
        figures.took(1.0),
        figures.errors,
    );
}

fn outages() {
    println!(
        "\n| outage | attempts / calls, all fail | half fail | success of the first 5 s of health | first success after | stuck |"
    );
    println!("|---|---|---|---|---|---|");
    for failure in [
        Failure::Unavailable,
        Failure::RefusedConnections,
        Failure::BlackHole,
    ] {
        let figures = on_paused_clock(Outage::new(failure).run());
        println!(
            "| {failure:?} | {:.3} | {:.3} | {:.1} % | {:.2} s | {} |",
            figures.amplification(0),
            figures.amplification(1),
            100.0 * f64::from(figures.at_once.0) / f64::from(figures.at_once.1.max(1)),
            figures.first_success.unwrap_or(f64::NAN),
            figures.stuck,
        );
    }
}

fn costs() {
    let figures = Costs::measure();
    println!("\n| what | costs |\n|---|---|");
    println!(
        "| the gate, before the first refusal | {:.0} ns and {} allocations a call |",
        figures.open_ns, figures.open_allocations
    );
    println!(
        "| a call that waits at the gate | {} bytes |",
        figures.waiting_bytes
    );
    println!(
        "| a call that waits out its `Retry-After` | {} bytes |",
        figures.refused_bytes
    );
}
