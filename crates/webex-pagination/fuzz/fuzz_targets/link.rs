//! G1: the parser is total on any bytes, and what it yields is a part of the header.
#![no_main]

use libfuzzer_sys::fuzz_target;
use webex_pagination::link;

fuzz_target!(|field: &[u8]| {
    let mut links = 0;
    for found in link::parse_bytes(field) {
        links += 1;
        match found {
            Ok(link) => {
                assert!(
                    link.target().is_empty()
                        || field.as_ptr_range().contains(&link.target().as_ptr())
                );
                for param in link.params() {
                    let value = param.value();
                    assert!(value.bytes().count() <= field.len());
                    assert_eq!(
                        value.to_str().as_bytes().is_empty(),
                        value.bytes().next().is_none()
                    );
                }
                let rel = link
                    .rel()
                    .map(|rel| rel.to_str().into_owned())
                    .unwrap_or_default();
                let has_next = rel
                    .split_ascii_whitespace()
                    .any(|rel| rel.eq_ignore_ascii_case("next"));
                assert_eq!(link.has_rel("next"), has_next);
            }
            Err(malformed) => assert!(field.ends_with(malformed.text())),
        }
    }
    assert!(links <= field.len(), "each link takes some text");
});
