//! W6, W7: entries of digests and owners, on both engines.

use super::*;
use crate::ledger::tests::{at, letter, open, record};
use crate::ledger::{Anew, Becomes, Disposition, Held, NewLetter, NoticeRow, Renewal, Why};
use crate::plan::further::handover::{Noted, People, untold};
use crate::plan::{NoticeId, Origin};

fn left_out(id: &str, held: Option<Held>) -> NewLetter {
    let task = |name: &str| ("li".to_owned(), Subject::of_task(name, None));
    NewLetter { left_out: vec![task("A-1"), task("A-2")], held, ..letter(id, &["a@x", "b@x"]) }
}

fn digest(second: i64) -> NoticeRow {
    let id = NoticeId {
        subject: Subject::Person("li".into()),
        from: Origin::Digest,
        anchor: When::Day("2026-11-30".parse().unwrap()),
        stage: "digest".into(),
        occurrence: 1,
    };
    let letter = Some("digest".to_owned());
    NoticeRow {
        id,
        disposition: Disposition::Letter,
        moment: at(second),
        recorded: at(second),
        letter,
    }
}

/// An entry shares the fate of its letter, and is told once; a digest that is withdrawn has told nothing.
pub(in crate::ledger) fn w6_an_entry_is_told_once_its_letter_was_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let letters = vec![left_out("one", None), left_out("two", Some(Held::Guard))];
    ledger.commit_sweep(at(1), &record(letters, Vec::new())).unwrap();
    let waiting = ledger.awaiting_digests().unwrap();
    assert_eq!(waiting, [Awaiting { person: "li".into(), first: at(1) }]);
    assert_eq!(ledger.left_out_of(1).unwrap(), ["li"]);
    ledger
        .record(at(2), |recording| {
            assert_eq!(recording.uncopied("li", Some(at(1)))?, []);
            let listed = recording.uncopied("li", None)?;
            assert_eq!(listed.len(), 1, "what is held is not listed");
            assert_eq!(listed[0].about.len(), 2);
            assert_eq!(listed[0].to.len(), 2);
            assert_eq!(recording.next_digest("li", "2026-11-30".parse().unwrap())?, 1);
            recording.letter(&letter("digest", &["li@x"]))?;
            recording.notice(&digest(2))?;
            assert_eq!(recording.next_digest("li", "2026-11-30".parse().unwrap())?, 2);
            recording.digested("li", &listed, Some("digest"))
        })
        .unwrap();
    assert_eq!(ledger.awaiting_digests().unwrap(), []);
    // L6c: written anew, it lists the same.
    let (listed, gone) = ledger.listed_in(3).unwrap();
    assert_eq!((listed.len(), gone.len()), (1, 0));
    let again = "again".to_owned();
    let notices = vec![NoticeRow { letter: Some(again), ..digest(2) }];
    let letter = letter("again", &["li@x"]);
    let anew = Anew { letter, notices, since: None, next_attempt: None };
    let (becomes, moot, passed) = (Becomes::Replaced(vec![anew]), Vec::new(), Vec::new());
    let renewal = Renewal { number: 3, why: Why::Unoffered, becomes, moot, passed };
    ledger.renew(&[renewal], at(3)).unwrap();
    assert_eq!(ledger.listed_in(3).unwrap(), (Vec::new(), Vec::new()));
    assert_eq!(ledger.listed_in(4).unwrap().0, listed);
    ledger.withdraw(&[4], at(3)).unwrap();
    assert_eq!(ledger.awaiting_digests().unwrap().len(), 1, "the digest was withdrawn");
    ledger.discard("two", at(4)).unwrap();
    assert_eq!(ledger.uncopied_times().unwrap(), [("li".to_owned(), at(1))]);
}

/// W7: what is noted, what waits, and what is told; what is taken back with a letter.
pub(in crate::ledger) fn w7_owners_are_remembered_with_the_letter_that_tells_them() {
    let folder = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(folder.path());
    let name = ("A-1".to_owned(), String::new());
    let people = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<People>();
    let remember = vec![(name.clone(), people(&["li"]))];
    ledger.note_owners(&Noted { remember, ..Noted::default() }, at(1)).unwrap();
    let pending = vec![(name.clone(), people(&["zhang"]))];
    ledger.note_owners(&Noted { pending, ..Noted::default() }, at(2)).unwrap();
    assert_eq!(ledger.last_handover().unwrap(), Some(at(2)));
    let known = ledger.owners().unwrap();
    assert_eq!(known.owners[&name], people(&["li"]));
    assert_eq!(known.pending[&name], (people(&["zhang"]), at(2)));
    ledger
        .record(at(3), |recording| {
            let told = [(name.clone(), people(&["zhang"]))];
            recording.handovers_settled(&told, &[untold(&name, "li", at(2))])
        })
        .unwrap();
    assert_eq!(ledger.last_handover().unwrap(), None);
    assert_eq!(ledger.owners().unwrap().owners[&name], people(&[]), "still known");
    let told = ledger.notices("A-1", None).unwrap();
    assert_eq!((told.len(), told[0].disposition), (1, Disposition::Adopted), "and who it was");
    ledger.note_owners(&Noted { forget: vec![name.clone()], ..Noted::default() }, at(4)).unwrap();
    assert!(ledger.owners().unwrap().owners.is_empty());
}
