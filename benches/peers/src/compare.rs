//! All clients at all jobs, in turn.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::builds;
use crate::clients::CLIENTS;
use crate::job::{FILE, JOBS, Job, Wire};
use crate::process::{self, Server};
use crate::report::Report;
use crate::server::Address;
use crate::table::Table;

const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python.py");

/// What the command line says.
pub struct Options<'a> {
    pub rounds: usize,
    pub python: Option<&'a str>,
    pub only: Option<&'a str>,
    pub write: bool,
}

impl<'a> Options<'a> {
    pub fn read(words: &[&'a str]) -> Self {
        let mut options = Self {
            rounds: 7,
            python: None,
            only: None,
            write: false,
        };
        let mut words = words.iter().copied();
        while let Some(word) = words.next() {
            let mut value = || {
                words
                    .next()
                    .unwrap_or_else(|| panic!("{word} wants a value"))
            };
            match word {
                "--rounds" => options.rounds = value().parse().expect("a number"),
                "--python" => options.python = Some(value()),
                "--job" => options.only = Some(value()),
                "--write" => options.write = true,
                _ => panic!("no option {word}"),
            }
        }
        assert!(options.rounds > 0, "no rounds, no table");
        assert!(
            !options.write || options.only.is_none(),
            "what is written is whole"
        );
        options
    }

    fn wants(&self, job: &str) -> bool {
        self.only.is_none_or(|only| only == job)
    }
}

pub fn run(options: &Options<'_>) {
    assert!(
        JOBS.iter()
            .map(|job| job.name)
            .chain([builds::NAME])
            .any(|job| options.wants(job)),
        "no such job"
    );
    let folder = Folder::new();
    let mut server = Server::start(&folder.0);
    let mut report = Report::new(options);
    for job in JOBS.iter().filter(|job| options.wants(job.name)) {
        report.add(&measure(job, options, &mut server, &folder.0));
    }
    if options.wants(builds::NAME) {
        report.add(&builds::run(&mut server, &folder.0));
    }
    report.end();
}

fn measure(job: &Job, options: &Options<'_>, server: &mut Server, folder: &Path) -> String {
    let mut table = Table::new(job);
    let Address { origin, proxy } = server.address(job.wire).clone();
    let folder = folder.to_str().expect("a name in Unicode");
    // The crate `webex` is told in no other way.
    let ca = ("SSL_CERT_FILE", format!("{folder}/ca.pem"));
    let variables = proxy.map(|proxy| [("HTTPS_PROXY", proxy), ca]);
    let sample = |program: &OsStr, arguments: &[&str]| {
        process::sample(program, arguments, variables.iter().flatten().cloned())
    };
    let mut requests = None;
    for round in 0..options.rounds {
        for peer in CLIENTS.iter().filter(|peer| (peer.can)(job)) {
            let arguments = ["client", peer.name, job.name, &origin, folder];
            let sample = sample(process::me().as_os_str(), &arguments).expect("a sample");
            let served = served(server, peer.name, job);
            let same = *requests.get_or_insert(served);
            assert_eq!(served, same, "{} asks more or less often", peer.name);
            table.add(peer.name, sample);
        }
        // A hundred times slower: a third of the rounds will do. It speaks no HTTP/2.
        let python = options
            .python
            .filter(|_| round % 3 == 0 && job.wire != Wire::Http2);
        let work = serde_json::to_string(&job.work).unwrap();
        let arguments = [PYTHON, &work, &origin, folder];
        if let Some(sample) = python.and_then(|python| sample(python.as_ref(), &arguments)) {
            served(server, "webexpythonsdk", job);
            table.add("webexpythonsdk", sample);
        }
    }
    table.to_string()
}

/// How many requests there were: all of them by what the job says.
fn served(server: &mut Server, client: &str, job: &Job) -> usize {
    let served = server.served();
    let by = job.wire.speaks();
    assert!(
        served.len() == 1 && served.contains_key(by),
        "{client} was to speak {by} for {}: {served:?}",
        job.name
    );
    served[by]
}

/// For the certificate and the files, until the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("webex-peers-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("source.bin"), vec![b'x'; FILE]).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
