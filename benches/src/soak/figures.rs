//! What a run came to, beside what was promised.

use std::time::Duration;

use super::{AT_ONCE, POSTS_PER_SECOND, Sample, Tally};

/// A part of the run.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub calls: u32,
    pub p99: Duration,
    pub samples: (usize, usize),
}

pub struct Report {
    pub lasted: Duration,
    pub samples: Vec<Sample>,
    /// The first after the warm-up, and the last.
    pub first: Part,
    pub last: Part,
    /// When all calls had ended.
    pub after: Sample,
    pub tally: Tally,
    pub refused: usize,
    pub panics: usize,
}

/// Slopes and percentiles of less than this say nothing.
const TELLING: Duration = Duration::from_secs(600);

impl Report {
    /// Prints a table, and says whether all of it is as promised.
    pub fn print(&self) -> bool {
        let telling = self.lasted >= TELLING;
        let mut good = true;
        let mut row = |what: &str, is: String, bar: &str, holds: Option<bool>| {
            let verdict = match holds {
                Some(true) => "PASS",
                Some(false) => "FAIL",
                None => "-",
            };
            good &= holds != Some(false);
            println!("| {what} | {is} | {bar} | {verdict} |");
        };
        println!("| what | is | promised | |\n|---|---|---|---|");
        let tally = &self.tally;
        let rate = f64::from(self.last.calls) / self.seconds(self.last);
        // What is limited holds up the rest.
        let bar = 0.95 * f64::from(2 * POSTS_PER_SECOND);
        row(
            "calls a second, last part",
            format!("{rate:.0}"),
            &format!(">= {bar}"),
            telling.then_some(rate >= bar),
        );
        row("refused and waited", self.refused.to_string(), "", None);
        let reads = tally.failed.iter().filter(|((what, _), _)| *what == "read");
        let reads: usize = reads.map(|(_, count)| count).sum();
        row(
            "reads that failed",
            reads.to_string(),
            "0",
            Some(reads == 0),
        );
        row(
            "posts acknowledged",
            tally.acknowledged.to_string(),
            "",
            None,
        );
        row(
            "posts of unknown outcome",
            tally.unknown.to_string(),
            "",
            None,
        );
        row(
            "posts refused",
            tally.refused.to_string(),
            "0",
            Some(tally.refused == 0),
        );
        row(
            "posts lost",
            tally.lost.to_string(),
            "0",
            Some(tally.lost == 0),
        );
        row(
            "posts doubled",
            tally.doubled.to_string(),
            "0",
            Some(tally.doubled == 0),
        );
        row(
            "panics",
            self.panics.to_string(),
            "0",
            Some(self.panics == 0),
        );

        let slope = self.slope();
        let holds = telling.then_some(slope < 1024.0);
        row(
            "memory, KiB an hour",
            format!("{slope:.0}"),
            "< 1024",
            holds,
        );
        // More than calls: hyper-util may connect for a call that is given another's connection first.
        let sockets = self.samples.iter().map(|sample| sample.sockets).max();
        let (sockets, bar) = (sockets.unwrap_or_default(), AT_ONCE * 3 / 2);
        let bound = format!("<= {bar}, for {AT_ONCE} calls at once");
        row(
            "sockets at most",
            sockets.to_string(),
            &bound,
            Some(sockets <= bar),
        );
        let of = |part: Part| self.median(part, |sample| sample.sockets as f64);
        let is = format!("{} and {}", of(self.first), of(self.last));
        row("sockets, first part and last", is, "", None);
        let spare =
            |sample: &Sample| sample.tasks as f64 - sample.open as f64 - sample.sockets as f64;
        let (first, last) = (
            self.median(self.first, spare),
            self.median(self.last, spare),
        );
        let is = format!("{first} and {last}");
        let holds = Some((first - last).abs() <= 5.0);
        row(
            "tasks beside calls and sockets, first part and last",
            is,
            "+-5",
            holds,
        );
        let is = format!("{} with {} sockets", self.after.tasks, self.after.sockets);
        row("tasks when all calls had ended", is, "", None);

        let (first, last) = (self.first.p99, self.last.p99);
        let holds = telling.then_some(last <= first.mul_f64(1.1));
        let is = format!("{first:.1?} and {last:.1?}");
        row(
            "99 in 100 calls, first part and last",
            is,
            "<= 1.1 x",
            holds,
        );
        for ((what, kind), count) in &tally.failed {
            row(&format!("{what}: {kind}"), count.to_string(), "", None);
        }
        println!("\n{}", if good { "PASS" } else { "FAIL" });
        if !telling {
            println!("(less than {TELLING:?} says nothing of memory and percentiles)");
        }
        good
    }

    fn of(&self, part: Part) -> &[Sample] {
        &self.samples[part.samples.0..part.samples.1]
    }

    fn seconds(&self, part: Part) -> f64 {
        match self.of(part) {
            [first, .., last] => last.at - first.at,
            _ => f64::NAN,
        }
    }

    fn median(&self, part: Part, what: impl Fn(&Sample) -> f64) -> f64 {
        let mut all: Vec<f64> = self.of(part).iter().map(what).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// From the middle of the first part to the middle of the last.
    fn slope(&self) -> f64 {
        let grown = self.median(self.last, |sample| sample.memory)
            - self.median(self.first, |sample| sample.memory);
        let passed = self.median(self.last, |sample| sample.at)
            - self.median(self.first, |sample| sample.at);
        grown / passed * 3600.0
    }
}
