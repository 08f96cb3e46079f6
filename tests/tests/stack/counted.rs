//! Counters of the `metrics` crate, for all that one connection does.

use std::collections::BTreeMap;

use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use webex_emulator::Fault;
use webex_sdk::models::RoomId;

use crate::support::World;

#[test]
fn calls_attempts_and_waits_are_counted_by_operation() {
    let recorder = DebuggingRecorder::new();
    let snapshots = recorder.snapshotter();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    metrics::with_local_recorder(&recorder, || {
        runtime.block_on(async {
            let world = World::new();
            let api = world.builder().metrics().build().unwrap();
            // No 429: the gate may pace what comes after one, and that is a wait more.
            world.webex.faults().next(Fault::status(503).times(2));
            api.people().me().await.unwrap();
            let nowhere = RoomId::new("SENTINEL").unwrap();
            api.rooms().get(&nowhere).await.unwrap_err();
        });
    });
    let mut counted = BTreeMap::<_, u64>::new();
    for (key, _, _, value) in snapshots.snapshot().into_vec() {
        let key = key.key();
        let labels: Vec<_> = key.labels().map(|label| label.value()).collect();
        assert!(!labels.concat().contains("SENTINEL"), "{key:?}");
        if let DebugValue::Counter(count) = value {
            *counted
                .entry(format!("{} {}", key.name(), labels[0]))
                .or_default() += count;
        }
    }
    let expected = [
        ("webex_attempts people.me", 3),
        ("webex_attempts rooms.get", 1),
        ("webex_calls people.me", 1),
        ("webex_calls rooms.get", 1),
        ("webex_retries people.me", 2),
        ("webex_waits people.me", 2),
    ];
    let expected = expected.map(|(name, count)| (name.to_owned(), count));
    assert_eq!(counted, BTreeMap::from(expected));
}
