//! W6, L8b: who has letters in a digest instead of copies, and when it leaves.

use duban::model::DigestRhythm;
use duban::plan;
use duban::plan::further::digest::{latest_slot, next_slot};
use duban::plan::further::planned_digests;
use jiff::Timestamp;

use crate::support::{CHINA, at, config, planned};

/// 09:00 in Shanghai, when every task here is a day or more late.
const NOW: &str = "2026-11-10T01:00Z";

fn people(more: &str) -> String {
    format!(
        "{CHINA}[mail]\nfrom = 'duban@example.org'\n[guard]\nmax-copies = 3\n[people]\n\
         ann = {{ name = 'Ann', email = 'ann@example.org' }}\n\
         bob = {{ name = 'Bob', email = 'bob@example.org' }}\n\
         boss = {{ name = 'Boss', email = 'boss@example.org', digest = 'daily' }}\n\
         twin = {{ name = 'Twin', email = 'BOSS@example.org' }}\n\
         chief = {{ name = 'Chief', email = 'chief@example.org', digest = 'weekly' }}\n{more}\n\
         [units.county]\nname = 'County'\nhead = 'ann'\n"
    )
}

/// Of each letter of the sweep: `tasks: to | cc | task in the digest of whom`.
fn letters(people: &str, group: bool, stage: &str, tasks: &[&str]) -> Vec<String> {
    let mut text = format!(
        "{people}\n[policies.p]\ngroup = {group}\nstages = [{{ name = 's', at = '+1d', {stage} }}]\n\
         [defaults]\npolicy = 'p'\nunit = 'county'\n"
    );
    for (number, keys) in tasks.iter().enumerate() {
        text += &format!("[[task]]\nid = 'T{number}'\ntitle = 'x'\ndue = 2026-11-05\n{keys}\n");
    }
    let config = config(&text);
    let notices = planned(&config, NOW, "2026-11-10T01:01Z");
    let items =
        notices.into_iter().map(|one| plan::Item::of(&config, one.notice, Vec::new(), at(NOW)));
    let drafts = plan::drafts(&config, items.collect(), at(NOW));
    let letter = |draft: &plan::Draft| {
        let ids = draft.items.iter().map(|item| item.notice.id.subject.id().to_owned());
        let shown = |list: &[plan::Addressee]| {
            list.iter().map(|one| one.mailbox.shown()).collect::<Vec<_>>().join(" ")
        };
        let digests = draft.items.iter().flat_map(|item| {
            let whose = |person: &duban::model::PersonIx| config[*person].id.to_string();
            let id = item.notice.id.subject.id();
            item.digest.iter().map(move |person| format!("{id} {}", whose(person)))
        });
        let audience = &draft.audience;
        format!(
            "{}: {} | {} | {}",
            ids.collect::<Vec<_>>().join(" "),
            shown(&audience.to),
            shown(&audience.cc),
            digests.collect::<Vec<_>>().join(", ")
        )
    };
    drafts.iter().map(letter).collect()
}

#[test]
fn w6_who_has_a_digest_is_left_out_of_cc() {
    let check = |stage: &str, task: &str, expected: &str| {
        assert_eq!(letters(&people(""), true, stage, &[task]), [expected], "{stage} {task}");
    };
    check("to = ['owner'], cc = ['person:boss']", "", "T0: Ann |  | T0 boss");
    // A bare address that is theirs, and somebody else with the same.
    check("to = ['owner'], cc = ['Boss@Example.org']", "", "T0: Ann |  | T0 boss");
    check("to = ['owner'], cc = ['person:twin', 'person:bob']", "", "T0: Ann | Bob | T0 boss");
    check("to = ['owner']", "watchers = ['chief']", "T0: Ann |  | T0 chief");
    // Letters to them go at once, and so do copies of letters that ask.
    check("to = ['person:boss'], cc = ['owner']", "", "T0: Boss | Ann | ");
    check("to = ['person:twin'], cc = ['person:boss']", "", "T0: Twin |  | ");
    check("to = ['owner'], cc = ['person:boss'], release = 'ask'", "", "T0: Ann | Boss | ");
}

#[test]
fn w6_after_stand_ins_were_found() {
    let away = |id: &str, delegate: &str, digest: &str| {
        format!(
            "{id} = {{ name = '{id}', email = '{id}@example.org', {digest} away = \
             [{{ from = 2026-11-09, until = 2026-11-11, delegate = '{delegate}' }}] }}"
        )
    };
    // Who is away is kept as a copy, which is in their digest.
    let absent = people(&away("eve", "bob", "digest = 'daily',"));
    let to_eve = letters(&absent, true, "to = ['person:eve']", &[""]);
    assert_eq!(to_eve, ["T0: Bob |  | T0 eve"]);
    // Who stands in for a copied one has their own digest.
    let stands_in = people(&away("eve", "boss", ""));
    let cc_eve = letters(&stands_in, true, "to = ['owner'], cc = ['person:eve']", &[""]);
    assert_eq!(cc_eve, ["T0: Ann | eve | T0 boss"]);
}

#[test]
fn w6_letters_that_differ_only_in_who_is_left_out_are_one_and_tell_nobody_of_others_tasks() {
    let tasks = ["watchers = ['boss']", "watchers = ['chief']", "watchers = ['bob']"];
    assert_eq!(
        letters(&people(""), true, "to = ['owner']", &tasks),
        ["T0 T1: Ann |  | T0 boss, T1 chief", "T2: Ann | Bob | "]
    );
}

#[test]
fn l8b_who_would_be_copied_on_too_many_letters_of_a_sweep_gets_none_of_them() {
    let stage = "to = ['owner'], cc = ['person:bob', 'nobody@example.org']";
    let at_most = letters(&people(""), false, stage, &[""; 3]);
    assert_eq!(at_most[2], "T2: Ann | Bob nobody@example.org | ");
    // A bare address is no person.
    let more = letters(&people(""), false, stage, &[""; 4]);
    assert_eq!(more.len(), 4, "{more:?}");
    assert!(more.iter().all(|one| one.contains(": Ann | nobody@example.org | T")), "{more:?}");
    assert!(more.iter().all(|one| one.ends_with(" bob")), "{more:?}");
    // Tasks that share a letter are one copy.
    assert_eq!(letters(&people(""), true, stage, &[""; 9])[0].matches('|').count(), 2);
    assert!(letters(&people(""), true, stage, &[""; 9])[0].contains("| Bob "));
    // Letters that ask are neither counted nor left out.
    let ask = letters(&people(""), false, &format!("{stage}, release = 'ask'"), &[""; 9]);
    assert!(ask.iter().all(|one| one.contains("| Bob ")), "{ask:?}");
}

#[test]
fn l8b_counts_before_anyone_is_left_out() {
    // Left out of them, Boss and Chief would make two letters of one; counted are four.
    let tasks = ["watchers = ['boss']", "watchers = ['chief']", "watchers = ['boss', 'chief']", ""];
    let stage = "to = ['owner'], cc = ['person:bob']";
    assert_eq!(
        letters(&people(""), true, stage, &tasks),
        [
            "T0 T1 T2 T3: Ann |  | T0 boss, T0 bob, T1 chief, T1 bob, T2 boss, T2 chief, T2 bob, T3 bob"
        ]
    );
}

#[test]
fn w6_digests_leave_at_send_at_of_a_working_day() {
    let config = config(&people(""));
    let local = |slot: Option<plan::further::digest::Slot>| {
        slot.map(|slot| slot.at.to_string()).unwrap_or_default()
    };
    for (rhythm, now, latest, next) in [
        // Tuesday, before and at 09:00 in Shanghai.
        ("daily", "2026-11-10T00:59Z", "2026-11-09T01:00:00Z", "2026-11-10T01:00:00Z"),
        ("daily", "2026-11-10T01:00Z", "2026-11-10T01:00:00Z", "2026-11-11T01:00:00Z"),
        // Saturday.
        ("daily", "2026-11-14T05:00Z", "2026-11-13T01:00:00Z", "2026-11-16T01:00:00Z"),
        // National Day, 1 to 7 October 2026; Saturday the 10th is worked.
        ("daily", "2026-10-03T05:00Z", "2026-09-30T01:00:00Z", "2026-10-08T01:00:00Z"),
        ("daily", "2026-10-09T05:00Z", "2026-10-09T01:00:00Z", "2026-10-10T01:00:00Z"),
        ("weekly", "2026-11-10T01:00Z", "2026-11-09T01:00:00Z", "2026-11-16T01:00:00Z"),
        // The first working day of that week is a Thursday; a make-up Saturday begins none.
        ("weekly", "2026-10-05T01:00Z", "2026-09-28T01:00:00Z", "2026-10-08T01:00:00Z"),
        ("weekly", "2026-10-10T01:00Z", "2026-10-08T01:00:00Z", "2026-10-12T01:00:00Z"),
    ] {
        let of = DigestRhythm::from_name(rhythm).expect("a rhythm");
        assert_eq!(local(latest_slot(&config, of, at(now))), latest, "{rhythm} {now}");
        assert_eq!(local(next_slot(&config, of, at(now))), next, "{rhythm} {now}");
    }
}

#[test]
fn w6_a_digest_that_was_missed_leaves_within_the_hours_in_which_mail_is_sent() {
    let config = config(&people(""));
    let person = |id: &str| {
        let at = config.people.iter().position(|one| &*one.id == id).expect("a person");
        duban::model::PersonIx(at as u32)
    };
    let planned = |who: &str, went: &str, now: &str| -> Vec<String> {
        let has = |_: &plan::NoticeId| Ok::<_, ()>(false);
        let planned = planned_digests(&config, [(person(who), at(went))], has, at(now));
        let said = |one: plan::further::PlannedDigest| {
            let short = |at: Timestamp| at.to_string().replace(":00Z", "Z");
            format!("{} of {}", short(one.release), short(one.moment))
        };
        planned.expect("a plan").into_iter().map(said).collect()
    };
    for (who, went, now, expected) in [
        (
            "boss",
            "2026-11-09T02:00Z",
            "2026-11-10T06:00Z",
            "2026-11-10T06:00Z of 2026-11-10T01:00Z",
        ),
        (
            "boss",
            "2026-11-10T01:00Z",
            "2026-11-10T01:00Z",
            "2026-11-11T01:00Z of 2026-11-11T01:00Z",
        ),
        (
            "chief",
            "2026-11-10T01:00Z",
            "2026-11-10T01:00Z",
            "2026-11-16T01:00Z of 2026-11-16T01:00Z",
        ),
        // Who has no digest has one at once (L8b).
        ("bob", "2026-11-10T20:00Z", "2026-11-10T01:00Z", "2026-11-10T20:00Z of 2026-11-10T20:00Z"),
        // Found at night, both days are in that of the later.
        (
            "boss",
            "2026-11-09T02:00Z",
            "2026-11-11T14:00Z",
            "2026-11-12T01:00Z of 2026-11-11T01:00Z",
        ),
    ] {
        assert_eq!(planned(who, went, now), [expected], "{who} {went} {now}");
    }
}
