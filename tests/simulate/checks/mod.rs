//! What must hold of every life. `watch` looks on while a process lives, `stretch` compares the plan with
//! what happened between two disturbances; once all is over, `letters` looks at every letter and `admin`
//! at what the admin heard.

pub mod admin;
pub mod answers;
pub mod letters;
pub mod storm;
pub mod stretch;
pub mod watch;

use std::collections::HashSet;

use duban::daemon::SharedLedger;
use duban::ledger::{Disposition, Ledger, LetterRow, NoticeRow};
use duban::plan::{Origin, Recorded};
use jiff::Timestamp;

/// Works with the ledger outside of any runtime.
pub fn with<R: Send + 'static>(
    ledger: &SharedLedger,
    work: impl FnOnce(&mut Ledger) -> R + Send + 'static,
) -> R {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(ledger.with(work)).expect("no panic")
}

/// Those of stages: the plan tells of no others.
fn notices(ledger: &Ledger) -> Vec<NoticeRow> {
    let mut all = ledger.history(None, u32::MAX).expect("read");
    all.retain(|notice| notice.id.from.stage().is_some());
    all
}

/// How many letters that no stage writes, digests and handovers, a sweep wrote. The guard does not
/// count what is about answers.
fn further(ledger: &Ledger, sweep: Timestamp) -> usize {
    let all = ledger.history(None, u32::MAX).expect("read").into_iter();
    let of_sweep = all.filter(|one| {
        let counted = one.id.from.stage().is_none() && one.id.from != Origin::Answer;
        counted && one.recorded == sweep
    });
    of_sweep.filter_map(|one| one.letter).collect::<HashSet<String>>().len()
}

fn letter(ledger: &Ledger, id: &str) -> LetterRow {
    ledger.letter(id).expect("read").expect("it is there").0
}

/// What a sweep knows of a notice whose letter was released or not (T13).
fn recorded(notice: &NoticeRow, released: bool) -> Recorded {
    Recorded {
        from: notice.id.from.stage().expect("a stage's"),
        anchor: notice.id.anchor,
        stage: notice.id.stage.clone(),
        occurrence: notice.id.occurrence,
        sent: notice.disposition == Disposition::Letter,
        released,
        held: false,
        letter: None,
    }
}
