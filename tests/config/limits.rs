//! How much is taken, at each limit and one above. What runs a stack or a memory out is tried on the binary, in
//! tests/deliver/limits.rs.

use std::fmt::Write;

use duban::config::Level;
use duban::model::Language;

use super::{AROUND, load, load_text, shown};

/// The file is taken as far as this is concerned.
#[track_caller]
fn taken(text: &str) {
    let loaded = load_text(text);
    let errors = loaded.findings.iter().filter(|finding| finding.level == Level::Error);
    assert_eq!(errors.count(), 0, "{}", shown(&loaded));
}

/// One mistake of that kind, in that line, told in these words.
#[track_caller]
fn refused(text: &str, code: &str, line: usize, words: &str) {
    let loaded = load_text(text);
    let printed = shown(&loaded);
    let found: Vec<_> = loaded.findings.iter().filter(|finding| finding.code == code).collect();
    assert_eq!(found.len(), 1, "{printed}");
    let site = found[0].site().expect("a place");
    let position = loaded.sources.position(site.file, site.place.start).expect("its text");
    assert_eq!(position.line, line, "{printed}");
    assert!(printed.contains(words), "{printed}");
    assert!(loaded.config.is_none());
}

#[track_caller]
fn at_the_limit(
    limit: usize,
    code: &str,
    line: usize,
    words: &str,
    text: impl Fn(usize) -> String,
) {
    taken(&text(limit));
    refused(&text(limit + 1), code, line, words);
}

fn task(lines: &str) -> String {
    format!("[[task]]\nid = 'A'\ntitle = 'x'\ndue = 2026-11-30\n{lines}\n")
}

fn times(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

#[test]
fn lengths_of_texts() {
    let title = |length| {
        format!("[[task]]\nid = 'A'\ntitle = '{}'\ndue = 2026-11-30\n", "题".repeat(length))
    };
    at_the_limit(2_000, "too-long", 3, "`title` has more than 2,000 characters", title);
    let id = |length| {
        format!("[[task]]\nid = '{}'\ntitle = 'x'\ndue = 2026-11-30\n", "i".repeat(length))
    };
    at_the_limit(2_000, "too-long", 2, "`id` has more than 2,000 characters", id);
    let person = |length| {
        format!("[people]\n{} = {{ name = 'x', email = 'x@example.org' }}\n", "p".repeat(length))
    };
    at_the_limit(2_000, "too-long", 2, "`people` has more than", person);
    let detail = |length| task(&format!("detail = '{}'", "x".repeat(length)));
    at_the_limit(1_000_000, "too-long", 5, "`detail` has more than 1,000,000 characters", detail);
    let link = |length| task(&format!("links = ['{}']", "x".repeat(length)));
    at_the_limit(2_000, "too-long", 5, "`links` has more than 2,000 characters", link);
}

#[test]
fn members_of_arrays() {
    let links = |count| task(&format!("links = [{}]", "'x',".repeat(count)));
    at_the_limit(1_000, "too-many", 5, "`links`: more than 1,000", links);
    let watchers = |count| task(&format!("watchers = [{}]", "'wang',".repeat(count)));
    at_the_limit(1_000, "too-many", 5, "`watchers`: more than 1,000", watchers);
    let milestones = |count| {
        let one = |at| format!("{{ id = 'm{at}', title = 'x', due = 2026-11-30 }},\n");
        task(&format!("milestones = [\n{}]", times(count, one)))
    };
    at_the_limit(1_000, "too-many", 1006, "`milestones`: more than 1,000", milestones);
    let extended = |count| task(&format!("extended = [{}]", "{ to = 2026-12-30 },".repeat(count)));
    at_the_limit(1_000, "too-many", 5, "`extended`: more than 1,000", extended);
    let stages = |count| {
        let one = |at| format!("{{ name = 's{at}', at = '+{at}d', to = ['group:board'] }},\n");
        format!("[policies.q]\nstages = [\n{}]\n", times(count, one))
    };
    at_the_limit(100, "too-many", 103, "`stages`: more than 100", stages);
    let roles = |count| {
        let to = "'group:board',".repeat(count);
        format!("[policies.q]\nstages = [{{ name = 's', at = '0d', to = [{to}] }}]\n")
    };
    at_the_limit(1_000, "too-many", 2, "`to`: more than 1,000", roles);
    let closed = |count| {
        let days = "2026-12-24,".repeat(count);
        format!("[calendars.c]\ntimezone = 'UTC'\nholidays = ['CN']\nclosed = [{days}]\n")
    };
    at_the_limit(5_000, "too-many", 4, "`closed`: more than 5,000", closed);
}

#[test]
fn what_all_files_have_together() {
    type Write = fn(&mut String, usize);
    let table: [(&str, usize, Write); 3] = [
        ("calendars", 999, |text, at| {
            writeln!(text, "c{at} = {{ timezone = 'UTC', holidays = ['CN'] }}").expect("written")
        }),
        ("groups", 9_999, |text, at| {
            writeln!(text, "g{at} = {{ members = ['wang'] }}").expect("written")
        }),
        ("policies", 9_999, |text, at| {
            writeln!(text, "q{at} = {{ stages = [{{ name = 's', at = '0d', to = ['owner'] }}] }}")
                .expect("written");
        }),
    ];
    for (kind, room, write) in table {
        let part = |from: usize, until: usize| {
            let mut text = format!("[{kind}]\n");
            (from..until).for_each(|at| write(&mut text, at));
            text
        };
        let root = AROUND.replace("[mail]", "include = ['*.part']\n[mail]");
        let with = |count: usize| {
            let (first, second) = (part(0, count / 2), part(count / 2, count));
            load(&[
                ("/d/around.toml", root.as_bytes()),
                ("/d/a.part", first.as_bytes()),
                ("/d/b.part", second.as_bytes()),
            ])
        };
        let fine = with(room);
        assert!(fine.config.is_some(), "{}", shown(&fine));
        let beyond = with(room + 1);
        let finding = beyond.findings.iter().find(|finding| finding.code == "too-many");
        let finding = finding.unwrap_or_else(|| panic!("{}", shown(&beyond)));
        let title = finding.title(Language::En);
        assert!(title.starts_with(&format!("{kind} in all files: more than")), "{title}");
        assert_eq!(finding.site().expect("a place").file, 2, "the file in which it gets too much");
    }
}

#[test]
fn how_deep_references_go() {
    let groups = |count| {
        let one = |at| format!("g{at} = {{ members = ['g{}'] }}\n", at + 1);
        format!("[groups]\n{}g{} = {{ members = ['wang'] }}\n", times(count - 1, one), count - 1)
    };
    at_the_limit(100, "too-deep", 2, "groups hold groups more than 100 deep", groups);
    let units = |count| {
        let one = |at| format!("u{at} = {{ name = 'x', parent = 'u{}' }}\n", at + 1);
        format!("[units]\n{}u{} = {{ name = 'x' }}\n", times(count - 1, one), count - 1)
    };
    at_the_limit(100, "too-deep", 2, "units lie below units more than 100 deep", units);
    let people = |count| {
        let away = |at| {
            format!(
                "away = [{{ from = 2026-12-01, until = 2026-12-02, delegate = 'p{}' }}]",
                at + 1
            )
        };
        let one =
            |at| format!("p{at} = {{ name = 'x', email = 'p{at}@example.org', {} }}\n", away(at));
        let last = format!("p{} = {{ name = 'x', email = 'p@example.org' }}\n", count - 1);
        format!("[people]\n{}{last}", times(count - 1, one))
    };
    at_the_limit(100, "too-deep", 2, "delegates stand in for delegates more than 100 deep", people);
}

#[test]
fn groups_that_share_groups_are_gone_through_once() {
    let pair = |at| {
        let next = at + 1;
        format!(
            "a{at} = {{ members = ['a{next}', 'b{next}'] }}\nb{at} = {{ members = ['a{next}', 'b{next}'] }}\n"
        )
    };
    let last = "a90 = { members = ['wang', 'zhang'] }\nb90 = { members = ['zhang', 'wang'] }\n";
    let loaded = load_text(&format!("[groups]\n{}{last}", times(90, pair)));
    let config = loaded.config.as_ref().unwrap_or_else(|| panic!("{}", shown(&loaded)));
    let first = config.groups.iter().find(|group| &*group.id == "a0").expect("the group");
    assert_eq!(first.members.len(), 2);
}

#[test]
fn what_is_nested_too_deep_is_named_where_it_stands() {
    let arrays = |depth: usize| task(&format!("x = {}{}", "[".repeat(depth), "]".repeat(depth)));
    let tables = |depth: usize| task(&format!("x = {}1{}", "{a=".repeat(depth), "}".repeat(depth)));
    for depth in [81, 1_000, 100_000] {
        refused(&arrays(depth), "too-deep", 5, "nested more than 80 deep");
        refused(&tables(depth), "too-deep", 5, "nested more than 80 deep");
        let dotted = format!("{} = 1\n", "a.".repeat(depth) + "a");
        refused(&task(&dotted), "too-deep", 5, "nested more than 80 deep");
        let header = format!("\n[{}]\n", "a.".repeat(depth) + "a");
        refused(&task(&header), "too-deep", 6, "nested more than 80 deep");
    }
    for fine in [arrays(80), tables(79)] {
        let loaded = load_text(&fine);
        assert!(loaded.findings.iter().all(|one| one.code == "unknown-key"), "{}", shown(&loaded));
    }
}

/// Of each kind, one line too many of an export, ten thousand times: all are counted, few are listed, and no step
/// goes through the file once for each of them.
#[test]
fn ten_thousand_mistakes_are_counted_and_few_are_listed() {
    const MANY: usize = 10_000;
    type One = fn(usize) -> String;
    let task = "title = 'x'\nowner = 'zhang'\ndue = 2026-12-01";
    let repeated: [(&str, &str, One); 9] = [
        ("unknown-key", "", |_| "[[task]]\nfoo = 1\n".into()),
        ("no-equals", "", |_| "a = = 1\n".into()),
        ("full-width", "", |at| format!("a{at}：1\n")),
        ("bad-date", "", |at| format!("a{at} = 2026-02-30\n")),
        ("wrong-header", "", |at| format!("[person]\nname = 'x{at}'\n")),
        ("wrong-header", "[[task]]\nid = 'A'\n", |_| "[[milestones]]\ntitle = 'x'\n".into()),
        ("unclosed-quote", "", |_| "[[task]]\ndetail = \"\"\"x\n".into()),
        ("bad-address", "[people]\n", |at| format!("q{at} = {{ name = 'x', email = 'q' }}\n")),
        ("delegate-cycle", "[people]\n", |at| {
            [at * 2, at * 2 + 1].map(|at| format!(
                "q{at} = {{ name = 'x', email = 'q@example.org', away = [{{ from = 2026-12-01, until = 2026-12-02, delegate = 'q{}' }}] }}\n",
                at ^ 1,
            )).concat()
        }),
    ];
    let repeated = repeated
        .into_iter()
        .map(|(code, before, one)| (code, format!("{before}{}", times(MANY, one)), MANY));
    let tasks = [
        ("defined-twice", format!("[[task]]\nid = 'A'\n{task}\n").repeat(MANY), MANY - 1),
        (
            "unknown-reference",
            times(MANY, |at| format!("[[task]]\nid = 'A{at}'\n{task}\nunit = 'ctiy'\n")),
            MANY,
        ),
        ("unknown-key", format!("task = [{}]\n", "{ foo = 1 },".repeat(MANY)), MANY),
    ];
    for (code, text, count) in repeated.chain(tasks) {
        let loaded = load_text(&text);
        let found: Vec<_> = loaded.findings.iter().filter(|one| one.code == code).collect();
        let listed: Vec<_> = found.iter().map(|finding| finding.count).collect();
        assert_eq!(listed.iter().sum::<usize>(), count, "{code}: {listed:?}");
        assert_eq!(listed.len(), 21, "{code}");
        let last = found[20];
        let words = format!("{} more of `{code}`", if count == MANY { "9,980" } else { "9,979" });
        let title = last.title(Language::En);
        assert!(title.starts_with(&words), "{title}");
        assert!(shown(&loaded).len() < 100_000, "{code}");
        let problems = loaded.problems();
        assert!(problems.iter().map(|one| one.count).sum::<usize>() >= count, "{code}");
        assert!(problems.iter().all(|one| one.line.is_some()), "{code}");
    }
}

/// R1 goes by the files that errors name: each file with an error is among them.
#[test]
fn every_file_with_an_error_is_named_however_many_there_are() {
    let root = AROUND.replace("[mail]", "include = ['*.part']\n[mail]");
    let names: Vec<String> = (0..100).map(|at| format!("/d/{at:03}.part")).collect();
    let mut files = vec![("/d/around.toml", root.as_bytes())];
    files.extend(names.iter().map(|name| (name.as_str(), b"[[task]]\nfoo = 1\n".as_slice())));
    let loaded = load(&files);
    for name in &names {
        let of_file = |file: Option<String>| file.is_some_and(|file| file == *name);
        assert!(loaded.problems().into_iter().any(|one| of_file(one.file)), "{name}");
    }
}

#[test]
fn a_circle_of_ten_thousand_is_one_short_finding() {
    let round = |at: usize| (at + 1) % 9_000;
    let units = times(9_000, |at| format!("u{at} = {{ name = 'x', parent = 'u{}' }}\n", round(at)));
    // Every group is in many circles.
    let groups = times(9_000, |at| {
        let (next, other) = (round(at), (at + 7) % 9_000);
        format!("g{at} = {{ members = ['g{next}', 'g{other}', 'g0'] }}\n")
    });
    for (code, text) in [
        ("unit-cycle", format!("[units]\n{units}")),
        ("group-cycle", format!("[groups]\n{groups}")),
    ] {
        let loaded = load_text(&text);
        let found: Vec<_> = loaded.findings.iter().filter(|one| one.code == code).collect();
        assert!(!found.is_empty() && found.len() < 10, "{code}: {}", found.len());
        assert!(
            found.iter().all(|one| one.title(Language::En).len() < 500 && one.sites.len() <= 20),
            "{code}"
        );
    }
}
