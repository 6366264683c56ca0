//! A year under a faked clock: what is sent is what `plan` said, each once, also when killed.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::{Timestamp, ToSpan};
use serde_json::Value;

use super::installation::Installation;
use super::relay::{Moment, Relay, Script};

const OFFICE: &str = r#"
[policies.p]
stages = [
  { name = "assigned", from = "opened", at = "0d", to = ["owner"], letter = "assignment" },
  { name = "soon", at = "-7d", to = ["owner"] },
  { name = "last-call", at = "-4h", to = ["owner"], cc = ["head"] },
  { name = "overdue", at = "+1d", repeat = "3wd", times = 4, to = ["owner"], cc = ["head"] },
  { name = "supervise", at = "+20wd", repeat = "1mo", to = ["owner", "head"], letter = "supervision" },
  { name = "verify", from = "done", at = "+5wd", repeat = "5wd", times = 2, to = ["head"], letter = "verification" },
]
[defaults]
policy = "p"
unit = "city"
owner = "zhang"
[[task]]
id = "A-1"
title = "出台办法"
opened = 2026-01-05
due = 2026-03-31
[[task]]
id = "A-2"
title = "清退款项"
due = 2026-09-30T17:00:00
milestones = [{ id = "draft", title = "草案", due = 2026-05-06 }]
[[task]]
id = "A-3"
title = "月报"
due = 2026-01-31
every = "1mo"
done-through = 2026-07-31
[[task]]
id = "A-4"
title = "已办结"
due = 2026-02-28
done = 2026-02-20
[[task]]
id = "A-5"
title = "暂缓"
due = 2026-06-30
hold = { until = 2026-08-15, reason = "待法院裁定" }
"#;

const START: &str = "2026-01-01T00:00:00Z";
const END: &str = "2027-01-01T00:00:00Z";

/// What makes a notice the same notice.
pub fn identity(notice: &Value) -> String {
    let keys = ["task", "milestone", "from", "anchor", "stage", "occurrence"];
    keys.map(|key| notice[key].to_string()).join(" ")
}

pub fn instant(value: &Value) -> Timestamp {
    value.as_str().expect("a time").parse().expect("RFC 3339")
}

pub fn clock(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

#[test]
fn a_year_sends_what_plan_said_each_once_also_when_killed() {
    let victim = Arc::new(AtomicU32::new(0));
    let strikes = Arc::new(AtomicU32::new(0));
    let script = Script {
        on: Some(Arc::new(striker(victim.clone(), strikes.clone()))),
        ..Script::default()
    };
    let relay = Relay::start(script);
    let office = Installation::with_relay(relay.port, "security = 'none'", OFFICE);
    let planned = office.json(None, &["--now", START, "plan", "--json", "--until", END]);
    let planned = planned["notices"].as_array().expect("notices").clone();
    assert!(planned.len() > 40, "only {} notices in a year", planned.len());
    let releases: BTreeSet<Timestamp> =
        planned.iter().map(|one| instant(&one["release"])).collect();
    for (at, release) in releases.iter().enumerate() {
        // Ten seconds after the whole minute, as a daemon's sweep would be at the latest.
        let now = release.checked_add(10.seconds()).expect("in range");
        if at % 3 == 0 {
            // A sweep between two releases sends nothing.
            let before = release.checked_sub(50.seconds()).expect("in range");
            office.once(&clock(before), 0);
        }
        if at % 4 == 1 {
            killed(&office, now, &victim);
            office.once(&clock(now.checked_add(20.minutes()).expect("in range")), 0);
        } else {
            office.once(&clock(now), 0);
        }
    }
    assert!(strikes.load(Ordering::SeqCst) >= 10, "too few were killed to show anything");
    let recorded = office.json(None, &["history", "--json", "--limit", "100000"]);
    let recorded = recorded["notices"].as_array().expect("notices");
    let sent = recorded.iter().filter(|one| one["disposition"] == "letter");
    let mut sent: Vec<(String, Timestamp)> = sent.map(|one| (identity(one), minute(one))).collect();
    let expected = planned.iter().map(|one| (identity(one), instant(&one["release"])));
    let mut expected: Vec<(String, Timestamp)> = expected.collect();
    sent.sort();
    expected.sort();
    let unsent: Vec<_> = expected.iter().filter(|one| !sent.contains(one)).collect();
    assert!(unsent.is_empty(), "planned, and not sent then: {unsent:#?}");
    assert_eq!(sent.len(), expected.len(), "more was sent than planned");
    every_letter_arrived(&relay, recorded, strikes.load(Ordering::SeqCst));
}

fn minute(notice: &Value) -> Timestamp {
    instant(&notice["recorded"])
        .checked_sub(10.seconds())
        .map(|at| {
            let second = at.as_second();
            Timestamp::from_second(second - second.rem_euclid(60)).expect("in range")
        })
        .expect("in range")
}

/// Kills the process it is told of, before the text and after the dot by turns.
fn striker(victim: Arc<AtomicU32>, strikes: Arc<AtomicU32>) -> impl Fn(Moment) {
    move |moment| {
        let wanted = if strikes.load(Ordering::SeqCst).is_multiple_of(2) {
            Moment::BeforeData
        } else {
            Moment::AfterDot
        };
        if moment != wanted {
            return;
        }
        let pid = victim.swap(0, Ordering::SeqCst);
        if pid != 0 {
            strikes.fetch_add(1, Ordering::SeqCst);
            let _ = Command::new("kill").args(["-9", &pid.to_string()]).status();
        }
    }
}

fn killed(office: &Installation, now: Timestamp, victim: &AtomicU32) {
    let mut command = office.command(Some(&clock(now)), &["run", "--once"]);
    let mut child = command.stderr(Stdio::null()).spawn().expect("started");
    victim.store(child.id(), Ordering::SeqCst);
    let status = child.wait().expect("ended");
    victim.store(0, Ordering::SeqCst);
    assert_eq!(status.code(), None, "it was to be killed at {now}");
}

/// L1, L2: every letter of the ledger arrived, and only a crash after the dot made a second copy.
fn every_letter_arrived(relay: &Relay, recorded: &[Value], strikes: u32) {
    let written: BTreeSet<String> =
        recorded.iter().filter_map(|one| one["letter"].as_str()).map(str::to_owned).collect();
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    for letter in relay.arrived() {
        let id = letter.header("Message-ID");
        let id = id.trim_start_matches('<').split(['.', '@']).next().unwrap_or_default();
        *copies.entry(id.to_owned()).or_default() += 1;
    }
    assert_eq!(copies.keys().cloned().collect::<BTreeSet<_>>(), written);
    let doubled = copies.values().filter(|count| **count > 1).count();
    assert!(copies.values().all(|count| *count <= 2));
    assert!(doubled <= strikes as usize / 2, "{doubled} letters came twice, {strikes} crashes");
}
