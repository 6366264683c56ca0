//! The clock is set while the daemon runs: back, far ahead, to and fro at 09:00, over a suspension, through
//! the nights in which local time jumps. Nothing goes twice, and nothing is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use jiff::{Timestamp, ToSpan};

use super::daemon::Daemon;
use super::installation::{Installation, task, went_to};
use super::relay::{Relay, Script};
use super::year::{clock, identity, instant};

/// Tasks of two people, both due on that day; 09:00 in Shanghai is 01:00 in UTC.
const TWO: [(&str, &str); 2] = [("zhang", "2026-11-24"), ("wang", "2026-11-24")];

#[test]
fn set_back_by_an_hour_nothing_goes_twice_and_sweeping_goes_on() {
    let (relay, office) =
        Installation::reminding(Script::default(), &[TWO[0], ("wang", "2026-11-25")]);
    let mut daemon = Daemon::start(&office, "2026-11-24 00:58:05");
    assert_eq!(went_to(&relay).len(), 0);
    daemon.at("2026-11-24 01:00:05");
    daemon.says("letter sent");
    daemon.at("2026-11-24 00:00:05");
    daemon.at("2026-11-24 00:01:05");
    daemon.at("2026-11-24 01:00:02");
    daemon.at("2026-11-24 01:02:05");
    assert_eq!(went_to(&relay), ["zhang"]);
    daemon.at("2026-11-25 01:00:05");
    daemon.says("letter sent");
    let log = daemon.stop();
    assert!(log.contains("no tick for 90 s; was the clock set back?"), "{log}");
    assert!(log.contains("the clock was set back; looking at every task again"), "{log}");
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
}

#[test]
fn a_step_of_seconds_to_and_fro_at_nine_exactly_sends_each_letter_once() {
    // One of the two waits to be tried again meanwhile.
    let answers = Arc::new(Mutex::new(vec!["451 4.3.0 Try later"]));
    let (relay, office) = Installation::reminding(Script { answers, ..Script::default() }, &TWO);
    let mut daemon = Daemon::start(&office, "2026-11-24 00:59:59");
    daemon.at("2026-11-24 01:00:00");
    daemon.says("letter sent");
    for time in ["00:59:58", "01:00:00", "00:59:59", "01:00:01"] {
        daemon.at(&format!("2026-11-24 {time}"));
    }
    assert_eq!(relay.arrived().len(), 1);
    daemon.at("2026-11-24 01:02:00");
    daemon.says("letter sent");
    daemon.at("2026-11-24 01:01:59");
    daemon.at("2026-11-24 01:03:00");
    daemon.stop();
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
}

#[test]
fn over_a_suspension_from_eight_to_half_past_ten_the_letters_of_nine_go_once() {
    let (relay, office) = Installation::reminding(Script::default(), &TWO);
    let mut daemon = Daemon::start(&office, "2026-11-24 00:00:00");
    assert_eq!(daemon.sends_at("2026-11-24 02:30:07"), 2);
    assert_eq!(daemon.sends_at("2026-11-24 02:31:00"), 0);
    daemon.stop();
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
}

#[test]
fn two_years_ahead_all_is_held_and_once_set_right_each_letter_goes_at_its_time() {
    // Three tasks due on three days, each reminded again on the day after.
    let tasks = (4..7).map(|day| task(&format!("A-{day}"), "zhang", &format!("2026-11-2{day}")));
    let stages = "{ name = 'due', at = '0d', to = ['owner'] }, { name = 'late', at = '+1d', to = ['owner'] }";
    let rest = format!(
        "[admin]\nto = ['ops@example.org']\n[guard]\nmax-letters = 2\n\
         [policies.p]\ngroup = false\nstages = [{stages}]\n{}",
        tasks.collect::<String>()
    );
    let (relay, office) = Installation::beside(Script::default(), &rest);
    let expected = expected(&office, "2026-11-23T01:00:05Z", "2026-12-31T00:00:00Z");
    let mut daemon = Daemon::start(&office, "2026-11-23 01:00:05");
    let state = daemon.at("2028-11-23 02:00:05");
    assert!(state.contains(" 3 held, 3 stages superseded"), "{state}");
    daemon.says("letter sent");
    assert_eq!(office.outbox(), ["held"; 3]);
    assert_eq!(went_to(&relay), ["ops"]);
    let told = relay.arrived()[0].subject();
    assert!(told.contains("3 份函件已暂扣"), "{told}");
    daemon.at("2026-11-23 02:00:05");
    assert_eq!(office.outbox().len(), 0, "written before their time, they are withdrawn");
    for day in 24..28 {
        assert_eq!(daemon.sends_at(&format!("2026-11-{day} 00:59:00")), 0);
        assert_ne!(daemon.sends_at(&format!("2026-11-{day} 01:00:00")), 0);
    }
    daemon.stop();
    assert_eq!(relay.arrived().len(), 1 + 6);
    assert_eq!(sent(&office), expected);
}

/// Every notice whose letter was sent, and when it was recorded.
fn sent(office: &Installation) -> BTreeMap<String, Timestamp> {
    let history = office.json(None, &["history", "--json", "--limit", "100000"]);
    let notices = history["notices"].as_array().expect("notices").iter();
    let sent =
        notices.filter(|one| one["disposition"] == "letter" && one["letter_state"] == "sent");
    sent.map(|one| (identity(one), instant(&one["recorded"]))).collect()
}

/// The same, as `plan` says beforehand.
fn expected(office: &Installation, from: &str, until: &str) -> BTreeMap<String, Timestamp> {
    let planned = office.json(None, &["--now", from, "plan", "--json", "--until", until]);
    let notices = planned["notices"].as_array().expect("notices").iter();
    notices.map(|one| (identity(one), instant(&one["release"]))).collect()
}

/// A night minute by minute, in a zone whose local time jumps in it: what goes is what `plan` said. At
/// `jump` the task goes that is due at a time which does not exist, or exists twice.
fn a_night(zone: &str, due: &str, from: &str, until: &str, jump: &str) {
    let relay = Relay::start(Script::default());
    let (port, day, time) = (relay.port, &due[..10], &due[11..16]);
    let office = Installation::of(&format!(
        r#"
mail = {{ from = "duban@example.org", smtp = {{ host = "localhost", port = {port}, security = "none" }} }}
people.a = {{ name = "A", email = "a@example.org" }}
people.b = {{ name = "B", email = "b@example.org" }}
task = [
  {{ id = "D", title = "by days", owner = "a", policy = "days", due = {day} }},
  {{ id = "E", title = "at a time", owner = "b", policy = "exact", due = {due} }},
]
[calendars.default]
timezone = "{zone}"
send-on = "every-day"
hours = "00:00-23:59"
send-at = "{time}"
[policies]
days.stages = [{{ name = "day", at = "-1d", repeat = "1d", times = 2, to = ["owner"] }}]
exact.stages = [
  {{ name = "before", at = "-90min", to = ["owner"] }},
  {{ name = "then", at = "0min", repeat = "30min", times = 4, to = ["owner"] }},
]
"#
    ));
    let expected = expected(&office, from, until);
    let times =
        |id: &str| expected.iter().find(|(one, _)| one.contains(id)).map(|(_, at)| at.to_string());
    assert_eq!(times("\"then\" 0").as_deref(), Some(jump));
    assert_eq!(times("\"day\" 1").as_deref(), Some(jump));
    let mut now: Timestamp = from.parse().expect("a time");
    let mut daemon = Daemon::start(&office, &clock(now));
    while now < until.parse().expect("a time") {
        now += 1.minute();
        daemon.sends_at(&clock(now));
    }
    daemon.stop();
    assert_eq!(sent(&office), expected);
    let arrived = relay.arrived();
    let ids: BTreeSet<String> = arrived.iter().map(|one| one.header("Message-ID")).collect();
    assert_eq!(arrived.len(), ids.len(), "each came once");
}

#[test]
fn in_the_night_with_an_hour_too_few_each_goes_once() {
    let (from, until) = ("2026-03-08T05:00:00Z", "2026-03-08T10:00:00Z");
    a_night("America/New_York", "2026-03-08T02:30:00", from, until, "2026-03-08T07:30:00Z");
}

#[test]
fn in_the_night_with_an_hour_twice_each_goes_once() {
    let (from, until) = ("2026-10-24T22:30:00Z", "2026-10-25T03:30:00Z");
    a_night("Europe/London", "2026-10-25T01:30:00", from, until, "2026-10-25T00:30:00Z");
}
