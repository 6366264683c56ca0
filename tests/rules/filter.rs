//! P3: which tasks a filter means. One filter serves `status`, `export`, reports, tallies and pages.

use duban::model::Config;
use duban::plan::Target;
use duban::view::{Filter, Unknown};

use crate::support::{at, config};

const LIST: &str = r#"
[mail]
from = "duban@example.org"
[calendars.default]
timezone = "Asia/Shanghai"
holidays = ["CN"]
[people]
ann = { name = "Ann", email = "ann@example.org" }
bob = { name = "Bob", email = "bob@example.org", away = [{ from = 2026-11-01, until = 2026-12-31, delegate = "dan" }] }
cat = { name = "Cat", email = "cat@example.org" }
dan = { name = "Dan", email = "dan@example.org" }
[groups.pair]
members = ["cat", "dan"]
[units]
province = { name = "Province", head = "ann", supervisor = "cat" }
city = { name = "City", parent = "province" }
county = { name = "County", parent = "city", head = "bob" }
other = { name = "Other", head = "dan" }
[policies.p]
stages = [{ name = "s", at = "0d", to = ["person:ann"] }]
[policies.q]
stages = [{ name = "s", at = "0d", to = ["person:ann"] }]
[defaults]
policy = "p"
[[task]]
id = "late-13"
title = "Write the Rules down"
unit = "county"
severity = "high"
source = "audit"
batch = "1"
category = "law"
due = 2026-11-15
milestones = [
  { id = "m", title = "Draft", due = 2026-12-20 },
  { id = "n", title = "First", due = 2026-11-20, done = 2026-11-19 },
]
[[task]]
id = "late-today"
title = "b"
unit = "city"
owner = "pair"
due = 2026-11-28T09:00:00
[[task]]
id = "soon"
title = "c"
unit = "other"
owner = "cat"
with = ["ann"]
policy = "q"
due = 2026-12-05
[[task]]
id = "far"
title = "d"
unit = "city"
severity = "critical"
due = 2027-03-01
[[task]]
id = "done"
title = "e"
unit = "county"
due = 2026-11-01
done = 2026-11-20
[[task]]
id = "closed"
title = "f"
due = 2026-11-01
cancelled = 2026-11-20
"#;

/// Saturday noon in Shanghai.
const NOW: &str = "2026-11-28T04:00Z";

fn filter(config: &Config, values: &[(&str, &str)]) -> Filter {
    let mut filter = Filter::default();
    for (key, value) in values {
        assert_eq!(filter.add(config, key, value), Ok(()), "{key} = {value}");
    }
    filter
}

#[track_caller]
fn check(values: &[(&str, &str)], meant: &[&str]) {
    let config = config(LIST);
    let filter = filter(&config, values);
    let sieve = filter.at(&config, at(NOW));
    let taken = Target::all(&config).filter(|target| sieve.takes(*target));
    let taken: Vec<String> = taken.map(|target| target.name(&config)).collect();
    assert_eq!(taken, meant, "{values:?}");
}

#[test]
fn p3_a_filter_without_keys_means_all() {
    let all = ["closed", "done", "far", "late-13", "late-13/m", "late-13/n", "late-today", "soon"];
    check(&[], &all);
    assert!(Filter::default().is_empty());
}

#[test]
fn p4_a_unit_is_its_subtree() {
    check(&[("unit", "county")], &["done", "late-13", "late-13/m", "late-13/n"]);
    check(&[("unit", "other")], &["soon"]);
    let province = ["done", "far", "late-13", "late-13/m", "late-13/n", "late-today"];
    check(&[("unit", "province")], &province);
    check(&[("unit", "other"), ("unit", "county"), ("late", ">0d")], &["late-13"]);
}

#[test]
fn p3_an_owner_is_whoever_answers_alone_or_with_others() {
    // Where no owner is named, the unit's head (W1, W2).
    check(&[("owner", "bob")], &["done", "late-13", "late-13/m", "late-13/n"]);
    check(&[("owner", "ann")], &["far", "soon"]);
    // A person has a part in what a group owns; the group only in what is written for it.
    check(&[("owner", "dan")], &["late-today"]);
    check(&[("owner", "pair")], &["late-today"]);
    check(&[("owner", "cat")], &["late-today", "soon"]);
    check(&[("supervisor", "cat"), ("unit", "city"), ("colour", "green")], &["far", "late-13/m"]);
}

#[test]
fn p3_a_task_waits_for_its_owner_then_for_its_supervisor() {
    check(&[("waiting-for", "bob")], &["late-13", "late-13/m"]);
    check(&[("waiting-for", "cat")], &["done", "late-today", "soon"]);
    // W3: the stand-in has it.
    check(&[("waiting-for", "dan")], &["late-13", "late-13/m", "late-today"]);
    check(&[("waiting-for", "pair")], &["late-today"]);
}

#[test]
fn p3_words_are_taken_as_they_are_written() {
    let of_task = ["late-13", "late-13/m", "late-13/n"];
    check(&[("severity", "high")], &of_task);
    check(
        &[("severity", "high"), ("severity", "critical")],
        &["far", "late-13", "late-13/m", "late-13/n"],
    );
    for (key, value) in [("source", "audit"), ("batch", "1"), ("category", "law")] {
        check(&[(key, value)], &of_task);
        check(&[(key, "none of these")], &[]);
    }
    check(&[("policy", "q")], &["soon"]);
    check(&[("text", "RULES")], &of_task);
    check(&[("text", "draft")], &["late-13/m"]);
    check(&[("text", "draft"), ("text", "rules")], &["late-13/m"]);
}

#[test]
fn p4_lateness_counts_calendar_days_and_holds_for_open_tasks() {
    check(&[("late", ">0d")], &["late-13", "late-today"]);
    check(&[("late", ">12d")], &["late-13"]);
    check(&[("late", ">13d")], &[]);
    check(&[("late", ">=13d")], &["late-13"]);
    check(&[("late", ">=1w")], &["late-13"]);
    // Ten working days from Sunday, 15 November, to Saturday, the 28th.
    check(&[("late", ">=10wd")], &["late-13"]);
    check(&[("late", ">10wd")], &[]);
    // Past its hour on its day counts as 1.
    check(&[("late", ">=1d"), ("owner", "pair")], &["late-today"]);
    check(&[("late", ">1d"), ("owner", "pair")], &[]);
}

#[test]
fn p4_due_within_counts_from_today_and_leaves_out_what_is_late() {
    check(&[("due-within", "6d")], &[]);
    check(&[("due-within", "7d")], &["soon"]);
    check(&[("due-within", "5wd")], &[]);
    check(&[("due-within", "1mo")], &["late-13/m", "soon"]);
    check(&[("due-within", "1mo"), ("late", ">0d")], &[]);
}

#[test]
fn p3_what_names_nothing_is_told_apart() {
    let config = config(LIST);
    for (key, value, unknown) in [
        ("unit", "x", Unknown::Unit),
        ("owner", "x", Unknown::Party),
        ("supervisor", "x", Unknown::Party),
        ("waiting-for", "x", Unknown::Party),
        ("policy", "x", Unknown::Policy),
        ("severity", "x", Unknown::Severity),
        ("colour", "x", Unknown::Colour),
        ("late", "30", Unknown::Late),
        ("due-within", "7h", Unknown::Length),
        ("x", "x", Unknown::Key),
    ] {
        assert_eq!(Filter::default().add(&config, key, value), Err(unknown), "{key} = {value}");
    }
    for key in Filter::KEYS {
        assert_ne!(Filter::default().add(&config, key, "?"), Err(Unknown::Key), "{key}");
    }
}
