//! What the service limits by.

use http::Request;

use crate::{CallMeta, Token};

/// A token, and the first segment of the path after the version: hashed, so that it is made without an allocation and
/// keeps nothing of either. Two that fall together share a pace, and no harm is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(u64);

impl Key {
    pub(super) fn of<B>(request: &Request<B>, meta: Option<&CallMeta>) -> Self {
        // FNV-1a: made for every call, of a word that callers know; nothing is gained by making two fall together.
        let basis = meta
            .and_then(CallMeta::own_token)
            .map_or(0xcbf2_9ce4_8422_2325, Token::fingerprint);
        Self(
            family(request.uri().path())
                .iter()
                .fold(basis, |hash, byte| {
                    (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
                }),
        )
    }

    /// Of all that find no room for a pace of their own.
    pub(super) const OTHERS: Self = Self(0);
}

fn family(path: &str) -> &[u8] {
    path.as_bytes()
        .split(|byte| *byte == b'/')
        .find(|segment| !segment.is_empty() && !is_version(segment))
        .unwrap_or_default()
}

/// `v1`, which stands in front of the family.
fn is_version(segment: &[u8]) -> bool {
    segment
        .strip_prefix(b"v")
        .is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_family_is_the_first_segment_after_the_version() {
        for (path, expected) in [
            ("/v1/rooms/ID/meetingInfo", "rooms"),
            ("/rooms", "rooms"),
            ("//v1/rooms", "rooms"),
            ("/v1/videos", "videos"),
            ("/v/rooms", "v"),
            ("/v1beta/rooms", "v1beta"),
            ("/v1", ""),
            ("", ""),
        ] {
            assert_eq!(family(path), expected.as_bytes(), "{path:?}");
        }
    }

    #[test]
    fn calls_with_tokens_of_their_own_have_their_own_key() {
        let key = |path: &str, token: Option<&str>| {
            let meta = token.map(|token| CallMeta::default().token(Token::new(token).unwrap()));
            Key::of(&Request::get(path).body(()).unwrap(), meta.as_ref())
        };
        assert_eq!(key("/v1/rooms", None), key("/v1/rooms/ID", None));
        assert_eq!(key("/v1/rooms", Some("a")), key("/v1/rooms", Some("a")));
        assert_ne!(key("/v1/rooms", Some("a")), key("/v1/rooms", Some("b")));
        assert_ne!(key("/v1/rooms", Some("a")), key("/v1/rooms", None));
        assert_ne!(key("/v1/rooms", None), key("/v1/people", None));
    }

    #[test]
    fn families_do_not_fall_together() {
        let key = |n| {
            Key::of(
                &Request::get(format!("/v1/family{n}")).body(()).unwrap(),
                None,
            )
        };
        let keys: HashSet<Key> = (0..1000).map(key).collect();
        assert_eq!(keys.len(), 1000);
    }
}
