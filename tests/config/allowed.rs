//! Warnings that are known: `[check] allow`, and a comment at the line.

use super::{AROUND, load, load_text, place, shown};

const TASK: &str = "[[task]]\nid = 'A'\ntitle = 'x'\nunit = 'city'\n";

#[test]
fn a_comment_silences_a_warning_of_its_line_or_the_next() {
    for text in [
        "due = 2026-11-28 # duban: allow due-on-day-off\n",
        "# 周六值班 # duban: allow due-on-day-off\ndue = 2026-11-28\n",
        "# duban: allow due-before-opened, due-on-day-off\ndue = 2026-11-28\n",
    ] {
        let loaded = load_text(&format!("{TASK}{text}"));
        assert_eq!(loaded.findings.len(), 0, "{text}\n{}", shown(&loaded));
    }
    for text in [
        "due = 2026-11-28 # duban: allow in-the-future\n",
        "# duban: allow due-on-day-off\nowner = 'zhang'\ndue = 2026-11-28\n",
    ] {
        let loaded = load_text(&format!("{TASK}{text}"));
        assert_eq!(loaded.findings[0].code, "due-on-day-off", "{text}");
    }
    // An error is never silenced.
    let error = load_text(&format!("{TASK}due = 2026-02-30 # duban: allow bad-date\n"));
    assert_eq!(error.findings[0].code, "bad-date", "{}", shown(&error));
}

#[test]
fn the_root_file_silences_warnings_everywhere_and_errors_nowhere() {
    let many: String = (0..100)
        .map(|at| format!("{}due = 2026-11-28\n", TASK.replace("'A'", &format!("'A{at}'"))))
        .collect();
    let with = |check: &str| {
        let root = format!("include = ['*.part']\n{AROUND}{check}");
        load(&[("/d/duban.toml", root.as_bytes()), ("/d/a.part", many.as_bytes())])
    };
    assert_eq!(with("").findings.len(), 21);
    let loaded = with("[check]\nallow = ['due-on-day-off']\n");
    assert_eq!(loaded.findings.len(), 0, "{}", shown(&loaded));
    let line = AROUND.lines().count() + 3;
    for (code, found) in [("due-on-dayoff", "unknown-value"), ("unknown-key", "not-a-warning")] {
        let loaded = with(&format!("[check]\nallow = ['{code}']\n"));
        let error = loaded.findings.iter().find(|one| one.code == found);
        let error = error.unwrap_or_else(|| panic!("{}", shown(&loaded)));
        assert_eq!(place(error, &loaded), (line, 10));
    }
    let elsewhere = load_text("[check]\nallow = []\n");
    assert_eq!(elsewhere.findings[0].code, "only-in-root", "{}", shown(&elsewhere));
}
