//! The name in a `Content-Disposition` header: RFC 6266, with the extended values of RFC 8187.

use percent_encoding::percent_decode_str;

/// The file name that a header of this value gives: `filename*` where it can be read, else `filename`. As it is sent: it may
/// be a path, or worse.
pub(super) fn file_name(header: &[u8]) -> Option<String> {
    let header = text(header);
    let mut rest = header.split_once(';')?.1;
    let mut plain = None;
    while !rest.is_empty() {
        let (name, value, after) = parameter(rest);
        rest = after;
        if name.eq_ignore_ascii_case("filename*") {
            if let Some(extended) = extended(&value) {
                return Some(extended);
            }
        } else if name.eq_ignore_ascii_case("filename") {
            plain.get_or_insert(value);
        }
    }
    plain
}

/// UTF-8, as it is sent in practice, or ISO-8859-1, as HTTP once had it.
fn text(bytes: &[u8]) -> String {
    let latin = |_| bytes.iter().copied().map(char::from).collect();
    std::str::from_utf8(bytes).map_or_else(latin, str::to_owned)
}

/// The first parameter's name and value, without quotes, and what comes after its semicolon.
fn parameter(text: &str) -> (&str, String, &str) {
    let end = text.find(['=', ';']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let name = name.trim();
    let Some(rest) = rest.strip_prefix('=') else {
        return (name, String::new(), after_semicolon(rest));
    };
    if let Some(quoted) = rest.trim_start().strip_prefix('"') {
        let (value, rest) = unquoted(quoted);
        return (name, value, after_semicolon(rest));
    }
    let (value, _) = rest.split_once(';').unwrap_or((rest, ""));
    (name, value.trim().to_owned(), after_semicolon(rest))
}

fn after_semicolon(text: &str) -> &str {
    text.split_once(';').map_or("", |(_, rest)| rest)
}

/// Up to the closing quote, and what comes after it; a backslash stands before a letter that means itself.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, text.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            _ => value.push(letter),
        }
    }
    (value, "")
}

/// `UTF-8''r%C3%A9sum%C3%A9.pdf`, whatever the language between the quotes.
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    let bytes: Vec<u8> = percent_decode_str(encoded).collect();
    match &*charset.to_ascii_lowercase() {
        "utf-8" => String::from_utf8(bytes).ok(),
        "iso-8859-1" => Some(bytes.into_iter().map(char::from).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// D-68, and RFC 6266's own examples.
    #[test]
    fn the_extended_name_goes_first_in_either_order() {
        for (header, name) in [
            (
                "attachment; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf; filename=\"resume.pdf\"",
                "résumé.pdf",
            ),
            (
                "attachment; filename=\"resume.pdf\"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf",
                "résumé.pdf",
            ),
            ("inline; filename*=UTF-8''a.html", "a.html"),
            (
                "attachment; filename*=utf-8'en'%e2%82%ac%20rates; FileName=x",
                "€ rates",
            ),
            ("attachment; filename*=iso-8859-1''%A3%20rates", "£ rates"),
            (
                "attachment; filename=\"resume.pdf\"; filename*=KOI8-R''%C3",
                "resume.pdf",
            ),
            (
                "attachment; filename=\"resume.pdf\"; filename*=UTF-8''%C3",
                "resume.pdf",
            ),
            (
                "attachment; filename=\"resume.pdf\"; filename*=resume",
                "resume.pdf",
            ),
            ("Attachment; filename=example.html", "example.html"),
            ("attachment; filename = \"a b.pdf\" ; x=y", "a b.pdf"),
            (
                "attachment; filename=\"a\\\"b\\\\c;d=e.pdf\"",
                "a\"b\\c;d=e.pdf",
            ),
            ("attachment; foo=\"; filename=bad\"; filename=good", "good"),
            ("attachment; filename=first; filename=second", "first"),
            ("attachment; filename=\"unclosed", "unclosed"),
            ("attachment; filename=\"näive.txt\"", "näive.txt"),
            ("attachment; filename=\"50%25.txt\"", "50%25.txt"),
            ("attachment; filename=", ""),
        ] {
            assert_eq!(
                file_name(header.as_bytes()).as_deref(),
                Some(name),
                "{header}"
            );
        }
        assert_eq!(
            file_name(b"attachment; filename=\"n\xe4ive\"").unwrap(),
            "näive"
        );
    }

    #[test]
    fn no_name_is_no_name() {
        for header in [
            "",
            "attachment",
            "attachment;",
            "filename=x",
            "attachment; name=x",
            ";;;=;",
        ] {
            assert_eq!(file_name(header.as_bytes()), None, "{header}");
        }
    }

    proptest! {
        /// I5.
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            file_name(&bytes);
        }

        #[test]
        fn a_quoted_name_comes_back(name in "[^\0-\x1f\x7f]{0,40}") {
            let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
            let header = format!("attachment; x=\"{quoted}\"; filename=\"{quoted}\"; y=z");
            prop_assert_eq!(file_name(header.as_bytes()), Some(name));
        }
    }
}
