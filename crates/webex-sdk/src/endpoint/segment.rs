//! An id as one segment of a path, whatever it holds.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but RFC 3986's unreserved characters.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The text with everything encoded that is more than itself in a path or a query.
pub(crate) fn encode(text: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(text, ENCODED)
}

/// Whether a text can be a segment at all: not empty, and no dot segment in any spelling, which percent-encoding leaves
/// as it is and the next URL parser removes.
pub(super) fn is_possible(text: &str) -> bool {
    let spelled_out = text.replace("%2e", ".").replace("%2E", ".");
    !matches!(&*spelled_out, "" | "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D-62.
    #[test]
    fn no_dot_segment_in_any_spelling() {
        for text in ["", ".", "..", "%2e", "%2E%2e", ".%2E", "%2e."] {
            assert!(!is_possible(text), "{text}");
        }
        for text in ["...", "a.", ".a", "%2e%2e%2e", "Y2lz"] {
            assert!(is_possible(text), "{text}");
        }
    }

    /// D-63, D-64: one segment, and nothing of it is structure.
    #[test]
    fn what_separates_is_encoded() {
        let odd = "../people/me a?x=1#f%2Fb;c\\d\r\nX-Evil: 1\0\u{2028}=";
        let encoded = encode(odd).to_string();
        assert!(
            encoded
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b))
        );
        let decoded = percent_encoding::percent_decode_str(&encoded)
            .decode_utf8()
            .unwrap();
        assert_eq!(decoded, odd);
    }
}
