//! Reading and writing loses nothing, and nothing missing or null fails.

use serde_json::Value;

use crate::fixtures::{COMPLETE, ODD, USUAL};

#[test]
fn writes_what_it_read() {
    for fixture in [USUAL, COMPLETE, ODD].into_iter().flatten() {
        assert_eq!(
            fixture.written(&fixture.json()),
            fixture.json(),
            "{}",
            fixture.name
        );
    }
}

#[test]
fn has_a_place_for_every_documented_attribute() {
    for fixture in COMPLETE {
        let (_, shown) = (fixture.through)(fixture.text.as_bytes()).unwrap();
        assert!(!shown.contains("extra: {"), "{}: {shown}", fixture.name);
    }
}

// D-49
#[test]
fn lives_without_any_attribute_but_the_id() {
    let mut tried = 0;
    for fixture in [USUAL, COMPLETE].into_iter().flatten() {
        let whole = fixture.json();
        for place in attributes(&whole) {
            for missing in [true, false] {
                let mut record = whole.clone();
                let (object, name) = place.rsplit_once('/').unwrap();
                let object = record.pointer_mut(object).unwrap().as_object_mut().unwrap();
                if missing {
                    object.remove(name);
                } else {
                    object.insert(name.to_owned(), Value::Null);
                }
                assert_eq!(
                    fixture.written(&record),
                    record,
                    "{} without {place}",
                    fixture.name
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

/// Where each attribute is, but for ids and the items of a page.
fn attributes(json: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), json)];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Object(object) => {
                for (name, value) in object.iter().filter(|(name, _)| !name.contains(['/', '~'])) {
                    let place = format!("{place}/{name}");
                    if name != "id" && place != "/items" {
                        found.push(place.clone());
                    }
                    open.push((place, value));
                }
            }
            Value::Array(list) => open.extend(
                list.iter()
                    .enumerate()
                    .map(|(at, value)| (format!("{place}/{at}"), value)),
            ),
            _ => {}
        }
    }
    found
}

// D-50
#[test]
fn keeps_an_attribute_that_the_service_added() {
    let text = r#"{"id": "Y2lz", "text": "hi", "mentionedEverything": {"a": [1]}}"#;
    let message: webex_models::Message = serde_json::from_str(text).unwrap();
    assert_eq!(message.extra.get("mentionedEverything").unwrap()["a"][0], 1);
    assert_eq!(
        serde_json::to_value(&message).unwrap(),
        serde_json::from_str::<Value>(text).unwrap()
    );
}

#[test]
fn what_is_set_is_written_in_place_of_what_came() {
    let text = r#"{"id": "Y2lz", "isLocked": "true", "lastActivity": "", "teamId": null, "isPublic": "False"}"#;
    let mut room: webex_models::Room = serde_json::from_str(text).unwrap();
    room.is_locked = Some(false);
    room.last_activity = Some("2026-02-03T04:05:06Z".parse().unwrap());
    room.is_public = None;
    let written = serde_json::to_value(&room).unwrap();
    assert_eq!(written["isLocked"], false);
    assert_eq!(written["lastActivity"], "2026-02-03T04:05:06Z");
    assert_eq!(written["teamId"], Value::Null);
    assert_eq!(written.get("isPublic"), None);
    // Not what was read, but put there.
    room.extra.insert("isPublic", true);
    assert_eq!(serde_json::to_value(&room).unwrap()["isPublic"], true);
}
