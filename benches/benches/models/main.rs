//! Decoding a page of 100 messages: our models against plain derived structs and against `serde_json::Value`.
//!
//! The three take turns, so that a noisy machine is noisy for all; ratios of the medians are what counts. Decoding and
//! dropping are measured together. Allocations: `cargo bench --bench models -- --allocations`.

mod allocations;
mod page;
mod plain;

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use webex_models::Message;

#[derive(Deserialize)]
struct Page<T> {
    items: Vec<T>,
}

type NamedPage = (&'static str, fn() -> String);

const PAGES: [NamedPage; 3] = [
    ("nothing unknown", page::known),
    ("unknown flag and text", page::two_unknown),
    ("unknown flag and object", page::unknown_object),
];

const ROUNDS: usize = 2_000;

fn main() {
    if std::env::args().any(|argument| argument == "--allocations") {
        return allocations::main();
    }
    println!(
        "{:24} {:>9} {:>9} {:>9}   ours/plain  Value/ours",
        "µs a page of 100", "plain", "ours", "Value"
    );
    for (name, page) in PAGES {
        let page = page();
        let [plain, ours, value] = medians(
            [decode::<plain::Message>, decode::<Message>, decode::<Value>],
            &page,
        );
        println!(
            "{name:24} {plain:9.1} {ours:9.1} {value:9.1}   {:10.2}  {:10.2}",
            ours / plain,
            value / ours
        );
    }
}

fn decode<T: DeserializeOwned>(page: &str) {
    black_box(decoded::<T>(page));
}

fn decoded<T: DeserializeOwned>(page: &str) -> Vec<T> {
    serde_json::from_slice::<Page<T>>(black_box(page.as_bytes()))
        .unwrap()
        .items
}

fn medians<const N: usize>(ways: [fn(&str); N], page: &str) -> [f64; N] {
    let mut taken = [const { Vec::new() }; N];
    for _ in 0..ROUNDS {
        for (way, taken) in ways.iter().zip(&mut taken) {
            let start = Instant::now();
            way(page);
            taken.push(start.elapsed());
        }
    }
    taken.map(|mut taken| {
        taken.sort();
        taken.get(ROUNDS / 2).map_or(0.0, Duration::as_secs_f64) * 1e6
    })
}
