//! The server and the clients, each a process of its own.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::job::Wire;
use crate::measure::Sample;
use crate::server::Address;

/// The server, for as long as it is held.
pub struct Server {
    process: Child,
    addresses: Vec<Address>,
    asks: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Server {
    pub fn start(folder: &Path) -> Self {
        let mut process = pinned("0", me().as_os_str())
            .arg("server")
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let asks = process.stdin.take().unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap()).lines();
        let addresses = answers.next().unwrap().unwrap();
        Self {
            process,
            addresses: serde_json::from_str(&addresses).unwrap(),
            asks,
            answers,
        }
    }

    pub fn address(&self, wire: Wire) -> &Address {
        &self.addresses[wire as usize]
    }

    /// How many requests came by what, since this was asked last.
    pub fn served(&mut self) -> BTreeMap<String, usize> {
        writeln!(self.asks).unwrap();
        let answer = self.answers.next().unwrap().unwrap();
        serde_json::from_str(&answer).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One line of JSON, or nothing from a client that has no such job.
pub fn sample(
    program: &OsStr,
    arguments: &[&str],
    variables: impl IntoIterator<Item = (&'static str, String)>,
) -> Option<Sample> {
    let mut command = pinned("1", program);
    let output = command
        .args(arguments)
        .envs(variables)
        .stderr(Stdio::inherit())
        .output()
        .expect("the client runs");
    assert!(output.status.success(), "{command:?} failed");
    let line = String::from_utf8(output.stdout).unwrap();
    Sample::read(line.trim())
}

pub fn me() -> PathBuf {
    std::env::current_exe().unwrap()
}

/// On one core, so that client and server do not take turns on it.
fn pinned(core: &str, program: &OsStr) -> Command {
    let can = Command::new("taskset")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok();
    if can {
        let mut taskset = direct("taskset".as_ref());
        taskset.args(["-c", core]).arg(program);
        taskset
    } else {
        direct(program)
    }
}

/// Through none of the proxies that the environment has.
pub fn direct(program: &OsStr) -> Command {
    let mut command = Command::new(program);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command
}
