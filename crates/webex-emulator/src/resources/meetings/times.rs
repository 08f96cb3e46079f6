//! When a meeting begins and ends.

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use crate::{
    call::Call,
    error::{ApiError, Result},
    form::Form,
};

/// Documented: from 10 minutes to 23 hours 59 minutes.
const SHORTEST: SignedDuration = SignedDuration::from_mins(10);
const LONGEST: SignedDuration = SignedDuration::from_mins(23 * 60 + 59);

pub(super) struct Times {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
}

impl Times {
    /// What was sent, or what it was. The rules are documented, the wordings are ours.
    pub(super) fn read(
        form: &Form,
        was: Option<(Timestamp, Timestamp)>,
        now: Timestamp,
    ) -> Result<Self> {
        let read = |name: &str, was: Option<Timestamp>| match form.text(name)? {
            Some(text) => instant(text)
                .ok_or_else(|| ApiError::bad_meeting(format!("'{name}' is not an ISO 8601 time."))),
            None => was.ok_or_else(|| ApiError::bad_meeting(format!("'{name}' is missing."))),
        };
        let start = read("start", was.map(|(start, _)| start))?;
        let end = read("end", was.map(|(_, end)| end))?;
        let lasts = end.duration_since(start);
        if lasts < SHORTEST || lasts > LONGEST {
            let text = "A meeting lasts from 10 minutes to 23 hours 59 minutes.";
            return Err(ApiError::bad_meeting(text));
        }
        if was.is_none_or(|(known, _)| known != start) && start < now {
            return Err(ApiError::bad_meeting("'start' is in the past."));
        }
        Ok(Self { start, end })
    }
}

/// A time in any of the forms of ISO 8601 that clients use. Without an offset it is taken as UTC, whatever the meeting's time
/// zone: the emulator has no table of zones.
fn instant(text: &str) -> Option<Timestamp> {
    let civil = |text: &str| {
        TimeZone::UTC
            .to_timestamp(text.parse::<DateTime>().ok()?)
            .ok()
    };
    text.parse().ok().or_else(|| civil(text))
}

pub(super) fn of_query(call: &Call, name: &str) -> Result<Option<Timestamp>> {
    call.query
        .get(name)
        .map(|text| {
            instant(text)
                .ok_or_else(|| ApiError::bad_meeting(format!("'{name}' is not an ISO 8601 time.")))
        })
        .transpose()
}

/// Seconds and `Z`, as meetings have their times.
pub(super) fn iso(time: Timestamp) -> String {
    format!("{time:.0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_times_with_and_without_an_offset() {
        let iso = |text: &str| instant(text).map(iso);
        assert_eq!(
            iso("2026-02-03T09:00:00"),
            Some("2026-02-03T09:00:00Z".to_owned())
        );
        assert_eq!(
            iso("2026-02-03T09:00:00+01:00"),
            Some("2026-02-03T08:00:00Z".to_owned())
        );
        assert_eq!(iso("tomorrow"), None);
    }
}
