//! One table a job, in Markdown.

use std::fmt;

use crate::job::{Job, Work};
use crate::measure::Sample;

pub struct Table<'a> {
    job: &'a Job,
    rows: Vec<(&'a str, Vec<Sample>)>,
}

impl<'a> Table<'a> {
    pub const fn new(job: &'a Job) -> Self {
        Self {
            job,
            rows: Vec::new(),
        }
    }

    pub fn add(&mut self, client: &'a str, sample: Sample) {
        match self.rows.iter_mut().find(|(name, _)| *name == client) {
            Some((_, samples)) => samples.push(sample),
            None => self.rows.push((client, vec![sample])),
        }
    }
}

/// What is compared: its unit, and where it is in a sample.
fn figure(work: Work) -> (&'static str, fn(&Sample) -> f64) {
    match work {
        _ if work.waits() => ("seconds", |sample| sample.wall),
        Work::Upload { .. } | Work::Download { .. } => ("CPU ms", |sample| sample.cpu / 1e3),
        Work::Calls { .. } | Work::List(_) => ("CPU µs", |sample| sample.cpu),
    }
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, value) = figure(self.job.work);
        let (unit, _) = self.job.work.units();
        let each = if self.job.work.waits() {
            String::new()
        } else {
            format!(" {unit}")
        };
        writeln!(f, "\n## {}\n", self.job.title())?;
        writeln!(
            f,
            "| client | {what}{each}, min / median / max | against hyper | peak MiB | over idle | allocations {unit} |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|")?;
        let Some((_, raw)) = self.rows.first() else {
            return Ok(());
        };
        let raw = median(raw, value);
        for (client, samples) in &self.rows {
            let all = samples.iter().map(value);
            let least = all.clone().fold(f64::INFINITY, f64::min);
            let most = all.fold(0.0, f64::max);
            let middle = median(samples, value);
            let allocations = match samples[0].allocations {
                None => "-".to_owned(),
                Some(count) if count < 10.0 => format!("{count:.2}"),
                Some(count) => format!("{count:.0}"),
            };
            writeln!(
                f,
                "| {client} | {least:.2} / {middle:.2} / {most:.2} | {:.2} | {:.1} | {:.1} | {allocations} |",
                middle / raw,
                median(samples, |sample| sample.peak),
                median(samples, |sample| sample.over_idle),
            )?;
        }
        Ok(())
    }
}

fn median(samples: &[Sample], value: impl Fn(&Sample) -> f64) -> f64 {
    let mut all: Vec<f64> = samples.iter().map(value).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
