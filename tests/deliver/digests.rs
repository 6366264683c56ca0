//! W6, L8b: digests, written by the daemon and told by `plan`, `explain`, `history` and `show`.

use serde_json::Value;

use super::installation::{Installation, task, text};
use super::relay::{Relay, Script};

/// 09:00 in Shanghai on that day of November 2026, and a few seconds; the 10th is a Tuesday.
fn morning(day: u32) -> String {
    format!("2026-11-{day:02} 01:00:10")
}

fn policy(rhythm: &str, stage: &str) -> String {
    let digest = if rhythm.is_empty() { String::new() } else { format!("digest = '{rhythm}'") };
    format!(
        "[people.li]\nname = '李四'\nemail = 'li@example.org'\n{digest}\n[policies.p]\ngroup = false\n\
         stages = [{{ name = 'overdue', at = '+1d', to = ['owner'], cc = ['person:li']{stage} }}]\n"
    )
}

/// Two tasks of two owners: one was due on Monday the 9th, one on the Friday before.
fn office(rhythm: &str) -> (Relay, Installation) {
    let tasks = [task("A-1", "zhang", "2026-11-09"), task("A-2", "wang", "2026-11-06")].concat();
    Installation::beside(Script::default(), &format!("{}{tasks}", policy(rhythm, "")))
}

/// So many tasks of zhang's.
fn many(rhythm: &str, count: usize, stage: &str) -> (Relay, Installation) {
    let tasks: String =
        (1..=count).map(|number| task(&format!("A-{number}"), "zhang", "2026-11-09")).collect();
    Installation::beside(Script::default(), &format!("{}{tasks}", policy(rhythm, stage)))
}

/// To whom letters went since so many had arrived.
fn since(relay: &Relay, before: usize) -> Vec<String> {
    let to = |all: &[String]| all.join(" ").replace("@example.org", "");
    let mut all: Vec<String> =
        relay.arrived()[before..].iter().map(|one| to(&one.recipients)).collect();
    all.sort();
    all
}

/// The last digest that arrived, as a person reads it, its lines joined.
fn last(relay: &Relay, office: &Installation) -> String {
    let to_li = |one: &super::relay::Arrived| one.recipients == ["li@example.org"];
    let letter = relay.arrived().into_iter().rfind(to_li).expect("a digest");
    let head = String::from_utf8_lossy(&letter.bytes).into_owned();
    let id = head.lines().find_map(|line| line.strip_prefix("Message-ID: <"));
    let id = id.and_then(|id| id.split(['.', '@']).next()).expect("an id").to_owned();
    let shown = text(&office.run(None, &["show", &id]));
    shown.lines().map(str::trim).collect()
}

fn edit(office: &Installation, from: &str, to: &str) {
    let path = office.folder.path().join("duban.toml");
    let config = std::fs::read_to_string(&path).expect("read");
    assert!(config.contains(from), "{from} is not in\n{config}");
    office.write("duban.toml", &config.replacen(from, to, 1));
}

fn digests(plan: &Value) -> Vec<String> {
    let letters = plan["letters"].as_array().expect("letters").iter();
    let of =
        |one: &Value| format!("{} {} {} {}", one["kind"], one["about"], one["release"], one["to"]);
    letters.map(of).collect()
}

#[test]
fn w6_a_daily_digest_stands_for_the_copies_of_a_day() {
    let (relay, office) = office("daily");
    let plan = office.json(Some(&morning(10)), &["plan", "--json", "--until", "2026-11-20"]);
    assert_eq!(plan["notices"][0]["digest"], serde_json::json!(["li@example.org"]), "{plan}");
    assert_eq!(plan["notices"][0]["cc"], serde_json::json!([]), "{plan}");
    let expected = r#""digest" "li" "2026-11-11T09:00:00+08:00" ["li@example.org"]"#;
    assert_eq!(digests(&plan), [expected], "{plan}");
    office.once(&morning(10), 0);
    assert_eq!(since(&relay, 0), ["wang", "zhang"]);
    let plan = office.json(Some("2026-11-10 09:00:10"), &["plan", "--json"]);
    assert_eq!(digests(&plan), [expected], "{plan}");
    office.once("2026-11-10 09:00:10", 0);
    assert_eq!(since(&relay, 2).len(), 0);
    let done = office.run(Some("2026-11-10 09:05:10"), &["done", "A-1"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done));
    office.once(&morning(11), 0);
    assert_eq!(since(&relay, 2), ["li"]);
    let letter = last(&relay, &office);
    // The latest first, what was sent to whom, and that a task is closed meanwhile.
    let places =
        ["督办摘要", "代替 2 封抄送函", "A-2", "主送王五", "已逾期 5 天", "A-1", "已报办结"];
    let mut rest = letter.as_str();
    for place in places {
        let at = rest.find(place).unwrap_or_else(|| panic!("no {place} in {rest}\n{letter}"));
        rest = &rest[at + place.len()..];
    }
    office.once("2026-11-11 09:00:10", 0);
    office.once(&morning(12), 0);
    assert_eq!(since(&relay, 3).len(), 0, "it was told once");
    office.ledger_is_sound();
}

#[test]
fn w6_explain_says_who_has_it_in_a_digest() {
    let (_, office) = office("daily");
    let explained = office.json(Some(&morning(10)), &["explain", "A-1", "--json"]);
    let stage = &explained["targets"][0]["stages"][0];
    assert_eq!(stage["digest"], serde_json::json!(["李四 <li@example.org>"]), "{stage}");
    assert_eq!(stage["recipients"][1]["digest"], true, "{stage}");
    let said = text(&office.run(Some(&morning(10)), &["--lang", "zh-CN", "explain", "A-1"]));
    assert!(said.contains("不抄送，列入每日摘要（W6）：李四"), "{said}");
    office.once(&morning(10), 0);
    let said = text(&office.run(Some(&morning(10)), &["--lang", "zh-CN", "explain", "A-1"]));
    assert!(said.contains("未抄送李四，列入其摘要"), "{said}");
    let who = office.json(Some(&morning(10)), &["who", "li", "--json"]);
    assert_eq!(who["person"]["digest"], "daily", "{who}");
    assert_eq!(who["copied_on"][0]["task"], "A-1", "{who}");
}

#[test]
fn w6_a_weekly_digest_leaves_on_the_first_working_day() {
    let (relay, office) = office("weekly");
    office.once(&morning(10), 0);
    for day in [11, 12, 13, 15] {
        office.once(&morning(day), 0);
        assert_eq!(since(&relay, 2).len(), 0, "on the {day}th");
    }
    office.once(&morning(16), 0);
    assert_eq!(since(&relay, 2), ["li"]);
}

#[test]
fn l8b_four_copies_in_one_sweep_are_one_digest_at_once() {
    let (relay, office) = many("", 4, "");
    let plan = office.json(Some(&morning(10)), &["plan", "--json"]);
    let at_once = r#""digest" "li" "2026-11-10T09:01:00+08:00" ["li@example.org"]"#;
    assert_eq!(digests(&plan), [at_once], "{plan}");
    assert_eq!(plan["notices"][3]["digest"], serde_json::json!(["li@example.org"]), "{plan}");
    let one = office.json(Some(&morning(10)), &["plan", "--json", "--task", "A-3"]);
    assert_eq!(one["notices"][0]["digest"], serde_json::json!(["li@example.org"]), "{one}");
    office.once(&morning(10), 0);
    assert_eq!(since(&relay, 0), ["li", "zhang", "zhang", "zhang", "zhang"]);
    let letter = last(&relay, &office);
    assert!(letter.contains("代替 4 封抄送函"), "{letter}");
    let (relay, office) = many("", 3, "");
    office.once(&morning(10), 0);
    assert_eq!(since(&relay, 0), ["zhang li", "zhang li", "zhang li"]);
}

#[test]
fn l8b_guard_max_copies_is_the_limit() {
    let (relay, office) = many("", 2, "");
    edit(&office, "[policies.p]", "[guard]\nmax-copies = 1\n[policies.p]");
    office.once(&morning(10), 0);
    assert_eq!(since(&relay, 0), ["li", "zhang", "zhang"]);
}

/// An entry shares the fate of its letter.
#[test]
fn w6_a_held_letter_is_in_the_digest_once_it_was_released() {
    let (relay, office) = many("", 4, "");
    edit(&office, "[policies.p]", "[guard]\nmax-letters = 1\n[policies.p]");
    office.once(&morning(10), 0);
    let held = office.json(None, &["letters", "--json"]);
    let held: Vec<&str> = held["letters"]
        .as_array()
        .expect("letters")
        .iter()
        .filter(|one| one["state"] == "held")
        .map(|one| one["letter"].as_str().expect("an id"))
        .collect();
    assert_eq!(held.len(), 4, "a digest has nothing to list yet");
    office.once("2026-11-10 01:02:10", 0);
    assert_eq!(since(&relay, 0).len(), 0);
    let ran = office.run(Some("2026-11-10 01:05:10"), &["discard", held[0]]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran));
    let ran = office.run(Some("2026-11-10 01:05:20"), &["release", "--all", "--yes"]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran));
    // A day later, so that they are written anew: who was left out of them stays so.
    edit(&office, "max-letters = 1", "max-letters = 100");
    office.once(&morning(11), 0);
    assert_eq!(since(&relay, 0), ["li", "zhang", "zhang", "zhang"]);
    assert!(last(&relay, &office).contains("代替 3 封抄送函"), "{}", last(&relay, &office));
    office.ledger_is_sound();
}

#[test]
fn w6_what_is_withdrawn_leaves_no_entry_and_no_digest() {
    let tasks = task("A-1", "zhang", "2026-11-09");
    let office = Installation::with_relay(
        9,
        "security = 'none'",
        &format!("{}{tasks}", policy("daily", "")),
    );
    office.once(&morning(10), 1);
    let done = office.run(Some("2026-11-10 02:00:10"), &["done", "A-1"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done));
    office.once("2026-11-10 02:01:10", 0);
    office.once(&morning(11), 0);
    let plan = office.json(Some(&morning(11)), &["plan", "--json"]);
    assert_eq!(digests(&plan).len(), 0, "{plan}");
    assert_eq!(office.outbox().len(), 0);
}

#[test]
fn w6_who_is_gone_from_the_files_gets_none() {
    let (relay, office) = office("daily");
    office.once(&morning(10), 0);
    let config = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    let li = "[people.li]\nname = '李四'\nemail = 'li@example.org'\ndigest = 'daily'\n";
    let without = config.replace(li, "").replace(", cc = ['person:li']", "");
    office.write("duban.toml", &without);
    office.once(&morning(11), 0);
    office.write("duban.toml", &config);
    office.once(&morning(12), 0);
    assert_eq!(since(&relay, 2).len(), 0);
}

#[test]
fn w6_a_digest_goes_to_who_is_away_too() {
    let (relay, office) = office("daily");
    let away =
        "digest = 'daily'\naway = [{ from = 2026-11-09, until = 2026-11-13, delegate = 'zhang' }]";
    edit(&office, "digest = 'daily'", away);
    office.once(&morning(10), 0);
    office.once(&morning(11), 0);
    // Zhang is copied in their place, who has it in the digest.
    assert_eq!(since(&relay, 0), ["li", "wang zhang", "zhang"]);
}

#[test]
fn w6_what_is_urged_is_in_the_digest_of_who_supervises() {
    let (relay, office) = office("daily");
    edit(&office, "id = 'A-2'", "id = 'A-2'\nsupervisor = 'li'");
    office.once(&morning(10), 0);
    let urged = office.run(Some("2026-11-10 02:00:10"), &["urge", "A-2", "--by", "王五"]);
    assert_eq!(urged.status.code(), Some(0), "{}", text(&urged));
    office.once("2026-11-10 02:01:10", 0);
    assert_eq!(since(&relay, 2), ["wang"]);
    office.once(&morning(11), 0);
    assert_eq!(since(&relay, 3), ["li"]);
    assert!(last(&relay, &office).contains("催办函"), "{}", last(&relay, &office));
}

/// The sample, copied, and swept for the first time.
#[test]
fn l8b_the_samples_first_sweep_brings_nobody_more_than_five_letters() {
    let office = Installation::of("");
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    copy(&sample, office.folder.path());
    office.once("2026-11-28 02:00:10", 0);
    let ledger =
        rusqlite::Connection::open(office.state().join("ledger.sqlite3")).expect("a ledger");
    let most = "SELECT address, count(*) FROM recipient JOIN letter ON number = letter
                WHERE kind <> 'admin' AND letter.state <> 'held' GROUP BY address ORDER BY 2 DESC";
    let mut most = ledger.prepare(most).expect("a question");
    let most: Vec<(String, u32)> = most
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("rows");
    assert!(most.len() > 10, "{most:?}");
    assert!(most.iter().all(|(_, letters)| *letters <= 5), "{most:?}");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).expect("copied")),
        }
    }
}
