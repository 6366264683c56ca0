//! The subject: the letter, the deadline's date, the task. It is the same on every day, so that a stage stays one
//! conversation (§5).

use unicode_width::UnicodeWidthStr;

use crate::letter::text::{clean, cut};
use crate::letter::view::writer::Writer;
use crate::model::{Config, SubjectStart};
use crate::plan::{Item, Rung};
use crate::words::letters;
use crate::words::letters::dates;

/// Subjects are cut at so many columns: what a list of mails shows at most.
pub(crate) const SUBJECT: usize = 120;
/// And their prefix at so many, so that there is room for what they say.
pub(crate) const PREFIX: usize = 40;

/// The subject of a letter.
pub(crate) fn subject(writer: &Writer<'_>) -> String {
    let language = writer.language;
    let items = &writer.draft.items;
    let due = writer.same(|item| Some(due(writer, item)));
    let what = match writer.one() {
        Some(item) => vec![writer.title(item)],
        None => {
            let unit = |item: &Item| writer.unit(item).map(|unit| writer.unit_name(unit));
            let count = letters::so_many_tasks(items.len(), language);
            [Some(count), writer.same(unit)].into_iter().flatten().collect()
        }
    };
    let name = writer.called();
    let (start, what) = letters::subject(&name, due.as_deref(), &what, language);
    let number = writer.number.as_deref();
    let number = number.filter(|_| writer.config.mail.subject == SubjectStart::Number);
    let number = number.map(|number| letters::subject_number(number, language));
    let before = before(writer.config, language);
    let start = format!("{before}{}{start}", number.unwrap_or_default());
    let room = SUBJECT.saturating_sub(start.width());
    format!("{start}{}", cut(&what, room.max(20)))
}

/// What every subject begins with.
pub(crate) fn before(config: &Config, language: crate::model::Language) -> String {
    let prefix = config.mail.subject_prefix.as_deref();
    let prefix = prefix.map(|prefix| format!("{} ", cut(clean(prefix).trim(), PREFIX)));
    let redirected = config.mail.redirect.is_some().then(|| letters::REDIRECTED.said(language));
    format!("{}{}", prefix.unwrap_or_default(), redirected.unwrap_or_default())
}

/// The deadline's day, with its year where that is not the one in which the stage began.
fn due(writer: &Writer<'_>, item: &Item) -> String {
    let calendar = writer.calendar(item);
    let notice = &item.notice;
    let answers = &item.facts.answers;
    let rung = Rung::with_answers(writer.config, notice.target, notice.stage, answers);
    let began = rung.map_or(notice.moment, |rung| rung.moment);
    let day = calendar.day_of(item.facts.deadline);
    dates::brief(day, calendar.local_date(began).year(), writer.language)
}
