//! I1: whatever an id holds, it is one segment of a path, or it is refused before anything is sent.

use fastrand::Rng;
use percent_encoding::percent_decode_str;
use reqwest::Url;
use webex_sdk::Parts;

use crate::scripted_faults::{cases, seed};

/// What means something in a path, or did in one that was taken apart carelessly.
const ODD: [&str; 16] = [
    ".", "..", "/", "\\", "%", "%2e", "%2E", "%2f", "?", "#", ";", ":", "@", " ", "\r\n", "\0",
];

fn any_id(random: &mut Rng) -> String {
    let pieces = 0..random.usize(..6);
    let piece = |_| match random.bool() {
        true => ODD[random.usize(..ODD.len())].to_owned(),
        false => random.char(..).to_string(),
    };
    pieces.map(piece).collect()
}

#[test]
fn an_id_is_one_segment_or_is_refused() {
    let mut random = Rng::with_seed(seed());
    let mut sent = 0;
    for _ in 0..cases(1_000_000) {
        let id = any_id(&mut random);
        let request = Parts::get("/rooms/{}/pins").id(&id).into_request();
        let Ok(request) = request else {
            let dots = id.replace("%2e", ".").replace("%2E", ".");
            assert!(["", ".", ".."].contains(&&*dots), "{id:?} was refused");
            continue;
        };
        // By a parser that is not ours, which takes dot segments away and turns backslashes round.
        let path = request.uri().path();
        let url = Url::parse(&format!("https://webexapis.com{path}")).unwrap();
        assert_eq!(url.path(), path, "{id:?}");
        let segments: Vec<_> = url.path_segments().unwrap().collect();
        assert_eq!(segments.len(), 3, "{id:?} became {path}");
        let decoded = percent_decode_str(segments[1]).decode_utf8();
        assert_eq!(decoded.unwrap(), id);
        assert_eq!(url.query(), None, "{id:?}");
        sent += 1;
    }
    assert!(sent > cases(1_000_000) / 2, "{sent}");
}
