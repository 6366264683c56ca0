//! W1–W5: whom a stage writes to, and which notices share a letter.

use duban::model::{Config, Language, LetterKind};
use duban::plan::{self, Addressee, Target};

use crate::support::{at, config, planned};

/// A province, a city without a head, a county; inspectors; someone for every role.
const PEOPLE: &str = r#"
[mail]
from = "duban@example.org"
[calendars.default]
timezone = "Asia/Shanghai"
send-on = "every-day"
[people]
chief = { name = "Chief", email = "chief@example.org" }
mayor = { name = "Mayor", email = "mayor@example.org" }
ann = { name = "Ann", email = "ann@example.org" }
bob = { name = "Bob", email = "bob@example.org" }
cat = { name = "Cat", email = "cat@example.org", language = "en" }
dan = { name = "Dan", email = "dan@example.org" }
eve = { name = "Eve", email = "eve@example.org" }
[groups]
pair = { members = ["cat", "dan"] }
all = { members = ["pair", "eve", "cat"] }
[units]
province = { name = "Province", head = "chief", supervisor = "eve" }
city = { name = "City", parent = "province" }
county = { name = "County", parent = "city", head = "mayor" }
village = { name = "Village", parent = "county" }
"#;

fn task(stage: &str, task: &str) -> Config {
    with(PEOPLE, stage, task)
}

fn with(around: &str, stage: &str, task: &str) -> Config {
    config(&format!(
        "{around}\n[policies.p]\nstages = [{{ name = 's', at = '0d', {stage} }}]\n\
         [[task]]\nid = 'T'\ntitle = 'A task'\ndue = 2026-11-10\npolicy = 'p'\n{task}\n"
    ))
}

/// The local parts of To and Cc on the day, as `to | cc`.
#[track_caller]
fn check(config: &Config, day: &str, expected: &str) {
    let target = Target::all(config).next().expect("there is a task");
    let stage = &target.policy(config).stages[0];
    let audience = plan::audience(config, target, stage, day.parse().expect("a date"));
    let list = |list: &[Addressee]| {
        let local =
            list.iter().map(|one| one.mailbox.address.0.split('@').next().unwrap_or_default());
        local.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(format!("{} | {}", list(&audience.to), list(&audience.cc)), expected);
}

const DAY: &str = "2026-11-10";

#[test]
fn w1_every_role_finds_its_people() {
    let unit = "unit = 'county'\nowner = 'ann'\nwith = ['bob']\nwatchers = ['dan']";
    let table = [
        ("to = ['owner']", "ann bob | dan"),
        ("to = ['with']", "bob | dan"),
        ("to = ['supervisor']", "eve | dan"),
        ("to = ['watchers']", "dan | "),
        ("to = ['head']", "mayor | dan"),
        ("to = ['top']", "chief | dan"),
        ("to = ['person:cat']", "cat | dan"),
        ("to = ['group:all']", "cat dan eve | "),
        ("to = ['press@example.org']", "press | dan"),
        ("to = ['owner'], cc = ['head', 'supervisor']", "ann bob | mayor eve dan"),
    ];
    for (stage, expected) in table {
        check(&task(stage, unit), DAY, expected);
    }
    // What a task leaves out its unit gives: the head owns it, the supervisor is inherited.
    check(&task("to = ['owner'], cc = ['supervisor']", "unit = 'county'"), DAY, "mayor | eve");
    let own = "unit = 'county'\nowner = 'pair'\nsupervisor = 'bob'";
    check(&task("to = ['owner'], cc = ['supervisor']", own), DAY, "cat dan | bob");
}

#[test]
fn w2_headless_units_stand_for_their_nearest_ancestor_with_a_head() {
    let table = [
        ("village", "head", "mayor"),
        ("city", "head", "chief"),
        ("county", "head+1", "chief"),
        ("village", "head+1", "mayor"),
        ("village", "head+2", "chief"),
        // Above the root is the root.
        ("village", "head+9", "chief"),
        ("province", "head+1", "chief"),
        ("village", "top", "chief"),
    ];
    for (unit, role, head) in table {
        let config = task(&format!("to = ['{role}']"), &format!("unit = '{unit}'"));
        check(&config, DAY, &format!("{head} | "));
    }
}

#[test]
fn w2_owner_brings_with_along_and_watchers_are_always_copied() {
    let unit =
        "unit = 'county'\nowner = 'ann'\nwith = ['pair']\nwatchers = ['bob', 'desk@example.org']";
    check(&task("to = ['owner']", unit), DAY, "ann cat dan | bob desk");
    check(&task("to = ['head'], cc = ['owner']", unit), DAY, "mayor | ann cat dan bob desk");
}

#[test]
fn w3_the_absent_are_replaced_and_kept_as_cc() {
    let away = |ann: &str, bob: &str| {
        let ann_away = format!("ann@example.org\", away = [{ann}]");
        let bob_away = format!("bob@example.org\", away = [{bob}]");
        let people =
            PEOPLE.replace("ann@example.org\"", &ann_away).replace("bob@example.org\"", &bob_away);
        with(&people, "to = ['owner'], cc = ['supervisor']", "unit = 'county'\nowner = 'ann'")
    };
    let ann = "{ from = 2026-11-10, until = 2026-11-12, delegate = 'bob' }";
    // Both days included.
    check(&away(ann, ""), "2026-11-09", "ann | eve");
    check(&away(ann, ""), "2026-11-10", "bob | eve ann");
    check(&away(ann, ""), "2026-11-12", "bob | eve ann");
    check(&away(ann, ""), "2026-11-13", "ann | eve");
    // The delegate is followed further if away too.
    let bob = "{ from = 2026-11-11, until = 2026-11-30, delegate = 'cat' }";
    check(&away(ann, bob), "2026-11-10", "bob | eve ann");
    check(&away(ann, bob), "2026-11-11", "cat | eve ann");
    // Whoever is away and names nobody gets the letter all the same.
    check(&away("{ from = 2026-11-10, until = 2026-11-12 }", ""), "2026-11-10", "ann | eve");
}

#[test]
fn w3_the_letters_day_is_local_and_counts_at_release() {
    let people = PEOPLE.replace(
        "ann@example.org\"",
        "ann@example.org\", away = [{ from = 2026-11-11, until = 2026-11-11, delegate = 'bob' }]",
    );
    let config = with(&people, "to = ['owner']", "unit = 'county'\nowner = 'ann'");
    let letters = |now: &str| {
        let notices = planned(&config, now, "2027-01-01T00:00Z")
            .into_iter()
            .map(|one| plan::Item::of(&config, one.notice, Vec::new(), at(now)));
        let drafts = plan::drafts(&config, notices.collect(), at(now));
        drafts[0].audience.to[0].mailbox.shown()
    };
    assert_eq!(letters("2026-11-10T01:00Z"), "Ann");
    // 20:00 UTC is the 11th in Shanghai.
    assert_eq!(letters("2026-11-10T20:00Z"), "Bob");
}

#[test]
fn w4_each_address_once_and_to_beats_cc() {
    let unit = "unit = 'county'\nowner = 'mayor'\nwith = ['ann', 'ann']\nsupervisor = 'mayor'\nwatchers = ['ann', 'Eve@Example.org']";
    check(
        &task("to = ['owner', 'head'], cc = ['supervisor', 'person:eve']", unit),
        DAY,
        "mayor ann | eve",
    );
}

#[test]
fn w5_what_may_share_a_letter_does() {
    let around = |group: bool| {
        format!(
            "{PEOPLE}\n[policies.p]\ngroup = {group}\nstages = [
            {{ name = 'early', at = '-3d', to = ['owner'] }},
            {{ name = 'late', at = '+1d', to = ['owner'] }},
            {{ name = 'later', at = '+30d', to = ['owner'], importance = 'high' }} ]
        [defaults]\npolicy = 'p'\nunit = 'county'
        [[task]]\nid = 'A'\ntitle = 'A'\ndue = 2026-11-05\nseverity = 'low'
        [[task]]\nid = 'B'\ntitle = 'B'\ndue = 2026-11-03
        [[task]]\nid = 'C'\ntitle = 'C'\ndue = 2026-11-04
        [[task]]\nid = 'D'\ntitle = 'D'\ndue = 2026-11-08\nseverity = 'critical'
        [[task]]\nid = 'E'\ntitle = 'E'\ndue = 2026-11-05\nowner = 'cat'
        [[task]]\nid = 'F'\ntitle = 'F'\ndue = 2026-11-12
        [[task]]\nid = 'G'\ntitle = 'G'\ndue = 2026-10-01"
        )
    };
    let letters = |group: bool| {
        let config = config(&around(group));
        let now = "2026-11-10T01:00Z";
        let notices = planned(&config, now, "2026-11-10T01:01Z")
            .into_iter()
            .map(|one| plan::Item::of(&config, one.notice, Vec::new(), at(now)));
        let drafts = plan::drafts(&config, notices.collect(), at(now));
        let mut letters: Vec<(String, LetterKind, Language)> = drafts
            .iter()
            .map(|draft| {
                let tasks = draft.items.iter().map(|item| item.notice.id.subject.id());
                (tasks.collect::<Vec<_>>().join(""), draft.kind, draft.language)
            })
            .collect();
        letters.sort();
        letters
    };
    let zh = Language::ZhCn;
    // The most severe first, then the most overdue. E has another audience and language, F another
    // letter, G another importance.
    assert_eq!(
        letters(true),
        [
            ("DBCA".into(), LetterKind::Overdue, zh),
            ("E".into(), LetterKind::Overdue, Language::En),
            ("F".into(), LetterKind::Reminder, zh),
            ("G".into(), LetterKind::Overdue, zh),
        ]
    );
    assert_eq!(letters(false).len(), 7);
}

/// The tasks of each letter, and whom it names, for tasks with these keys.
fn letters_to(around: &str, stage: &str, tasks: &[&str]) -> Vec<(String, String)> {
    let mut text = format!(
        "{around}\n[policies.p]\nstages = [{{ name = 's', at = '+1d', {stage} }}]\n\
         [defaults]\npolicy = 'p'\nunit = 'county'\n"
    );
    for (at, keys) in tasks.iter().enumerate() {
        text += &format!("[[task]]\nid = 'T{at}'\ntitle = 'x'\ndue = 2026-11-05\n{keys}\n");
    }
    let (config, now) = (config(&text), "2026-11-10T01:00Z");
    let notices = planned(&config, now, "2026-11-10T01:01Z")
        .into_iter()
        .map(|one| plan::Item::of(&config, one.notice, Vec::new(), at(now)));
    let drafts = plan::drafts(&config, notices.collect(), at(now));
    let letter = |draft: &plan::Draft| {
        let tasks = draft.items.iter().map(|item| item.notice.id.subject.id());
        let everyone = draft.audience.to.iter().chain(&draft.audience.cc);
        let names = everyone.map(|one| match one.absent {
            Some(absent) => format!("{} for {}", one.mailbox.shown(), config[absent].name),
            None => one.mailbox.shown(),
        });
        (tasks.collect::<Vec<_>>().join(" "), names.collect::<Vec<_>>().join(", "))
    };
    drafts.iter().map(letter).collect()
}

#[test]
fn w5_the_same_people_in_another_order_are_one_audience() {
    let to = "to = ['owner'], cc = ['supervisor']";
    let table = [
        ("owner = 'ann'\nwith = ['bob']", "owner = 'bob'\nwith = ['ann']", "Ann, Bob, Eve"),
        (
            "owner = 'ann'\nwatchers = ['cat', 'dan']",
            "owner = 'ann'\nwatchers = ['dan', 'cat']",
            "Ann, Eve, Cat, Dan",
        ),
        // W4: an address in another case is the same.
        (
            "owner = 'ann'\nwatchers = ['cat', 'x@example.org']",
            "owner = 'ann'\nwatchers = ['X@Example.org', 'cat']",
            "Ann, Eve, Cat, x@example.org",
        ),
    ];
    for (one, other, names) in table {
        let letters = letters_to(PEOPLE, to, &[one, other]);
        assert_eq!(letters, [("T0 T1".to_owned(), names.to_owned())], "{one}");
    }
    // Who is asked and who is copied does make a difference.
    let swapped = ["owner = 'ann'\nwatchers = ['bob']", "owner = 'bob'\nwatchers = ['ann']"];
    assert_eq!(letters_to(PEOPLE, to, &swapped).len(), 2);
}

#[test]
fn w5_people_stand_in_the_order_of_the_task_that_comes_first_in_the_letter() {
    let (ann, bob) = ("owner = 'ann'\nwith = ['bob']", "owner = 'bob'\nwith = ['ann']");
    let grave = format!("{bob}\nseverity = 'critical'");
    let to = "to = ['owner']";
    for tasks in [[ann, ann, &grave], [ann, &grave, ann], [&grave, ann, ann]] {
        let letters = letters_to(PEOPLE, to, &tasks);
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].1, "Bob, Ann", "{tasks:?}");
    }
}

#[test]
fn w5_a_letter_says_who_stands_in_though_only_one_of_its_tasks_needs_it() {
    let away =
        "ann@example.org\", away = [{ from = 2026-11-10, until = 2026-11-12, delegate = 'bob' }]";
    let people = PEOPLE.replace("ann@example.org\"", away);
    let tasks =
        ["owner = 'bob'\nwatchers = ['ann']\nwith = ['ann']", "owner = 'ann'\nwith = ['bob']"];
    let letters = letters_to(&people, "to = ['owner']", &tasks);
    assert_eq!(letters, [("T0 T1".to_owned(), "Bob for Ann, Ann".to_owned())]);
}
