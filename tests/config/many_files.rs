//! Many files at once: order, merging, includes; and bytes of any kind.

use proptest::prelude::*;

use super::{AROUND, load, load_text, shown};

/// The example of the contract's section 2, with the people and units that it mentions.
const EXAMPLE: &str = include_str!("example.toml");

#[test]
fn the_contracts_own_example_loads() {
    let loaded = load(&[("/d/duban.toml", EXAMPLE.as_bytes())]);
    assert!(loaded.findings.iter().all(|one| one.code != "unknown-key"), "{}", shown(&loaded));
    let config = loaded.config.unwrap_or_else(|| panic!("{:#?}", loaded.findings));
    let task = &config.tasks[0];
    assert_eq!((&*task.id, task.milestones.len()), ("A-2026-017", 1));
    // T13: every policy has a stage more, for what is sent back.
    let stages = config.policies.iter().flat_map(|policy| &policy.stages);
    assert_eq!(stages.filter(|stage| !stage.implied).count(), 9);
}

#[test]
fn a_hundred_findings_in_fifty_files_come_in_order() {
    let mut files = vec![("/d/duban.toml".to_owned(), format!("include = ['*.toml']\n{AROUND}"))];
    for at in 0..50 {
        let text =
            format!("[[task]]\nid = 'A-{at}'\ntitel = 'x'\ndue = 2026-11-30\ncolour = 'red'\n");
        files.push((format!("/d/t{at:02}.toml"), text));
    }
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let loaded = load(&files);
    assert_eq!(loaded.findings.len(), 100);
    let sites: Vec<_> = loaded.findings.iter().map(|finding| finding.site()).collect();
    assert!(sites.is_sorted(), "{sites:?}");
}

#[test]
fn a_name_defined_in_two_files_points_at_both() {
    let root = format!("include = ['b.toml']\n{AROUND}");
    let loaded = load(&[
        ("/d/duban.toml", root.as_bytes()),
        ("/d/b.toml", "[people.zhang]\nname = '张三丰'\nemail = 'z@example.org'\n".as_bytes()),
    ]);
    let printed = shown(&loaded);
    assert_eq!(loaded.findings.len(), 1, "{printed}");
    assert!(
        printed.contains("/d/b.toml:1:9") && printed.contains("/d/duban.toml:8:1"),
        "{printed}"
    );
}

#[test]
fn includes_are_read_once_and_what_matches_nothing_is_told() {
    let root = format!("include = ['*.toml', 'b.toml', 'tasks/*.toml']\n{AROUND}");
    let task = "[[task]]\nid = 'A'\ntitle = 'x'\nunit = 'city'\npolicy = 'p'\ndue = 2026-11-30\n";
    let files: &[(&str, &[u8])] = &[
        ("/d/duban.toml", root.as_bytes()),
        ("/d/b.toml", task.as_bytes()),
        ("/d/b (1).toml", b""),
    ];
    let loaded = load(files);
    let codes: Vec<&str> = loaded.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["include-matches-nothing", "copied-file"], "{}", shown(&loaded));
    assert_eq!(loaded.config.map(|config| config.tasks.len()), Some(1));
}

#[test]
fn defaults_hold_for_their_file_and_the_first_rule_that_matches_decides() {
    let root = format!(
        "include = ['b.part']\n{}\n[policies.strict]\nstages = []\n[[rules]]\nwhen = {{ severity = ['high', 'critical'], source = '巡察' }}\npolicy = 'strict'\n[[rules]]\nwhen = {{}}\npolicy = 'p'\n",
        AROUND.replace("[[rules]]\nwhen = {}\npolicy = 'p'\n", "")
    );
    let part = "[defaults]\nsource = '巡察'\nunit = 'city'\n\
        [[task]]\nid = 'A'\ntitle = 'x'\ndue = 2026-11-30\nseverity = 'high'\n\
        [[task]]\nid = 'B'\ntitle = 'x'\ndue = 2026-11-30\n\
        [[task]]\nid = 'C'\ntitle = 'x'\ndue = 2026-11-30\nseverity = 'high'\nsource = '审计'\n";
    let loaded = load(&[("/d/duban.toml", root.as_bytes()), ("/d/b.part", part.as_bytes())]);
    let config = loaded.config.as_ref().unwrap_or_else(|| panic!("{}", shown(&loaded)));
    let policies: Vec<&str> = config.tasks.iter().map(|task| &*config[task.policy].id).collect();
    assert_eq!(policies, ["strict", "p", "p"]);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        shown(&load(&[("/d/duban.toml", &bytes)]));
    }

    #[test]
    fn no_text_near_toml_makes_it_panic(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "[[task]]\n", "id = ", "'A'", "due = ", "2026-11-30", "“", "＝", "\n", "\"", "{", "}", "[", "]", ",",
                "opened+30d", "\u{3000}", "\t", "督办", "milestones = ", "every = ", "2026-02-30", "\r\n", "=", "0x", "#",
            ]),
            0..40,
        )
    ) {
        shown(&load_text(&parts.concat()));
    }
}

#[test]
fn holiday_sets_are_read_from_files_beside_the_one_that_names_them() {
    let root = AROUND.replace("holidays = ['CN']", "holidays = ['days/own.toml', 'days/own.ics']");
    let own = "[years.2026.off]\n2026-11-24 = \"厂庆\"\n[years.2026]\nwork = [2026-11-28]\n";
    let ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n\
        DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261205\r\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\r\nEND:VEVENT\r\n\
        END:VCALENDAR\r\n";
    let loaded = load(&[
        ("/d/duban.toml", root.as_bytes()),
        ("/d/days/own.toml", own.as_bytes()),
        ("/d/days/own.ics", ics.as_bytes()),
    ]);
    let config = loaded.config.as_ref().unwrap_or_else(|| panic!("{}", shown(&loaded)));
    let calendar = &config.calendars[0];
    let worked = |month, day| calendar.is_working_day(jiff::civil::date(2026, month, day));
    assert_eq!([worked(11, 24), worked(11, 28), worked(11, 29)], [false, true, false]);
    // The end of an all-day event is not part of it (RFC 5545 §3.6.1); the 26th is a Saturday.
    assert_eq!([worked(12, 25), worked(12, 28), worked(12, 5)], [false, true, true]);
    let broken = load(&[
        ("/d/duban.toml", root.as_bytes()),
        ("/d/days/own.toml", b"off = 3"),
        ("/d/days/own.ics", ics.as_bytes()),
    ]);
    assert_eq!(broken.findings[0].code, "bad-holidays", "{}", shown(&broken));
}
