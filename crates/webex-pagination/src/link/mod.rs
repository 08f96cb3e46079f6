//! The `Link` header field (RFC 8288): a parser that borrows, allocates nothing and is total on any bytes.
//!
//! ```
//! let field = r#"<https://api.example/rooms?c=2>; rel="next", </rooms>; rel=first; title="a, \"b\"""#;
//! let links: Vec<_> = webex_pagination::link::parse(field).collect::<Result<_, _>>()?;
//! assert_eq!(links[0].target(), "https://api.example/rooms?c=2");
//! assert!(links[0].has_rel("next"));
//! assert_eq!(links[1].param("title").unwrap().to_str(), r#"a, "b""#);
//! # Ok::<(), webex_pagination::link::Malformed<'_>>(())
//! ```
//!
//! The algorithm is RFC 8288, appendix B. Where that one stops in silence (a target that never closes, text where a
//! link should begin, a quoted string without an end), this one yields a [`Malformed`] at that place, so that a header
//! cut short is not taken for the whole. One thing is read beyond the grammar: a parameter name in quotes.

mod param;
mod parse;
#[cfg(test)]
mod tests;

use http::{HeaderMap, header::LINK};

pub use self::{
    param::{Param, Params, Value},
    parse::{Link, Links, Malformed},
};

/// The links of one field value.
#[must_use]
pub fn parse(field: &str) -> Links<'_> {
    Links::new(field.as_bytes())
}

/// The links of one field value that need not be UTF-8.
///
/// ```
/// let latin1 = b"</b>; title=\"caf\xe9\"; rel=next";
/// let link = webex_pagination::link::parse_bytes(latin1).next().unwrap()?;
/// assert_eq!(link.target(), "/b");
/// # Ok::<(), webex_pagination::link::Malformed<'_>>(())
/// ```
#[must_use]
pub fn parse_bytes(field: &[u8]) -> Links<'_> {
    Links::new(field)
}

/// The links of all `Link` fields of a message, in order.
pub fn in_headers(headers: &HeaderMap) -> impl Iterator<Item = Result<Link<'_>, Malformed<'_>>> {
    headers
        .get_all(LINK)
        .into_iter()
        .flat_map(|value| Links::new(value.as_bytes()))
}
