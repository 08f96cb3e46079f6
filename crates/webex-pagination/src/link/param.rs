//! The parameters of a link: names, and values with or without quotes.

use std::{borrow::Cow, fmt};

/// Iterator over the parameters of a link; made by [`Link::params`](super::Link::params).
#[derive(Debug, Clone)]
pub struct Params<'a> {
    rest: &'a [u8],
}

/// One parameter of a link.
#[derive(Debug, Clone, Copy)]
pub struct Param<'a> {
    name: &'a [u8],
    value: Value<'a>,
}

/// The value of a parameter, still as it was sent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Value<'a> {
    raw: &'a [u8],
    quoted: bool,
}

impl<'a> Params<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }
}

impl<'a> Iterator for Params<'a> {
    type Item = Param<'a>;

    fn next(&mut self) -> Option<Param<'a>> {
        let (param, rest) = scan(self.rest)?;
        self.rest = rest;
        Some(param)
    }
}

impl<'a> Param<'a> {
    /// The name as it was sent, in any case; empty when it is no UTF-8.
    #[must_use]
    pub fn name(&self) -> &'a str {
        std::str::from_utf8(self.name).unwrap_or_default()
    }

    /// The value; empty when the parameter has none.
    #[must_use]
    pub fn value(&self) -> Value<'a> {
        self.value
    }

    pub(super) fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }
}

impl<'a> Value<'a> {
    /// The bytes of the value, escapes resolved.
    pub fn bytes(&self) -> impl Iterator<Item = u8> + 'a {
        let (mut raw, quoted) = (self.raw.iter(), self.quoted);
        std::iter::from_fn(move || match raw.next()? {
            b'\\' if quoted => raw.next(),
            byte => Some(byte),
        })
        .copied()
    }

    /// The value as text: borrowed unless it has escapes or is no UTF-8.
    #[must_use]
    pub fn to_str(&self) -> Cow<'a, str> {
        if self.quoted && self.raw.contains(&b'\\') {
            let bytes: Vec<u8> = self.bytes().collect();
            Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
        } else {
            String::from_utf8_lossy(self.raw)
        }
    }

    /// Whether `token` is one of the words of this value, in any case.
    #[must_use]
    pub fn has_token(&self, token: &str) -> bool {
        let (mut expected, mut matches) = (token.bytes(), true);
        for byte in self.bytes().chain([b' ']) {
            if byte.is_ascii_whitespace() {
                if matches && expected.next().is_none() && !token.is_empty() {
                    return true;
                }
                (expected, matches) = (token.bytes(), true);
            } else {
                matches &= expected
                    .next()
                    .is_some_and(|want| want.eq_ignore_ascii_case(&byte));
            }
        }
        false
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_str())
    }
}

/// Reads one `; name = value`. `None` where the text goes on with something else, or has ended.
pub(super) fn scan(text: &[u8]) -> Option<(Param<'_>, &[u8])> {
    let rest = skip_whitespace(skip_whitespace(text).strip_prefix(b";")?);
    let (name, rest) = match rest.first() {
        Some(b'"') => scan_quoted(rest),
        _ => split_where(rest, |byte| {
            matches!(byte, b' ' | b'\t' | b'=' | b';' | b',')
        }),
    };
    let (value, rest) = match skip_whitespace(rest).strip_prefix(b"=") {
        Some(rest) => scan_value(skip_whitespace(rest)),
        None => (Value::default(), rest),
    };
    Some((Param { name, value }, rest))
}

fn scan_value(text: &[u8]) -> (Value<'_>, &[u8]) {
    let quoted = text.first() == Some(&b'"');
    let (raw, rest) = if quoted {
        scan_quoted(text)
    } else {
        let (raw, rest) = split_where(text, |byte| matches!(byte, b';' | b','));
        (raw.trim_ascii_end(), rest)
    };
    (Value { raw, quoted }, rest)
}

/// What stands between the quote that `text` begins with and the next, escapes left in. Without a closing quote,
/// the rest begins at the opening one: no link begins so, and the fault shows there.
fn scan_quoted(text: &[u8]) -> (&[u8], &[u8]) {
    let open = text.get(1..).unwrap_or_default();
    let mut escaped = false;
    let close = open.iter().position(|&byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    });
    match close.and_then(|at| Some((open.get(..at)?, open.get(at + 1..)?))) {
        Some(parts) => parts,
        None => (open, text),
    }
}

fn split_where(text: &[u8], stop: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let at = text
        .iter()
        .position(|&byte| stop(byte))
        .unwrap_or(text.len());
    text.split_at_checked(at).unwrap_or((text, &[]))
}

pub(super) fn skip_whitespace(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|byte| !matches!(byte, b' ' | b'\t'));
    start
        .and_then(|start| text.get(start..))
        .unwrap_or_default()
}
