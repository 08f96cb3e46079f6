//! Times, in the many forms that the service writes them.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU8;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;

use crate::attribute::{self, Attribute, Read};
use crate::{Error, iso8601};

/// An instant, which remembers how it was written.
///
/// The service writes `2025-06-01T12:34:56.789Z`, as well as without fraction, with an offset, with a space and no zone
/// (read as UTC), and in milliseconds since 1970. `Display` and JSON repeat the form that was read. Comparing and hashing
/// see the instant alone.
///
/// ```
/// use webex_models::Timestamp;
///
/// let one: Timestamp = "2025-06-01T14:34:56+02:00".parse()?;
/// let other: Timestamp = "2025-06-01T12:34:56.000Z".parse()?;
/// assert_eq!(one, other);
/// assert_eq!(one.to_string(), "2025-06-01T14:34:56+02:00");
/// assert_eq!(one.to_jiff(), other.to_jiff());
/// # Ok::<(), webex_models::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Timestamp {
    second: i64,
    nanosecond: i32,
    offset_minutes: i16,
    /// One more than the digits of the fraction, so that `Option<Timestamp>` needs no more room.
    precision: NonZeroU8,
    style: Style,
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Utc,
    Offset,
    Naive,
    NaiveSpaced,
    Milliseconds,
}

impl Timestamp {
    /// The instant.
    #[must_use]
    pub fn to_jiff(self) -> jiff::Timestamp {
        // Cannot fail: both came out of one.
        jiff::Timestamp::new(self.second, self.nanosecond).unwrap_or_default()
    }

    /// An instant, from milliseconds since 1970. It is written as that number.
    ///
    /// # Errors
    /// If it lies outside the years -9999 to 9999.
    pub fn from_milliseconds(milliseconds: i64) -> Result<Self, Error> {
        match jiff::Timestamp::from_millisecond(milliseconds) {
            Ok(instant) => Ok(Self {
                style: Style::Milliseconds,
                ..Self::from(instant)
            }),
            Err(_) => Err(Error::new("time", "it is out of range")),
        }
    }

    /// Reads a text and tells whether writing repeats it.
    fn read(text: &str) -> Option<(Self, bool)> {
        if let Some(shape) = Shape::of(text) {
            return shape.read(text).map(|timestamp| (timestamp, true));
        }
        let text = text.trim();
        let read = match iso8601::read(text) {
            Some(instant) => Self::from(instant),
            None => Self::from_milliseconds(text.parse().ok()?).ok()?,
        };
        Some((read, false))
    }

    fn fraction_digits(self) -> u8 {
        self.precision.get() - 1
    }
}

/// How a text in one of the usual forms is laid out: date, `T` or space, time, fraction, zone.
struct Shape {
    digits: u8,
    style: Style,
    offset_minutes: i16,
}

impl Shape {
    fn of(text: &str) -> Option<Self> {
        let (date, rest) = text.as_bytes().split_at_checked(10)?;
        let (separator, rest) = rest.split_first()?;
        let (time, rest) = rest.split_at_checked(8)?;
        let laid_out = |bytes: &[u8], mark: u8| {
            bytes.iter().enumerate().all(|(at, byte)| match at {
                2 | 5 if mark == b':' => *byte == mark,
                4 | 7 if mark == b'-' => *byte == mark,
                _ => byte.is_ascii_digit(),
            })
        };
        // A leap second is read, but not repeated.
        if !laid_out(date, b'-') || !laid_out(time, b':') || time.ends_with(b"60") {
            return None;
        }
        let (digits, zone) = match rest.split_first() {
            Some((b'.', fraction)) => {
                let digits = fraction
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
                (
                    u8::try_from(digits)
                        .ok()
                        .filter(|digits| (1..=9).contains(digits))?,
                    fraction.get(digits..)?,
                )
            }
            _ => (0, rest),
        };
        let (style, offset_minutes) = match (separator, zone) {
            (b'T', b"Z") => (Style::Utc, 0),
            (b'T', b"") => (Style::Naive, 0),
            (b' ', b"") => (Style::NaiveSpaced, 0),
            (b'T', [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2]) => {
                let digit = |byte: &u8| byte.is_ascii_digit().then(|| i16::from(byte - b'0'));
                let minutes = (digit(h1)? * 10 + digit(h2)?) * 60 + digit(m1)? * 10 + digit(m2)?;
                if *sign == b'-' && minutes == 0 {
                    return None;
                }
                (
                    Style::Offset,
                    if *sign == b'-' { -minutes } else { minutes },
                )
            }
            _ => return None,
        };
        Some(Self {
            digits,
            style,
            offset_minutes,
        })
    }

    fn read(&self, text: &str) -> Option<Timestamp> {
        let bytes = text.as_bytes();
        let number = |from, to| {
            Some(
                bytes
                    .get(from..to)?
                    .iter()
                    .fold(0_i32, |sum, digit| sum * 10 + i32::from(digit - b'0')),
            )
        };
        let part = |from, to| i8::try_from(number(from, to)?).ok();
        let year = i16::try_from(number(0, 4)?).ok()?;
        let fraction = match self.digits {
            0 => 0,
            digits => number(20, 20 + usize::from(digits))? * 10_i32.pow(9 - u32::from(digits)),
        };
        let civil = DateTime::new(
            year,
            part(5, 7)?,
            part(8, 10)?,
            part(11, 13)?,
            part(14, 16)?,
            part(17, 19)?,
            fraction,
        )
        .ok()?;
        let instant = Offset::from_seconds(i32::from(self.offset_minutes) * 60)
            .ok()?
            .to_timestamp(civil)
            .ok()?;
        Some(Timestamp {
            offset_minutes: self.offset_minutes,
            precision: NonZeroU8::MIN.saturating_add(self.digits),
            style: self.style,
            ..instant.into()
        })
    }
}

impl From<jiff::Timestamp> for Timestamp {
    /// Written with a `Z` and as many digits as needed: 3, 6 or 9.
    fn from(instant: jiff::Timestamp) -> Self {
        let nanosecond = instant.subsec_nanosecond();
        let digits = match nanosecond {
            ns if ns % 1_000_000 == 0 => 3,
            ns if ns % 1_000 == 0 => 6,
            _ => 9,
        };
        Self {
            second: instant.as_second(),
            nanosecond,
            offset_minutes: 0,
            precision: NonZeroU8::MIN.saturating_add(digits),
            style: Style::Utc,
        }
    }
}

impl From<Timestamp> for jiff::Timestamp {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.to_jiff()
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match Self::read(text) {
            Some((timestamp, _)) => Ok(timestamp),
            None => Err(Error::new("time", "it is in no known form")),
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset =
            Offset::from_seconds(i32::from(self.offset_minutes) * 60).unwrap_or(Offset::UTC);
        let civil = offset.to_datetime(self.to_jiff());
        let separator = if self.style == Style::NaiveSpaced {
            ' '
        } else {
            'T'
        };
        let digits = self.fraction_digits();
        write!(
            f,
            "{}{separator}{:02}:{:02}:{:02}",
            civil.date(),
            civil.hour(),
            civil.minute(),
            civil.second()
        )?;
        if digits > 0 {
            let unit = 10_i32.pow(9 - u32::from(digits));
            write!(
                f,
                ".{:0width$}",
                civil.subsec_nanosecond() / unit,
                width = usize::from(digits)
            )?;
        }
        match self.style {
            Style::Utc | Style::Milliseconds => f.write_str("Z"),
            Style::Naive | Style::NaiveSpaced => Ok(()),
            Style::Offset => {
                let (sign, minutes) = (
                    if self.offset_minutes < 0 { '-' } else { '+' },
                    self.offset_minutes.abs(),
                );
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        (self.second, self.nanosecond) == (other.second, other.nanosecond)
    }
}

impl Eq for Timestamp {}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.second, self.nanosecond).hash(state);
    }
}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.second, self.nanosecond).cmp(&(other.second, other.nanosecond))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.style == Style::Milliseconds {
            serializer.serialize_i64(self.to_jiff().as_millisecond())
        } else {
            serializer.collect_str(self)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        attribute::deserialize(deserializer)
    }
}

impl Attribute for Timestamp {
    const NAME: &'static str = "a time";

    fn from_text(text: &str) -> Read<Self> {
        match Self::read(text) {
            Some((timestamp, true)) => Read::Exact(timestamp),
            Some((timestamp, false)) => Read::Loose(timestamp, text.into()),
            None => Read::Odd(text.into()),
        }
    }

    fn from_number(number: Number) -> Read<Self> {
        match number.as_i64().map(Self::from_milliseconds) {
            Some(Ok(timestamp)) => Read::Exact(timestamp),
            _ => Read::Odd(number.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_two_words_missing_or_not() {
        assert_eq!(
            (size_of::<Timestamp>(), size_of::<Option<Timestamp>>()),
            (16, 16)
        );
    }

    #[test]
    fn repeats_every_usual_form() {
        let forms = [
            "\"2025-06-01T12:34:56.789Z\"",
            "\"2025-06-01T12:34:56Z\"",
            "\"2025-06-01T12:34:56.1Z\"",
            "\"2025-06-01T12:34:56.123456789Z\"",
            "\"2025-06-01T12:34:56+00:00\"",
            "\"2025-06-01T12:34:56.789-09:30\"",
            "\"2020-05-27 17:02:43\"",
            "\"2020-05-27T17:02:43\"",
            "\"1969-12-31T23:59:59.999Z\"",
            "1768630439322",
        ];
        for form in forms {
            let timestamp: Timestamp = serde_json::from_str(form).unwrap();
            assert_eq!(serde_json::to_string(&timestamp).unwrap(), form);
        }
    }

    #[test]
    fn reads_other_forms_without_repeating_them() {
        for text in [
            "2025-06-01t12:00:00z",
            "2025-06-01T14:00:00+0200",
            "2025-06-01 12:00:00Z",
            "2025-06-01T12Z",
            "2025-06-01T13:00+01",
            "2025-06-01T12:00:00,000Z",
            "20250601T120000Z",
            "+002025-06-01T12:00:00.0000Z",
            "2025-06-01T14:00+02:00:00[Europe/Zurich][u-ca=gregory]",
            "2025-06-01 12:00",
            " 2025-06-01T12:00:00.000Z ",
            "1748779200000",
        ] {
            assert_eq!(
                text.parse::<Timestamp>().unwrap().to_string(),
                "2025-06-01T12:00:00.000Z",
                "{text}"
            );
            assert!(
                matches!(Timestamp::from_text(text), Read::Loose(..)),
                "{text}"
            );
        }
        for text in ["2025-06-01T11:59:60Z", "2025-06-01"] {
            assert!(
                matches!(Timestamp::from_text(text), Read::Loose(..)),
                "{text}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "soon",
            "2025-13-01T00:00:00Z",
            "2025-06-01T25:00:00Z",
            "99999999999999999",
            "2025-06-01T12:00:00+99:99",
            "2025-06-01T12:00:00Z or so",
            "2025-06-01T12:00:00.Z",
            "2025-06-01T12:0000Z",
            "2025-0601T12:00:00Z",
            "2025-06-01T12:00:00Z[Europe",
            "-000000-06-01T12:00:00Z",
            "2025-06-01T",
            "2025-06-0\u{665}",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    #[test]
    fn comes_from_and_goes_to_jiff_with_nothing_lost() {
        for nanosecond in [0, 789_000_000, 789_123_000, 789_123_456] {
            let instant = jiff::Timestamp::new(1_748_781_296, nanosecond).unwrap();
            let timestamp = Timestamp::from(instant);
            assert_eq!(jiff::Timestamp::from(timestamp), instant);
            assert_eq!(
                timestamp.to_string().parse::<jiff::Timestamp>().unwrap(),
                instant
            );
        }
    }

    #[test]
    fn compares_instants() {
        let early: Timestamp = "2025-06-01T14:00:00+02:00".parse().unwrap();
        let late: Timestamp = "2025-06-01T12:00:00.001Z".parse().unwrap();
        assert!(early < late);
    }
}
