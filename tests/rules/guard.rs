//! L8: what counts as a change of a task, and how many are taken as meant. Files in, a verdict out.

use std::collections::BTreeMap;

use duban::compare::{self, BeforeRow, Change, Compared, List, Name, Verdict, Ways, What};
use duban::model::Config;
use duban::plan::{self, Decision, Recorded, Target};
use jiff::Timestamp;

use crate::support::{CHINA, at, config};

const PEOPLE: &str = "
[mail]
from = 'duban@example.org'
[people]
ann = { name = 'Ann', email = 'ann@example.org' }
";

const STAGES: &str = "
[policies.p]
stages = [
  { name = 'assigned', from = 'opened', at = '0d', to = ['owner'], letter = 'assignment' },
  { name = 'late', at = '+1d', repeat = '5wd', to = ['owner'] },
  { name = 'verify', from = 'done', at = '+5wd', to = ['owner'], letter = 'verification' },
  { name = 'look', from = 'verified', at = '+90d', to = ['owner'], letter = 'look-back' },
]
[policies.q]
stages = [{ name = 'overdue', at = '+1d', to = ['owner'] }]
";

/// Five tasks that say the same, and whatever else.
fn five(task: &str, around: &str) -> Config {
    let mut text = format!("{PEOPLE}[guard]\nmax-changes = 4\n{CHINA}{around}");
    let policy = if task.contains("policy =") { "" } else { "policy = 'p'\n" };
    for at in 1..=5 {
        text +=
            &format!("[[task]]\nid = 'T-{at}'\ntitle = 'A task'\nowner = 'ann'\n{policy}{task}\n");
    }
    config(&text)
}

/// What the ledger keeps of the list.
#[derive(Default)]
struct Ledger {
    listed: BTreeMap<Name, String>,
    before: Vec<(Timestamp, BeforeRow)>,
    waiting: BTreeMap<Name, Change>,
    notices: BTreeMap<Name, Vec<Recorded>>,
    old: Option<Config>,
}

impl Ledger {
    /// The files are read, and a sweep is made.
    fn read(&mut self, new: &Config, now: &str) -> (Compared, Verdict) {
        let now = at(now);
        let ways = Ways::of(new);
        let recorded = |task: &str, milestone: Option<&str>| {
            let name = (task.to_owned(), milestone.unwrap_or_default().to_owned());
            Ok::<_, ()>(self.notices.get(&name).cloned().unwrap_or_default())
        };
        let owing = self.old.as_ref().map(|old| {
            compare::owing(&Ways::of(old), &ways, now, recorded).expect("it cannot fail")
        });
        let calendar = new.office_calendar().expect("one");
        let hour_ago = calendar.add_exact(now, -1, duban::model::TimeUnit::WorkingHour);
        let hour_ago = hour_ago.expect("an hour ago");
        self.before.retain(|(edited, _)| *edited > hour_ago);
        let before = self.before.iter().map(|(_, row)| row.clone()).collect();
        let waiting = self.waiting.values().cloned().collect();
        let today = calendar.local_date(now);
        let owing = owing.unwrap_or_default();
        let mut list = List::begin(&ways, new, before, waiting, owing, today);
        self.listed
            .iter()
            .for_each(|((task, milestone), facts)| list.known(task, milestone, facts));
        let compared = list.finish();
        let verdict = compare::verdict(&compared, new.guard);
        self.record(&compared, &verdict, now);
        self.sweep(new, now);
        self.old = Some(new.clone());
        (compared, verdict)
    }

    fn record(&mut self, compared: &Compared, verdict: &Verdict, now: Timestamp) {
        self.listed.extend(compared.set.clone());
        compared.gone.iter().for_each(|name| drop(self.listed.remove(name)));
        self.before.extend(compared.before.iter().map(|row| (now, row.clone())));
        self.waiting.retain(|name, _| !compared.undone.contains(name));
        if let Verdict::Waits(changes) = verdict {
            for change in changes {
                let way = change.ways.as_ref().map(|(_, is)| is.clone());
                let (name, facts) = (change.name.clone(), change.is.clone());
                self.before.push((now, BeforeRow { name: name.clone(), facts, way, meant: true }));
                self.waiting.entry(name).or_insert_with(|| change.clone());
            }
        }
    }

    fn sweep(&mut self, config: &Config, now: Timestamp) {
        for target in Target::all(config) {
            let (task, milestone) = plan::names(config, target);
            let known = self.notices.entry((task.to_owned(), milestone.to_owned())).or_default();
            for decision in plan::decide(config, target, known, now) {
                if let Decision::Send { occurrence, .. } = decision {
                    let ladder = plan::Ladder::of(config, target);
                    known.push(Recorded::of(&ladder, occurrence, true));
                }
            }
        }
    }
}

/// 10:00 and later on a Tuesday in Shanghai.
const TEN: &str = "2026-11-24T02:00Z";
const FIVE_PAST: &str = "2026-11-24T02:05Z";
const NEXT_DAY: &str = "2026-11-25T02:00Z";

/// What five tasks of the same words come to once they have these other words.
fn edited(was: &str, is: &str) -> Option<What> {
    verdict_on(&five(was, STAGES), &five(is, STAGES))
}

fn verdict_on(was: &Config, is: &Config) -> Option<What> {
    let mut ledger = Ledger::default();
    assert_eq!(ledger.read(was, TEN).1, Verdict::Meant, "the first list is taken as it is");
    match ledger.read(is, NEXT_DAY).1 {
        Verdict::Meant => None,
        Verdict::Waits(changes) => {
            let whats: Vec<What> = changes.iter().map(|change| change.what).collect();
            assert!(whats.iter().all(|what| *what == whats[0]), "{whats:?}");
            let tasks = changes.iter().filter(|change| change.name.1.is_empty()).count();
            assert!(tasks == 0 || tasks == 5, "each counts once: {changes:?}");
            Some(whats[0])
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one step after another")]
fn l8_what_counts_as_a_change_of_a_task() {
    let moved = Some(What::Moved);
    let rearmed = Some(What::Rearmed);
    let reopened = Some(What::Reopened);
    let due = "due = 2026-12-10";
    let with = |more: &str| format!("{due}\n{more}");
    for (was, is, counts) in [
        // A deadline moved, whatever moved it.
        (due.to_owned(), "due = 2026-10-12".to_owned(), moved),
        (due.to_owned(), "due = 2026-12-10T00:00:00+08:00".to_owned(), moved),
        (due.to_owned(), with("extended = [{ to = 2026-12-20 }]"), moved),
        (with("extended = [{ to = 2026-12-20 }]"), due.to_owned(), moved),
        (
            "opened = 2026-11-01\ndue = 'opened+40d'".to_owned(),
            "opened = 2026-11-01\ndue = 'opened+50d'".to_owned(),
            moved,
        ),
        // Stages that count from `opened` are armed anew.
        (with("opened = 2026-04-03"), with("opened = 2026-03-04"), rearmed),
        (with("opened = 2026-04-03"), with("opened = 2026-04-03T00:00:00+08:00"), rearmed),
        (with("opened = 2026-04-03"), due.to_owned(), rearmed),
        (
            with("policy = 'q'\nopened = 2026-04-03"),
            with("policy = 'q'\nopened = 2026-03-04"),
            None,
        ),
        // Settled, and open again.
        (with("done = 2026-11-20"), due.to_owned(), reopened),
        (with("done = 2026-11-20\nverified = 2026-11-23"), due.to_owned(), reopened),
        (with("cancelled = 2026-11-20"), due.to_owned(), reopened),
        (with("done = 2026-11-20"), "due = 2026-12-20".to_owned(), reopened),
        // Stages that count from `done` and `verified` are armed anew.
        (with("done = 2026-11-20"), with("done = 2026-11-02"), rearmed),
        (
            with("done = 2026-11-20\nverified = 2026-11-23"),
            with("done = 2026-11-20\nverified = 2026-11-21"),
            rearmed,
        ),
        (with("done = 2026-11-20\nverified = 2026-11-23"), with("done = 2026-11-20"), rearmed),
        (with("done = 2026-11-20\ncancelled = 2026-11-23"), with("done = 2026-11-20"), rearmed),
        (with("policy = 'q'\ndone = 2026-11-20"), with("policy = 'q'\ndone = 2026-11-02"), None),
        // A standing task's rhythm, and its cycle undone; a cycle done is no edit.
        (with("every = '1mo'"), with("every = '2mo'"), rearmed),
        (with("every = '1mo'"), due.to_owned(), rearmed),
        (with("every = '1mo'"), "due = 2026-12-01\nevery = '1mo'".to_owned(), moved),
        (
            with("every = '1mo'\ndone-through = 2027-01-10"),
            with("every = '1mo'\ndone-through = 2026-12-10"),
            reopened,
        ),
        (with("every = '1mo'\ndone-through = 2027-01-10"), with("every = '1mo'"), reopened),
        (
            with("every = '1mo'\ndone-through = 2026-12-10"),
            with("every = '1mo'\ndone-through = 2027-01-10"),
            None,
        ),
        (with("every = '1mo'"), with("every = '1mo'\nextended = [{ to = 2026-12-20 }]"), moved),
        // It owes a letter at once, and did not: another policy, a hold lifted, `opened` found out.
        (
            "due = 2026-11-20".to_owned(),
            "due = 2026-11-20\npolicy = 'q'".to_owned(),
            Some(What::Owes),
        ),
        (
            "due = 2026-11-20\nhold = { until = 2026-12-20 }".to_owned(),
            "due = 2026-11-20".to_owned(),
            Some(What::Owes),
        ),
        (
            "due = 2026-11-20\nhold = { until = 2026-12-20 }".to_owned(),
            "due = 2026-11-20\nhold = { until = 2026-11-25 }".to_owned(),
            Some(What::Owes),
        ),
        (due.to_owned(), with("opened = 2026-11-02"), Some(What::Owes)),
        (due.to_owned(), with("policy = 'q'"), None),
        (with("hold = { until = 2026-12-20 }"), due.to_owned(), None),
        // What closes or pauses a task, or says anything else of it, is no change.
        (due.to_owned(), with("done = 2026-11-24"), None),
        (with("done = 2026-11-24"), with("done = 2026-11-24\nverified = 2026-11-25"), None),
        (due.to_owned(), with("cancelled = 2026-11-24"), None),
        (
            "due = 2026-11-20".to_owned(),
            "due = 2026-11-20\nhold = { until = 2026-12-20 }".to_owned(),
            None,
        ),
        (due.to_owned(), with("detail = 'More.'"), None),
        (with("done = 2026-11-20"), "due = 2026-12-20\ndone = 2026-11-20".to_owned(), None),
    ] {
        assert_eq!(edited(&was, &is), counts, "{was}\n-- is now --\n{is}");
    }
}

#[test]
fn l8_milestones_count_like_tasks() {
    let with = |milestones: &str| format!("due = 2026-12-10\nmilestones = [{milestones}]");
    let open = "{ id = 'm', title = 'M', due = 2026-12-01 }";
    let later = "{ id = 'm', title = 'M', due = 2026-12-02 }";
    let done = "{ id = 'm', title = 'M', due = 2026-12-01, done = 2026-11-20 }";
    for (was, is, counts) in [
        (with(open), with(later), Some(What::Moved)),
        (with(done), with(open), Some(What::Reopened)),
        (with(open), with(""), Some(What::Dropped)),
        (with(open), with(done), None),
        (with(""), with(open), None),
        (with(done), with(""), None),
        // A milestone of a closed task counts with its task.
        (with(open) + "\ndone = 2026-11-20", with(later), Some(What::Reopened)),
    ] {
        assert_eq!(edited(&was, &is), counts, "{was}\n-- is now --\n{is}");
    }
}

#[test]
fn l8_stages_renamed_count_where_letters_go_again() {
    let renamed = STAGES.replace("'late'", "'reminder'").replace("'verify'", "'check'");
    for (task, counts) in [
        ("due = 2026-11-20", Some(What::Owes)),
        ("due = 2026-12-20", None),
        ("due = 2026-11-20\nhold = { until = 2026-12-20 }", None),
        ("due = 2026-11-20\ndone = 2026-11-10", Some(What::Owes)),
        ("due = 2026-11-20\ndone = 2026-11-24", None),
    ] {
        let (was, is) = (five(task, STAGES), five(task, &renamed));
        assert_eq!(verdict_on(&was, &is), counts, "{task}");
    }
    // Whom a stage goes to, and what it is called there, arms nothing.
    let other = STAGES
        .replace("to = ['owner']", "to = ['owner'], cc = ['person:ann'], importance = 'high'");
    assert_eq!(
        verdict_on(&five("due = 2026-11-20", STAGES), &five("due = 2026-11-20", &other)),
        None
    );
}

#[test]
fn l8_a_letter_that_was_owed_by_the_old_files_too_is_no_change() {
    // The sweep that would have sent it is yet to come: the edit comes at the very minute.
    let mut ledger = Ledger::default();
    ledger.read(&five("due = 2026-11-24", STAGES), TEN);
    let other = five("due = 2026-11-24\npolicy = 'q'", STAGES);
    assert_eq!(ledger.read(&other, "2026-11-25T01:00Z").1, Verdict::Meant);
}

#[test]
fn l8_the_limit_is_the_smaller_of_the_number_and_the_share_of_open_tasks_which_is_at_least_three() {
    let moved = |open: usize, closed: usize, change: usize, guard: &str| {
        let list = |due: &str| {
            let mut text = format!("{PEOPLE}[guard]\n{guard}{CHINA}{STAGES}");
            for at in 0..open + closed {
                let due = if at < change { due } else { "2026-12-10" };
                let done = if at >= open { "done = 2026-11-20\n" } else { "" };
                text += &format!(
                    "[[task]]\nid = 'T-{at:03}'\ntitle = 'T'\nowner = 'ann'\npolicy = 'p'\ndue = {due}\n{done}"
                );
            }
            config(&text)
        };
        let mut ledger = Ledger::default();
        ledger.read(&list("2026-12-10"), TEN);
        ledger.read(&list("2026-12-11"), NEXT_DAY).1 != Verdict::Meant
    };
    for (open, closed, change, guard, waits) in [
        (20, 0, 14, "", true),
        (20, 0, 7, "", true),
        (20, 0, 6, "", false),
        (20, 100, 7, "", true),
        (5, 0, 3, "", false),
        (5, 0, 4, "", true),
        (2, 0, 2, "", false),
        (20, 0, 14, "max-changes-share = 1\n", false),
        (20, 0, 14, "max-changes-share = 1.0\n", false),
        (20, 0, 14, "max-changes-share = 0.7\n", false),
        (20, 0, 15, "max-changes-share = 0.7\n", true),
        (20, 0, 3, "max-changes-share = 0\n", false),
        (20, 0, 4, "max-changes-share = 0\n", true),
        (20, 0, 2, "max-changes = 1\n", true),
        (200, 0, 50, "", false),
        (200, 0, 51, "", true),
        (200, 0, 68, "max-changes = 1000\n", false),
        (200, 0, 69, "max-changes = 1000\n", true),
    ] {
        assert_eq!(moved(open, closed, change, guard), waits, "{change} of {open}, {guard}");
    }
}

/// Ids from a letter and a number, with one due date.
fn ids(names: &[(char, usize)], due: &str) -> Config {
    let mut text =
        format!("{PEOPLE}[guard]\nmax-changes = 4\nmax-changes-share = 1\n{CHINA}{STAGES}");
    for (letter, count) in names {
        for at in 0..*count {
            text += &format!(
                "[[task]]\nid = '{letter}-{at}'\ntitle = 'T'\nowner = 'ann'\npolicy = 'p'\ndue = {due}\n"
            );
        }
    }
    config(&text)
}

fn waits(verdict: Verdict) -> Vec<(What, String)> {
    match verdict {
        Verdict::Meant => Vec::new(),
        Verdict::Waits(changes) => {
            changes.into_iter().map(|change| (change.what, change.name.0)).collect()
        }
    }
}

#[test]
fn l8_what_is_added_while_many_are_dropped_belongs_to_the_edit() {
    let due = "2026-11-20";
    let mut ledger = Ledger::default();
    ledger.read(&ids(&[('a', 10)], due), TEN);
    let found = waits(ledger.read(&ids(&[('a', 5), ('b', 5)], due), NEXT_DAY).1);
    let count = |what: What| found.iter().filter(|one| one.0 == what).count();
    assert_eq!((count(What::Dropped), count(What::Added), found.len()), (5, 5, 10));
    // Few are dropped, and many added: a new batch.
    let mut ledger = Ledger::default();
    ledger.read(&ids(&[('a', 10)], due), TEN);
    assert_eq!(ledger.read(&ids(&[('a', 6), ('b', 20)], due), NEXT_DAY).1, Verdict::Meant);
    // File by file: ids go, and others come.
    let mut ledger = Ledger::default();
    ledger.read(&ids(&[('a', 10)], due), TEN);
    assert_eq!(ledger.read(&ids(&[('a', 7), ('b', 3)], due), FIVE_PAST).1, Verdict::Meant);
    let found = waits(ledger.read(&ids(&[('a', 4), ('b', 6)], due), "2026-11-24T02:06Z").1);
    let count = |what: What| found.iter().filter(|one| one.0 == what).count();
    assert_eq!((count(What::Dropped), count(What::Added)), (6, 6));
}

/// Of ten tasks the first few have one due date, the others another.
fn first(few: usize, is: &str, was: &str) -> Config {
    let mut text =
        format!("{PEOPLE}[guard]\nmax-changes = 4\nmax-changes-share = 1\n{CHINA}{STAGES}");
    for at in 0..10 {
        let due = if at < few { is } else { was };
        text += &format!(
            "[[task]]\nid = 'T-{at}'\ntitle = 'T'\nowner = 'ann'\npolicy = 'p'\ndue = {due}\n"
        );
    }
    config(&text)
}

#[test]
fn l8_edits_of_one_working_hour_are_one() {
    let of = |few: usize| first(few, "2026-11-12", "2026-12-11");
    // Ten minutes between two edits, an hour, a night, a weekend: and whether the second makes it too many.
    for (one, other, together) in [
        ("2026-11-24T02:00Z", "2026-11-24T02:10Z", true),
        ("2026-11-24T02:00Z", "2026-11-24T02:59Z", true),
        ("2026-11-24T02:00Z", "2026-11-24T03:01Z", false),
        // From 17:30 of a Friday to 09:20 and to 09:40 of the Monday after.
        ("2026-11-20T09:30Z", "2026-11-23T01:20Z", true),
        ("2026-11-20T09:30Z", "2026-11-23T01:40Z", false),
        // The whole night.
        ("2026-11-24T12:00Z", "2026-11-24T23:00Z", true),
    ] {
        let mut ledger = Ledger::default();
        ledger.read(&of(0), "2026-11-19T02:00Z");
        assert_eq!(ledger.read(&of(3), one).1, Verdict::Meant);
        let found = waits(ledger.read(&of(6), other).1);
        assert_eq!(found.len(), if together { 6 } else { 0 }, "{one}, {other}");
    }
}

#[test]
fn l8_what_was_put_back_is_no_change() {
    let of = |few: usize| first(few, "2026-11-12", "2026-12-11");
    let mut ledger = Ledger::default();
    ledger.read(&of(0), TEN);
    for (minute, few) in [(1, 3), (2, 0), (3, 4), (4, 0), (5, 4), (6, 2), (7, 0)] {
        let now = format!("2026-11-24T02:{minute:02}Z");
        assert_eq!(ledger.read(&of(few), &now).1, Verdict::Meant, "at minute {minute}");
    }
    // New tasks that go again are none either; nor does what goes and comes back again.
    let mut ledger = Ledger::default();
    let due = "2026-12-10";
    ledger.read(&ids(&[('a', 5)], due), TEN);
    for (minute, list) in [
        (1, &[('a', 5), ('b', 9)][..]),
        (2, &[('a', 5)]),
        (3, &[('a', 2)]),
        (4, &[('a', 5)]),
        (5, &[('a', 1)]),
    ] {
        let now = format!("2026-11-24T02:{minute:02}Z");
        assert_eq!(ledger.read(&ids(list, due), &now).1, Verdict::Meant, "at minute {minute}");
    }
}

#[test]
fn l8a_an_edit_that_waits_stays_as_it_was_and_later_changes_count_for_themselves() {
    let of = |few: usize| first(few, "2026-11-12", "2026-12-11");
    let mut ledger = Ledger::default();
    ledger.read(&of(0), TEN);
    assert_eq!(waits(ledger.read(&of(5), "2026-11-24T02:01Z").1).len(), 5);
    assert_eq!(ledger.read(&of(5), "2026-11-24T02:02Z").1, Verdict::Meant, "it is not new");
    assert_eq!(ledger.read(&of(9), "2026-11-24T02:03Z").1, Verdict::Meant, "four more are few");
    assert_eq!(ledger.waiting.len(), 5);
    assert_eq!(waits(ledger.read(&of(10), "2026-11-24T02:04Z").1).len(), 5, "five more are not");
    assert_eq!(ledger.waiting.len(), 10);
    // Undone in part, and then wholly.
    let (compared, verdict) = ledger.read(&of(2), "2026-11-24T02:05Z");
    assert_eq!((compared.undone.len(), verdict), (8, Verdict::Meant));
    assert_eq!(ledger.waiting.len(), 2);
    let (compared, verdict) = ledger.read(&of(0), "2026-11-24T02:06Z");
    assert_eq!((compared.undone.len(), verdict), (2, Verdict::Meant));
}

#[test]
fn l8a_what_waits_and_is_closed_or_moved_again_is_not_undone() {
    let mut ledger = Ledger::default();
    ledger.read(&five("due = 2026-12-10", STAGES), TEN);
    assert_eq!(waits(ledger.read(&five("due = 2026-10-12", STAGES), FIVE_PAST).1).len(), 5);
    for (minute, task) in [
        (6, "due = 2026-10-12\ndone = 2026-11-24"),
        (7, "due = 2026-10-12"),
        (8, "due = 2026-10-12\nhold = { until = 2026-12-20 }"),
    ] {
        let now = format!("2026-11-24T02:{minute:02}Z");
        let (compared, verdict) = ledger.read(&five(task, STAGES), &now);
        assert_eq!((compared.undone.len(), verdict), (0, Verdict::Meant), "{task}");
    }
    // All five are moved on: that counts for itself.
    let (compared, verdict) = ledger.read(&five("due = 2026-10-13", STAGES), "2026-11-24T02:09Z");
    assert_eq!((compared.undone.len(), waits(verdict).len()), (0, 5));
    let (compared, _) = ledger.read(&five("due = 2026-12-10", STAGES), NEXT_DAY);
    assert_eq!(compared.undone.len(), 5);
}

#[test]
fn l8_many_that_are_closed_or_paused_wait_for_nobody_and_are_told() {
    for (was, is, told) in [
        ("due = 2026-12-10", "due = 2026-12-10\ndone = 2026-11-25", 5),
        ("due = 2026-12-10", "due = 2026-12-10\ncancelled = 2026-11-25", 5),
        ("due = 2026-12-10", "due = 2026-12-10\nhold = { until = 2026-12-20 }", 5),
        ("due = 2026-12-10", "due = 2026-12-10\nhold = { until = 2026-11-20 }", 0),
        ("due = 2026-12-10\ndone = 2026-11-20", "due = 2026-12-10\ncancelled = 2026-11-25", 0),
    ] {
        let mut ledger = Ledger::default();
        ledger.read(&five(was, STAGES), TEN);
        let (compared, verdict) = ledger.read(&five(is, STAGES), NEXT_DAY);
        assert_eq!((compared.settled.len(), verdict), (told, Verdict::Meant), "{is}");
        assert_eq!(compared.settled_before, 0);
    }
}

#[test]
fn l8_moved_while_closed_and_then_opened_counts() {
    let mut ledger = Ledger::default();
    ledger.read(&five("due = 2026-12-10\ndone = 2026-11-20", STAGES), TEN);
    let moved = five("due = 2026-10-12\ndone = 2026-11-20", STAGES);
    assert_eq!(ledger.read(&moved, FIVE_PAST).1, Verdict::Meant);
    let found = waits(ledger.read(&five("due = 2026-10-12", STAGES), "2026-11-27T02:00Z").1);
    assert_eq!(found.len(), 5);
}
