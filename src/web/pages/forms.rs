//! The forms of an answer (A2), and what was sent by one.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{Verb, When};
use crate::plan::{Asked, Target, deadline};
use crate::visible::steers;
use crate::web::pages::query::Query;
use crate::web::pages::scene::Scene;
use crate::words::pages::Wrong;

/// A text has so many characters at most, evidence so many and in so many pieces, a name so many: a browser makes nine bytes of
/// a Chinese one, and a form has 16 kB.
const TEXT: usize = 1000;
const SHORT: usize = 500;
const NAME: usize = 200;
const EVIDENCE: usize = 20;

/// A form, as the template shows it; labels are names of [`crate::words::pages::Words`].
#[derive(Debug, Serialize)]
pub(super) struct Form {
    verb: &'static str,
    label: &'static str,
    note: &'static str,
    open: bool,
    fields: Vec<Field>,
}

#[derive(Debug, Serialize)]
struct Field {
    name: &'static str,
    label: &'static str,
    /// `area`, `line`, `percent`, `day`
    kind: &'static str,
    required: bool,
    /// The most characters.
    most: usize,
    value: String,
    min: Option<String>,
    max: Option<String>,
}

/// What was sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    pub(super) query: Query,
    /// The id of who says to have sent it.
    pub(super) who: String,
    pub(super) wrong: Option<Wrong>,
}

/// The verbs that a page offers.
fn verbs(asked: Asked) -> &'static [&'static str] {
    match asked {
        Asked::ForProgress => &["received", "progress", "done", "more-time", "not-mine"],
        Asked::ForVerification => &["verified", "returned"],
    }
}

/// The forms, with what was sent where something in it is wrong.
pub(super) fn forms(
    scene: &Scene<'_>,
    target: Target,
    asked: Asked,
    sent: Option<&Sent>,
) -> Vec<Form> {
    let calendar = target.calendar(scene.config);
    let today = calendar.local_date(scene.now);
    let due = calendar.day_of(deadline(scene.config, target));
    let tomorrow = due.max(today).tomorrow().unwrap_or(today);
    let open = sent.and_then(|sent| sent.query.one("verb"));
    let form = |verb: &'static str| {
        let value = |name: &str| match sent.filter(|_| open == Some(verb)) {
            Some(sent) => sent.query.one(name).unwrap_or_default().to_owned(),
            None => String::new(),
        };
        let field = |name, label, kind, required| Field {
            name,
            label,
            kind,
            required,
            most: if name == "evidence" { SHORT } else { TEXT },
            value: value(name),
            min: None,
            max: None,
        };
        let day = |name, label| {
            let mut field = field(name, label, "day", true);
            if field.value.is_empty() {
                field.value = today.to_string();
            }
            Field { max: Some(today.to_string()), ..field }
        };
        let (label, fields) = match verb {
            "received" => ("received", vec![]),
            "progress" => (
                "progress",
                vec![
                    field("text", "progress_text", "area", false),
                    field("percent", "percent", "percent", false),
                ],
            ),
            "done" => (
                "done",
                vec![
                    day("on", "done_on"),
                    field("text", "done_text", "area", false),
                    field("evidence", "evidence", "area", false),
                ],
            ),
            "more-time" => (
                "more_time",
                vec![
                    Field {
                        min: Some(tomorrow.to_string()),
                        ..field("until", "until", "day", true)
                    },
                    field("reason", "reason", "area", true),
                ],
            ),
            "not-mine" => (
                "not_mine",
                vec![field("whose", "whose", "line", false), field("text", "why", "area", false)],
            ),
            "verified" => (
                "verified",
                vec![day("on", "verified_on"), field("text", "verified_text", "area", false)],
            ),
            _ => ("returned", vec![field("reason", "reason", "area", true)]),
        };
        let counts = matches!(verb, "received" | "progress");
        let note = if counts { "counts_note" } else { "waits_note" };
        Form { verb, label, note, open: open == Some(verb), fields }
    };
    verbs(asked).iter().copied().map(form).collect()
}

/// What a form says, or what is wrong with it. `None`: it is none of the forms that the page offers.
pub(super) fn said(
    scene: &Scene<'_>,
    target: Target,
    asked: Asked,
    query: &Query,
) -> Option<Result<Verb, Wrong>> {
    let verb = query.one("verb")?;
    verbs(asked).contains(&verb).then(|| read(scene, target, verb, query))
}

fn read(scene: &Scene<'_>, target: Target, verb: &str, query: &Query) -> Result<Verb, Wrong> {
    let calendar = target.calendar(scene.config);
    let today = calendar.local_date(scene.now);
    let words = |name: &str| text(query.one(name), TEXT);
    let past = |name: &str| {
        let day = day(query.one(name))?;
        if day > today { Err(Wrong::Future) } else { Ok(day) }
    };
    Ok(match verb {
        "received" => Verb::Received,
        "progress" => {
            let (text, percent) = (words("text")?, percent(query.one("percent"))?);
            if text.is_none() && percent.is_none() {
                return Err(Wrong::Nothing);
            }
            Verb::Progress { text, percent }
        }
        "done" => {
            let evidence = text(query.one("evidence"), SHORT)?.unwrap_or_default();
            let lines = evidence.lines().map(str::trim).filter(|line| !line.is_empty());
            let evidence = lines.take(EVIDENCE).map(Box::from).collect();
            Verb::Done { on: past("on")?, text: words("text")?, evidence }
        }
        "more-time" => {
            let until = day(query.one("until"))?;
            if until <= today || until <= calendar.day_of(deadline(scene.config, target)) {
                return Err(Wrong::Past);
            }
            let reason = Some(words("reason")?.ok_or(Wrong::Reason)?);
            Verb::MoreTime { until: When::Day(until), reason }
        }
        "not-mine" => {
            Verb::NotMine { whose: text(query.one("whose"), NAME)?, text: words("text")? }
        }
        "verified" => Verb::Verified { on: past("on")?, text: words("text")? },
        _ => Verb::Returned { reason: words("reason")?.ok_or(Wrong::Reason)? },
    })
}

/// A text without what steers, line ends as one character.
fn text(written: Option<&str>, most: usize) -> Result<Option<Box<str>>, Wrong> {
    let Some(written) = written else { return Ok(None) };
    let written = written.replace("\r\n", "\n");
    let kept: String = written.chars().filter(|one| *one == '\n' || !steers(*one)).collect();
    let kept = kept.trim();
    match kept.chars().count() {
        0 => Ok(None),
        count if count > most => Err(Wrong::TooLong),
        _ => Ok(Some(kept.into())),
    }
}

fn percent(written: Option<&str>) -> Result<Option<u8>, Wrong> {
    let Some(written) = written else { return Ok(None) };
    let number = written.trim().trim_end_matches(['%', '％']).parse().ok();
    number.filter(|percent| *percent <= 100).map(Some).ok_or(Wrong::Percent)
}

/// `2026-11-30`, as browsers send a day; also `2026/11/30`, `2026年11月30日`.
fn day(written: Option<&str>) -> Result<Date, Wrong> {
    let written = written.unwrap_or_default().trim();
    let plain = written.replace(['/', '.', '年', '月'], "-").replace('日', "");
    let parts: Vec<&str> = plain.split('-').collect();
    let [year, month, day] = parts[..] else { return Err(Wrong::Day) };
    let year: i16 =
        year.parse().ok().filter(|year| (1900..=2200).contains(year)).ok_or(Wrong::Day)?;
    let (month, day) =
        (month.parse().map_err(|_| Wrong::Day)?, day.parse().map_err(|_| Wrong::Day)?);
    Date::new(year, month, day).map_err(|_| Wrong::Day)
}
