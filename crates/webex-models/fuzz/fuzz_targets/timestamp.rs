//! I5: a time that is read is written in a form that reads as the same instant.
#![no_main]

use libfuzzer_sys::fuzz_target;
use webex_models::Timestamp;

fuzz_target!(|text: &str| {
    if let Ok(time) = text.parse::<Timestamp>() {
        let written = time.to_string();
        let again: Timestamp = written.parse().unwrap();
        assert_eq!(again, time, "{text:?} was written {written:?}");
        assert_eq!(again.to_string(), written);
        let json = serde_json::to_string(&time).unwrap();
        assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), time);
    }
    if let Ok(milliseconds) = text.trim().parse() {
        let _ = Timestamp::from_milliseconds(milliseconds);
    }
});
