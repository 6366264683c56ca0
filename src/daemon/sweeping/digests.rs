//! W6, L8b: the digests that a sweep writes, once its own letters are recorded: of the rhythm at their moment, and at once
//! those in place of too many copies.

use jiff::Timestamp;

use crate::ledger::digests::Awaiting;
use crate::ledger::{Ledger, LedgerError, Recording};
use crate::model::{Config, DigestRhythm, PersonIx};
use crate::plan::further::digest::{digest, identity, latest_slot, leaves_at};
use crate::plan::further::{FurtherNotice, Uncopied};
use crate::plan::{Answered, FurtherLetter, Known, Target, names};

/// A digest that is due.
#[derive(Debug, Clone)]
pub(crate) struct DueDigest {
    /// The person's id.
    person: String,
    /// Whose it is; none where the files do not have them any more.
    whose: Option<PersonIx>,
    /// What it is remembered by, unless it leaves at once.
    notice: Option<FurtherNotice>,
    /// It lists letters that were let go before that.
    before: Option<Timestamp>,
}

/// A digest with the letters that it stands for.
pub(crate) struct WrittenDigest {
    pub(crate) person: String,
    pub(crate) uncopied: Vec<Uncopied>,
    /// None where nobody is there any more to be told.
    pub(crate) letter: Option<FurtherLetter>,
}

/// The digests that are due by what the ledger has.
pub(crate) fn due(
    config: &Config,
    ledger: &Ledger,
    now: Timestamp,
) -> Result<Vec<DueDigest>, LedgerError> {
    let mut due = Vec::new();
    for awaiting in ledger.awaiting_digests()? {
        let Some(one) = of(config, &awaiting, now) else { continue };
        let known = one.notice.as_ref().map_or(Ok(false), |notice| ledger.has(&notice.id))?;
        if !known {
            due.push(one);
        }
    }
    Ok(due)
}

/// The same with what the sweep has recorded: who gets one at once may be new.
pub(crate) fn due_now(
    config: &Config,
    due: Vec<DueDigest>,
    recording: &Recording<'_>,
    now: Timestamp,
) -> Result<Vec<DueDigest>, LedgerError> {
    let mut all = due;
    for awaiting in recording.awaiting_digests()? {
        let at_once = of(config, &awaiting, now).filter(|one| one.before.is_none());
        let new = at_once.filter(|new| all.iter().all(|one| one.person != new.person));
        all.extend(new);
    }
    Ok(all)
}

fn of(config: &Config, awaiting: &Awaiting, now: Timestamp) -> Option<DueDigest> {
    let person = awaiting.person.clone();
    let whose = config.person(&person);
    let rhythm = match whose {
        // Who is gone from the files may be back before the day is over.
        None => Some(DigestRhythm::Daily),
        Some(whose) => config[whose].digest,
    };
    let Some(rhythm) = rhythm else {
        return Some(DueDigest { person, whose, notice: None, before: None });
    };
    let slot = latest_slot(config, rhythm, now)?;
    if awaiting.first >= slot.at || leaves_at(config, slot, now) > now {
        return None;
    }
    let notice = whose
        .map(|whose| FurtherNotice { id: identity(config, whose, slot.day, 0), moment: slot.at });
    Some(DueDigest { person, whose, notice, before: Some(slot.at) })
}

/// What a digest says, with what the sweep has recorded; none, where there is nothing to list.
pub(crate) fn written(
    (config, answered): (&Config, &Answered),
    due: DueDigest,
    recording: &Recording<'_>,
    now: Timestamp,
) -> Result<Option<WrittenDigest>, LedgerError> {
    let DueDigest { person, whose, notice, before } = due;
    let uncopied = recording.uncopied(&person, before)?;
    if uncopied.is_empty() {
        return Ok(None);
    }
    let Some(whose) = whose else {
        return Ok(Some(WrittenDigest { person, uncopied, letter: None }));
    };
    let notice = match notice {
        Some(notice) => notice,
        None => at_once(config, whose, recording, now)?,
    };
    let known = |target: Target| {
        let (task, milestone) = names(config, target);
        let notices = recording.recorded(task, milestone)?;
        Ok::<_, LedgerError>(Known { notices, answers: answered.about(task) })
    };
    let letter = digest(config, (whose, uncopied.clone()), notice, known, now)?;
    Ok(Some(WrittenDigest { person, uncopied, letter: Some(letter) }))
}

fn at_once(
    config: &Config,
    person: PersonIx,
    recording: &Recording<'_>,
    now: Timestamp,
) -> Result<FurtherNotice, LedgerError> {
    let calendar = config.office_calendar();
    let day = calendar.map_or(jiff::civil::Date::MIN, |calendar| calendar.local_date(now));
    let time = recording.next_digest(&config[person].id, day)?;
    Ok(FurtherNotice { id: identity(config, person, day, time), moment: now })
}
