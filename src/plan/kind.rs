//! Which letter a notice goes into, and in which language.

use jiff::Timestamp;

use crate::model::{Config, Language, LetterKind, PersonIx};
use crate::plan::{Audience, Notice, deadline, due_moment};

/// The letter of a notice: its stage's, else `reminder` before the deadline and `overdue` after.
pub fn letter_kind(config: &Config, notice: &Notice, release: Timestamp) -> LetterKind {
    let by_deadline = || {
        let target = notice.target;
        let due = due_moment(target.calendar(config), deadline(config, target));
        if release < due { LetterKind::Reminder } else { LetterKind::Overdue }
    };
    notice.stage(config).letter.unwrap_or_else(by_deadline)
}

/// The name of that letter, as files and JSON have it: of a letter of a stage's own the name that it bears.
pub fn letter_name<'c>(config: &'c Config, notice: &Notice, release: Timestamp) -> &'c str {
    let own = notice.stage(config).own_letter.as_deref();
    own.unwrap_or_else(|| letter_kind(config, notice, release).name())
}

/// The language of a letter: that of the people addressed if they share one, else the default.
pub fn letter_language(config: &Config, audience: &Audience) -> Language {
    shared_language(config, audience.to.iter().map(|one| one.person))
}

/// The language that people share, else the default; who is not in the files, or names none, has the default.
pub fn shared_language(
    config: &Config,
    people: impl IntoIterator<Item = Option<PersonIx>>,
) -> Language {
    let of = |person: Option<PersonIx>| person.and_then(|person| config[person].language);
    let mut languages = people.into_iter().map(|one| of(one).unwrap_or(config.language));
    let first = languages.next().unwrap_or(config.language);
    if languages.all(|language| language == first) { first } else { config.language }
}
