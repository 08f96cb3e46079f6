//! How an answer says where it ends.

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, Response};

use crate::{Error, ErrorKind};

/// Refuses what hyper reads to its end by guessing: chunks along with a length, which RFC 9112, 6.3 wants handled as an
/// error, and codings other than chunks, which nobody asked for (7.4) and nobody undoes.
pub(super) fn check<B>(response: Response<B>) -> Result<Response<B>, Error> {
    if is_plain(response.headers()) {
        return Ok(response);
    }
    Err(Error::new(ErrorKind::OutcomeUnknown)
        .with_message("the answer does not say in one way where it ends"))
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
                check(response.body(()).unwrap()).is_ok(),
                expected,
                "{headers:?}"
            );
        }
    }
}
