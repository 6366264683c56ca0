//! What a sweep that sent nothing is waiting for, and until when.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::cli::terminal::globals::recorded_of;
use crate::cli::terminal::locale;
use crate::cli::terminal::output::print_line;
use crate::ledger::Ledger;
use crate::model::Config;
use crate::plan;
use crate::plan::{Decision, Ladder, Reason, Target};
use crate::view::{At, office_zone};
use crate::words::waiting;

/// Says what waits, and what leaves next.
pub(super) fn say(config: &Config, ledger: &Ledger, now: Timestamp) -> anyhow::Result<()> {
    let language = locale::language();
    let time = |at| locale::at(&At::within(&office_zone(config), at), language);
    let targets: Vec<Target> = Target::all(config).collect();
    let mut waits: BTreeMap<(Timestamp, Reason), Vec<String>> = BTreeMap::new();
    let mut next: Option<(Timestamp, String)> = None;
    for (target, known) in recorded_of(Some(ledger), config, &targets)? {
        let mut waiting = false;
        let ladder = Ladder::with_answers(config, target, &known.answers);
        for ladder in ladder.into_tracks(&known.notices) {
            if let Decision::Wait { reason, until, .. } =
                plan::decide_on(config, &ladder, &known.notices, now)
            {
                waiting = true;
                let names = waits.entry((until, reason)).or_default();
                // Several tracks of a task are one to a reader.
                if names.last() != Some(&target.name(config)) {
                    names.push(target.name(config));
                }
            }
        }
        if waiting {
            continue;
        }
        let coming = plan::simulate(config, target, known, now, Timestamp::MAX).next();
        if let Some(coming) =
            coming.filter(|one| next.as_ref().is_none_or(|(at, _)| one.release < *at))
        {
            next = Some((coming.release, target.name(config)));
        }
    }
    for ((until, reason), names) in &waits {
        print_line!("{}", waiting::waits(names, &time(*until), *reason, language))?;
    }
    let delivery = ledger.delivery_status()?;
    if delivery.held > 0 {
        print_line!("{}", crate::words::delivery::held(delivery.held, language))?;
    }
    match next {
        Some((at, name)) => print_line!("{}", waiting::next(&name, &time(at), language))?,
        None if waits.is_empty() => print_line!("{}", waiting::NOTHING_MORE.said(language))?,
        None => {}
    }
    Ok(())
}
