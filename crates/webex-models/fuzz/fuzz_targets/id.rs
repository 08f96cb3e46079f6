//! I5: an id made by hand holds nothing that could split a path; what is inside of one comes back as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use webex_models::{Email, IdParts, RoomId};

fuzz_target!(|text: &str| {
    if let Ok(id) = RoomId::new(text) {
        assert_eq!(id.as_str(), text);
        assert!(!text.is_empty() && !text.contains(|c: char| c.is_control() || c == ' '));
        if let Ok(parts) = id.decode() {
            let again = RoomId::from_parts(&parts);
            assert_eq!(again.decode().unwrap(), parts);
        }
    }
    let mut three = text.splitn(3, '\n');
    let mut part = || three.next().unwrap_or_default();
    if let Ok(parts) = IdParts::new(part(), part(), part()) {
        assert_eq!(RoomId::from_parts(&parts).decode().unwrap(), parts);
    }
    if let Ok(email) = Email::new(text) {
        assert!(email.as_str().contains('@'));
    }
});
