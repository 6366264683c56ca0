//! A table's days, times and lengths.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset as ZoneOffset;
use toml::Spanned;
use toml::de::DeValue;

use crate::config::fault::NotationFault;
use crate::config::read::context::Context;
use crate::config::read::offsets;
use crate::config::read::raw::{RawDue, RawWhen, Spot, Text};
use crate::config::read::table::{Table, place};
use crate::model::{At, Repeat, Span};

/// Dates lie between these years; others are slips.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

impl<'t> Table<'t> {
    pub(crate) fn date(&self, name: &str, context: &mut Context<'_>) -> Option<Spot<Date>> {
        let value = self.value(name)?;
        match date_value(value) {
            Some(RawWhen::Day(day)) => checked_year(day, value, context),
            _ => {
                self.refuse(name, value, context);
                None
            }
        }
    }

    pub(crate) fn dates(&self, name: &str, context: &mut Context<'_>) -> Vec<Spot<Date>> {
        let Some(value) = self.value(name) else {
            return Vec::new();
        };
        let Some(array) = self.array(name, value, context) else {
            return Vec::new();
        };
        let mut dates = Vec::with_capacity(array.len());
        for item in array {
            match date_value(item) {
                Some(RawWhen::Day(day)) => dates.extend(checked_year(day, item, context)),
                _ => self.refuse(name, item, context),
            }
        }
        dates
    }

    pub(crate) fn when(&self, name: &str, context: &mut Context<'_>) -> Option<Spot<RawWhen>> {
        let value = self.value(name)?;
        // The last days that there are have no instant in zones west of UTC.
        if let Some(day) = written_day(value) {
            checked_year(day, value, context)?;
        }
        let Some(when) = date_value(value) else {
            self.refuse(name, value, context);
            return None;
        };
        Some(Spot { value: when, place: place(value) })
    }

    pub(crate) fn due(&self, name: &str, context: &mut Context<'_>) -> Option<Spot<RawDue>> {
        let value = self.value(name)?;
        if let DeValue::String(text) = value.get_ref()
            && let Some(offset) = text.strip_prefix("opened")
        {
            let at = place(value);
            let offset = offsets::offset(offset.trim(), text, at, context)?;
            return Some(Spot { value: RawDue::FromOpened(offset), place: at });
        }
        let when = self.when(name, context)?;
        Some(Spot { value: RawDue::When(when.value), place: when.place })
    }

    /// `+5wd`, `50%`.
    pub(crate) fn at(&self, name: &str, context: &mut Context<'_>) -> Option<Spot<At>> {
        let text = self.text(name, context)?;
        let value = offsets::at(&text.value, text.place, context)?;
        Some(Spot { value, place: text.place })
    }

    /// `2wd`, or `["1wd", "2wd"]`.
    pub(crate) fn rhythm(&self, name: &str, context: &mut Context<'_>) -> Option<Spot<Repeat>> {
        let value = self.value(name)?;
        let place = place(value);
        let lengths: Vec<Span> = match value.get_ref() {
            DeValue::Array(_) => {
                let texts = self.texts(name, context)?;
                let read = |text: &Text| offsets::span(&text.value, text.place, context);
                let lengths: Option<Vec<Span>> = texts.iter().map(read).collect();
                lengths?
            }
            _ => vec![self.span(name, context)?.value],
        };
        offsets::rhythm(lengths, place, context).map(|value| Spot { value, place })
    }

    pub(crate) fn span(&self, name: &str, context: &mut Context<'_>) -> Option<Spot<Span>> {
        let text = self.text(name, context)?;
        let value = offsets::span(&text.value, text.place, context)?;
        Some(Spot { value, place: text.place })
    }
}

fn checked_year(
    day: Date,
    value: &Spanned<DeValue<'_>>,
    context: &mut Context<'_>,
) -> Option<Spot<Date>> {
    if YEARS.contains(&day.year()) {
        return Some(Spot { value: day, place: place(value) });
    }
    let (low, high) = (*YEARS.start(), *YEARS.end());
    context.add(NotationFault::YearOutOfRange { year: day.year(), low, high }, place(value));
    None
}

/// The day of a date or a date with a time, as it is written.
fn written_day(value: &Spanned<DeValue<'_>>) -> Option<Date> {
    let DeValue::Datetime(written) = value.get_ref() else {
        return None;
    };
    let date = written.date?;
    Date::new(date.year as i16, date.month as i8, date.day as i8).ok()
}

fn date_value(value: &Spanned<DeValue<'_>>) -> Option<RawWhen> {
    let day = written_day(value)?;
    let DeValue::Datetime(written) = value.get_ref() else {
        return None;
    };
    let Some(time) = written.time else {
        return Some(RawWhen::Day(day));
    };
    // A leap second stands for the second before it.
    let second = time.second.unwrap_or(0).min(59) as i8;
    let nanosecond = time.nanosecond.unwrap_or(0) as i32 / 1000 * 1000;
    let time = Time::new(time.hour as i8, time.minute as i8, second, nanosecond).ok()?;
    let local = DateTime::from_parts(day, time);
    let seconds = match written.offset {
        None => return Some(RawWhen::Local(local)),
        Some(toml::value::Offset::Z) => 0,
        Some(toml::value::Offset::Custom { minutes }) => i32::from(minutes) * 60,
    };
    let offset = ZoneOffset::from_seconds(seconds).ok()?;
    offset.to_timestamp(local).ok().map(RawWhen::Instant)
}
