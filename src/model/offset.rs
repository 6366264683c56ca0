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

/// Where a stage lies (T3, T4, T12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum At {
    /// So far from its anchor.
    Offset(Offset),
    /// So many per cent of the way from `opened` to the deadline; from 1 to 100.
    Percent(u8),
}

impl At {
    /// Whether it counts days rather than exact time.
    pub fn is_day_based(self) -> bool {
        match self {
            At::Offset(offset) => offset.unit.is_day_based(),
            At::Percent(_) => true,
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            At::Offset(offset) => offset.fmt(f),
            At::Percent(percent) => write!(f, "{percent}%"),
        }
    }
}

/// The rhythm in which a stage comes round again: one length, or a list that grows (T15).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Repeat(Box<[Span]>);

/// What lies between a stage and one of its repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distance {
    /// Months; they are added first.
    pub months: i64,
    /// Calendar days.
    pub days: i64,
    /// Working days.
    pub working_days: i64,
    /// Minutes.
    pub minutes: i64,
    /// Working hours.
    pub working_hours: i64,
}

/// Lengths that a rhythm may hold together (T15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// `wd`
    WorkingDays,
    /// `d w mo`
    Days,
    /// `wh`
    WorkingHours,
    /// `min h`
    Exact,
}

impl TimeUnit {
    /// With which lengths it may share a rhythm.
    pub fn rhythm(self) -> Rhythm {
        match self {
            TimeUnit::WorkingDay => Rhythm::WorkingDays,
            TimeUnit::Day | TimeUnit::Week | TimeUnit::Month => Rhythm::Days,
            TimeUnit::WorkingHour => Rhythm::WorkingHours,
            TimeUnit::Minute | TimeUnit::Hour => Rhythm::Exact,
        }
    }
}

impl Repeat {
    /// The rhythm of these lengths; `None` if there are none, or of more than one kind.
    pub fn of(lengths: impl Into<Box<[Span]>>) -> Option<Repeat> {
        let lengths = lengths.into();
        let kind = lengths.first()?.unit.rhythm();
        lengths.iter().all(|one| one.unit.rhythm() == kind).then_some(Repeat(lengths))
    }

    /// The lengths, one at least.
    pub fn lengths(&self) -> &[Span] {
        &self.0
    }

    /// Of what kind they are.
    pub fn rhythm(&self) -> Rhythm {
        self.0[0].unit.rhythm()
    }

    /// T15: how far the k-th repeat lies from the stage: the sum of the first k lengths, the last going on.
    pub fn distance(&self, k: u32) -> Distance {
        let mut distance =
            Distance { months: 0, days: 0, working_days: 0, minutes: 0, working_hours: 0 };
        let listed = (k as usize).min(self.0.len());
        let (first, last) = (&self.0[..listed], self.0[self.0.len() - 1]);
        let beyond = i64::from(k) - listed as i64;
        for (length, times) in first.iter().map(|one| (one, 1)).chain([(&last, beyond)]) {
            let count = i64::from(length.count) * times;
            match length.unit {
                TimeUnit::Minute => distance.minutes += count,
                TimeUnit::Hour => distance.minutes += count * 60,
                TimeUnit::WorkingHour => distance.working_hours += count,
                TimeUnit::Day => distance.days += count,
                TimeUnit::Week => distance.days += count * 7,
                TimeUnit::WorkingDay => distance.working_days += count,
                TimeUnit::Month => distance.months += count,
            }
        }
        distance
    }
}

impl fmt::Display for Repeat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lengths: Vec<String> = self.0.iter().map(Span::to_string).collect();
        f.write_str(&lengths.join(", "))
    }
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
