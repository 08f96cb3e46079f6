//! Which crate may import which, as ARCHITECTURE.md has it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Crate, and what it may import of this workspace.
const ALLOWED: [(&str, &[&str]); 5] = [
    ("webex-models", &[]),
    ("webex-pagination", &[]),
    ("webex-transport", &["webex-models"]),
    (
        "webex-sdk",
        &["webex-models", "webex-pagination", "webex-transport"],
    ),
    ("webex-emulator", &["webex-models"]),
];

/// Crate, and what must not be among its dependencies, however deep.
const FREE_OF: [(&str, &[&str]); 2] = [
    (
        "webex-models",
        &["tokio", "hyper", "tower", "tower-service"],
    ),
    ("webex-pagination", &["tokio", "hyper"]),
];

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn crates_import_only_what_the_design_allows() {
    let metadata: Value = serde_json::from_str(&cargo(&[
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version",
        "1",
    ]))
    .unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let names: BTreeSet<&str> = packages
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    let mut imports = BTreeMap::new();
    for package in packages {
        let own = package["dependencies"].as_array().unwrap();
        let own = own
            .iter()
            // A crate may test itself against any other.
            .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
            .filter_map(|dependency| dependency["name"].as_str())
            .filter(|name| names.contains(name));
        imports.insert(
            package["name"].as_str().unwrap(),
            own.collect::<BTreeSet<_>>(),
        );
    }
    for (name, allowed) in ALLOWED {
        let forbidden: Vec<_> = imports[name]
            .iter()
            .filter(|import| !allowed.contains(import))
            .collect();
        assert!(forbidden.is_empty(), "{name} must not import {forbidden:?}");
    }
    let known = ALLOWED.map(|(name, _)| name);
    let unknown: Vec<_> = names
        .iter()
        .filter(|name| !known.contains(name))
        .filter(|name| !["webex-examples", "webex-benches", "webex-tests"].contains(name))
        .collect();
    assert!(unknown.is_empty(), "no rule for {unknown:?}");
}

#[test]
fn the_small_crates_stay_small() {
    for (name, forbidden) in FREE_OF {
        is_free_of(name, &[], forbidden);
    }
}

#[test]
fn verifying_webhooks_brings_no_client() {
    is_free_of(
        "webex-transport",
        &["--no-default-features", "--features", "webhook"],
        &["hyper", "hyper-util", "h2", "rustls"],
    );
}

fn is_free_of(name: &str, features: &[&str], forbidden: &[&str]) {
    let tree = [
        "tree",
        "--offline",
        "-e",
        "normal",
        "-p",
        name,
        "--prefix",
        "none",
        "-f",
        "{p}",
    ];
    let tree = cargo(&[&tree, features].concat());
    let found: BTreeSet<_> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(found.contains(name));
    for forbidden in forbidden {
        assert!(!found.contains(forbidden), "{name} depends on {forbidden}");
    }
}

/// C7, C3: what could panic in library code, and a lock held across an await, do not compile, in any crate of `crates/`.
#[test]
fn library_code_may_not_panic() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let read = |path: &str| std::fs::read_to_string(format!("{root}/{path}")).unwrap();
    let lints = read("Cargo.toml");
    for lint in [
        "unwrap_used",
        "expect_used",
        "panic",
        "indexing_slicing",
        "unreachable",
        "todo",
        "unimplemented",
        "exit",
        "await_holding_lock",
    ] {
        assert!(lints.contains(&format!("\n{lint} = \"deny\"\n")), "{lint}");
    }
    assert!(lints.contains("\nunsafe_code = \"forbid\"\n"));
    for (name, _) in ALLOWED {
        let manifest = read(&format!("crates/{name}/Cargo.toml"));
        assert!(manifest.contains("[lints]\nworkspace = true\n"), "{name}");
        let mut folders = vec![format!("{root}/crates/{name}/src").into()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir::<std::path::PathBuf>(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let code = std::fs::read_to_string(&path).unwrap();
                let lints = [
                    "unwrap_used",
                    "expect_used",
                    "clippy::panic",
                    "indexing_slicing",
                ];
                for line in code.lines() {
                    let allowed = lints.iter().any(|lint| line.contains(lint));
                    let at_build = line.contains("runs in the compiler alone");
                    assert!(!allowed || at_build, "{line} in {}", path.display());
                }
            }
        }
    }
}
