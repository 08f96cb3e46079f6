//! What is allocated and kept, counted by divan's allocator.

use divan::{AllocProfiler, Bencher};
use serde::de::DeserializeOwned;
use serde_json::Value;
use webex_models::Message;

use crate::{PAGES, decoded, page, plain};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

pub(crate) fn main() {
    divan::Divan::default()
        .sample_count(1)
        .sample_size(1)
        .run_benches();
}

/// Kept is what is still alive after decoding: allocated and grown, less freed and shrunk.
#[divan::bench(types = [plain::Message, Message, Value], args = PAGES.map(|(name, _)| name))]
fn decode<T: DeserializeOwned>(bencher: Bencher<'_, '_>, name: &str) {
    let page = PAGES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, page)| page())
        .unwrap_or_default();
    bencher.bench_local(|| decoded::<T>(&page));
}

#[divan::bench]
fn clone_three_ids_a_message(bencher: Bencher<'_, '_>) {
    let page = decoded::<Message>(&page::known());
    bencher.bench_local(|| {
        page.iter()
            .map(|m| (m.id.clone(), m.room_id.clone(), m.person_id.clone()))
            .collect::<Vec<_>>()
    });
}
