//! Offsets and spans in words: what is wrong with one, and what was probably meant.

use crate::config::fault::NotationFault;
use crate::config::finding::{Finding, Place};
use crate::config::read::context::Context;
use crate::config::read::worded;
use crate::model::{At, Offset, OffsetError, Repeat, Span};

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
            refuse(whole, error, false, place, context);
            None
        }
    }
}

/// Reads where a stage lies: `+5wd`, `50%`.
pub(crate) fn at(text: &str, place: Place, context: &mut Context<'_>) -> Option<At> {
    let Some(percent) = text.strip_suffix(['%', '％']) else {
        if text.parse::<Offset>().is_err() && worded::percentage(text).is_some() {
            return bad_percentage(text, place, context);
        }
        return offset(text, text, place, context).map(At::Offset);
    };
    match percent.parse::<u8>() {
        Ok(percent @ 1..=100) if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'%') => {
            Some(At::Percent(percent))
        }
        _ => bad_percentage(text, place, context),
    }
}

fn bad_percentage(text: &str, place: Place, context: &mut Context<'_>) -> Option<At> {
    let site = context.site(place);
    let finding = Finding::new(NotationFault::BadPercentage { written: text.to_owned() }).at(site);
    context.findings.add(match worded::percentage(text) {
        Some(meant) => finding.instead(site, format!("\"{meant}\"")),
        None => finding,
    });
    None
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
        let fault = if none { NotationFault::EmptyRhythm } else { NotationFault::MixedRhythm };
        context.add(fault, place);
    }
    repeat
}

/// Reads `2wd`.
pub(crate) fn span(text: &str, place: Place, context: &mut Context<'_>) -> Option<Span> {
    match text.parse() {
        Ok(span) => Some(span),
        Err(error) => {
            refuse(text, error, true, place, context);
            None
        }
    }
}

fn refuse(text: &str, why: OffsetError, is_length: bool, place: Place, context: &mut Context<'_>) {
    let meant = match is_length {
        true => worded::length(text).filter(|meant| meant.parse::<Span>().is_ok()),
        false if text.starts_with("opened") => worded::from_opened(text),
        false => worded::offset(text).filter(|meant| meant.parse::<Offset>().is_ok()),
    };
    let site = context.site(place);
    let written = text.to_owned();
    let fault = NotationFault::BadOffset { written, why, is_length, meant: meant.clone() };
    let finding = Finding::new(fault).at(site);
    context.findings.add(match meant {
        Some(meant) => finding.instead(site, format!("\"{meant}\"")),
        None => finding,
    });
}
