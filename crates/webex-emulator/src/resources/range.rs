//! A part of a file (RFC 9110, section 14). That the service gives parts at all is our choice.

use http::{Method, header};

use crate::call::Call;

#[derive(Debug, PartialEq)]
pub(crate) enum Range {
    Whole,
    /// Never empty.
    Part(std::ops::Range<usize>),
    Beyond,
}

/// What of so many bytes the call asks for. Several parts in one request, and parts of what may have changed, are not given:
/// the whole is.
pub(crate) fn of(call: &Call, len: usize) -> Range {
    let range = call.headers.get(header::RANGE);
    let is_conditional = call.headers.contains_key(header::IF_RANGE);
    match range.and_then(|range| range.to_str().ok()) {
        Some(range) if call.method == Method::GET && !is_conditional => read(range, len),
        _ => Range::Whole,
    }
}

fn read(range: &str, len: usize) -> Range {
    let bounds = range
        .strip_prefix("bytes=")
        .and_then(|rest| rest.split_once('-'));
    let number = |text: &str| text.trim().parse::<usize>().ok();
    let (start, end) = match bounds.map(|(first, last)| (first.trim(), last.trim())) {
        Some(("", suffix)) => match number(suffix) {
            Some(suffix) => (len.saturating_sub(suffix), len),
            None => return Range::Whole,
        },
        Some((first, last)) => match (number(first), number(last)) {
            (Some(first), None) if last.is_empty() => (first, len),
            (Some(first), Some(last)) if first <= last => (first, last.saturating_add(1).min(len)),
            _ => return Range::Whole,
        },
        None => return Range::Whole,
    };
    if start < end {
        Range::Part(start..end)
    } else {
        Range::Beyond
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_form_of_one_part() {
        assert_eq!(read("bytes=0-0", 10), Range::Part(0..1));
        assert_eq!(read("bytes=2-", 10), Range::Part(2..10));
        assert_eq!(read("bytes=-3", 10), Range::Part(7..10));
        assert_eq!(read("bytes=-30", 10), Range::Part(0..10));
        assert_eq!(read("bytes=5-99", 10), Range::Part(5..10));
    }

    #[test]
    fn what_lies_beyond_is_refused() {
        for range in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(read(range, 10), Range::Beyond, "{range}");
        }
        assert_eq!(read("bytes=0-", 0), Range::Beyond);
    }

    #[test]
    fn what_is_no_range_gives_the_whole() {
        for range in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=3-2",
            "lines=0-1",
            "bytes=0-1,3-4",
        ] {
            assert_eq!(read(range, 10), Range::Whole, "{range}");
        }
    }
}
