//! Offsets and spans in words: what is wrong with one, and what was probably meant.

use crate::config::finding::{Finding, Place};
use crate::config::read::table::Context;
use crate::model::{Offset, OffsetError, Span, TimeUnit};

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
