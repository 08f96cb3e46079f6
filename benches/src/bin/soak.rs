//! Hours of traffic against a service that misbehaves: `cargo run --release -p webex-benches --bin soak -- --seconds 3600`.
//!
//! Ends with a table, and with an error when something in it is not as promised.

use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::{Instant, interval};
use webex_benches::soak::{Load, Part, Report, Sample, Service, count_panics, panics, serve};

fn main() -> ExitCode {
    if serve() {
        return ExitCode::SUCCESS;
    }
    let mut arguments = std::env::args().skip(1);
    let seconds = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => Some(20 * 60),
        (Some("--seconds"), Some(seconds)) => seconds.parse().ok(),
        _ => None,
    };
    let Some(seconds) = seconds.filter(|seconds| *seconds >= 10) else {
        eprintln!("soak [--seconds N], with N at least 10; 1200 unless told");
        return ExitCode::FAILURE;
    };
    count_panics();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let report = runtime.block_on(run(Duration::from_secs(seconds)));
    ExitCode::from(u8::from(!report.print()))
}

/// A sixth of the time, but ten minutes at most, is warm-up; then the first part, and at the end the last, are as long.
async fn run(lasts: Duration) -> Report {
    let mut service = Service::start().expect("this binary starts");
    let api = service.client();
    let load = Load::new(&api, lasts).await;
    let part = (lasts / 6).min(Duration::from_secs(600));
    let start = Instant::now();
    let running = tokio::spawn(load.clone().run(api.clone()));
    let mut samples = Vec::with_capacity(2 * lasts.as_secs() as usize);
    let mut parts = Vec::new();
    let mut begun = 0;
    let mut each = interval(Duration::from_secs(1));
    for ends in [part, 2 * part, lasts - part, lasts] {
        while start.elapsed() < ends {
            each.tick().await;
            let open = load.open.load(Ordering::Relaxed);
            samples.push(Sample::take(start.elapsed().as_secs_f64(), open));
            if samples.len() % 60 == 0 {
                eprintln!("{:?}", samples[samples.len() - 1]);
            }
        }
        let (calls, p99) = load.take_p99();
        let samples = (begun, samples.len());
        parts.push(Part {
            calls,
            p99,
            samples,
        });
        begun = samples.1;
    }
    load.is_over.store(true, Ordering::Relaxed);
    running.await.expect("no panic");
    let after = Sample::take(start.elapsed().as_secs_f64(), 0);
    let everything = service.calm();
    let tally = load.tally(&everything).await.expect("the service is calm");
    Report {
        lasted: lasts,
        samples,
        first: parts[1],
        last: parts[3],
        after,
        tally,
        refused: Service::refused(),
        panics: panics(),
    }
}
