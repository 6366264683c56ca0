//! Offsets and spans in words: what is wrong with one, and what was probably meant.

use crate::config::finding::{Finding, Place};
use crate::config::read::context::Context;
use crate::model::{At, Offset, OffsetError, Repeat, Span, TimeUnit};

/// Reads `+5wd`; `whole` is the text it stands in.
pub(crate) fn offset(
    text: &str,
    whole: &str,
    place: Place,
    context: &mut Context<'_>,
) -> Option<Offset> {
    match text.parse() {
        Ok(offset) => Some(offset),
        Err(error) => {
            refuse(whole, &error, place, context);
            None
        }
    }
}

/// Reads where a stage lies: `+5wd`, `50%`.
pub(crate) fn at(text: &str, place: Place, context: &mut Context<'_>) -> Option<At> {
    let Some(percent) = text.strip_suffix(['%', '％']) else {
        return offset(text, text, place, context).map(At::Offset);
    };
    match percent.parse::<u8>() {
        Ok(percent @ 1..=100) if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'%') => {
            Some(At::Percent(percent))
        }
        _ => {
            let message = format!("`{text}` is no percentage");
            let finding = Finding::error("bad-percentage", message)
                .at(context.site(place), "of the way to the deadline");
            let help = "write a whole number from 1 to 100 without a sign, like \"50%\"";
            context.findings.add(finding.help(help));
            None
        }
    }
}

/// T15: lengths of one kind.
pub(crate) fn rhythm(
    lengths: Vec<Span>,
    place: Place,
    context: &mut Context<'_>,
) -> Option<Repeat> {
    let none = lengths.is_empty();
    let repeat = Repeat::of(lengths);
    if repeat.is_none() {
        let (message, help) = match none {
            true => ("the rhythm holds no length", "write one length at least, like [\"1wd\"]"),
            false => (
                "the lengths of a rhythm are of different kinds",
                "use wd alone, or d, w and mo, or wh alone, or min and h",
            ),
        };
        let finding = Finding::error("bad-rhythm", message).at(context.site(place), "this rhythm");
        context.findings.add(finding.help(help));
    }
    repeat
}

/// Reads `2wd`.
pub(crate) fn span(text: &str, place: Place, context: &mut Context<'_>) -> Option<Span> {
    match text.parse() {
        Ok(span) => Some(span),
        Err(error) => {
            refuse(text, &error, place, context);
            None
        }
    }
}

fn refuse(text: &str, error: &OffsetError, place: Place, context: &mut Context<'_>) {
    let site = context.site(place);
    let units: Vec<&str> = TimeUnit::ALL.iter().map(|(name, _)| *name).collect();
    let units = units.join(", ");
    let (label, help) = match error {
        OffsetError::Empty => {
            ("nothing is written here", "write an offset like \"-7d\" or \"+5wd\"".to_owned())
        }
        OffsetError::SignMissing => {
            ("before or after?", format!("write \"-{text}\" for before or \"+{text}\" for after"))
        }
        OffsetError::SignUnwanted => {
            ("a length has no sign", format!("write \"{}\"", text.trim_start_matches(['+', '-'])))
        }
        OffsetError::NumberMissing => {
            ("the number is missing", "write a whole number before the unit: \"+5wd\"".to_owned())
        }
        OffsetError::UnknownUnit(unit) => {
            let wrong = if unit.is_empty() { "the unit is missing" } else { "no such unit" };
            let blank = unit.contains(char::is_whitespace);
            let slip = if blank { "; without blanks" } else { "" };
            (
                wrong,
                format!(
                    "the units are {units}{slip} (min minutes, h hours, wh working hours, d days, wd working days, w weeks, mo months)"
                ),
            )
        }
        OffsetError::TooLarge(unit) => {
            ("too far", format!("at most {}{} is possible", unit.limit(), unit.suffix()))
        }
        OffsetError::Zero => ("a repeat of nothing", "write a length of at least 1".to_owned()),
    };
    let message = format!(
        "`{text}` is no {}",
        if matches!(error, OffsetError::SignUnwanted | OffsetError::Zero) {
            "length"
        } else {
            "offset"
        }
    );
    context.findings.add(Finding::error("bad-offset", message).at(site, label).help(help));
}
