//! Prints the tables of `docs/rate-limits.md`, and whether they are as promised:
//! `cargo run --release -p webex-benches --bin storm`.

use std::process::ExitCode;
use std::time::Duration;

use webex_benches::cost::Costs;
use webex_benches::sim::{Failure, Limit, Outage, Storm, on_paused_clock};

fn main() -> ExitCode {
    // All three are printed, whatever comes of the first.
    let hold = [storms(), outages(), costs()].iter().all(|holds| *holds);
    println!("\n{}", if hold { "PASS" } else { "FAIL" });
    ExitCode::from(u8::from(!hold))
}

/// Of the limit, how much is used at least; of the requests, how many are refused at most.
struct Bars {
    goodput: f64,
    waste: f64,
}

const ALONE: Bars = Bars {
    goodput: 0.95,
    waste: 0.05,
};
/// Who knows nothing of the others.
const AMONG_OTHERS: Bars = Bars {
    goodput: 0.9,
    waste: 0.1,
};
/// Never waits, as there is no need to.
const BELOW: Bars = Bars {
    goodput: 0.0,
    waste: 0.0,
};

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

fn storms() -> bool {
    let mut hold = true;
    let mut row = |name: &str, storm, bars| hold &= row(name, storm, &bars);
    println!("| storm | goodput | waste | median | 99 % | longest | errors |");
    println!("|---|---|---|---|---|---|---|");
    for after in [1, 5, 15] {
        let limit = || Limit::bucket(steady, after);
        row(
            &format!("bucket, Retry-After {after}"),
            Storm::new(limit()),
            ALONE,
        );
    }
    row("window", Storm::new(Limit::window(steady)), ALONE);
    for after in [1, 5, 15] {
        let limit = Limit::bucket(halving, after);
        row(
            &format!("halving, Retry-After {after}"),
            Storm::new(limit),
            ALONE,
        );
    }
    for after in [1, 5, 15] {
        let mut many = Storm::new(Limit::bucket(steady, after));
        (many.processes, many.callers) = (20, 50);
        row(
            &format!("20 processes, Retry-After {after}"),
            many,
            AMONG_OTHERS,
        );
    }
    for (per_second, limit) in [
        (5, Limit::bucket(|_| 5.0, 15)),
        (500, Limit::bucket(|_| 500.0, 15)),
    ] {
        let mut other = Storm::new(limit);
        other.callers = 20 * per_second;
        row(
            &format!("bucket of {per_second}/s, Retry-After 15"),
            other,
            ALONE,
        );
    }
    let mut calm = Storm::new(Limit::bucket(steady, 1));
    (calm.callers, calm.think) = (40, Duration::from_secs(1));
    row("demand below the limit", calm, BELOW);
    hold
}

fn row(name: &str, storm: Storm, bars: &Bars) -> bool {
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
    figures.goodput() >= bars.goodput && figures.waste() <= bars.waste && figures.errors == 0
}

fn outages() -> bool {
    let mut hold = true;
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
        let served = f64::from(figures.at_once.0) / f64::from(figures.at_once.1.max(1));
        let first = figures.first_success.unwrap_or(f64::INFINITY);
        println!(
            "| {failure:?} | {:.3} | {:.3} | {:.1} % | {first:.2} s | {} |",
            figures.amplification(0),
            figures.amplification(1),
            100.0 * served,
            figures.stuck,
        );
        // The longest backoff is 30 s.
        hold &= figures.amplification(0) <= 1.1 && figures.amplification(1) <= 1.5;
        hold &= served >= 0.99 && first <= 31.0 && figures.stuck == 0;
    }
    hold
}

fn costs() -> bool {
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
    // Of the time nothing is said: machines differ.
    let most = figures.waiting_bytes.max(figures.refused_bytes);
    figures.open_allocations == 0 && most <= 4096
}
