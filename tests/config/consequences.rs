//! One cause is one finding: what only follows from a value that could not be read is left out, and what may follow
//! from a slip of the text comes after it.

use duban::config::Loaded;

use super::{AROUND, load, load_text, place, shown};

/// A task with these lines, beside what is common.
fn task(lines: &str) -> String {
    format!("[[task]]\nid = 'A'\ntitle = 'x'\n{lines}\n")
}

/// The codes of all findings, in their order.
fn codes(loaded: &Loaded) -> Vec<String> {
    loaded.findings.iter().map(|one| one.code.to_string()).collect()
}

/// What is common, changed, and a task.
fn around(from: &str, to: &str, further: &str) -> Loaded {
    assert!(AROUND.contains(from), "{from}");
    let text = format!("{}{}", AROUND.replacen(from, to, 1), task(further));
    load(&[("/d/around.toml", text.as_bytes())])
}

#[test]
fn what_follows_from_a_value_of_a_task_that_is_none_is_left_out() {
    let due = "due = 2026-11-30\n";
    for (lines, code) in [
        ("due = 'opened+30d'\nopened = 1026-11-01".to_owned(), "year-out-of-range"),
        ("due = 'opened+30d'\nopened = 'soon'".to_owned(), "wrong-type"),
        (format!("{due}done = 'x'\nverified = 2026-11-20"), "wrong-type"),
        (format!("{due}done = 1026-11-19\nverified = 2026-11-20"), "year-out-of-range"),
        (format!("{due}every = 'often'\ndone-through = 2026-10-30"), "bad-offset"),
        (
            format!("{due}hold = {{ from = 0001-01-01, until = 2026-12-05, stops-clock = true }}"),
            "year-out-of-range",
        ),
        (
            format!(
                "{due}extended = [{{ on = 1026-11-01, to = 2026-12-30 }}]\n\
                 hold = {{ from = 2026-11-25, until = 2026-12-05, stops-clock = true }}"
            ),
            "year-out-of-range",
        ),
    ] {
        let loaded = load_text(&task(&lines));
        assert_eq!(codes(&loaded), [code], "{}", shown(&loaded));
    }
    let defaults = format!("[defaults]\nopened = 5\n{}", task("due = 'opened+3d'"));
    let loaded = load_text(&defaults);
    assert_eq!(codes(&loaded), ["wrong-type"], "{}", shown(&loaded));
    // What is really missing is told of.
    for (lines, code) in [
        ("due = 'opened+30d'".to_owned(), "due-without-opened"),
        (format!("{due}verified = 2026-11-20"), "verified-without-done"),
        (format!("{due}done-through = 2026-10-30"), "done-through-without-every"),
        (format!("{due}hold = {{ until = 2026-12-05, stops-clock = true }}"), "hold-without-from"),
    ] {
        let loaded = load_text(&task(&lines));
        assert_eq!(codes(&loaded), [code], "{}", shown(&loaded));
    }
}

#[test]
fn what_follows_from_a_value_of_another_table_that_is_none_is_left_out() {
    let due = "due = 2026-11-30";
    let smtp = "[mail]\ntransport = 'smtp'\n[mail.smtp]\nhost = 'mail.example.org'\n";
    let mail = |login: &str| {
        let text = AROUND.replacen("[mail]\nfrom = 'duban@example.org'\n", "", 1);
        let mail = smtp.replace("[mail]\n", "[mail]\nfrom = 'duban@example.org'\n");
        let text = format!("{mail}{login}{text}{}", task(due));
        load(&[("/d/around.toml", text.as_bytes())])
    };
    for (login, code) in [
        ("username = 5\npassword = { env = 'P' }\n", "wrong-type"),
        ("username = 'x'\npassword = 5\n", "wrong-type"),
        ("username = 'x'\npassword = { env = 5 }\n", "wrong-type"),
    ] {
        let loaded = mail(login);
        assert_eq!(codes(&loaded), [code], "{}", shown(&loaded));
    }
    for (from, to, further, code) in [
        (
            "holidays = ['CN']",
            "hours = '9-18h'\nsend-at = '20:00'\nholidays = ['CN']",
            due,
            "bad-hours",
        ),
        ("to = ['group:board'] }", "to = 5 }", due, "wrong-type"),
        (
            "to = ['group:board'] }",
            "to = ['group:board'], repeat = 'x', times = 4 }",
            due,
            "bad-offset",
        ),
        (
            "stages = [{ name = 'soon', at = '-7d', to = ['group:board'] }]",
            "stages = 5",
            due,
            "wrong-type",
        ),
        ("when = {}", "when = { severity = 'hihg' }", due, "unknown-value"),
        ("when = {}", "when = { unit = 'nowhere' }", due, "unknown-reference"),
        ("policy = 'p'\n", "policy = 'p'\ndue = 'opened+30x'\n", "", "bad-offset"),
        (
            "zhang = { name = '张三', email = 'zhang@example.org' }",
            "zhang = '张三'",
            "due = 2026-11-30\nowner = 'zhang'",
            "wrong-type",
        ),
        (
            "[calendars.default]\ntimezone = 'Asia/Shanghai'\nholidays = ['CN']",
            "[calendars]\ndefault = 'Asia/Shanghai'",
            due,
            "wrong-type",
        ),
    ] {
        let loaded = around(from, to, further);
        assert_eq!(codes(&loaded), [code], "{}", shown(&loaded));
    }
}

/// A file that ends within a quote or bracket is one that is still being written.
#[test]
fn what_a_file_lacks_that_ends_in_the_middle_is_left_out() {
    for text in [
        "[[task]]\nid = 'A'\ntitle = 'x'\ndue = 2026-11-30\n[[task]]\nid = \"B\"\ntitle = \"b\n",
        "[[task]]\nid = 'A'\ntitle = 'x'\ndue = 2026-11-30\n[[task]]\nid = \"B",
        "[[task]]\nid = 'A'\ntitle = 'x'\nmilestones = [\n  { id = 'm', title = 'x', due = 2026-11-20 },\n",
    ] {
        let loaded = load_text(text);
        let said = codes(&loaded);
        assert!(said == ["unclosed-quote"] || said == ["unclosed-bracket"], "{}", shown(&loaded));
    }
    // In the middle of a file, a quote that is not closed explains nothing else.
    let loaded = load_text("[[task]]\nid = 'A'\ntitle = 'x\nowner = 'zhang'\n");
    assert_eq!(codes(&loaded), ["unclosed-quote", "missing-key"], "{}", shown(&loaded));
}

#[test]
fn slips_of_the_text_come_first() {
    let text =
        "[[task]]\nid = 'A'\ntitle = 'x'\n[[task]]\nid = 'B'\ntitle = 'b'\ndue：2026-11-30\n";
    let loaded = load_text(text);
    assert_eq!(codes(&loaded), ["full-width", "missing-key"], "{}", shown(&loaded));
    assert_eq!(place(&loaded.findings[1], &loaded).0, 2, "{}", shown(&loaded));
}

#[test]
fn days_and_times_out_of_all_range_are_told_as_such() {
    for (lines, code, words) in [
        ("due = 9999-12-31T23:59:59+08:00", "year-out-of-range", "the year 9999 is surely a slip"),
        ("due = 9999-12-31T23:59:59-08:00", "year-out-of-range", "the year 9999 is surely a slip"),
        ("due = 9999-12-31T23:59:59", "year-out-of-range", "the year 9999 is surely a slip"),
        ("due = 9999-12-31", "year-out-of-range", "the year 9999 is surely a slip"),
        ("due = 0001-01-01T00:00:00+08:00", "year-out-of-range", "the year 1 is surely a slip"),
        ("due = 0000-01-01", "year-out-of-range", "the year 0 is surely a slip"),
        (
            "due = 2026-11-30\nhold = { from = 0001-01-01, until = 2026-12-05 }",
            "year-out-of-range",
            "the year 1 is surely a slip; dates lie between 1900 and 2200",
        ),
        ("due = 2026-11-30T24:00:00", "bad-date", "there is no time `24:00:00`"),
        ("due = 2026-11-30T9:00", "bad-date", "there is no time `9:00`"),
        ("due = 2026-11-30T12:61:00", "bad-date", "there is no time `12:61:00`"),
        ("due = 2026-11-30T12:00:00+25:00", "bad-date", "there is no time `12:00:00+25:00`"),
    ] {
        let loaded = load_text(&task(lines));
        let said = shown(&loaded);
        assert_eq!(codes(&loaded), [code], "{said}");
        assert!(said.contains(words), "{words}: {said}");
    }
    for (written, meant) in [
        ("2026-11-30T24:00:00", "2026-12-01T00:00:00"),
        ("2026-11-30 9:00", "2026-11-30T09:00:00"),
        ("2026-11-30T9:00:00+08:00", "2026-11-30T09:00:00+08:00"),
    ] {
        let mut text = task(&format!("due = {written}"));
        let loaded = load_text(&text);
        let instead = loaded.findings[0].replacement.as_ref().expect("a remedy");
        text.replace_range(instead.site.place.range(), &instead.text);
        assert_eq!(text, task(&format!("due = {meant}")));
        assert!(load_text(&text).config.is_some(), "{}", shown(&load_text(&text)));
    }
}
