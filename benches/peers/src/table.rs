//! One table a job, in Markdown.

use crate::job::Job;
use crate::measure::Sample;

pub struct Table {
    job: Job,
    rows: Vec<(String, Vec<Sample>)>,
}

impl Table {
    pub const fn new(job: Job) -> Self {
        Self {
            job,
            rows: Vec::new(),
        }
    }

    pub fn add(&mut self, client: &str, sample: Sample) {
        match self.rows.iter_mut().find(|(name, _)| name == client) {
            Some((_, samples)) => samples.push(sample),
            None => self.rows.push((client.to_owned(), vec![sample])),
        }
    }

    pub fn print(&self) {
        let Some((_, raw)) = self.rows.first() else {
            return;
        };
        let prefetch = self.job == Job::Prefetch;
        println!("\n## {}\n", self.job.title());
        let what = if prefetch {
            "seconds, min / median / max"
        } else if self.job.list().is_some() {
            "CPU µs an item, min / median / max"
        } else {
            "CPU µs a call, min / median / max"
        };
        println!("| client | {what} | against hyper | peak MiB | allocations |");
        println!("|---|---|---|---|---|");
        let value = |sample: &Sample| if prefetch { sample.wall } else { sample.cpu };
        let raw = median(raw, value);
        for (client, samples) in &self.rows {
            let all = samples.iter().map(value);
            let least = all.clone().fold(f64::INFINITY, f64::min);
            let most = all.fold(0.0, f64::max);
            let middle = median(samples, value);
            let allocations = samples[0]
                .allocations
                .map_or("-".to_owned(), |count| format!("{count:.0}"));
            println!(
                "| {client} | {least:.2} / {middle:.2} / {most:.2} | {:.2} | {:.1} | {allocations} |",
                middle / raw,
                median(samples, |sample| sample.peak),
            );
        }
    }
}

fn median(samples: &[Sample], value: impl Fn(&Sample) -> f64) -> f64 {
    let mut all: Vec<f64> = samples.iter().map(value).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
