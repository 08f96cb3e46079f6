//! Input that means no good, or is merely strange.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::fixtures::{COMPLETE, ODD, USUAL};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(|number: f64| json!(number)),
        ".{0,8}".prop_map(Value::from),
        Just(json!("2026-02-03 04:05:06")),
        Just(json!("True")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{0,6}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn unknown_attributes_come_back(unknown in prop::collection::btree_map("x_.{0,6}", any_json(), 0..5)) {
        for fixture in COMPLETE {
            let mut json = fixture.json();
            json.as_object_mut().unwrap().extend(unknown.clone());
            prop_assert_eq!(fixture.written(&json), json);
        }
    }

    #[test]
    fn known_attributes_come_back_whatever_they_are(at in any::<prop::sample::Index>(), value in any_json()) {
        for fixture in COMPLETE {
            let mut json = fixture.json();
            let names: Vec<String> = json.as_object().unwrap().keys().filter(|name| *name != "id").cloned().collect();
            if names.is_empty() {
                continue;
            }
            json[at.get(&names)] = value.clone();
            if let Ok((written, _)) = (fixture.through)(json.to_string().as_bytes()) {
                prop_assert_eq!(written, json, "{}", fixture.name);
            } else {
                // The one way to fail: an object in a list or in place of an object, without the id that it needs.
                prop_assert!(value.is_array() || value.is_object(), "{}: {}", fixture.name, json);
            }
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        for fixture in COMPLETE {
            let _ = (fixture.through)(&bytes);
        }
    }

    #[test]
    fn no_damage_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        for fixture in [COMPLETE, ODD].into_iter().flatten() {
            let mut bytes = fixture.text.as_bytes().to_vec();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if cut {
                bytes.truncate(at);
            }
            let _ = (fixture.through)(&bytes);
        }
    }
}

// I6
#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    const DEPTH: usize = 100_000;
    for fixture in COMPLETE {
        let known = fixture
            .json()
            .as_object()
            .unwrap()
            .keys()
            .next_back()
            .unwrap()
            .clone();
        for name in ["unknown", &known] {
            for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
                let nested = format!("{}1{}", open.repeat(DEPTH), close.repeat(DEPTH));
                let error =
                    (fixture.through)(format!(r#"{{"id":"x","{name}":{nested}}}"#).as_bytes())
                        .unwrap_err();
                assert!(
                    error.to_string().contains("recursion limit"),
                    "{}: {error}",
                    fixture.name
                );
            }
        }
    }
}

// I6
#[test]
fn strange_numbers_names_and_texts_do_not_panic() {
    for fixture in [USUAL, COMPLETE].into_iter().flatten() {
        for body in [
            r#"{"id":"x","n":1e400}"#,
            r#"{"id":"x","n":-0.0,"n":18446744073709551615,"m":1e-400}"#,
            r#"{"id":"x","t":"\ud800"}"#,
            r#"{"id":"x","id":"y","title":"a","title":"b"}"#,
            r#"{"id":"x","":1,"\u0000":2,"type":{},"extra":[]}"#,
        ] {
            let _ = (fixture.through)(body.as_bytes());
        }
    }
}

#[test]
fn of_two_values_with_one_name_the_later_counts() {
    let room: webex_models::Room =
        serde_json::from_str(r#"{"id":"x","title":"a","title":"b","n":1,"n":2}"#).unwrap();
    assert_eq!(
        (room.title.as_deref(), room.extra.get("n")),
        (Some("b"), Some(&json!(2)))
    );
}

const SECRETS: &[&str] = &[
    "access_token",
    "accessToken",
    "audioDownloadLink",
    "device_code",
    "downloadURL",
    "hostKey",
    "panelistPassword",
    "password",
    "phoneAndVideoSystemPanelistPassword",
    "phoneAndVideoSystemPassword",
    "recordingDownloadLink",
    "refresh_token",
    "rtmpUrl",
    "secret",
    "token",
    "transcriptDownloadLink",
];

/// Plants a value in each secret of a record; gives how many there were.
fn plant(json: &mut Value, value: &Value) -> usize {
    match json {
        Value::Object(object) => plant_in(object, value),
        Value::Array(list) => list.iter_mut().map(|element| plant(element, value)).sum(),
        _ => 0,
    }
}

fn plant_in(object: &mut Map<String, Value>, value: &Value) -> usize {
    let mut planted = 0;
    for (name, old) in object {
        if SECRETS.contains(&name.as_str()) {
            *old = value.clone();
            planted += 1;
        } else {
            planted += plant(old, value);
        }
    }
    planted
}

// S1: `Serialize` writes secrets, as that is how they travel and how token sets are stored.
#[test]
fn secrets_are_in_no_debug_and_no_error() {
    const SENTINEL: &str = "SENTINEL-7f3a";
    let mut planted = 0;
    for fixture in [USUAL, COMPLETE].into_iter().flatten() {
        for value in [
            json!(SENTINEL),
            json!([SENTINEL]),
            json!({ SENTINEL: SENTINEL, "a": SENTINEL }),
        ] {
            let mut record = fixture.json();
            planted += plant(&mut record, &value);
            let (_, shown) = (fixture.through)(record.to_string().as_bytes()).unwrap();
            assert!(!shown.contains(SENTINEL), "{}: {shown}", fixture.name);
            for wrong in [
                json!(SENTINEL),
                json!([SENTINEL]),
                json!({ "id": { "x": SENTINEL }, "items": SENTINEL }),
            ] {
                if let Err(error) = (fixture.through)(wrong.to_string().as_bytes()) {
                    let of_page = fixture.name.ends_with("-list");
                    assert!(
                        of_page || !error.to_string().contains(SENTINEL),
                        "{}: {error}",
                        fixture.name
                    );
                }
            }
            let text = record.to_string();
            let cut = (fixture.through)(&text.as_bytes()[..text.len() - 2]).unwrap_err();
            assert!(
                !cut.to_string().contains(SENTINEL),
                "{}: {cut}",
                fixture.name
            );
        }
    }
    assert!(planted > 60, "{planted}");
}

#[test]
fn refused_texts_are_in_no_error() {
    let id = webex_models::RoomId::new("SENTINEL 7").unwrap_err();
    let email = webex_models::Email::new("SENTINEL").unwrap_err();
    let time = "SENTINEL".parse::<webex_models::Timestamp>().unwrap_err();
    for error in [id, email, time] {
        assert!(!format!("{error} {error:?}").contains("SENTINEL"));
    }
}
