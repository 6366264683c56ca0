//! Offsets and spans: `-7d`, `+5wd`, `2w`. What they mean in a calendar is the planner's affair.

use std::fmt;

/// A unit of an offset or span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// `min`: elapsed minutes.
    Minute,
    /// `h`: elapsed hours.
    Hour,
    /// `wh`: hours within the calendar's working hours.
    WorkingHour,
    /// `d`: calendar days.
    Day,
    /// `wd`: working days.
    WorkingDay,
    /// `w`: calendar weeks.
    Week,
    /// `mo`: calendar months, clamped to the month's end.
    Month,
}

impl TimeUnit {
    /// Every unit with its suffix.
    pub const ALL: [(&'static str, TimeUnit); 7] = [
        ("min", TimeUnit::Minute),
        ("h", TimeUnit::Hour),
        ("wh", TimeUnit::WorkingHour),
        ("d", TimeUnit::Day),
        ("wd", TimeUnit::WorkingDay),
        ("w", TimeUnit::Week),
        ("mo", TimeUnit::Month),
    ];

    /// Whether the unit counts days (`d wd w mo`) rather than exact time (`min h wh`).
    pub fn is_day_based(self) -> bool {
        use TimeUnit::*;
        matches!(self, Day | WorkingDay | Week | Month)
    }

    /// The suffix, as it is written in the files.
    pub fn suffix(self) -> &'static str {
        let found = TimeUnit::ALL.iter().find(|(_, unit)| *unit == self);
        found.map_or("", |(suffix, _)| suffix)
    }

    /// The largest count accepted: about a century, so that no moment leaves the calendar.
    pub fn limit(self) -> u32 {
        match self {
            TimeUnit::Minute => 52_560_000,
            TimeUnit::Hour => 876_000,
            TimeUnit::WorkingHour => 200_000,
            TimeUnit::Day => 36_500,
            TimeUnit::WorkingDay => 25_000,
            TimeUnit::Week => 5_200,
            TimeUnit::Month => 1_200,
        }
    }
}

/// Why an offset or span does not parse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OffsetError {
    /// Nothing was written.
    Empty,
    /// A non-zero offset without `+` or `-`: it could mean before or after.
    SignMissing,
    /// A span with a sign, where only a length makes sense.
    SignUnwanted,
    /// There is no whole number where one must be.
    NumberMissing,
    /// No known unit; the text found in its place.
    UnknownUnit(String),
    /// The number is beyond [`TimeUnit::limit`].
    TooLarge(TimeUnit),
    /// A span of nothing.
    Zero,
}

/// A signed distance from an anchor: a stage's `at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Offset {
    /// How many; negative is before the anchor.
    pub count: i32,
    /// Of what.
    pub unit: TimeUnit,
}

/// A positive length: a stage's `repeat`, a task's `every`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// How many; at least one.
    pub count: u32,
    /// Of what.
    pub unit: TimeUnit,
}

impl std::str::FromStr for Offset {
    type Err = OffsetError;

    fn from_str(text: &str) -> Result<Offset, OffsetError> {
        let (sign, rest) = split_sign(text);
        let (count, unit) = count_and_unit(rest)?;
        if sign.is_none() && count != 0 {
            return Err(OffsetError::SignMissing);
        }
        let count = count as i32;
        let count = if sign == Some('-') { -count } else { count };
        Ok(Offset { count, unit })
    }
}

impl std::str::FromStr for Span {
    type Err = OffsetError;

    fn from_str(text: &str) -> Result<Span, OffsetError> {
        let (sign, rest) = split_sign(text);
        let (count, unit) = count_and_unit(rest)?;
        match (sign, count) {
            (Some(_), _) => Err(OffsetError::SignUnwanted),
            (None, 0) => Err(OffsetError::Zero),
            (None, count) => Ok(Span { count, unit }),
        }
    }
}

fn split_sign(text: &str) -> (Option<char>, &str) {
    match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.chars().next(), rest),
        None => (None, text),
    }
}

fn count_and_unit(text: &str) -> Result<(u32, TimeUnit), OffsetError> {
    if text.is_empty() {
        return Err(OffsetError::Empty);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, suffix) = text.split_at(digits);
    if number.is_empty() {
        return Err(OffsetError::NumberMissing);
    }
    let known = TimeUnit::ALL.iter().find(|(name, _)| *name == suffix);
    let Some(&(_, unit)) = known else {
        return Err(OffsetError::UnknownUnit(suffix.to_owned()));
    };
    match number.parse::<u32>() {
        Ok(count) if count <= unit.limit() => Ok((count, unit)),
        _ => Err(OffsetError::TooLarge(unit)),
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            0 => write!(f, "0{}", self.unit.suffix()),
            count => write!(f, "{count:+}{}", self.unit.suffix()),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit.suffix())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_want_a_sign_unless_zero() {
        assert_eq!("-7d".parse(), Ok(Offset { count: -7, unit: TimeUnit::Day }));
        assert_eq!("+5wd".parse(), Ok(Offset { count: 5, unit: TimeUnit::WorkingDay }));
        assert_eq!("0d".parse(), Ok(Offset { count: 0, unit: TimeUnit::Day }));
        assert_eq!("-0d".parse(), Ok(Offset { count: 0, unit: TimeUnit::Day }));
        assert_eq!("7d".parse::<Offset>(), Err(OffsetError::SignMissing));
    }

    #[test]
    fn what_is_wrong_has_its_own_name() {
        let cases = [
            ("", OffsetError::Empty),
            ("+", OffsetError::Empty),
            ("+d", OffsetError::NumberMissing),
            ("+7", OffsetError::UnknownUnit(String::new())),
            ("+7 d", OffsetError::UnknownUnit(" d".into())),
            ("+7m", OffsetError::UnknownUnit("m".into())),
            ("+99999d", OffsetError::TooLarge(TimeUnit::Day)),
            ("+99999999999d", OffsetError::TooLarge(TimeUnit::Day)),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Offset>(), Err(error), "{text:?}");
        }
        assert_eq!("+2w".parse::<Span>(), Err(OffsetError::SignUnwanted));
        assert_eq!("0w".parse::<Span>(), Err(OffsetError::Zero));
        assert_eq!("2w".parse(), Ok(Span { count: 2, unit: TimeUnit::Week }));
    }
}
