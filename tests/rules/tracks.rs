//! T13: a stage that asks is in a track of its own until a letter of it was released.

use duban::model::{AnchorKind, Config, When};
use duban::plan::{self, Decision, Item, Ladder, Recorded, Target, Track};

use crate::support::{CHINA, at, one_task, plan, planned};

const LADDER: &str = "
    { name = 'overdue', at = '+1d', repeat = '1w', to = ['owner'] },
    { name = 'talk', at = '+10d', to = ['owner'], letter = 'circular', release = 'ask' },
    { name = 'last', at = '+6w', to = ['owner'] },";

const DUE: &str = "2026-11-10";

fn office(stages: &str) -> Config {
    one_task(CHINA, stages, &format!("opened = 2026-09-01\ndue = {DUE}"))
}

/// A notice of a stage counted from the deadline, in a letter that was released or not.
fn told(stage: &str, occurrence: u32, released: bool) -> Recorded {
    let anchor = When::Day(DUE.parse().expect("a date"));
    Recorded {
        from: AnchorKind::Due,
        anchor,
        stage: stage.into(),
        occurrence,
        sent: true,
        released,
        held: false,
        letter: None,
    }
}

fn target(config: &Config) -> Target {
    Target::all(config).next().expect("there is a task")
}

/// What leaves from then on: day, stage and number.
fn after(config: &Config, known: &[Recorded], now: &str) -> Vec<String> {
    let until = at("2027-01-01T00:00Z");
    let planned = plan::simulate(config, target(config), known.to_vec(), at(now), until);
    let calendar = target(config).calendar(config);
    let day = |one: &plan::Planned| calendar.local_date(one.release);
    let line = |one: plan::Planned| {
        format!("{} {}#{}", day(&one), one.notice.id.stage, one.notice.id.occurrence)
    };
    planned.map(line).collect()
}

/// What one sweep sends, and what it supersedes.
fn sweep(config: &Config, known: &[Recorded], now: &str) -> (Vec<String>, Vec<String>) {
    let (mut sent, mut passed) = (Vec::new(), Vec::new());
    for ladder in Ladder::of(config, target(config)).into_tracks(known) {
        let name = |one: &plan::Occurrence| {
            format!("{} {}#{}", ladder.track, ladder.rungs[one.rung].stage.name, one.k)
        };
        if let Decision::Send { occurrence, superseded, .. } =
            plan::decide_on(config, &ladder, known, at(now))
        {
            sent.push(name(&occurrence));
            passed.extend(superseded.iter().map(name));
        }
    }
    (sent, passed)
}

#[test]
fn t13_a_stage_that_asks_ends_no_repeats_as_long_as_nobody_releases_it() {
    assert_eq!(
        plan(&office(LADDER), "2026-11-01T00:00Z", "2027-01-01T00:00Z"),
        [
            "2026-11-11 Wed 09:00 overdue#0",
            "2026-11-18 Wed 09:00 overdue#1",
            "2026-11-20 Fri 09:00 talk#0",
            "2026-11-25 Wed 09:00 overdue#2",
            "2026-12-02 Wed 09:00 overdue#3",
            "2026-12-09 Wed 09:00 overdue#4",
            "2026-12-16 Wed 09:00 overdue#5",
            "2026-12-22 Tue 09:00 last#0",
        ]
    );
    // Held or discarded: it was not released.
    let known = [told("overdue", 1, true), told("talk", 0, false)];
    let expected = ["2026-11-25 overdue#2", "2026-12-02 overdue#3"];
    assert_eq!(after(&office(LADDER), &known, "2026-11-20T02:00Z")[..2], expected);
}

#[test]
fn t13_once_released_it_ends_the_repeats_before_it() {
    let known = [told("overdue", 2, true), told("talk", 0, true)];
    assert_eq!(after(&office(LADDER), &known, "2026-11-26T02:00Z"), ["2026-12-22 last#0"]);
}

#[test]
fn t13_a_release_by_another_deadline_does_not_count() {
    let other = When::Day("2026-10-10".parse().expect("a date"));
    let known = [told("overdue", 1, true), Recorded { anchor: other, ..told("talk", 0, true) }];
    let found = after(&office(LADDER), &known, "2026-11-20T02:00Z");
    assert_eq!(found[..2], ["2026-11-20 talk#0", "2026-11-25 overdue#2"]);
}

#[test]
fn t13_any_occurrence_that_was_released_counts_and_its_repeats_go_on() {
    let stages = LADDER.replace("at = '+10d',", "at = '+10d', repeat = '1w',");
    let config = office(&stages);
    let unreleased = after(&config, &[], "2026-11-26T02:00Z");
    assert_eq!(unreleased[..3], ["2026-11-26 overdue#2", "2026-11-26 talk#0", "2026-11-27 talk#1"]);
    let known = [told("overdue", 2, true), told("talk", 0, false), told("talk", 1, true)];
    let released = after(&config, &known, "2026-11-28T02:00Z");
    assert_eq!(
        released,
        ["2026-12-04 talk#2", "2026-12-11 talk#3", "2026-12-18 talk#4", "2026-12-22 last#0"]
    );
}

#[test]
fn t13_all_stages_that_ask_share_one_track_whatever_they_are_counted_from() {
    let stages = "
        { name = 'overdue', at = '+1d', repeat = '1d', to = ['owner'] },
        { name = 'early', from = 'opened', at = '+72d', repeat = '1d', to = ['owner'], letter = 'circular', release = 'ask' },
        { name = 'talk', at = '+5d', to = ['owner'], letter = 'circular', release = 'ask' },";
    let config = office(stages);
    // `early` begins on the 12th and repeats until `talk` does, on the 16th: the 15th is a Sunday.
    assert_eq!(
        plan(&config, "2026-11-11T00:00Z", "2026-11-18T00:00Z"),
        [
            "2026-11-11 Wed 09:00 overdue#0",
            "2026-11-12 Thu 09:00 overdue#1",
            "2026-11-12 Thu 09:00 early#0",
            "2026-11-13 Fri 09:00 overdue#2",
            "2026-11-13 Fri 09:00 early#1",
            "2026-11-16 Mon 09:00 overdue#5",
            "2026-11-16 Mon 09:00 talk#0",
            "2026-11-17 Tue 09:00 overdue#6",
        ]
    );
}

#[test]
fn t7_t13_first_sight_of_an_old_task_gives_one_notice_a_track() {
    let stages = format!(
        "{LADDER} {{ name = 'circular', at = '+12d', to = ['owner'], letter = 'circular', release = 'ask' }},"
    );
    let (sent, passed) = sweep(&office(&stages), &[], "2026-12-30T02:00Z");
    assert_eq!(sent, ["due last#0", "ask circular#0"]);
    assert_eq!(passed, ["due overdue#5", "ask talk#0"]);
    let by_plan = planned(&office(&stages), "2026-12-30T02:00Z", "2027-02-01T00:00Z");
    let tracks: Vec<Track> = by_plan.iter().map(|one| one.notice.track).collect();
    assert_eq!(tracks, [Track::Due, Track::Ask]);
}

#[test]
fn t13_notices_of_one_task_in_one_letter_are_one_item_told_by_the_due_tracks() {
    let ask = "to = ['owner'], letter = 'circular', release = 'ask'";
    let stages = format!(
        "{{ name = 'talk', at = '+1d', repeat = '1w', {ask} }}, {{ name = 'more', at = '+8d', {ask} }},"
    );
    let config = office(&stages);
    let known = [told("talk", 0, true)];
    let now = "2026-11-18T02:00Z";
    let (sent, _) = sweep(&config, &known, now);
    assert_eq!(sent, ["due talk#1", "ask more#0"]);
    for reversed in [false, true] {
        let mut items = Vec::new();
        for ladder in Ladder::of(&config, target(&config)).into_tracks(&known) {
            let latest = ladder.latest(at(now)).expect("reached");
            let notice = ladder.notice(&config, latest);
            items.push(Item::of(&config, notice, known.to_vec(), at(now)));
        }
        if reversed {
            items.reverse();
        }
        let drafts = plan::drafts(&config, items, at(now));
        assert_eq!(drafts.len(), 1);
        assert_eq!(drafts[0].items.len(), 1);
        let notices: Vec<&str> =
            drafts[0].items[0].notices().map(|one| one.id.stage.as_ref()).collect();
        assert_eq!(notices, ["talk", "more"]);
    }
}
