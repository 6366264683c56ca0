//! A2, A4: answers in the ledger.

use crate::ledger::tests::{at, open};
use crate::ledger::{Answers, Ledger, Settled};
use crate::model::{AnswerState, NewAnswer, Standing, Subject, Verb, Way, When};

fn day(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

fn new(task: &str, verb: Verb) -> NewAnswer {
    let subject = Subject::Task(task.into());
    let way = Way::Link { letter: "a".into() };
    NewAnswer { subject, cycle: None, person: "zhang".into(), verb, way, nonce: None }
}

fn done() -> Verb {
    let evidence = ["会议纪要〔2026〕12号".into(), "照片".into()];
    Verb::Done { on: day("2026-11-20"), text: Some("已整改".into()), evidence: evidence.into() }
}

/// The numbers of these answers.
fn numbers(ledger: &Ledger, which: Answers<'_>) -> Vec<i64> {
    ledger.answers(which).unwrap().into_iter().map(|one| one.number).collect()
}

pub(in crate::ledger) fn a2_an_answer_is_read_back_as_it_was_given() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let instant = When::Instant("2026-12-31T10:00:00Z".parse().unwrap());
    let verbs = [
        Verb::Received,
        Verb::Progress { text: Some("报审".into()), percent: Some(60) },
        Verb::Progress { text: None, percent: None },
        done(),
        Verb::Done { on: day("2026-11-20"), text: None, evidence: [].into() },
        Verb::MoreTime { until: instant, reason: Some("等待法院".into()) },
        Verb::MoreTime { until: When::Day(day("2026-12-31")), reason: None },
        Verb::NotMine { whose: Some("li".into()), text: Some("已移交".into()) },
        Verb::Verified { on: day("2026-11-21"), text: None },
        Verb::Returned { reason: "证据不足".into() },
        Verb::Note { text: "请来电\n谢谢".into(), which: false },
        Verb::Note { text: "已完成".into(), which: true },
    ];
    let mail = Way::Mail { letter: "b".into(), message_id: "m@x".into(), proven: false };
    let ways = [Way::Link { letter: "a".into() }, Way::Page, mail];
    let mut given = Vec::new();
    for (at_, verb) in verbs.into_iter().enumerate() {
        let answer = NewAnswer {
            subject: Subject::of_task("A-1", (at_ % 2 == 1).then_some("draft")),
            cycle: (at_ % 3 == 1).then(|| When::Day(day("2026-11-30"))),
            way: ways[at_ % 3].clone(),
            ..new("A-1", verb)
        };
        assert_eq!(ledger.answer(&answer, at(at_ as i64)).unwrap(), at_ as i64 + 1);
        given.push(answer);
    }
    let kept = ledger.answers(Answers::Of("A-1")).unwrap();
    assert_eq!(kept.len(), given.len());
    for (at_, (kept, given)) in kept.iter().zip(&given).enumerate() {
        assert_eq!((kept.number, kept.at), (at_ as i64 + 1, at(at_ as i64)));
        assert_eq!((&kept.subject, kept.cycle), (&given.subject, given.cycle));
        assert_eq!((&kept.verb, &kept.way), (&given.verb, &given.way));
        assert_eq!((&*kept.person, kept.standing.state), ("zhang", given.state()));
    }
    assert_eq!(numbers(&ledger, Answers::Latest(2)), [11, 12]);
    assert_eq!(numbers(&ledger, Answers::Numbered(3)), [3]);
    assert!(numbers(&ledger, Answers::Of("A-2")).is_empty());
}

pub(in crate::ledger) fn a2_a_form_sent_twice_is_one_answer() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    let once = NewAnswer { nonce: Some("n1".into()), ..new("A-1", done()) };
    let other = NewAnswer { nonce: Some("n2".into()), ..new("A-1", done()) };
    assert_eq!(ledger.answer(&once, at(0)).unwrap(), 1);
    assert_eq!(ledger.answer(&once, at(1)).unwrap(), 1);
    assert_eq!(ledger.answer(&other, at(2)).unwrap(), 2);
    // Without a nonce each is an answer of its own.
    assert_eq!(ledger.answer(&new("A-1", done()), at(3)).unwrap(), 3);
    assert_eq!(ledger.answer(&new("A-1", done()), at(4)).unwrap(), 4);
    let kept = ledger.answers(Answers::Numbered(1)).unwrap();
    assert_eq!(kept[0].at, at(0));
}

pub(in crate::ledger) fn a4_an_answer_is_decided_once_and_whoever_asks_for_changes_hears_of_it() {
    let state = tempfile::tempdir().unwrap();
    let (_lock, mut ledger) = open(state.path());
    for task in ["A-1", "A-2"] {
        ledger.answer(&new(task, done()), at(0)).unwrap();
    }
    ledger.answer(&new("A-3", Verb::Received), at(0)).unwrap();
    assert_eq!(numbers(&ledger, Answers::Waiting), [1, 2]);
    let (all, since) = ledger.answers_changed(0).unwrap();
    assert_eq!(all.len(), 3);
    assert!(ledger.answers_changed(since).unwrap().0.is_empty());

    let declined = Standing {
        state: AnswerState::Declined,
        decided: Some(at(9)),
        by: Some("clerk".into()),
        why: Some("证据不足".into()),
        shown: None,
    };
    assert!(ledger.decline_answer(1, &declined).unwrap());
    let accepted = Standing { state: AnswerState::Accepted, why: None, ..declined.clone() };
    assert_eq!(ledger.accept_answers(&[1], &accepted).unwrap(), 0, "it was declined");
    assert_eq!(ledger.accept_answers(&[9], &accepted).unwrap(), 0, "there is no such answer");
    assert_eq!(numbers(&ledger, Answers::Waiting), [2]);
    let (changed, since) = ledger.answers_changed(since).unwrap();
    let [one] = changed.as_slice() else { panic!("{changed:?}") };
    assert_eq!((one.number, &one.standing), (1, &declined));

    // What the files show settles what waits, and is noted of what was accepted.
    let settled = |number, state| Settled { number, state };
    assert_eq!(ledger.accept_answers(&[2], &accepted).unwrap(), 1);
    let files = [
        settled(1, AnswerState::True),
        settled(2, AnswerState::True),
        settled(3, AnswerState::Void),
    ];
    ledger.settle_answers(&files, at(10)).unwrap();
    ledger.settle_answers(&files, at(11)).unwrap();
    let stands =
        |number| ledger.answers(Answers::Numbered(number)).unwrap().pop().unwrap().standing;
    assert_eq!(stands(1), declined);
    assert_eq!(stands(2), Standing { shown: Some(at(10)), ..accepted });
    assert_eq!(stands(3).state, AnswerState::Counts);
    assert_eq!(ledger.answers_changed(since).unwrap().0.len(), 1);
    assert!(ledger.check().unwrap().is_empty());
}
