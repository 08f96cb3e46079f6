//! The path to a fault in JSON: total, linear, and made of what is in the document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use webex_transport::{Error, ErrorKind};

fuzz_target!(|body: &[u8]| {
    let faults = [
        serde_json::from_slice::<Value>(body).err(),
        serde_json::from_slice::<Vec<Vec<u8>>>(body).err(),
        serde_json::from_slice::<std::collections::BTreeMap<String, Vec<bool>>>(body).err(),
    ];
    for fault in faults.into_iter().flatten() {
        let error = Error::decode(fault, body);
        assert_eq!(error.kind(), ErrorKind::Decode);
        let message = error.message().unwrap();
        assert!(message.starts_with("at "), "{message}");
        assert!(message.len() <= 512);
        assert!(!message.contains(char::is_control));
    }
    // A fault of another document, whose place this one may not have.
    let elsewhere = serde_json::from_str::<Value>("[1,\n2,\n{\"a\":!").unwrap_err();
    let _ = Error::decode(elsewhere, body);
});
