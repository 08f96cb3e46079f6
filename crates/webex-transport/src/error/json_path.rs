//! Where in a JSON document an error is: `items[3].created`.

use std::fmt::Write;

/// The path to what stands at this line and column, both counted from 1 as `serde_json` does.
///
/// Computed from the position, after the fact: a decoder that tracks its path would be compiled once more for every model.
pub(super) fn path_at(json: &[u8], line: usize, column: usize) -> String {
    let before: usize = json
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    let upto = json.get(..before + column).unwrap_or(json);
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut rest = upto;
    let mut text: &[u8] = &[];
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match (byte, open.last_mut()) {
            (b'"', _) => {
                let end = end_of_string(rest);
                text = rest.get(..end).unwrap_or_default();
                rest = rest.get(end + 1..).unwrap_or_default();
            }
            (b':', Some(Open::Object(name))) => *name = Some(text),
            (b'{', _) => open.push(Open::Object(None)),
            (b'[', _) => open.push(Open::Array(0)),
            // What ends at the very position is what the error is about.
            (b'}' | b']', _) if !rest.is_empty() => drop(open.pop()),
            (b',', Some(Open::Array(index))) if !rest.is_empty() => *index += 1,
            (b',', Some(Open::Object(name))) if !rest.is_empty() => *name = None,
            _ => {}
        }
    }
    let mut path = String::new();
    for place in open {
        match place {
            Open::Array(index) => {
                let _ = write!(path, "[{index}]");
            }
            Open::Object(Some(name)) => {
                let separator = if path.is_empty() { "" } else { "." };
                let _ = write!(path, "{separator}{}", String::from_utf8_lossy(name));
            }
            Open::Object(None) => {}
        }
    }
    path
}

enum Open<'a> {
    Array(usize),
    Object(Option<&'a [u8]>),
}

fn end_of_string(text: &[u8]) -> usize {
    let mut escaped = false;
    text.iter()
        .position(|byte| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        })
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Page {
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Item {
        id: String,
        nested: Option<Nested>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Nested {
        on: bool,
    }

    #[test]
    fn names_the_place_of_a_fault() {
        for (json, path) in [
            (r#"{"items":[{"id":"a"},{"id":5}]}"#, "items[1].id"),
            (
                "{\n \"items\": [\n  {\"id\": \"a,]}\\\"\"},\n  {\"id\": 5}]}",
                "items[1].id",
            ),
            (
                r#"{"items":[{"id":"a","nested":{"on":"yes"}}]}"#,
                "items[0].nested.on",
            ),
            (
                r#"{"items":[{"id":"a","nested":{"on":true,"x":[1,2]}},{"id":null}]}"#,
                "items[1].id",
            ),
            (r#"{"items":5}"#, "items"),
            (r#"{"items":[{"nested":null}]}"#, "items[0].nested"),
            (r#"[1]"#, "[0]"),
        ] {
            let error = serde_json::from_str::<Page>(json).unwrap_err();
            assert_eq!(
                path_at(json.as_bytes(), error.line(), error.column()),
                path,
                "{error} in {json}"
            );
        }
    }

    #[test]
    fn is_total() {
        for json in [
            &b""[..],
            b"\"",
            b"\"\\",
            b"}]}",
            b"{\"a",
            b"\xff\xfe[",
            b",,,:::",
        ] {
            for line in 0..3 {
                for column in 0..12 {
                    path_at(json, line, column);
                }
            }
        }
    }
}
