//! C2: what all clones share, in every order of three threads.

use std::sync::Arc;
use std::time::Duration;

use http::Request;

use super::key::Key;
use super::shared::{Pass, Shared};
use crate::sync::model::{check, thread};

const SECOND: Duration = Duration::from_secs(1);

fn request() -> Request<()> {
    Request::get("/v1/rooms").body(()).unwrap()
}

/// What an attempt comes to.
#[derive(Clone, Copy)]
enum End {
    Served,
    Refused,
    /// Dropped where it stands, in the line or on its way.
    Dropped,
}

fn attempt(shared: &Arc<Shared>, end: End) {
    let key = Key::of(&request(), None);
    match (shared.admit(key, true), end) {
        (Pass::Now(attempt), End::Served) => attempt.served(),
        (Pass::Now(attempt), End::Refused) => attempt.refused(SECOND),
        // The clock stands still: who is in the line stays there until it is dropped.
        (Pass::Later { place, .. }, _) => {
            assert!(place.expect("it waits").leave().is_err());
        }
        (Pass::Now(_), End::Dropped) => {}
    }
}

fn run(shared: &Arc<Shared>, ends: [End; 3]) {
    let attempts = ends.map(|end| {
        let shared = shared.clone();
        thread(move || attempt(&shared, end))
    });
    for attempt in attempts {
        attempt.join().unwrap();
    }
}

/// The flag that lets everybody pass says what the map holds.
fn agrees(shared: &Shared) {
    assert_eq!(shared.is_pushing_back(), shared.families() > 0);
}

#[test]
fn whoever_was_there_the_line_is_empty_afterwards() {
    check(|| {
        let shared = Arc::<Shared>::default();
        attempt(&shared, End::Refused);
        attempt(&shared, End::Served); // takes the place that is free at once
        let expected = shared.next_place(&request());
        assert!(expected.is_some());
        run(&shared, [End::Dropped, End::Served, End::Dropped]);
        assert_eq!(shared.next_place(&request()), expected);
        agrees(&shared);
    });
}

#[test]
fn a_refusal_is_remembered_whoever_goes_away_meanwhile() {
    check(|| {
        let shared = Arc::<Shared>::default();
        run(&shared, [End::Refused, End::Served, End::Dropped]);
        assert!(shared.is_pushing_back());
        agrees(&shared);
    });
}

/// A pace that is over is forgotten by one while another is refused.
#[test]
fn forgetting_forgets_no_refusal_that_is_new() {
    check(|| {
        let shared = Arc::<Shared>::default();
        attempt(&shared, End::Refused);
        shared.age();
        run(&shared, [End::Refused, End::Served, End::Refused]);
        assert!(shared.is_pushing_back());
        agrees(&shared);
    });
}
