//! E1, E3: an edit changes the bytes that it must, and means what it says.

use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{Change, Edit, EditError, Element, Entry, Value, apply};

const DONE: Change = Change::Set("done", Value::Day(date(2026, 11, 28)));

fn task(id: &str) -> Entry {
    Entry::Task(id.to_owned())
}

fn extension() -> Change {
    let to = Value::Day(date(2026, 12, 31));
    Change::Append("extended", vec![("to", to), ("reason", Value::Text("等\"批复\"".to_owned()))])
}

/// The text after one edit.
fn edited(text: &str, of: Entry, change: Change) -> String {
    apply(text, &[Edit { of, change }]).expect("the edit is possible")
}

#[test]
fn e4_a_new_key_goes_after_the_last_own_key_and_its_comment() {
    let cases = [
        (
            "[[task]]\nid = \"A\"\ndue = 2026-11-30 # promised\n\n# next\n[[task]]\nid = \"B\"\n",
            "[[task]]\nid = \"A\"\ndue = 2026-11-30 # promised\ndone = 2026-11-28\n\n# next\n[[task]]\nid = \"B\"\n",
        ),
        // Before its sub-tables.
        (
            "[[task]]\nid = \"A\"\n\n[[task.milestones]]\nid = \"m\"\n",
            "[[task]]\nid = \"A\"\ndone = 2026-11-28\n\n[[task.milestones]]\nid = \"m\"\n",
        ),
        // A missing last line end stays missing; CRLF and the BOM stay.
        ("[[task]]\nid = \"A\"", "[[task]]\nid = \"A\"\ndone = 2026-11-28"),
        (
            "\u{feff}[[task]]\r\nid = \"A\"\r\n",
            "\u{feff}[[task]]\r\nid = \"A\"\r\ndone = 2026-11-28\r\n",
        ),
        ("[[task]]\r\nid = \"A\"", "[[task]]\r\nid = \"A\"\r\ndone = 2026-11-28"),
        // Indented, and over several lines.
        (
            "[[task]]\n  id = \"A\"\n  links = [\n    \"x\",\n  ]\n",
            "[[task]]\n  id = \"A\"\n  links = [\n    \"x\",\n  ]\n  done = 2026-11-28\n",
        ),
        (
            "[[task]]\nid = \"A\"\nhold.until = 2026-12-01\n",
            "[[task]]\nid = \"A\"\nhold.until = 2026-12-01\ndone = 2026-11-28\n",
        ),
        // In braces.
        (
            "task = [{ id = \"A\", due = 2026-11-30 }, { id = \"B\" }]\n",
            "task = [{ id = \"A\", due = 2026-11-30, done = 2026-11-28 }, { id = \"B\" }]\n",
        ),
    ];
    for (before, after) in cases {
        assert_eq!(edited(before, task("A"), DONE), after);
    }
}

#[test]
fn e4_a_dotted_key_of_any_quoting_is_continued_whole() {
    for id in
        ["li", "\"li\"", "'li'", "\"l.i\"", "\"l\\\"i\"", "\"li\\\\\"", "\"\\\\\\\"i\"", "'l\\'"]
    {
        let before = format!("[people]\n{id} . name = \"x\"\n");
        let document = before.parse::<toml_edit::DocumentMut>().expect("TOML");
        let (own, _) =
            document["people"].as_table().and_then(|all| all.iter().next()).expect("one");
        let after = edited(&before, Entry::Person(own.to_owned()), DONE);
        assert_eq!(after, format!("{before}{id} . done = 2026-11-28\n"), "{id}");
    }
}

#[test]
fn e1_a_value_that_is_there_is_replaced_alone() {
    let before = "[[task]]\nid = \"A\"\ndone   =   2026-11-01   # 初报\ntitle = \"x\"\n";
    let after = "[[task]]\nid = \"A\"\ndone   =   2026-11-28   # 初报\ntitle = \"x\"\n";
    assert_eq!(edited(before, task("A"), DONE), after);
}

#[test]
fn e4_a_removed_key_takes_its_line_and_comment_along() {
    let cases = [
        (
            "[[task]]\nid = \"A\"\ndone = 2026-11-01 # 初报\ntitle = \"x\"\n",
            "[[task]]\nid = \"A\"\ntitle = \"x\"\n",
        ),
        ("[[task]]\nid = \"A\"\ndone = 2026-11-01", "[[task]]\nid = \"A\""),
        (
            "task = [{ id = \"A\", done = 2026-11-01, title = \"x\" }]",
            "task = [{ id = \"A\", title = \"x\" }]",
        ),
        ("task = [{ id = \"A\", done = 2026-11-01 }]", "task = [{ id = \"A\" }]"),
        ("task = [{ done = 2026-11-01, id = \"A\" }]", "task = [{ id = \"A\" }]"),
        ("[[task]]\nid = \"A\"\n", "[[task]]\nid = \"A\"\n"),
    ];
    for (before, after) in cases {
        assert_eq!(edited(before, task("A"), Change::Remove("done")), after);
    }
}

#[test]
fn e4_an_extension_joins_the_list_however_it_is_written() {
    let new = "{ to = 2026-12-31, reason = \"等\\\"批复\\\"\" }";
    let cases = [
        ("id = \"A\"\n", format!("id = \"A\"\nextended = [{new}]\n")),
        ("id = \"A\"\nextended = []\n", format!("id = \"A\"\nextended = [{new}]\n")),
        ("id = \"A\"\nextended = [{ to = 2026-12-01 }]\n", format!("id = \"A\"\nextended = [{{ to = 2026-12-01 }}, {new}]\n")),
        ("id = \"A\"\nextended = [\n  { to = 2026-12-01 }, # one\n]\n",
         format!("id = \"A\"\nextended = [\n  {{ to = 2026-12-01 }}, # one\n  {new},\n]\n")),
        ("id = \"A\"\nextended = [\n  { to = 2026-12-01 } # one\n]\n",
         format!("id = \"A\"\nextended = [\n  {{ to = 2026-12-01 }}, # one\n  {new}\n]\n")),
        ("id = \"A\"\n\n[[task.extended]]\nto = 2026-12-01\n\n[other]\n",
         "id = \"A\"\n\n[[task.extended]]\nto = 2026-12-01\n\n[[task.extended]]\nto = 2026-12-31\nreason = \"等\\\"批复\\\"\"\n\n[other]\n".to_owned()),
    ];
    for (before, after) in cases {
        let (before, after) = (format!("[[task]]\n{before}"), format!("[[task]]\n{after}"));
        assert_eq!(edited(&before, task("A"), extension()), after);
    }
}

#[test]
fn e4_a_further_hold_is_added_and_the_old_one_stays() {
    let new = Change::Append("hold", vec![("until", Value::Day(date(2026, 12, 31)))]);
    let cases = [
        (
            "hold = { until = 2026-12-01 } # court\n",
            "hold = [{ until = 2026-12-01 }, { until = 2026-12-31 }] # court\n",
        ),
        (
            "hold.until = 2026-12-01\nhold.reason = \"c\" # why\n",
            "hold = [{ until = 2026-12-01, reason = \"c\" }, { until = 2026-12-31 }]\n",
        ),
        (
            "[task.hold]\nuntil = 2026-12-01\n",
            "[[task.hold]]\nuntil = 2026-12-01\n\n[[task.hold]]\nuntil = 2026-12-31\n",
        ),
    ];
    for (before, after) in cases {
        let before = format!("[[task]]\nid = \"A\"\n{before}");
        assert_eq!(
            edited(&before, task("A"), new.clone()),
            format!("[[task]]\nid = \"A\"\n{after}")
        );
    }
}

fn taken(key: &'static str, at: usize, of: usize) -> Change {
    Change::Take(key, Element { at, of, pairs: Vec::new() })
}

#[test]
fn e4_what_is_taken_back_goes_however_it_is_written() {
    let cases = [
        (0, 1, "hold = { until = 2026-12-01 } # court\nx = 1\n", "x = 1\n"),
        (0, 1, "hold = [{ until = 2026-12-01 }]\nx = 1\n", "x = 1\n"),
        (0, 1, "hold.until = 2026-12-01\nx = 1\nhold.reason = \"c\" # why\n", "x = 1\n"),
        (0, 1, "\n[task.hold]\nuntil = 2026-12-01\n\n[other]\n", "\n[other]\n"),
        (1, 2, "hold = [{ until = 1 }, { until = 2 }] # c\n", "hold = [{ until = 1 }] # c\n"),
        (0, 2, "hold = [{ until = 1 }, { until = 2 }] # c\n", "hold = [{ until = 2 }] # c\n"),
        (
            1,
            2,
            "hold = [{ until = 1 }, # one\n{ until = 2 }]\n",
            "hold = [{ until = 1 }, # one\n]\n",
        ),
        (
            1,
            3,
            "hold = [\n  { until = 1 }, # one\n  # of two\n  { until = 2 }, # two\n  { until = 3 }\n]\n",
            "hold = [\n  { until = 1 }, # one\n  # of two\n  { until = 3 }\n]\n",
        ),
        (
            2,
            3,
            "hold = [\n  { until = 1 },\n  { until = 2 },\n  { until = 3 } # three\n]\n",
            "hold = [\n  { until = 1 },\n  { until = 2 },\n]\n",
        ),
        (
            0,
            2,
            "hold = [\n  { until = 1 }\n  , { until = 2 }\n]\n",
            "hold = [\n  { until = 2 }\n]\n",
        ),
        (
            1,
            2,
            "\n[[task.hold]]\nuntil = 1\n\n[[task.hold]]\nuntil = 2\n\n[other]\n",
            "\n[[task.hold]]\nuntil = 1\n\n[other]\n",
        ),
        (
            0,
            2,
            "\n[[task.hold]]\nuntil = 1\n\n[[task.hold]]\nuntil = 2",
            "\n[[task.hold]]\nuntil = 2",
        ),
        (
            1,
            2,
            "\n[[task.hold]]\nuntil = 1\n[[task.hold]]\nuntil = 2",
            "\n[[task.hold]]\nuntil = 1",
        ),
    ];
    for (at, of, before, after) in cases {
        let before = format!("[[task]]\nid = \"A\"\n{before}");
        let found = edited(&before, task("A"), taken("hold", at, of));
        assert_eq!(found, format!("[[task]]\nid = \"A\"\n{after}"), "{before}");
    }
}

#[test]
fn e4_a_day_within_an_entry_changes_and_nothing_beside_it() {
    let day = |day| Value::Day(date(2026, 12, day));
    let cases = [
        (0, 1, "hold = { until = 2026-12-09 } # court\n"),
        (0, 1, "hold = { until=2026-12-09 , reason = 'c' }\r\n"),
        (0, 1, "hold.reason = \"c\"\nhold.until = 2026-12-09 # why\nx = 1\n"),
        (0, 1, "[task.hold]\nuntil = 2026-12-09\n"),
        (0, 1, "hold = [{ \"until\" = 2026-12-09 }]"),
        (1, 2, "hold = [\n  { until = 2026-11-01 }, # one\n  { until = 2026-12-09 }, # two\n]\n"),
        (1, 2, "[[task.hold]]\nuntil = 2026-11-01\n[[task.hold]]\n# two\nuntil = 2026-12-09\n"),
    ];
    for (at, of, written) in cases {
        let text = format!("[[task]]\nid = \"A\"\n{written}");
        let one = Element { at, of, pairs: vec![("until", day(9))] };
        let change = |one| Change::Within("hold", one, ("until", day(2)));
        let edit = |one| apply(&text, &[Edit { of: task("A"), change: change(one) }]);
        assert_eq!(edit(one), Ok(text.replace("2026-12-09", "2026-12-02")), "{text}");
        let other = Element { at, of, pairs: vec![("until", day(8))] };
        assert_eq!(edit(other), Err(EditError::OtherShape(task("A"), "hold")), "{text}");
    }
}

#[test]
fn e1_what_the_file_says_otherwise_is_not_taken_back() {
    let text = "[[task]]\nid = \"A\"\nhold = [{ until = 2026-12-01, reason = \"c\" }]\n";
    let at = |of, pairs| {
        let change = Change::Take("hold", Element { at: 0, of, pairs });
        apply(text, &[Edit { of: task("A"), change }])
    };
    let until = |day| vec![("until", Value::Day(date(2026, 12, day)))];
    let other = Err(EditError::OtherShape(task("A"), "hold"));
    assert_eq!(at(1, until(1)), Ok("[[task]]\nid = \"A\"\n".to_owned()));
    assert_eq!(at(2, until(1)), other, "there is one more than was counted");
    assert_eq!(at(1, until(2)), other, "another day");
    assert_eq!(at(1, vec![("reason", Value::Text("d".to_owned()))]), other, "another reason");
}

#[test]
fn e4_milestones_and_people_are_found_however_they_are_written() {
    let away = || Change::Append("away", vec![("from", Value::Day(date(2026, 12, 1)))]);
    let draft = || Entry::Milestone("A".to_owned(), "draft".to_owned());
    let li = || Entry::Person("li".to_owned());
    let new = "away = [{ from = 2026-12-01 }]";
    let cases = [
        (
            draft(),
            DONE,
            "[[task]]\nid = \"A\"\nmilestones = [{ id = \"draft\" }]\n",
            "[[task]]\nid = \"A\"\nmilestones = [{ id = \"draft\", done = 2026-11-28 }]\n"
                .to_owned(),
        ),
        (
            draft(),
            DONE,
            "[[task]]\nid = \"A\"\n[[task.milestones]]\nid = \"draft\"\n",
            "[[task]]\nid = \"A\"\n[[task.milestones]]\nid = \"draft\"\ndone = 2026-11-28\n"
                .to_owned(),
        ),
        (
            li(),
            away(),
            "[people.li]\nname = \"李\"\n",
            format!("[people.li]\nname = \"李\"\n{new}\n"),
        ),
        (
            li(),
            away(),
            "[people]\nli = { name = \"李\" }\n",
            format!("[people]\nli = {{ name = \"李\", {new} }}\n"),
        ),
        (
            li(),
            away(),
            "people.li.name = \"李\"\n",
            format!("people.li.name = \"李\"\npeople.li.{new}\n"),
        ),
        (
            li(),
            away(),
            "[people]\nwu.name = \"x\"\nli.name = \"李\"\n",
            format!("[people]\nwu.name = \"x\"\nli.name = \"李\"\nli.{new}\n"),
        ),
        (
            li(),
            away(),
            "people.\"li\" . name = \"李\"\n",
            format!("people.\"li\" . name = \"李\"\npeople.\"li\" . {new}\n"),
        ),
    ];
    for (of, change, before, after) in cases {
        assert_eq!(edited(before, of, change), after);
    }
}

#[test]
fn e4_comments_behind_the_last_task_stay_with_it() {
    let new = Change::Append("task", vec![("id", Value::Text("B".to_owned()))]);
    for (before, after) in [
        (
            "[[task]]\nid = \"A\"\n# done = 2026-11-28\n# more\n",
            "[[task]]\nid = \"A\"\n# done = 2026-11-28\n# more\n\n[[task]]\nid = \"B\"\n",
        ),
        (
            "[[task]]\nid = \"A\"\n# its own\n\n# of the list\n",
            "[[task]]\nid = \"A\"\n# its own\n\n[[task]]\nid = \"B\"\n\n# of the list\n",
        ),
        (
            "[[task]]\nid = \"A\"\n# of the units\n[units.a]\nname = \"A\"\n",
            "[[task]]\nid = \"A\"\n\n[[task]]\nid = \"B\"\n# of the units\n[units.a]\nname = \"A\"\n",
        ),
        (
            "[[task]]\r\nid = \"A\"\r\n# its own",
            "[[task]]\r\nid = \"A\"\r\n# its own\r\n\r\n[[task]]\r\nid = \"B\"",
        ),
    ] {
        assert_eq!(edited(before, Entry::File, new.clone()), after);
    }
}

#[test]
fn e1_what_is_not_there_is_named_and_nothing_changes() {
    let at = |text, of, change| apply(text, &[Edit { of, change }]);
    assert_eq!(at("[[task]]\nid = \"A\"\n", task("B"), DONE), Err(EditError::NoSuch(task("B"))));
    let odd = at("[[task]]\nid = \"A\"\nextended = 5\n", task("A"), extension());
    assert_eq!(odd, Err(EditError::OtherShape(task("A"), "extended")));
    assert!(matches!(at("[[task]\n", task("A"), DONE), Err(EditError::Syntax(_))));
}

/// A key of a random task with its value, in some spelling.
fn pair() -> impl Strategy<Value = String> {
    select(vec![
        "title = \"整改 # 方案\"",
        "title   =\t'x'",
        "\"due\" = 2026-11-30",
        "links = [\"a\", # one\n  \"b\",\n]",
        "detail = \"\"\"\n[[task]]\nid = \"B\"\n\"\"\"",
        "hold.until = 2026-12-01\nhold.reason = \"r\"",
        "hold = { until = 2026-12-01 }",
        "extended = [{ to = 2026-12-01 }]",
        "extended = [\n\t{ to = 2026-12-01 }, # why\n\t# more\n]",
        "milestones = [{ id = \"m\", due = 2026-10-01 }]",
        "done = 2026-11-01",
        "progress = []",
    ])
    .prop_map(str::to_owned)
}

/// Tables below a task.
fn below() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "[[task.returned]]\non = 2026-11-01\n",
        "  [task.fields]\n  \"整改措施\" = \"x\"\n",
        "[[task.steps]]\nid = \"s\"\n\n",
    ])
}

fn key(pair: &str) -> &str {
    let end = pair.find(['=', '.', ' ', '\t']).unwrap_or(0);
    pair[..end].trim_matches('"')
}

prop_compose! {
    fn one_task(number: usize)(
        pairs in prop::collection::vec((pair(), select(vec!["", " # 注", "\n# a comment\n", "\n"])), 0..5),
        below in below(),
        indent in select(vec!["", "  ", "\t"]),
    ) -> String {
        let mut written = vec!["id"];
        let mut text = format!("[[task]] # {number}\n{indent}id = \"T{number}\"\n");
        for (pair, after) in &pairs {
            if !written.contains(&key(pair)) {
                written.push(key(pair));
                let after = if pair.contains('\n') && !after.starts_with('\n') { "" } else { after };
                text.push_str(&format!("{indent}{pair}{after}\n"));
            }
        }
        text + below
    }
}

fn document() -> impl Strategy<Value = String> {
    let tasks = (0..4usize).map(one_task).collect::<Vec<_>>();
    let ends = (any::<bool>(), any::<bool>(), any::<bool>());
    (tasks, ends).prop_map(|(tasks, (bom, crlf, cut))| {
        let mut text = format!("# 台账\nlanguage = \"en\"\n\n{}", tasks.join("\n"));
        if cut {
            text = text.trim_end().to_owned();
        }
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        if bom { format!("\u{feff}{text}") } else { text }
    })
}

fn some_change() -> impl Strategy<Value = Change> {
    let day = Value::Day(date(2027, 1, 5));
    select(vec![
        DONE,
        Change::Set("owner", Value::Text("li\n# \"x\"".to_owned())),
        Change::Remove("done"),
        Change::Remove("title"),
        extension(),
        Change::Append("hold", vec![("until", day.clone()), ("stops-clock", Value::Flag(true))]),
        Change::Append("returned", vec![("on", day.clone()), ("percent", Value::Number(5))]),
        Change::Append("progress", vec![("on", day)]),
    ])
}

/// What the edit means, on the parsed document.
fn means(document: &mut toml::Table, id: &str, change: &Change) {
    let tasks = document["task"].as_array_mut().expect("a list of tasks");
    let task = tasks.iter_mut().filter_map(toml::Value::as_table_mut);
    let task = task.into_iter().find(|task| task["id"].as_str() == Some(id)).expect("the task");
    let value = |value: &Value| {
        let one: toml::Table = format!("x = {value}").parse().expect("a value");
        one["x"].clone()
    };
    match change {
        Change::Set(key, new) => drop(task.insert((*key).to_owned(), value(new))),
        Change::Remove(key) => drop(task.remove(*key)),
        Change::Append(key, pairs) => {
            let new = pairs.iter().map(|(key, one)| ((*key).to_owned(), value(one)));
            let new = toml::Value::Table(new.collect());
            match task.get_mut(*key) {
                None => drop(task.insert((*key).to_owned(), toml::Value::Array(vec![new]))),
                Some(toml::Value::Array(list)) => list.push(new),
                Some(one) => *one = toml::Value::Array(vec![one.clone(), new]),
            }
        }
        Change::Take(key, one) => match task.get_mut(*key) {
            Some(toml::Value::Array(list)) if one.of > 1 => drop(list.remove(one.at)),
            _ => drop(task.remove(*key)),
        },
        Change::Within(..) => {}
    }
}

/// Tasks in braces, as short lists are written.
fn in_braces() -> impl Strategy<Value = String> {
    let pairs = vec![
        "title = 'x, }'",
        "\"due\" = 2026-11-30",
        "due=2026-11-30",
        "hold = { until = 2026-12-01 }",
        "extended = [{ to = 2026-12-01 }]",
        "extended = [ ]",
        "done = 2026-11-01",
        "progress = []",
        "links = [\"a\", \"]\"]",
    ];
    let task = (
        prop::collection::vec(select(pairs), 0..4),
        select(vec!["", " "]),
        select(vec![", ", ",", " , "]),
    );
    let layout = select(vec![
        ("[", ", ", "]"),
        ("[\n  ", ",\n  ", ",\n]"),
        ("[ # 台账\n", ", # 注\n", "\n]"),
    ]);
    (prop::collection::vec(task, 4), layout, any::<bool>()).prop_map(
        |(tasks, (open, between, close), crlf)| {
            let tasks: Vec<String> = tasks
                .into_iter()
                .enumerate()
                .map(|(number, (pairs, blank, comma))| {
                    let mut written = vec!["id"];
                    let mut all = vec![format!("id = \"T{number}\"")];
                    for pair in pairs {
                        if !written.contains(&key(pair)) {
                            written.push(key(pair));
                            all.push(pair.to_owned());
                        }
                    }
                    format!("{{{blank}{}{blank}}}", all.join(comma))
                })
                .collect();
            let text = format!(
                "# 台账\ntask = {open}{}{close} # end\n\n[defaults]\nowner = \"li\"\n",
                tasks.join(between)
            );
            if crlf { text.replace('\n', "\r\n") } else { text }
        },
    )
}

/// E1: how many bytes at the beginning and at the end are as they were.
fn kept(before: &str, after: &str) -> usize {
    let same = |one: &mut dyn Iterator<Item = (u8, u8)>| {
        one.take_while(|(one, other)| one == other).count()
    };
    let start = same(&mut before.bytes().zip(after.bytes()));
    let rest = before.len().min(after.len()) - start;
    start + same(&mut before.bytes().rev().zip(after.bytes().rev())).min(rest)
}

/// Whether every line of the one stands in the other, in the same order.
fn stands_in(lines: &str, text: &str) -> bool {
    let mut text = text.lines();
    lines.lines().all(|line| text.any(|other| other == line))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn e3_parsing_the_result_gives_the_edit(text in document(), which in any::<Index>(), change in some_change()) {
        let id = format!("T{}", which.index(4));
        let after = apply(&text, &[Edit { of: task(&id), change: change.clone() }]).expect("an edit");
        let mut wanted: toml::Table = text.trim_start_matches('\u{feff}').parse().expect("TOML");
        means(&mut wanted, &id, &change);
        let found: toml::Table = after.trim_start_matches('\u{feff}').parse().expect("TOML again");
        prop_assert_eq!(found, wanted, "{}", after);
        prop_assert_eq!(text.starts_with('\u{feff}'), after.starts_with('\u{feff}'));
        prop_assert_eq!(text.contains("\r\n"), after.contains("\r\n"));
        prop_assert_eq!(after.replace("\r\n", "").contains('\n'), text.replace("\r\n", "").contains('\n'));
        prop_assert_eq!(text.ends_with('\n'), after.ends_with('\n') );
        // A new key changes no line; what is removed adds none.
        let was = |key: &str| text.lines().any(|line| line.trim_start().starts_with(key));
        match &change {
            Change::Set(key, _) if !was(key) => prop_assert!(stands_in(&text, &after)),
            Change::Remove(_) => prop_assert!(stands_in(&after, &text)),
            _ => {}
        }
        // One stretch is put in, or goes; every other byte stays.
        let dotted = text.contains("hold.until");
        match &change {
            Change::Set(key, _) if !was(key) => prop_assert_eq!(kept(&text, &after), text.len()),
            Change::Append(key, _) if !was(key) => prop_assert_eq!(kept(&text, &after), text.len()),
            Change::Remove(key) if !dotted || *key != "hold" => {
                prop_assert_eq!(kept(&text, &after), after.len());
            }
            _ => {}
        }
    }

    #[test]
    fn e3_the_same_of_tasks_in_braces(text in in_braces(), which in any::<Index>(), change in some_change()) {
        let id = format!("T{}", which.index(4));
        let after = apply(&text, &[Edit { of: task(&id), change: change.clone() }]).expect("an edit");
        let mut wanted: toml::Table = text.parse().expect("TOML");
        means(&mut wanted, &id, &change);
        let found: toml::Table = after.parse().unwrap_or_else(|error| panic!("{error}\n{after}"));
        prop_assert_eq!(found, wanted, "{}", after);
        prop_assert_eq!(after.replace("\r\n", "").contains('\n'), text.replace("\r\n", "").contains('\n'));
        // A single table that becomes a list gets brackets at both its ends.
        if !matches!(&change, Change::Append("hold", _) | Change::Set("done", _)) {
            prop_assert!(kept(&text, &after) >= text.len().min(after.len()), "{}\n{}", text, after);
        }
        prop_assert!(after.ends_with(&text[text.find("# end").expect("the end")..]));
    }

    #[test]
    fn e3_what_is_added_can_be_taken_back(
        text in prop_oneof![document(), in_braces()],
        which in any::<Index>(),
        many in 1..4usize,
        back in any::<Index>(),
        key in select(vec!["hold", "extended", "returned", "progress"]),
    ) {
        let id = format!("T{}", which.index(4));
        let parse = |text: &str| text.trim_start_matches('\u{feff}').parse::<toml::Table>().expect("TOML");
        let count = |text: &str| {
            let task = parse(text)["task"].as_array().and_then(|tasks| {
                tasks.iter().find(|task| task["id"].as_str() == Some(&*id)).cloned()
            });
            match task.expect("the task").get(key) {
                None => 0,
                Some(toml::Value::Array(list)) => list.len(),
                Some(_) => 1,
            }
        };
        let edit = |text: &str, change| apply(text, &[Edit { of: task(&id), change }]).expect("an edit");
        let added = (0..many).fold(text.clone(), |text, number| {
            edit(&text, Change::Append(key, vec![("percent", Value::Number(number as i64))]))
        });
        let of = count(&added);
        let at = back.index(of);
        let change = taken(key, at, of);
        let after = edit(&added, change.clone());
        let mut wanted = parse(&added);
        means(&mut wanted, &id, &change);
        prop_assert_eq!(parse(&after), wanted, "{}\n{}", added, after);
        prop_assert_eq!(added.ends_with('\n'), after.ends_with('\n'));
        // One stretch goes, and every other byte stays.
        prop_assert_eq!(kept(&added, &after), after.len(), "{}\n{}", added, after);
        // What was added last goes without a trace, but for the brackets and the comma of a list that was none before.
        let last = edit(&added, taken(key, of - 1, of));
        let before = (0..many - 1).fold(text, |text, number| {
            edit(&text, Change::Append(key, vec![("percent", Value::Number(number as i64))]))
        });
        if of > 2 || count(&before) == 0 && !before.contains(key) {
            prop_assert_eq!(last.replace(",\r\n", "\r\n").replace(",\n", "\n"), before.replace(",\r\n", "\r\n").replace(",\n", "\n"));
        }
    }

    #[test]
    fn e1_many_edits_are_the_same_as_one_after_another(
        text in document(),
        edits in prop::collection::vec((any::<Index>(), some_change()), 1..6),
    ) {
        let edits: Vec<Edit> = edits
            .into_iter()
            .map(|(which, change)| Edit { of: task(&format!("T{}", which.index(4))), change })
            .collect();
        let together = apply(&text, &edits).expect("edits");
        let one_by_one = edits.iter().fold(text, |text, edit| {
            apply(&text, std::slice::from_ref(edit)).expect("an edit")
        });
        let parse = |text: &str| text.trim_start_matches('\u{feff}').parse::<toml::Table>();
        prop_assert_eq!(parse(&together).expect("TOML"), parse(&one_by_one).expect("TOML"));
    }
}
