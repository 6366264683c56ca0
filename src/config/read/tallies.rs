//! One `[[tallies]]`: what is counted, and its filter, whose values with a notation of their own are read here.

use crate::config::fault::{NotationFault, TallyFault};
use crate::config::read::context::Context;
use crate::config::read::keys::{self, Shape};
use crate::config::read::raw::{RawTally, Text};
use crate::config::read::reports::without_slash;
use crate::config::read::table::{Table, known_severities, no_such_word};
use crate::model::{Late, LetterKind, Period, Release, Span, TallyPer};
use crate::plan::Colour;

/// A tally without a name or a number cannot be spoken of; its missing key was reported.
pub(super) fn read(table: &Table<'_>, context: &mut Context<'_>) -> Option<RawTally> {
    let letters = table.choice(
        "of",
        |name| ["tasks", "letters"].into_iter().find(|one| *one == name),
        context,
    );
    let of_letters = letters.is_some_and(|of| of.value == "letters");
    let counts = table.table("counts", &keys::COUNTS, context);
    let counted =
        counts.as_ref().map(|counts| pairs(counts, &keys::COUNTS, context)).unwrap_or_default();
    known_letters(&counted, context);
    let period = table.choice("period", Period::from_name, context);
    let per = table.choice("per", TallyPer::from_name, context);
    let subtree = table.flag("subtree", context).unwrap_or(false);
    let to = table.texts("to", context);
    let raw = RawTally {
        title: table.title("title", context),
        of_letters,
        filter: filter(table, context),
        counted,
        period: period.as_ref().map(|period| period.value),
        per: per.as_ref().map_or(TallyPer::Whole, |per| per.value),
        subtree,
        at_least: table.whole("at-least", context).map(|count| count.value),
        to_is_empty: to.as_ref().is_some_and(Vec::is_empty),
        to: to.unwrap_or_default(),
        cc: table.texts("cc", context).unwrap_or_default(),
        letter: table
            .choice("letter", LetterKind::of_tally, context)
            .map_or(LetterKind::Tally, |spot| spot.value),
        release: table
            .choice("release", Release::from_name, context)
            .map_or(Release::Auto, |spot| spot.value),
        again: table.span("again", context).map(|again| {
            if !again.value.unit.is_day_based() {
                context.add(TallyFault::ExactAgain, again.place);
            }
            again.value
        }),
        place: table.place,
        name: table.line("name", context)?,
    };
    without_slash(&raw.name, context);
    let name = raw.name.value.to_string();
    let wrong = |key: &str| table.is_typed(key);
    let fault = match of_letters {
        false if wrong("counts") => Some(TallyFault::OnlyOfLetters { name, key: "counts" }),
        false if wrong("period") => Some(TallyFault::OnlyOfLetters { name, key: "period" }),
        false if raw.per == TallyPer::Task => Some(TallyFault::OnlyOfLetters { name, key: "per" }),
        true if raw.counted.is_empty() && !wrong("counts") => {
            Some(TallyFault::NoCounts { name, key: "counts" })
        }
        true if raw.period.is_none() && !wrong("period") => {
            Some(TallyFault::NoCounts { name, key: "period" })
        }
        _ if subtree && raw.per != TallyPer::Unit => Some(TallyFault::SubtreeWithoutUnits { name }),
        _ => None,
    };
    if let Some(fault) = fault {
        context.add(fault, raw.name.place);
    }
    Some(raw)
}

/// Keys of a table with their values, of which any will do.
type Pairs = Vec<(&'static str, Vec<Text>)>;

fn pairs(table: &Table<'_>, shape: &'static Shape, context: &mut Context<'_>) -> Pairs {
    let mut pairs = Vec::new();
    for key in shape.keys {
        pairs.extend(table.any_of(key.name, context).map(|values| (key.name, values)));
    }
    pairs
}

/// Which tasks.
fn filter(table: &Table<'_>, context: &mut Context<'_>) -> Pairs {
    let Some(when) = table.table("when", &keys::TALLY_WHEN, context) else { return Vec::new() };
    let mut filter = pairs(&when, &keys::TALLY_WHEN, context);
    known_severities(&filter, context);
    for (key, values) in &mut filter {
        values.retain(|value| is_readable(key, value, context));
    }
    filter
}

fn is_readable(key: &str, value: &Text, context: &mut Context<'_>) -> bool {
    match key {
        "colour" => {
            let words: Vec<&str> = Colour::ALL.iter().map(|colour| colour.name()).collect();
            let known = words.contains(&&*value.value);
            if !known {
                no_such_word(&keys::COLOUR, value, &words, context);
            }
            known
        }
        "late" if value.value.parse::<Late>().is_err() => {
            context.add(NotationFault::BadLate { written: value.value.to_string() }, value.place);
            false
        }
        "due-within" if !is_length(&value.value) => {
            context.add(NotationFault::BadLate { written: value.value.to_string() }, value.place);
            false
        }
        _ => true,
    }
}

/// A length in days, working days, weeks or months.
fn is_length(text: &str) -> bool {
    text.parse::<Span>().is_ok_and(|span| span.unit.is_day_based())
}

/// Letters that `counts` names.
fn known_letters(counted: &Pairs, context: &mut Context<'_>) {
    let letters = counted.iter().filter(|(key, _)| *key == "letter");
    for value in letters.flat_map(|(_, values)| values) {
        if LetterKind::from_name(&value.value).is_none() {
            let words: Vec<&str> = LetterKind::ALL.iter().map(|(name, _)| *name).collect();
            no_such_word(&keys::LETTER, value, &words, context);
        }
    }
}
