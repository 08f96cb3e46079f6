//! Text from the outside, made fit to be shown.

/// Bytes of a message that are shown.
const LIMIT: usize = 512;

/// The text with control and direction characters escaped, cut to 512 bytes.
pub(super) fn shown(text: &str) -> Box<str> {
    const CUT: &str = "...";
    let mut out = String::new();
    for c in text.trim().chars() {
        let kept = out.len();
        if is_unsafe(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
        if out.len() > LIMIT - CUT.len() {
            out.truncate(kept);
            out.push_str(CUT);
            break;
        }
    }
    out.into_boxed_str()
}

/// What a body that is no JSON of the service's says, if it says anything.
pub(super) fn plain(body: &[u8]) -> Option<Box<str>> {
    let head = body.get(..4 * LIMIT).unwrap_or(body);
    let text = String::from_utf8_lossy(head);
    let text = text.trim();
    (!text.is_empty()).then(|| shown(text))
}

/// Controls, and what turns the direction of text or hides in it.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// S4: short, and nothing in it that a terminal would act on.
        #[test]
        fn any_text_is_fit_to_be_shown(text in prop_oneof![
            any::<String>(),
            "[\\x00-\\x20\u{80}-\u{9f}\u{202a}-\u{202e}a]{0,900}",
        ]) {
            let shown = shown(&text);
            prop_assert!(shown.len() <= LIMIT);
            prop_assert!(!shown.contains(is_unsafe));
            let bytes = plain(text.as_bytes());
            prop_assert!(bytes.is_none_or(|text| text.len() <= LIMIT));
        }

        /// A text without anything of that is shown as it is.
        #[test]
        fn a_plain_text_is_unchanged(text in "[a-zA-Z0-9.,: äß]{0,200}") {
            prop_assert_eq!(&*shown(&text), text.trim());
        }
    }
}
