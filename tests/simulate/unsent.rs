//! T7: whatever is reached is in the ledger, or waits for its window.

use duban::ledger::Ledger;
use duban::model::Config;
use duban::plan::{self, Decision, Known, Ladder, Target};
use jiff::Timestamp;

/// What was reached by then and never sent.
pub fn never_sent(config: &Config, ledger: &Ledger, now: Timestamp) -> Vec<String> {
    let mut wrong = Vec::new();
    for target in Target::all(config) {
        let milestone = target.milestone(config).map(|one| one.id.as_ref());
        let Known { notices, answers } =
            ledger.known(&target.task(config).id, milestone).expect("read");
        let tracks = Ladder::with_answers(config, target, &answers).into_tracks(&notices);
        let decisions = tracks.iter().map(|track| plan::decide_on(config, track, &notices, now));
        let decisions: Vec<Decision> = decisions.collect();
        for decision in decisions.iter().filter(|one| matches!(one, Decision::Send { .. })) {
            wrong.push(format!("{} was reached and never sent: {decision:?}", target.name(config)));
        }
    }
    wrong
}
