//! `Retry-After`: whatever bytes it holds.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// How long an answer asks to wait: seconds, or an HTTP date against the answer's own `Date`.
///
/// `None` when the header is absent, or holds anything else. Webex has been seen to send `rand(30),add(30)`. A number
/// too large for 64 bits is the largest; a date that has passed is zero.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    // Every HTTP date begins with the name of a day; digits and signs never reach the parser of dates.
    if !text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let until = httpdate::parse_http_date(text).ok()?;
    let now = headers
        .get(DATE)
        .and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok())
        .unwrap_or_else(SystemTime::now);
    Some(until.duration_since(now).unwrap_or_default())
}

/// For an answer that asks for a wait and does not say how long: 15 s, as the Python SDK.
pub(super) const DEFAULT: Duration = Duration::from_secs(15);
/// For one that asks for less.
pub(super) const LEAST: Duration = Duration::from_secs(1);
/// The longest that is waited out, unless told otherwise.
pub(super) const MOST: Duration = Duration::from_secs(300);

/// For how long a refusal wants quiet, within bounds.
pub(crate) fn pause(headers: &HeaderMap) -> Duration {
    retry_after(headers).unwrap_or(DEFAULT).clamp(LEAST, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(value: &str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        headers.insert(DATE, "Wed, 21 Oct 2026 07:27:40 GMT".parse().unwrap());
        retry_after(&headers)
    }

    proptest::proptest! {
        /// L1: whatever bytes there are.
        #[test]
        fn a_pause_is_within_bounds(after in "[ -~]{0,40}|[0-9]{1,30}", date in "[ -~]{0,40}") {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, after.parse().unwrap());
            headers.insert(DATE, date.parse().unwrap());
            proptest::prop_assert!((LEAST..=MOST).contains(&pause(&headers)));
        }
    }

    /// D-18, D-19, D-20, D-21, L1.
    #[test]
    fn seconds_dates_and_garbage() {
        let seconds = |n| Some(Duration::from_secs(n));
        for (value, expected) in [
            ("8", seconds(8)),
            (" 8 ", seconds(8)),
            ("0", seconds(0)),
            ("86400", seconds(86_400)),
            ("9999999999", seconds(9_999_999_999)),
            ("18446744073709551616", seconds(u64::MAX)),
            ("Wed, 21 Oct 2026 07:28:00 GMT", seconds(20)),
            ("Wednesday, 21-Oct-26 07:28:00 GMT", seconds(20)),
            ("Wed Oct 21 07:28:00 2026", seconds(20)),
            ("Wed, 21 Oct 2026 07:00:00 GMT", seconds(0)),
            ("-5", None),
            ("+5", None),
            ("1.5", None),
            ("30 seconds", None),
            ("rand(30),add(30)", None),
            ("", None),
        ] {
            assert_eq!(parse(value), expected, "{value:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
