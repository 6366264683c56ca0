//! `duban adopt`: for taking over an existing list. All that has been reached counts as known.

use std::collections::HashSet;

use clap::Args;
use jiff::Timestamp;

use crate::cli::ledger_place;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::output::print_line;
use crate::daemon::sweeping::record::row;
use crate::daemon::sweeping::tallies::{Due, judged_now};
use crate::ledger::{Disposition, Ledger, LedgerError, Lock, NoticeRow, Recording, SweepRecord};
use crate::model::{AnchorKind, Config, Subject};
use crate::plan;
use crate::plan::further::digest::latest_slot;
use crate::plan::further::handover::adopted;
use crate::plan::{Ladder, Moments, Target, all_well_identity, deadline, due_moment};
use crate::view::reports::{parts, schedule};
use crate::words::results;

/// Options of `adopt`.
#[derive(Debug, Args)]
pub struct Adopt {}

impl Adopt {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.real_now("adopt")?;
        let config = globals.checked(now)?;
        let state = globals.state();
        let lock = Lock::acquire(&state)?;
        let mut ledger = match ledger_place::server(&config.ledger, &globals.root_folder())? {
            Some(url) => ledger_place::open_alone(&url)?,
            None => Ledger::open_anew(&state, &lock)?,
        };
        let record = reached(&config, &ledger, now)?;
        let tallies = tallies(&config, &ledger, now)?;
        let owners = adopted(&config, &ledger.owners()?);
        ledger.record(now, |recording| {
            record.notices.iter().try_for_each(|notice| recording.notice(notice))?;
            recording.note_owners(&owners)?;
            adopt_reports(&config, recording, now)?;
            adopt_all_well(&config, recording, now)?;
            adopt_tallies(tallies, recording, now)
        })?;
        ledger.give_up_lease()?;
        let (stages, language) = (record.notices.len(), locale::language());
        print_line!("{}", results::adopted(stages, language))?;
        let ahead = still_ahead(&config, &record, now);
        if !ahead.is_empty() {
            print_line!("{}", results::adopted_ahead(&ahead, language))?;
        }
        Ok(Exit::Fine)
    }
}

/// Every stage that has been reached and is not in the ledger, by its latest occurrence.
fn reached(config: &Config, ledger: &Ledger, now: Timestamp) -> anyhow::Result<SweepRecord> {
    let mut record = SweepRecord::default();
    for target in Target::all(config) {
        let known = crate::cli::terminal::globals::recorded(Some(ledger), config, target)?;
        let ladder = Ladder::with_answers(config, target, &known.answers);
        let known = known.notices;
        for ladder in ladder.into_tracks(&known) {
            let latest = (0..ladder.rungs.len()).filter_map(|rung| ladder.latest_of(rung, now));
            let unknown = latest.filter(|one| !plan::is_recorded(&ladder, &known, *one));
            let notices = unknown.map(|one| ladder.notice(config, one));
            record
                .notices
                .extend(notices.map(|notice| row(notice, Disposition::Adopted, None, now)));
        }
    }
    Ok(record)
}

/// Tasks whose deadline still lies ahead, and of which a reminder was adopted: they will not get that one.
fn still_ahead(config: &Config, record: &SweepRecord, now: Timestamp) -> Vec<String> {
    let adopted: HashSet<&Subject> = record
        .notices
        .iter()
        .filter(|one| one.id.from == AnchorKind::Due)
        .map(|one| &one.id.subject)
        .collect();
    let ahead = Target::all(config).filter(|target| {
        let due = due_moment(target.calendar(config), deadline(config, *target));
        now < due && adopted.contains(&target.subject(config))
    });
    ahead.map(|target| target.name(config)).collect()
}

/// The moments of reports that have passed count as told.
fn adopt_reports(
    config: &Config,
    recording: &Recording<'_>,
    now: Timestamp,
) -> Result<(), LedgerError> {
    for report in &config.reports {
        let latest = Moments::of(config, report).latest(now);
        let schedule = schedule(config, report);
        for about in parts(config, report, now) {
            let subject = about.subject(config);
            recording.see_report(&report.name, &subject, &schedule)?;
            if let Some(moment) = latest {
                recording.settle_report(&report.name, &subject, moment)?;
            }
        }
    }
    Ok(())
}

/// The sign of life whose moment has passed counts as told.
fn adopt_all_well(
    config: &Config,
    recording: &Recording<'_>,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let slot = config.all_well.and_then(|rhythm| latest_slot(config, rhythm, now));
    slot.map_or(Ok(()), |slot| {
        let (id, moment, recorded, letter) = (all_well_identity(slot), slot.at, now, None);
        // A superseded one may be known already.
        let disposition = Disposition::Superseded;
        recording.notice(&NoticeRow { id, disposition, moment, recorded, letter })
    })
}

/// What tallies would be told now.
fn tallies(config: &Config, ledger: &Ledger, now: Timestamp) -> Result<Due, LedgerError> {
    match config.office_calendar().filter(|_| !config.tallies.is_empty()) {
        Some(calendar) => judged_now(config, calendar, ledger, &config.tallies, now),
        None => Ok((Vec::new(), Vec::new())),
    }
}

/// What tallies have reached counts as told.
fn adopt_tallies(
    (letters, settled): Due,
    recording: &Recording<'_>,
    now: Timestamp,
) -> Result<(), LedgerError> {
    for notice in letters.into_iter().flat_map(|letter| letter.notices) {
        let (id, moment, recorded, letter) = (notice.id, notice.moment, now, None);
        let disposition = Disposition::Adopted;
        recording.notice(&NoticeRow { id, disposition, moment, recorded, letter })?;
    }
    settled.iter().try_for_each(|one| one.record(recording))
}
