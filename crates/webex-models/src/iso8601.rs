//! Times in the looser spellings of ISO 8601: whatever jiff's own parser takes, which would bring 100 KB of messages to each
//! program, for errors that nobody sees here.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// The instant. Without a zone it is UTC, without a time midnight.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let mut text = Rest(text.as_bytes());
    let year = text.year()?;
    let dashed = text.eat(b"-").is_some();
    let month = text.digits(2)?;
    if dashed {
        text.eat(b"-")?;
    }
    let day = text.digits(2)?;
    let [mut hour, mut minute, mut second, mut nanosecond, mut offset] = [0; 5];
    if text.eat(b"Tt ").is_some() {
        [hour, minute, second, nanosecond] = text.time()?;
        offset = text.zone()?;
    }
    text.annotations()?;
    let part = |number: i32| i8::try_from(number).ok();
    let civil = DateTime::new(
        i16::try_from(year).ok()?,
        part(month)?,
        part(day)?,
        part(hour)?,
        part(minute)?,
        // A leap second is the one before it.
        part(if second == 60 { 59 } else { second })?,
        nanosecond,
    );
    let offset = Offset::from_seconds(offset).ok()?;
    offset.to_timestamp(civil.ok()?).ok()
}

/// What is not read yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// One of these bytes.
    fn eat(&mut self, any: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        if !any.contains(first) {
            return None;
        }
        self.0 = rest;
        Some(*first)
    }

    fn is_at_digit(&self) -> bool {
        self.0.first().is_some_and(u8::is_ascii_digit)
    }

    /// A number of so many digits, nine at most.
    fn digits(&mut self, count: usize) -> Option<i32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        digits.iter().try_fold(0, |number, digit| {
            let digit = digit.is_ascii_digit().then(|| i32::from(digit - b'0'));
            Some(number * 10 + digit?)
        })
    }

    /// Four digits, or a sign and six.
    fn year(&mut self) -> Option<i32> {
        match self.eat(b"+-") {
            None => self.digits(4),
            Some(b'-') => self.digits(6).filter(|year| *year != 0).map(|year| -year),
            Some(_) => self.digits(6),
        }
    }

    /// Hour, minute, second and nanosecond, as far as they are there, with colons between the first three or none.
    fn time(&mut self) -> Option<[i32; 4]> {
        let mut time = [self.digits(2)?, 0, 0, 0];
        let colons = self.0.first() == Some(&b':');
        for part in time.iter_mut().take(3).skip(1) {
            let goes_on = if colons {
                self.eat(b":").is_some()
            } else {
                self.is_at_digit()
            };
            if !goes_on {
                return Some(time);
            }
            *part = self.digits(2)?;
        }
        let [hour, minute, second, _] = time;
        Some([hour, minute, second, self.fraction()?])
    }

    /// In nanoseconds; none is zero.
    fn fraction(&mut self) -> Option<i32> {
        if self.eat(b".,").is_none() {
            return Some(0);
        }
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit());
        let count = count.count();
        let unit = 9_usize.checked_sub(count).filter(|_| count > 0)?;
        Some(self.digits(count)? * 10_i32.pow(u32::try_from(unit).ok()?))
    }

    /// In seconds east; none is UTC.
    fn zone(&mut self) -> Option<i32> {
        match self.eat(b"Zz+-") {
            Some(sign @ (b'+' | b'-')) => {
                let [hours, minutes, seconds, _] = self.time()?;
                if minutes > 59 || seconds > 59 {
                    return None;
                }
                let east = (hours * 60 + minutes) * 60 + seconds;
                Some(if sign == b'-' { -east } else { east })
            }
            _ => Some(0),
        }
    }

    /// `[Europe/Zurich]` and its like say nothing of the instant. Nothing may follow.
    fn annotations(&mut self) -> Option<()> {
        while self.eat(b"[").is_some() {
            let end = self.0.iter().position(|byte| *byte == b']')?;
            self.0 = self.0.get(end + 1..)?;
        }
        self.0.is_empty().then_some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_jiff(text: &str) -> Option<Timestamp> {
        let naive = || Offset::UTC.to_timestamp(text.parse().ok()?).ok();
        text.parse().ok().or_else(naive)
    }

    proptest! {
        #[test]
        fn what_jiff_reads_is_read_alike(
            date in "([+-]00)?[012][0-9]{3}-?[01][0-9]-?[0-3][0-9]",
            time in "([Tt ][0-2][0-9](:?[0-6][0-9](:?[0-6][0-9]([.,][0-9]{1,10})?)?)?(Z|z|[+-][0-2][0-9](:?[0-9]{2}(:?[0-6][0-9])?)?)?)?",
            zone in "(\\[UTC\\])?",
        ) {
            let text = [date, time, zone].concat();
            if let Some(instant) = by_jiff(&text) {
                prop_assert_eq!(read(&text), Some(instant), "{}", text);
            }
        }
    }
}
