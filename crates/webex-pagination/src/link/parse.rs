//! From a field value to its links, one pass from left to right.

use std::fmt;

use super::param::{self, Params, Value, skip_whitespace};

/// Iterator over the links of one field value; made by [`parse`](super::parse).
///
/// After an `Err` it goes on only where the next link is beyond doubt.
#[derive(Debug, Clone)]
pub struct Links<'a> {
    rest: &'a [u8],
}

/// One link: a target and its parameters, borrowed from the header.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    target: &'a str,
    params: &'a [u8],
    rel: Option<Value<'a>>,
}

/// A place in a `Link` header that is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed<'a> {
    reason: &'static str,
    text: &'a [u8],
}

impl<'a> Links<'a> {
    pub(super) fn new(field: &'a [u8]) -> Self {
        Self { rest: field }
    }
}

impl<'a> Iterator for Links<'a> {
    type Item = Result<Link<'a>, Malformed<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = skip_separators(self.rest);
        self.rest = &[];
        if start.is_empty() {
            return None;
        }
        let malformed = |reason, text| Some(Err(Malformed { reason, text }));
        let Some(open) = start.strip_prefix(b"<") else {
            return malformed("text that is no link", start);
        };
        // A `<` or `"` inside means that the `>` which closes this target belongs to a later link.
        let mut swallowed = false;
        let close = open.iter().position(|&byte| {
            swallowed |= matches!(byte, b'<' | b'"');
            byte == b'>'
        });
        let Some((target, params)) =
            close.and_then(|at| Some((open.get(..at)?, open.get(at + 1..)?)))
        else {
            return malformed("a target that never closes", start);
        };

        let (mut rel, mut rest) = (None, params);
        while let Some((param, after)) = param::scan(rest) {
            if rel.is_none() && param.is_named("rel") {
                rel = Some(param.value());
            }
            rest = after;
        }
        self.rest = rest;

        match std::str::from_utf8(target) {
            _ if swallowed => malformed("a target that never closes", start),
            Ok(target) => Some(Ok(Link {
                target,
                params,
                rel,
            })),
            Err(_) => malformed("a target that is no text", start),
        }
    }
}

impl<'a> Link<'a> {
    /// The target as it stands between `<` and `>`: absolute or relative, not checked further.
    #[must_use]
    pub fn target(&self) -> &'a str {
        self.target
    }

    /// All parameters in order, `rel` included.
    #[must_use]
    pub fn params(&self) -> Params<'a> {
        Params::new(self.params)
    }

    /// The value of the first parameter of this name, in any case.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<Value<'a>> {
        self.params()
            .find(|param| param.is_named(name))
            .map(|param| param.value())
    }

    /// The value of the first `rel`; RFC 8288 has the others ignored.
    #[must_use]
    pub fn rel(&self) -> Option<Value<'a>> {
        self.rel
    }

    /// Whether the link has this relation, alone or among others, in any case.
    #[must_use]
    pub fn has_rel(&self, rel: &str) -> bool {
        self.rel.is_some_and(|value| value.has_token(rel))
    }
}

impl<'a> Malformed<'a> {
    /// The header from the place of the fault on.
    #[must_use]
    pub fn text(&self) -> &'a [u8] {
        self.text
    }

    pub(crate) fn reason(&self) -> &'static str {
        self.reason
    }
}

impl fmt::Display for Malformed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "malformed Link header: {}", self.reason)
    }
}

impl std::error::Error for Malformed<'_> {}

/// List elements may be empty, so any number of commas stands between two links.
fn skip_separators(text: &[u8]) -> &[u8] {
    let mut rest = skip_whitespace(text);
    while let Some(after) = rest.strip_prefix(b",") {
        rest = skip_whitespace(after);
    }
    rest
}
