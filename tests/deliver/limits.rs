//! Files that are too large, too many or too deep for the machine: named and refused, with no crash and no wait.

use super::installation::{AROUND, Installation, text};

/// What `check` says, and that it refuses.
#[track_caller]
fn refused(office: &Installation, words: &str) {
    let output = office.run(None, &["check"]);
    let said = text(&output);
    assert_eq!(output.status.code(), Some(78), "{said}");
    assert!(said.contains(words), "{said}");
}

#[track_caller]
fn taken(office: &Installation) {
    let output = office.run(None, &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
}

fn with_holidays(file: &str, bytes: &str) -> Installation {
    let around = AROUND.replace("['CN']", "").replace("[\"CN\"]", &format!("['{file}']"));
    let office = Installation::of(&format!("[mail]\nfrom = 'duban@example.org'\n{around}"));
    office.write(file, bytes);
    office
}

#[test]
fn a_file_of_64_mib_is_read_and_none_larger() {
    let office = Installation::of(&format!(
        "include = ['large.toml']\n[mail]\nfrom = 'duban@example.org'\n{AROUND}"
    ));
    let mut large = "#".repeat(64 << 20);
    office.write("large.toml", &large);
    taken(&office);
    large.push('#');
    office.write("large.toml", &large);
    refused(&office, "the file is larger than the 64 MiB that are read");
    refused(&office, "large.toml");
}

#[test]
fn ten_thousand_files_are_read_and_no_more() {
    let office = Installation::of(&format!(
        "include = ['tasks/*.toml']\n[mail]\nfrom = 'duban@example.org'\n{AROUND}"
    ));
    std::fs::create_dir(office.folder.path().join("tasks")).expect("made");
    (0..10_000).for_each(|at| office.write(&format!("tasks/{at}.toml"), ""));
    taken(&office);
    office.write("tasks/one-more.toml", "");
    refused(&office, "files that `include` names: more than 10,000");
    refused(&office, "duban.toml:1:12");
}

#[test]
fn a_holiday_set_is_neither_deep_nor_endless() {
    let nested = |depth: usize| {
        let (begins, ends) = ("BEGIN:VEVENT\r\n".repeat(depth), "END:VEVENT\r\n".repeat(depth));
        format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261001\r\nEND:VEVENT\r\n\
             {begins}{ends}END:VCALENDAR\r\n"
        )
    };
    taken(&with_holidays("set.ics", &nested(99)));
    for depth in [100, 100_000] {
        let office = with_holidays("set.ics", &nested(depth));
        refused(&office, "its components are nested more than 100 deep");
    }
    let days = |count: usize| format!("[years.2026]\noff = [{}]\n", "2026-10-01,".repeat(count));
    taken(&with_holidays("set.toml", &days(100_000)));
    refused(&with_holidays("set.toml", &days(100_001)), "it names more than 100,000 days");
    let large = |bytes: usize| format!("[years.2026]\noff = []\n{}", "#".repeat(bytes - 22));
    taken(&with_holidays("set.toml", &large(4 << 20)));
    refused(&with_holidays("set.toml", &large((4 << 20) + 1)), "it is larger than 4 MiB");
    refused(&with_holidays("set.toml", &"a=[".repeat(100_000)), "the holiday set");
}

#[test]
fn a_stage_that_repeats_for_ever_is_planned_for_a_while_and_no_longer() {
    let office = Installation::with_outbox(
        "[policies.p]\nstages = [{ name = 'now', at = '0min', repeat = '1min', to = ['owner'] }]\n\
         [[task]]\nid = 'A-1'\ntitle = 'x'\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-11-27T00:00:00Z\n",
    );
    let plan = |from: &str, until: &str| {
        let now = "2026-11-26T00:00:00Z";
        office.run(None, &["--now", now, "plan", "--json", "--from", from, "--until", until])
    };
    let now = "2026-11-26T00:00:00Z";
    // What is before the period does not count against it: 12,960 and 8,640 minutes.
    let fine = plan("2026-12-06T00:00:00Z", "2026-12-12T00:00:00Z");
    assert_eq!(fine.status.code(), Some(0), "{}", text(&fine));
    assert_eq!(text(&fine).matches("\"occurrence\"").count(), 8640);
    for (from, until, why) in [
        (now, "2126-11-27T00:00:00Z", "`A-1` alone has more than 20000 notices in that time"),
        (
            "2126-11-27T00:00:00Z",
            "2126-11-28T00:00:00Z",
            "`A-1` alone has more than 20000 notices before that time",
        ),
    ] {
        let beyond = plan(from, until);
        assert_eq!(beyond.status.code(), Some(1));
        assert!(text(&beyond).contains(why), "{}", text(&beyond));
    }
}
