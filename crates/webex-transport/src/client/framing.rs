//! What of an answer's head hyper lets pass: how it says where it ends, and how long it is itself.

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, Response};

use crate::{Error, ErrorKind};

/// Refuses what hyper reads to its end by guessing: chunks along with a length, which RFC 9112, 6.3 wants handled as an
/// error, and codings other than chunks, which nobody asked for (7.4) and nobody undoes.
///
/// And a head of more than `most` bytes: hyper's own limit for HTTP/1.1 is that of its buffer, which bodies need larger.
pub(super) fn check<B>(response: Response<B>, most: usize) -> Result<Response<B>, Error> {
    let message = if !is_plain(response.headers()) {
        "the answer does not say in one way where it ends"
    } else if length(response.headers()) > most {
        "the head of the answer is longer than allowed"
    } else {
        return Ok(response);
    };
    Err(Error::new(ErrorKind::OutcomeUnknown).with_message(message))
}

/// As they stand on the wire: a colon, a space and the end of the line with each.
fn length(headers: &HeaderMap) -> usize {
    let lines = headers.iter();
    lines
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum()
}

fn is_plain(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
    match (codings.next(), codings.next()) {
        (None, _) => true,
        (Some(coding), None) => {
            coding.as_bytes().eq_ignore_ascii_case(b"chunked")
                && !headers.contains_key(CONTENT_LENGTH)
        }
        (Some(_), Some(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T9.
    #[test]
    fn an_answer_ends_in_one_way() {
        for (headers, expected) in [
            (&[][..], true),
            (&[("content-length", "2")], true),
            (&[("transfer-encoding", "Chunked")], true),
            (
                &[("transfer-encoding", "chunked"), ("content-length", "2")],
                false,
            ),
            (&[("transfer-encoding", "gzip, chunked")], false),
            (
                &[
                    ("transfer-encoding", "gzip"),
                    ("transfer-encoding", "chunked"),
                ],
                false,
            ),
            (&[("transfer-encoding", "identity")], false),
        ] {
            let mut response = Response::builder();
            for (name, value) in headers {
                response = response.header(*name, *value);
            }
            assert_eq!(
                check(response.body(()).unwrap(), 100).is_ok(),
                expected,
                "{headers:?}"
            );
        }
    }
}
