//! A tally that is reached (C1): which letter it is, and to whom.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{Config, Importance, Tally, When};
use crate::plan::further::circle::Circle;
use crate::plan::further::{Content, FurtherLetter, FurtherNotice};
use crate::plan::{Audience, NoticeId, Origin, TallyStanding, letter_language};
use crate::view::tallies::{Count, ReleasedLetter};

/// What a letter says because a count was reached.
#[derive(Debug, Clone)]
pub struct TallyLetter {
    /// The tally.
    pub tally: Tally,
    /// The files as they stood when it was counted, by which its tasks are looked up.
    pub stood: Arc<Config>,
    /// What was counted, and for whom.
    pub count: Count,
    /// The letters that count.
    pub letters: Vec<ReleasedLetter>,
    /// How it stands with this letter.
    pub standing: TallyStanding,
}

/// A letter that tells that a tally is reached, or still is. `standing` is how it stands with this letter, which is the
/// one of that `time` since it was reached.
pub fn tally_letter(
    (config, stood): (&Config, &Arc<Config>),
    tally: &Tally,
    (count, all): (Count, &[ReleasedLetter]),
    (standing, time): (TallyStanding, u32),
    now: Timestamp,
) -> FurtherLetter {
    let audience = tally_audience(config, tally, &count, now);
    let reached = standing.reached.unwrap_or_default();
    let id = identity(config, tally, &count, (reached, time));
    FurtherLetter {
        kind: tally.letter,
        language: letter_language(config, &audience),
        importance: Importance::Normal,
        release: tally.release,
        audience,
        notices: vec![FurtherNotice { id, moment: now }],
        targets: count.tasks.clone(),
        calendar: None,
        counted: true,
        content: Content::Tally(Box::new(TallyLetter {
            tally: tally.clone(),
            stood: stood.clone(),
            letters: count.letters.iter().filter_map(|at| all.get(*at)).cloned().collect(),
            count,
            standing,
        })),
    }
}

/// C1: the tally, what it is about, the day on which it was reached, which time.
pub fn identity(
    config: &Config,
    tally: &Tally,
    count: &Count,
    (reached, time): (Date, u32),
) -> NoticeId {
    NoticeId {
        subject: count.about.subject(config),
        from: Origin::Tally,
        anchor: When::Day(reached),
        stage: tally.name.clone(),
        occurrence: time,
    }
}

/// Whom a letter of a tally goes to, on its day.
pub fn tally_audience(config: &Config, tally: &Tally, count: &Count, now: Timestamp) -> Audience {
    let circle = Circle { about: count.about, unit: tally.unit, tasks: &count.tasks };
    let day = config.office_calendar().map(|calendar| calendar.local_date(now));
    circle.audience(config, (&tally.to, &tally.cc), day.unwrap_or_default())
}
