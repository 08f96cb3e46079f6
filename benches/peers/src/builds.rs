//! What a program is to build that asks who it is, by each of the clients.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::job::Wire;
use crate::measure;
use crate::process::{self, Server};

pub const NAME: &str = "builds";

/// In `minimal/`, and what they are made of.
const PROGRAMS: [(&str, &str); 4] = [
    ("minimal-hyper", "hyper-util + hyper-rustls, ring"),
    ("minimal-reqwest-ring", "reqwest 0.13, rustls with ring"),
    ("minimal-reqwest", "reqwest 0.13, as it comes (aws-lc-rs)"),
    ("minimal-sdk", "webex-sdk, as it comes (ring)"),
];

/// Each of them once, from nothing, and run once, to see that it works.
pub fn run(server: &mut Server, folder: &Path) -> String {
    succeeds(cargo().args(["fetch", "--locked"]));
    let mut table = String::from(
        "\n## a program that asks who it is, built from nothing\n\n\
         | program | wall s | CPU s | KiB, stripped | crates besides |\n|---|---|---|---|---|\n",
    );
    for (program, title) in PROGRAMS {
        let target = folder.join(program);
        let (start, cpu) = (Instant::now(), measure::children());
        succeeds(
            cargo()
                .args(["build", "--release", "--locked", "--quiet", "-p", program])
                .arg("--target-dir")
                .arg(&target),
        );
        let (wall, cpu) = (start.elapsed().as_secs_f64(), measure::children() - cpu);
        let built = target.join("release").join(program);
        works(&built, server, folder);
        let size = std::fs::metadata(&built).unwrap().len() / 1024;
        let crates = crates(program);
        writeln!(
            table,
            "| {title} | {wall:.1} | {cpu:.1} | {size} | {crates} |"
        )
        .unwrap();
        std::fs::remove_dir_all(&target).unwrap();
    }
    table
}

/// Where this package is, with nothing that would keep a build or change it.
fn cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("RUSTC_WRAPPER")
        .env_remove("CARGO_BUILD_TARGET");
    command
}

fn succeeds(command: &mut Command) -> String {
    let output = command.output().expect("it runs");
    assert!(
        output.status.success(),
        "{command:?} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// By HTTP/2, under the roots of the platform, which are ours here.
fn works(program: &Path, server: &mut Server, folder: &Path) {
    let base_url = format!("{}/v1", server.address(Wire::Http2).origin);
    let name = succeeds(
        process::direct(program.as_os_str())
            .env("SSL_CERT_FILE", folder.join("ca.pem"))
            .env("WEBEX_ACCESS_TOKEN", "token")
            .env("WEBEX_BASE_URL", base_url),
    );
    assert_eq!(name.trim(), "Ana Example", "{}", program.display());
    let by = Wire::Http2.speaks().to_owned();
    assert_eq!(server.served(), [(by, 1)].into(), "{}", program.display());
}

/// How many there are of which something is in the program, or that make code of it.
fn crates(program: &str) -> usize {
    let tree = succeeds(cargo().args([
        "tree", "--locked", "-e", "normal", "--prefix", "none", "-p", program,
    ]));
    let names = tree.lines().map(|line| {
        let mut words = line.split(' ');
        (words.next(), words.next())
    });
    names.collect::<BTreeSet<_>>().len() - 1
}
