//! Reading and writing loses nothing.

use serde_json::Value;

use crate::fixtures::DOCUMENTED;

#[test]
fn writes_what_it_read() {
    for fixture in DOCUMENTED {
        let before: Value = serde_json::from_str(fixture.text).unwrap();
        assert_eq!(
            (fixture.through)(fixture.text.as_bytes()).unwrap(),
            before,
            "{}",
            fixture.name
        );
    }
}

// D-49
#[test]
fn lives_without_any_attribute_but_the_id() {
    for fixture in DOCUMENTED {
        let whole: Value = serde_json::from_str(fixture.text).unwrap();
        for name in whole
            .as_object()
            .unwrap()
            .keys()
            .filter(|name| *name != "id")
        {
            for missing in [true, false] {
                let mut record = whole.clone();
                if missing {
                    record.as_object_mut().unwrap().remove(name);
                } else {
                    record[name] = Value::Null;
                }
                let written = (fixture.through)(record.to_string().as_bytes());
                assert_eq!(written.unwrap(), record, "{} without {name}", fixture.name);
            }
        }
    }
}
