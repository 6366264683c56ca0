//! The ladder: which rungs were passed, on which the letter stands, and which are to come.

use crate::letter::view::data::Step;
use crate::letter::view::writer::Writer;
use crate::model::LetterKind;
use crate::plan::{Item, Ladder, letter_kind, silenced};
use crate::words::letters;
use crate::words::letters::{dates, past};

/// So many rungs stand side by side on a phone: the letter's own, and those around it.
const SHOWN: usize = 5;

impl Writer<'_> {
    /// The rungs of one task. What was passed over without a letter is left out.
    pub(crate) fn steps(&self, item: &Item) -> Vec<Step> {
        let answers = &item.facts.answers;
        let ladder = Ladder::with_answers(self.config, item.notice.target, answers);
        let mut steps: Vec<(LetterKind, Step)> = Vec::new();
        for at in 0..ladder.rungs.len() {
            let Some(occurrence) = ladder.occurrence(at, 0) else { continue };
            let rung = &ladder.rungs[at];
            let kind = letter_kind(
                self.config,
                &ladder.notice(self.config, occurrence),
                occurrence.moment,
            );
            let own = rung.place == item.notice.stage;
            let (kind, state) = match own {
                true => (self.kind(), "now"),
                false if occurrence.moment > self.now => (kind, "coming"),
                false => (kind, "past"),
            };
            let day = self.calendar(item).local_date(occurrence.moment);
            let when = match state {
                "now" => dates::TODAY.said(self.language).to_owned(),
                "coming" if silenced(self.config, item.notice.target, rung, answers).is_some() => {
                    continue;
                }
                // Side by side there is no room for a year.
                "coming" => dates::brief(day, day.year(), self.language),
                _ => match self.went(item, &rung.stage.name) {
                    Some(when) => when,
                    None => continue,
                },
            };
            let own = rung.stage.own_letter.as_deref();
            let name = letters::step(kind, own, self.language);
            let step = Step { name, when, state, level: level(kind) };
            // Rungs of one kind are one step: what counts is whether it is now, else the first to come.
            match steps
                .last_mut()
                .filter(|(last, before)| *last == kind && before.name == step.name)
            {
                Some((_, last)) if state == "coming" && last.state != "past" => {}
                Some((_, last)) => *last = step,
                None => steps.push((kind, step)),
            }
        }
        let steps: Vec<Step> = steps.into_iter().map(|(_, step)| step).collect();
        around_now(steps)
    }

    /// When letters of a stage went: the day of one, how many they were.
    fn went(&self, item: &Item, stage: &str) -> Option<String> {
        let mut letters = item.facts.earlier.iter().filter(|one| &*one.stage == stage);
        let first = letters.next()?;
        Some(match letters.count() {
            0 => self.brief(item, self.calendar(item).local_date(first.at)),
            more => past::times(more + 1, self.language),
        })
    }
}

fn around_now(mut steps: Vec<Step>) -> Vec<Step> {
    if steps.len() > SHOWN {
        let now = steps.iter().position(|step| step.state == "now").unwrap_or(0);
        let first = now.saturating_sub(SHOWN / 2).min(steps.len() - SHOWN);
        steps = steps.into_iter().skip(first).take(SHOWN).collect();
    }
    steps
}

fn level(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Assignment | LetterKind::Verification | LetterKind::LookBack => "blue",
        LetterKind::Reminder | LetterKind::Returned | LetterKind::Urge => "amber",
        LetterKind::Digest
        | LetterKind::Handover
        | LetterKind::Receipt
        | LetterKind::Report
        | LetterKind::Tally => "grey",
        LetterKind::Overdue | LetterKind::Supervision | LetterKind::Circular => "red",
    }
}
