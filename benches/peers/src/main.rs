//! What a call and a list cost, beside hyper alone, reqwest and the Python SDK.
//!
//! `cargo run --release` starts one server and each client as a process of its own, in turn, pinned to two different
//! cores where `taskset` is there, and prints the table. `--rounds N` sets how often (default 10), `--python PROGRAM` adds the
//! Python SDK by an interpreter that has it.
//!
//! The time is the CPU time of the client's process alone, user and system: the wall clock of a shared machine says
//! little. Ratios are of medians, against hyper alone in the same run.

mod clients;
mod job;
mod measure;
mod server;
mod table;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use self::clients::CLIENTS;
use self::job::Job;
use self::measure::Sample;
use self::table::Table;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["server"] => server::run(),
        ["client", client, job, address] => clients::run(client, Job::named(job), address),
        _ => compare(&words),
    }
}

fn option<'a>(words: &[&'a str], name: &str) -> Option<&'a str> {
    let at = words.iter().position(|word| *word == name)?;
    words.get(at + 1).copied()
}

fn compare(words: &[&str]) {
    let rounds: usize = option(words, "--rounds").map_or(10, |rounds| rounds.parse().unwrap());
    let python = option(words, "--python");
    let only = option(words, "--job");
    let mut server = pinned("0", &me(), &["server"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut address = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut address)
        .unwrap();
    let address = address.trim();

    for job in Job::ALL {
        if only.is_some_and(|only| only != job.name()) {
            continue;
        }
        let mut table = Table::new(job);
        for round in 0..rounds {
            for client in CLIENTS {
                if let Some(sample) =
                    sample(pinned("1", &me(), &["client", client, job.name(), address]))
                {
                    table.add(client, sample);
                }
            }
            // A hundred times slower: a third of the rounds will do.
            if let (Some(python), 0) = (python, round % 3) {
                let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python.py");
                if let Some(sample) = sample(pinned("1", python, &[script, job.name(), address])) {
                    table.add("webexpythonsdk", sample);
                }
            }
        }
        table.print();
    }
    server.kill().unwrap();
    let _ = server.wait();
}

fn me() -> String {
    std::env::current_exe()
        .unwrap()
        .to_string_lossy()
        .into_owned()
}

/// On one core, so that client and server do not take turns on it.
fn pinned(core: &str, program: &str, arguments: &[&str]) -> Command {
    let can = Command::new("taskset")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok();
    let mut command = if can {
        Command::new("taskset")
    } else {
        Command::new(program)
    };
    if can {
        command.args(["-c", core, program]);
    }
    command.args(arguments);
    command
}

/// One line of JSON, or nothing from a client that has no such job.
fn sample(mut command: Command) -> Option<Sample> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .expect("the client runs");
    assert!(output.status.success(), "{command:?} failed");
    let line = String::from_utf8(output.stdout).unwrap();
    Sample::read(line.trim())
}
