//! What calls, lists and files cost, beside hyper alone, reqwest and the Python SDK, and what their programs are to build.
//!
//! `cargo run --release` starts one server and each client as a process of its own, in turn, pinned to two different
//! cores where `taskset` is there, and prints the tables. Then it builds a minimal program of each, cold.
//!
//! | option | |
//! |---|---|
//! | `--rounds N` | how often; 7 without it |
//! | `--job NAME` | this one alone; the builds are `builds` |
//! | `--python PROGRAM` | the Python SDK as well, by an interpreter that has it |
//! | `--write` | puts the tables into `docs/benchmarks.md`, in place of those that are there |
//!
//! The time is the CPU time of the client's process alone, user and system: the wall clock of a shared machine says
//! little. Ratios are of medians, against hyper alone in the same run. The server says by what every request came.

mod builds;
mod clients;
mod compare;
mod job;
mod measure;
mod process;
mod report;
mod server;
mod table;

use self::compare::Options;
use self::job::Job;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["server", folder] => server::run(folder.as_ref()),
        ["client", client, job, origin, folder] => {
            clients::run(client, Job::named(job), origin, folder.as_ref()).print();
        }
        _ => compare::run(&Options::read(&words)),
    }
}
