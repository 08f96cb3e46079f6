//! What the tables say, on the screen and in the documentation.

use std::process::Command;

use crate::compare::Options;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/benchmarks.md");
const MARK: &str =
    "<!-- From here on: written by `cargo run --release -- --write` in benches/peers. -->\n";

pub struct Report {
    text: String,
    /// What is in the document before the tables, if they are to be written.
    prose: Option<String>,
}

impl Report {
    pub fn new(options: &Options<'_>) -> Self {
        let head = head(options.rounds);
        println!("{head}");
        Self {
            text: head,
            prose: options.write.then(prose),
        }
    }

    pub fn add(&mut self, table: &str) {
        print!("{table}");
        self.text += table;
    }

    pub fn end(self) {
        if let Some(prose) = self.prose {
            std::fs::write(DOCUMENT, [&prose, MARK, "\n", &self.text].concat()).unwrap();
        }
    }
}

fn prose() -> String {
    let document = std::fs::read_to_string(DOCUMENT).unwrap();
    let (prose, _) = document.split_once(MARK).expect("the mark is there");
    prose.to_owned()
}

/// When and on what.
fn head(rounds: usize) -> String {
    let cores = std::thread::available_parallelism().unwrap();
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("an unknown processor", |(_, model)| model);
    let date = output("date", &["-u", "+%Y-%m-%d"]);
    let rustc = output("rustc", &["--version"]);
    format!("One run on {date}: {cores} cores of {model}, {rustc}, {rounds} rounds.\n")
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
