//! A table: what is written, what is found, where, and words it must be told in.

use duban::config::Level;

use super::{AROUND, load, load_text, place, shown};

/// A task of the file, with these further lines.
fn task(lines: &str) -> String {
    format!("[[task]]\nid = 'A'\ntitle = 'x'\n{lines}\n")
}

#[track_caller]
fn found(text: &str, code: &str, at: (usize, usize), words: &[&str]) {
    let loaded = load_text(text);
    let printed = shown(&loaded);
    let finding = loaded.findings.iter().find(|finding| finding.code == code);
    let finding = finding.unwrap_or_else(|| panic!("no `{code}` in:\n{text}\n{printed}"));
    assert_eq!(place(finding, &loaded), at, "{printed}");
    for site in loaded.findings.iter().flat_map(|one| &one.sites) {
        let text = loaded.sources.text(site.file).expect("a text");
        assert!(text.get(site.place.range()).is_some(), "inside a character: {printed}");
    }
    for word in words {
        assert!(printed.contains(word), "`{word}` is missing in:\n{printed}");
    }
    let refused = loaded.findings.iter().any(|finding| finding.level == Level::Error);
    assert_eq!(loaded.config.is_none(), refused);
}

#[track_caller]
fn only(text: &str, code: &str, at: (usize, usize), words: &[&str]) {
    found(text, code, at, words);
    let loaded = load_text(text);
    assert_eq!(loaded.findings.len(), 1, "{}", shown(&loaded));
}

#[test]
fn an_address_that_is_not_filled_in_names_the_person() {
    let gap = "[people.'高芳']\nname = '高科长'\nemail = \"\"";
    found(gap, "no-address", (3, 9), &["no email address of `高科长` is filled in yet"]);
    found("[people.'高芳']\nemail = \" \"", "no-address", (2, 9), &["address of `高芳`"]);
}

#[test]
fn addresses_that_are_not_filled_in_are_one_finding() {
    let gap = |number: usize| format!("[people.p{number}]\nname = 'P{number}'\nemail = \"\"\n");
    let people: String = (1..=30).map(gap).collect();
    let words = ["of P1, P2, P3 and 27 more", "^^ P1", "-- P20", "10 more with email"];
    found(&people, "no-address", (3, 9), &words);
    let loaded = load_text(&people);
    let of_code = loaded.findings.iter().filter(|one| one.code == "no-address");
    assert_eq!((of_code.count(), loaded.gaps), (1, 30));
    assert!(loaded.config.is_none() && loaded.known().is_some(), "{}", shown(&loaded));
    // Whatever else is wrong, it is not read as if it were well.
    assert!(load_text(&format!("{people}[people.x]\nname = 'X'\n")).known().is_none());
}

#[test]
fn keys() {
    only(
        "[[task]]\nid = 'A'\ntitel = 'x'\ndue = 2026-11-30",
        "unknown-key",
        (3, 1),
        &["did you mean `title`?", "`titel` is no key of [[task]]"],
    );
    only(&task("due = 2026-11-30\ncolour = 1"), "unknown-key", (5, 1), &["its keys are:"]);
    only(&task("due = 2026-11-30\nsubject-prefix = 'x'"), "unknown-key", (5, 1), &["[mail]"]);
    only("[[task]]\nid = 'A'\ndue = 2026-11-30", "missing-key", (1, 1), &["`title` is missing"]);
    only("[people.li]\nname = '李四'", "missing-key", (1, 9), &["`email` is missing"]);
    // Wherever the beginning of a long table ends, it ends between two characters.
    for spaces in 0..3 {
        let name = format!("{}{}", " ".repeat(spaces), "李".repeat(20));
        let task = "[[task]]\nid = 'A'\ntitle = 'x'\ndue = 2026-11-30\nmilestones = [\n";
        let long = format!("{task}{{ id = 'm', owner = '{name}' }},\n]");
        found(&long, "missing-key", (6, 1), &["`title` is missing"]);
    }
    only(
        "[mail]\nfrom = 'x@example.org'",
        "only-in-root",
        (1, 2),
        &["`mail` may stand only in the root file"],
    );
}

#[test]
fn types() {
    only(
        &task("due = '2026-11-30'"),
        "wrong-type",
        (4, 7),
        &["dates are written without quotes", "2026-11-30"],
    );
    only(
        &task("due = 2026-11-30\nwith = 'zhang'"),
        "wrong-type",
        (5, 8),
        &["put it in brackets", "[\"zhang\"]"],
    );
    only(
        &task("due = 2026-11-30\nhold = 3"),
        "wrong-type",
        (5, 8),
        &["wants a table", "a whole number"],
    );
    only(
        &task("due = 2026-11-30\nseverity = 'hihg'"),
        "unknown-value",
        (5, 12),
        &["`severity` cannot be \"hihg\"", "\"high\""],
    );
    only(
        &task("due = 2026-11-30T09:00:00\ntitle = 3"),
        "duplicate-key",
        (5, 1),
        &["`title` stands twice"],
    );
    only(
        "[[task]]\nid = ''\ntitle = 'x'\ndue = 2026-11-30",
        "bad-text",
        (2, 6),
        &["must be one line of text"],
    );
}

#[test]
fn l8_a_share_is_a_number_from_0_to_1() {
    for wrong in ["1.5", "-0.1", "34", "'34%'", "nan", "inf", "true"] {
        let guard = format!("[guard]\nmax-changes-share = {wrong}");
        found(&guard, "wrong-type", (2, 21), &["`max-changes-share` wants a number from 0 to 1"]);
    }
}

#[test]
fn slips_of_dates() {
    for (typed, words) in [
        ("2026-02-30", "there is no day `2026-02-30`"),
        ("2026/3/5", "did you mean 2026-03-05?"),
        ("3/5/26", "did you mean 2026-03-05?"),
        ("2026年3月5日", "did you mean 2026-03-05?"),
        ("2026-3-5", "did you mean 2026-03-05?"),
    ] {
        found(&task(&format!("due = {typed}")), "bad-date", (4, 7), &[words]);
    }
    only(&task("due = 1026-11-30"), "year-out-of-range", (4, 7), &["surely a slip"]);
}

#[test]
fn slips_of_fingers_and_input_methods() {
    found(&task("due ＝ 2026-11-30"), "full-width", (4, 1), &["full-width", "due = 2026-11-30"]);
    found(&task("due = ２０２６-11-30"), "full-width", (4, 1), &["due = 2026-11-30"]);
    found(&task("due = 2026-11-30\nsource = “巡察”"), "full-width", (5, 1), &["source = \"巡察\""]);
    found(
        &task("due = 2026-11-30\nsource = \"巡察"),
        "unclosed-quote",
        (5, 10),
        &["no closing one"],
    );
    found(&task("done through = 2026-11-30\ndue = 2026-11-30"), "blank-in-key", (4, 1), &[]);
    found(
        &task("due = 2026-11-30\n\u{3000}source = 'x'"),
        "blank-in-key",
        (5, 2),
        &["full-width blank"],
    );
}

#[test]
fn encodings() {
    let gbk = b"[[task]]\nid = 'A'\ntitle = '\xB1\xEA\xCC\xE2'\n";
    let loaded = load(&[("/d/duban.toml", gbk)]);
    assert_eq!(loaded.findings[0].code, "gbk", "{}", shown(&loaded));
    assert!(shown(&loaded).contains("iconv -f GB18030 -t UTF-8"), "{}", shown(&loaded));
    let marked = format!("\u{feff}{}", super::AROUND).replace('\n', "\r\n");
    let loaded = load(&[("/d/duban.toml", marked.as_bytes())]);
    assert!(
        loaded.findings.is_empty(),
        "a byte order mark and CRLF are harmless: {}",
        shown(&loaded)
    );
}

#[test]
fn names() {
    found(
        &task("due = 2026-11-30\nowner = 'zhagn'"),
        "unknown-reference",
        (5, 9),
        &["did you mean `zhang`?"],
    );
    found(
        &task("due = 2026-11-30\nowner = '张三'"),
        "unknown-reference",
        (5, 9),
        &["write the id `zhang`"],
    );
    found(
        &task("due = 2026-11-30\nunit = 'bureau'"),
        "unknown-reference",
        (5, 8),
        &["define it in [units.ID]"],
    );
    found(
        &format!("{}{}", task("due = 2026-11-30"), task("due = 2026-12-01")),
        "defined-twice",
        (6, 6),
        &["again here", "first here"],
    );
    found(
        "[people.board]\nname = 'x'\nemail = 'x@example.org'",
        "same-id",
        (10, 9),
        &["both a person and a group"],
    );
    found(
        &task(
            "due = 2026-11-30\nmilestones = [{ id = 'a', title = 'x', due = 2026-11-01 }, { id = 'a', title = 'y', due = 2026-11-02 }]",
        ),
        "defined-twice",
        (5, 67),
        &["milestone `a`"],
    );
    found(
        "[[task]]\nid = 'A/B'\ntitle = 'x'\ndue = 2026-11-30",
        "bad-id",
        (2, 6),
        &["must not hold a `/`"],
    );
}

#[test]
fn circles() {
    found(
        "[units]\na = { name = 'A', parent = 'b' }\nb = { name = 'B', parent = 'a' }",
        "unit-cycle",
        (2, 28),
        &["a → b → a"],
    );
    found(
        "[groups]\na = { members = ['b'] }\nb = { members = ['a'] }",
        "group-cycle",
        (2, 18),
        &["a → b → a"],
    );
    let away = |delegate: &str, from: &str| {
        format!("away = [{{ from = {from}, until = 2026-12-31, delegate = '{delegate}' }}]")
    };
    let both = |first: &str| {
        format!(
            "[people.a]\nname = 'A'\nemail = 'a@example.org'\n{}\n[people.b]\nname = 'B'\nemail = 'b@example.org'\n{}\n",
            away("b", first),
            away("a", "2026-12-20")
        )
    };
    found(
        &both("2026-12-01"),
        "delegate-cycle",
        (8, 61),
        &["on 2026-12-20 the delegates go round"],
    );
    let apart = both("2026-12-01").replacen("until = 2026-12-31", "until = 2026-12-19", 1);
    assert!(load_text(&apart).findings.is_empty(), "absences apart make no circle");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn addresses_zones_and_hours() {
    found(
        "[people.li]\nname = '李四'\nemail = 'li＠example.org'",
        "bad-address",
        (3, 9),
        &["did you mean `li@example.org`?"],
    );
    for quoted in [r#""a b"@example.org"#, r#""a<b"@example.org"#, r#""a\"b"@example.org"#] {
        let person = format!("[people.li]\nname = '李四'\nemail = '{quoted}'");
        found(&person, "bad-address", (3, 9), &["quotes in it"]);
    }
    // Digits of Arabic in a Latin word are in no domain.
    let mixed = "[people.zhang]\nname = \"Z\"\nemail = \"zhang@example.vet\u{dc}\u{665}\"\n";
    found(mixed, "bad-address", (3, 9), &["no domain name"]);
    // Too long once it is written as in RFC 5891.
    let long = format!("[people.li]\nname = '李四'\nemail = 'li@{}例.中国'", "a".repeat(59));
    found(&long, "bad-address", (3, 9), &["no domain name"]);
    for odd in ["a=b.org", "a!b.org", "例=子.中国"] {
        let person = format!("[people.li]\nname = '李四'\nemail = 'li@{odd}'");
        found(&person, "bad-address", (3, 9), &["no domain name"]);
    }
    let inner = "[people.li]\nname = '李四'\nemail = 'li@mail_1.Example-2.org'";
    assert!(!shown(&load_text(inner)).contains("bad-address"));
    for nowhere in ["[%(]", "[192.0.2.300]", "[2001:db8::1]", "[IPv6:192.0.2.1]"] {
        let person = format!("[people.li]\nname = '李四'\nemail = 'li@{nowhere}'");
        found(&person, "bad-address", (3, 9), &["RFC 5321 §4.1.3"]);
    }
    for literal in ["[192.0.2.1]", "[IPv6:2001:db8::1]"] {
        let person = format!("[people.li]\nname = '李四'\nemail = 'li@{literal}'");
        assert!(!shown(&load_text(&person)).contains("bad-address"), "{literal}");
    }
    for letterhead in ["from", "reply-to"] {
        let mail = format!("[mail]\n{letterhead} = '督办 <督办@example.org>'");
        found(
            &mail,
            "bad-address",
            (2, 4 + letterhead.len()),
            &["every letter bears", "not ASCII"],
        );
    }
    found("[people.li]\nname = '李四'\nemail = ''", "no-address", (3, 9), &["no email address"]);
    found(
        "[calendars.c]\ntimezone = 'Asia/Beijing'",
        "unknown-zone",
        (2, 12),
        &["did you mean `Asia/Shanghai`?"],
    );
    found(
        "[calendars.c]\ntimezone = 'Asia/Shangai'",
        "unknown-zone",
        (2, 12),
        &["did you mean `Asia/Shanghai`?"],
    );
    found(
        "[calendars.c]\ntimezone = 'UTC'\nhours = '18:00-09:00'",
        "bad-hours",
        (3, 9),
        &["the end after the start"],
    );
    found(
        "[calendars.c]\ntimezone = 'UTC'\nsend-at = '18:00'",
        "send-at-outside-hours",
        (3, 11),
        &["outside the working hours 09:00-18:00"],
    );
    found(
        "[calendars.c]\ntimezone = 'UTC'\nholidays = ['cn']",
        "unknown-holidays",
        (3, 13),
        &["did you mean \"CN\"?"],
    );
    found(
        "[calendars.c]\ntimezone = 'UTC'\nworkdays = ['mon', 'tues']",
        "unknown-value",
        (3, 20),
        &["\"tue\""],
    );
}

fn policy(stage: &str) -> String {
    format!("[policies.q]\nstages = [{{ name = 's', {stage} }}]\n")
}

#[test]
fn stages() {
    for (at, words) in [
        ("7d", "\"-7d\" for before or \"+7d\" for after"),
        ("+7", "the unit is missing"),
        ("+7 d", "without blanks"),
        ("+7m", "no such unit"),
        ("soon", "the number is missing"),
        ("+99999d", "at most 36500d"),
    ] {
        found(&policy(&format!("at = '{at}', to = ['owner']")), "bad-offset", (2, 30), &[words]);
    }
    found(
        &policy("at = '+1d', repeat = '4h', to = ['owner']"),
        "repeat-kind",
        (2, 46),
        &["counted in days"],
    );
    found(&policy("at = '+1d', to = []"), "empty-to", (2, 11), &["writes to nobody"]);
    found(
        &policy("at = '+1d', to = ['ownr']"),
        "unknown-role",
        (2, 43),
        &["did you mean `owner`?"],
    );
    found(
        &policy("at = '+1d', to = ['zhang']"),
        "unknown-role",
        (2, 43),
        &["did you mean `person:zhang`?"],
    );
    found(
        &policy("at = '+1d', to = ['owner'] }, { name = 's', at = '+2d', to = ['owner']"),
        "stage-twice",
        (2, 64),
        &["used twice"],
    );
    found(
        &policy("from = 'done', at = '+1d', to = ['owner']"),
        "no-letter",
        (2, 11),
        &["letter = \"verification\""],
    );
    found(
        &policy("at = '+1d', times = 3, to = ['owner']"),
        "times-without-repeat",
        (2, 45),
        &["there is no `repeat`"],
    );
}

/// A report with these further lines.
fn report(lines: &str) -> String {
    format!("[[reports]]\nname = 'monthly'\nto = ['boss@example.org']\n{lines}\n")
}

#[test]
fn reports() {
    only(&report("cron = '0 9 5 *'"), "bad-cron", (4, 8), &["has 4 fields", "0 9 5 * *"]);
    only(
        &report("cron = '0 9 32 * *'"),
        "bad-cron",
        (4, 8),
        &["`32` is no day of the month (1-31)"],
    );
    only(&report("cron = '0 9 30 2 *'"), "bad-cron", (4, 8), &["never comes round"]);
    let cron = "cron = '0 9 5 * *'";
    only(&report(&format!("{cron}\nroll = '2d'")), "bad-roll", (5, 8), &["`2d`", "\"2wd\""]);
    only(&report(&format!("{cron}\nper = 'units'")), "unknown-value", (5, 7), &["whole"]);
    only(&report(&format!("{cron}\nattach = ['pdf']")), "unknown-value", (5, 11), &["xlsx"]);
    only(&report(&format!("{cron}\nunit = 'citty'")), "unknown-reference", (5, 8), &["city"]);
    only(&report(&format!("{cron}\nseverity = 'hihg'")), "unknown-value", (5, 12), &["high"]);
    only(&report(&format!("{cron}\nwhen = 'monday'\n")), "unknown-key", (5, 1), &["cron"]);
    only(
        "[[reports]]\nname = 'x'\nto = ['boss@example.org']",
        "missing-key",
        (1, 1),
        &["`cron` is missing"],
    );
    let again = format!("{}{}", report(cron), report(cron));
    only(&again, "defined-twice", (6, 8), &["monthly"]);
    // Roles: of a unit only where it is about one, of a task never.
    let to = |roles: &str, lines: &str| report(cron).replace("['boss@example.org']", roles) + lines;
    only(&to("['owner']", ""), "report-role", (3, 7), &["a role of one task"]);
    only(&to("['head']", ""), "report-role", (3, 7), &["of which unit", "person:ID"]);
    only(&to("[]", ""), "empty-to", (1, 1), &["addressed to nobody"]);
    // What is no list of recipients is told of once.
    only(&to("5", ""), "wrong-type", (3, 6), &["`to`"]);
    // W2: a head further up is looked for above, never below.
    let units = "[units.above]\nname = 'above'\n[units.below]\nname = 'below'\nparent = 'above'\nhead = 'zhang'\n";
    for role in ["head+1", "head+2", "top"] {
        let one = format!("{}{units}", to(&format!("['{role}']"), "unit = 'below'\n"));
        only(&one, "report-role", (3, 7), &["reaches nobody", role]);
        let parts =
            format!("{}{units}", to(&format!("['{role}']"), "unit = 'above'\nper = 'unit'\n"));
        only(&parts, "report-role", (3, 7), &["reaches nobody", role]);
    }
    for fine in [
        to("['head', 'head+1', 'top']", "unit = 'city'\n"),
        to("['head']", "per = 'unit'\n"),
        format!("{}{units}", to("['head']", "unit = 'above'\nper = 'unit'\n")),
        to("['supervisor']", "per = 'supervisor'\n"),
        to("['person:zhang']", "roll = '2wd'\nempty = true\nattach = ['xlsx', 'md']\n"),
    ] {
        let loaded = load_text(&fine);
        assert!(loaded.findings.is_empty(), "{fine}\n{}", shown(&loaded));
    }
}

/// A tally with these further lines.
fn tally(lines: &str) -> String {
    format!("[[tallies]]\nname = 'late'\nat-least = 5\nto = ['boss@example.org']\n{lines}\n")
}

#[test]
fn tallies() {
    let of_letters = "of = 'letters'\ncounts = { letter = 'supervision' }\nperiod = 'year'";
    only(&tally("when = { late = '30' }"), "bad-late", (5, 17), &["`30`", "\">30d\""]);
    only(&tally("when = { due-within = '3h' }"), "bad-late", (5, 23), &["`3h`"]);
    only(&tally("when = { colour = 'pink' }"), "unknown-value", (5, 19), &["red"]);
    found(&tally("late = '>5d'"), "unknown-key", (5, 1), &["`late` is a key of when"]);
    only(&tally("when = { severity = ['hihg'] }"), "unknown-value", (5, 22), &["high"]);
    only(&tally("when = { unit = 'citty' }"), "unknown-reference", (5, 17), &["city"]);
    only(&tally("when = { milestone = 'x' }"), "unknown-key", (5, 10), &["late"]);
    only(&tally("again = '3h'"), "bad-offset", (5, 9), &["once a day"]);
    only(&tally("letter = 'report'"), "unknown-value", (5, 10), &["tally", "circular"]);
    only(&tally("of = 'people'"), "unknown-value", (5, 6), &["letters"]);
    only(
        "[[tallies]]\nname = 'x'\nto = ['boss@example.org']",
        "missing-key",
        (1, 1),
        &["`at-least` is missing"],
    );
    only(&tally("").replace("= 5", "= 0"), "wrong-type", (3, 12), &["`at-least`"]);
    // What only letters have, and what they must have.
    only(&tally("counts = { letter = 'supervision' }"), "tally-parts", (2, 8), &["`counts`"]);
    only(&tally("period = 'year'"), "tally-parts", (2, 8), &["`period`"]);
    only(&tally("per = 'task'"), "tally-parts", (2, 8), &["per = \"task\""]);
    only(&tally("of = 'letters'\nperiod = 'year'"), "tally-parts", (2, 8), &["which"]);
    let since = "of = 'letters'\ncounts = { stage = 'soon' }";
    only(&tally(since), "tally-parts", (2, 8), &["since when"]);
    only(&tally("subtree = true"), "tally-parts", (2, 8), &["per = \"unit\""]);
    let stage = of_letters.replace("letter = 'supervision'", "stage = 'sooon'");
    only(&tally(&stage), "unknown-reference", (6, 20), &["`sooon`", "soon"]);
    let kind = of_letters.replace("'supervision'", "'supervison'");
    only(&tally(&kind), "unknown-value", (6, 21), &["supervision"]);
    let again = format!("{}{}", tally(""), tally(""));
    only(&again, "defined-twice", (7, 8), &["late"]);
    // Roles.
    let to = |roles: &str, lines: &str| tally(lines).replace("['boss@example.org']", roles);
    only(&to("['owner']", ""), "tally-role", (4, 7), &["per = \"owner\""]);
    only(&to("['watchers']", "per = 'unit'"), "tally-role", (4, 7), &["a role of one task"]);
    only(&to("['head']", ""), "tally-role", (4, 7), &["of which unit", "`when`"]);
    only(&to("[]", ""), "empty-to", (1, 1), &["addressed to nobody"]);
    for fine in [
        to("['head', 'top']", "when = { unit = 'city' }"),
        to("['head']", "per = 'unit'\nsubtree = true"),
        to("['owner', 'head']", "per = 'owner'\nagain = '1mo'"),
        to("['supervisor']", "per = 'supervisor'\nletter = 'circular'\nrelease = 'ask'"),
        to("['owner', 'with', 'head+1']", &format!("per = 'task'\n{of_letters}")),
        tally("when = { colour = ['red', 'blue'], late = '>=5wd', batch = '2026-2' }"),
    ] {
        let loaded = load_text(&fine);
        assert!(loaded.findings.is_empty(), "{fine}\n{}", shown(&loaded));
    }
}

#[test]
fn what_no_one_fills_is_told_once_for_all_tasks_alike() {
    let stages =
        "[policies.q]\nstages = [{ name = 's', at = '0d', to = ['owner'], cc = ['supervisor'] }]\n";
    let tasks: String = (0..500).map(|at| format!("[[task]]\nid = 'A-{at}'\ntitle = 'x'\npolicy = 'q'\nunit = 'city'\ndue = 2026-11-30\n")).collect();
    let text = format!("{stages}{tasks}");
    only(
        &text,
        "unfilled-role",
        (4, 6),
        &[
            "no one is `supervisor` for `A-0`",
            "499 more like it",
            "the unit `city` or one above it a `supervisor`",
        ],
    );
}

#[test]
fn orders_of_dates() {
    let around = "policy = 'p'\nunit = 'city'\n";
    let task = |lines: &str| task(&format!("{around}{lines}"));
    only(
        &task("due = 2026-11-30\nopened = 2026-09-02\ndone = 2026-09-01"),
        "done-before-opened",
        (8, 8),
        &["done before it was opened"],
    );
    only(
        &task("due = 2026-11-30\ndone = 2026-09-03\nverified = 2026-09-02"),
        "verified-before-done",
        (8, 12),
        &["verified before it was done"],
    );
    only(
        &task("due = 'opened+30d'"),
        "due-without-opened",
        (6, 7),
        &["counted from `opened`, which is not given"],
    );
    only(
        &task("due = 2026-11-30\ndone-through = 2026-11-01"),
        "done-through-without-every",
        (7, 16),
        &["no `every`"],
    );
    only(&task("due = 2026-11-30\nevery = '4h'"), "bad-every", (7, 9), &["days, weeks or months"]);
}

#[test]
fn what_is_merely_suspicious_is_a_warning() {
    let task = |lines: &str| task(&format!("policy = 'p'\nunit = 'city'\n{lines}"));
    for (lines, code, at, words) in [
        (
            "due = 2026-09-01\nopened = 2026-09-30",
            "due-before-opened",
            (6, 7),
            "due before it was opened",
        ),
        ("due = 2026-11-30\ndone = 2026-11-24", "in-the-future", (7, 8), "in the future"),
        ("due = 2026-10-01", "due-on-day-off", (6, 7), "Thursday, 国庆节"),
        ("due = 2026-11-28", "due-on-day-off", (6, 7), "the working day before it is 2026-11-27"),
        (
            "due = 2026-11-10\nextended = [{ on = 2026-11-11, to = 2026-12-01 }]",
            "extended-late",
            (7, 37),
            "after the deadline 2026-11-10",
        ),
        (
            "due = 2026-11-10\nextended = [{ on = 2026-11-01, to = 2026-11-09 }]",
            "extended-backward",
            (7, 37),
            "from 2026-11-10 to 2026-11-09",
        ),
        (
            "due = 2026-11-10\nextended = [{ on = 2026-11-01, to = 2026-11-10 }]",
            "extended-without-effect",
            (7, 37),
            "leads to the deadline that it had, 2026-11-10",
        ),
        ("due = 2031-03-31", "uncovered-year", (6, 7), "do not know the year 2031"),
        (
            "due = 2026-11-30\nverified = 2026-11-01",
            "verified-without-done",
            (7, 12),
            "no date on which it was done",
        ),
    ] {
        only(&task(lines), code, at, &[words, "warning"]);
    }
    let away = "[people.li]\nname = '李四'\nemail = 'li@example.org'\naway = [{ from = 2026-11-25, until = 2026-12-05 }]\n";
    let owned = task("due = 2026-11-30\nowner = 'li'");
    only(&format!("{away}{owned}"), "everybody-away", (6, 6), &["nobody stands in"]);
}

#[test]
fn an_extension_that_moves_no_deadline_of_a_standing_task_is_a_warning() {
    // Due on Fridays; T9: an extension counts for the cycle in which its `to` falls.
    let standing = |extension: &str, further: &str| {
        task(&format!(
            "policy = 'p'\nunit = 'city'\ndue = 2026-12-04\nevery = '1w'\nextended = [{extension}]\n{further}"
        ))
    };
    for (extension, words) in [
        ("{ on = 2026-12-03, to = 2026-12-30 }", "counts for the cycle due on 2026-12-25"),
        ("{ to = 2026-12-11 }", "counts for the cycle due on 2026-12-11"),
        ("{ to = 2026-12-04 }", "does not move the deadline of the present cycle, 2026-12-04"),
    ] {
        let words = &[words, "until 2026-12-10 at most", "`done-through = 2026-12-04`", "warning"];
        let column = 18 + extension.find("to =").expect("a deadline");
        only(&standing(extension, ""), "extended-without-effect", (8, column), &words[..]);
    }
    // The year is that of another cycle, long done.
    let slip = standing("{ on = 2026-12-14, to = 2026-12-09 }", "done-through = 2026-12-11");
    only(&slip, "extended-without-effect", (8, 37), &["counts for the cycle due on 2026-12-04"]);
    for (extension, further) in [
        ("{ on = 2026-12-03, to = 2026-12-10 }", ""),
        // What was granted for cycles that are done is history.
        ("{ on = 2026-12-03, to = 2026-12-10 }", "done-through = 2026-12-11"),
        (
            "{ on = 2026-12-03, to = 2026-12-30 }",
            "done = 2026-11-20 # duban: allow done-ends-series",
        ),
    ] {
        let loaded = load_text(&standing(extension, further));
        assert_eq!(loaded.findings.len(), 0, "{}", shown(&loaded));
    }
}

#[test]
fn a_hundred_thousand_doubts_are_not_a_hundred_thousand_lines() {
    let doubtful = |at| {
        format!(
            "[[task]]\nid = 'A-{at:04}'\ntitle = 'x'\npolicy = 'p'\nunit = 'city'\ndue = 2026-11-28\n"
        )
    };
    let text: String = (0..3000).map(doubtful).collect();
    let loaded = load_text(&text);
    assert_eq!(loaded.findings.len(), 21);
    assert!(shown(&loaded).contains("2,980 more of `due-on-day-off`"), "{}", shown(&loaded));
    assert!(shown(&loaded).contains("allow = [\"due-on-day-off\"]"), "{}", shown(&loaded));
}

#[test]
fn passwords_stay_out_of_files_and_out_of_findings() {
    let text = super::AROUND.replace(
        "[calendars.default]",
        "[mail.smtp]\nhost = 'mail.example.org'\nusername = 'duban'\npassword = 'hunter2'\n[calendars.default]",
    );
    let loaded = load(&[("/d/duban.toml", text.as_bytes())]);
    assert_eq!(loaded.findings[0].code, "inline-password");
    assert!(shown(&loaded).contains("{ credential = \"smtp-password\" }"), "{}", shown(&loaded));
    let text = text.replace("password = 'hunter2'\n", "");
    assert_eq!(load(&[("/d/duban.toml", text.as_bytes())]).findings[0].code, "missing-password");
}

#[test]
fn where_http_listens() {
    let load_root = |listen: &str| {
        let root = format!("{}[http]\n{listen}\n", super::AROUND);
        let loaded = load(&[("/d/duban.toml", root.as_bytes())]);
        let printed = shown(&loaded);
        let codes: Vec<&str> = loaded.findings.iter().map(|finding| finding.code).collect();
        let places: Vec<_> = loaded.findings.iter().map(|one| place(one, &loaded)).collect();
        let line = super::AROUND.lines().count() + 2;
        assert!(places.iter().all(|(at, _)| *at == line || *at == line - 1), "{printed}");
        let http = loaded.config.and_then(|config| config.http).map(|http| http.to_string());
        (codes.join(" "), http, printed)
    };
    for well in ["127.0.0.1:9470", "[::1]:9470", "127.0.0.2:80", "unix:/run/duban/http.sock"] {
        let (codes, http, printed) = load_root(&format!("listen = '{well}'"));
        assert_eq!((codes.as_str(), http.as_deref()), ("", Some(well)), "{printed}");
    }
    for open in ["0.0.0.0:9470", "[::]:9470", "192.0.2.7:9470", "[::ffff:192.0.2.7]:9470"] {
        let (codes, http, printed) = load_root(&format!("listen = '{open}'"));
        assert_eq!((codes.as_str(), http.as_deref()), ("http-open", Some(open)), "{printed}");
        assert!(printed.contains("no password and speaks no TLS"), "{printed}");
    }
    for (wrong, meant) in [
        ("9470", "\"127.0.0.1:9470\""),
        (":9470", "\"127.0.0.1:9470\""),
        ("localhost:9471", "\"127.0.0.1:9471\""),
        ("http://127.0.0.1:9471/", "\"127.0.0.1:9471\""),
        ("::1", "\"[::1]:9470\""),
        ("/run/duban/http.sock", "\"unix:/run/duban/http.sock\""),
        ("unix:http.sock", "an absolute path"),
        ("127.0.0.1:0", "\"127.0.0.1:9470\""),
        ("127.0.0.1:99999", "\"127.0.0.1:9470\""),
        ("example.org:9470", "\"127.0.0.1:9470\""),
    ] {
        let (codes, _, printed) = load_root(&format!("listen = '{wrong}'"));
        assert_eq!(codes, "bad-listen", "{printed}");
        assert!(printed.contains(meant), "`{meant}` is missing in:\n{printed}");
    }
    let long = format!("listen = 'unix:/{}'", "a".repeat(107));
    assert_eq!(load_root(&long).0, "bad-listen");
    assert_eq!(load_root("listen = 9470").0, "wrong-type");
    assert_eq!(load_root("").0, "missing-key");
    let (codes, _, printed) = load_root("lisen = '127.0.0.1:9470'");
    assert_eq!(codes, "unknown-key");
    assert!(printed.contains("did you mean `listen`?"), "{printed}");
    let elsewhere = "[http]\nlisten = '127.0.0.1:9470'";
    only(elsewhere, "only-in-root", (1, 2), &["`http` may stand only in the root file"]);
}

#[test]
fn t0_deadlines_by_rule_and_holds_that_stop_the_clock() {
    let missing = "[[task]]\nid = 'A'\ntitle = 'x'\n";
    only(missing, "missing-key", (2, 6), &["no deadline", "no rule gives one", "due = 2026-11-30"]);
    found(
        "[[rules]]\nwhen = {}\ndue = 'opened+5d'\n[[task]]\nid = 'A'\ntitle = 'x'",
        "only-in-root",
        (1, 3),
        &[],
    );
    let hold = |hold: &str| task(&format!("due = 2026-11-30\nhold = {{ {hold} }}"));
    let table = [
        ("from = 2026-11-05, until = 2026-11-05", "hold-reversed", "lies after `from`"),
        ("until = 2026-11-05, stops-clock = true", "hold-without-from", "add `from"),
    ];
    for (text, code, word) in table {
        only(&hold(text), code, (5, 8), &[word]);
    }
    let stops = "hold = { from = 2026-11-03, until = 2026-11-05, stops-clock = true }";
    let standing = task(&format!("due = 2026-11-30\nevery = '1mo'\n{stops}"));
    only(&standing, "hold-of-standing", (6, 8), &["stops-clock"]);
    let undated = task(&format!("due = 2026-11-30\nextended = [{{ to = 2026-12-30 }}]\n{stops}"));
    only(&undated, "extension-without-on", (6, 8), &["on = …"]);
    let returned = task(
        "due = 2026-11-30\nowner = 'zhang'\ndone = 2026-11-10\nreturned = [{ on = 2026-11-12 }]",
    );
    only(&returned, "done-before-returned", (6, 8), &["take `done` out"]);
    // T13: what every policy has is asked of tasks that were sent back, and of no others.
    let nobody = task("due = 2026-11-30\nreturned = [{ on = 2026-11-12 }]");
    only(&nobody, "unfilled-role", (2, 6), &["the stage `returned`"]);
}

#[test]
fn t12_t13_t14_t15_stages() {
    let stage =
        |stage: &str| format!("[policies.q]\nstages = [{{ name = 's', to = ['owner'], {stage} }}]");
    only(&stage("at = '0%'"), "bad-percentage", (2, 46), &["from 1 to 100"]);
    only(&stage("at = '+50%'"), "bad-percentage", (2, 46), &["without a sign"]);
    only(&stage("at = '50%', from = 'opened'"), "percent-from", (2, 46), &["`opened`"]);
    only(&stage("at = '+1d', repeat = ['1d', '1wd']"), "bad-rhythm", (2, 62), &["wd alone"]);
    only(&stage("at = '+1d', repeat = []"), "bad-rhythm", (2, 62), &["no length"]);
    only(&stage("at = '+1d', repeat = ['1h']"), "repeat-kind", (2, 62), &["cannot repeat"]);
    let silent = "at = '+1d', from = 'progress', unless = 'progress'";
    only(&stage(silent), "unless-progress", (2, 81), &["arms the stage anew"]);
    let taken = "[policies.q]\nstages = [{ name = 'returned', at = '+1d', to = ['owner'] }]";
    only(taken, "reserved-stage", (2, 20), &["every policy has"]);
}

#[test]
fn zones_named_by_an_offset() {
    let zone = |zone: &str| format!("[calendars.c]\ntimezone = '{zone}'");
    for (named, words) in [
        ("Etc/GMT+8", &["8 h behind UTC", "\"Asia/Shanghai\" for UTC+8"][..]),
        ("etc/gmt+8", &["8 h behind UTC", "Asia/Shanghai"]),
        ("Etc/GMT+9", &["9 h behind UTC", "Asia/Tokyo"]),
        (
            "Etc/GMT-5",
            &["5 h ahead of UTC", "\"America/Panama\" for UTC-5", "\"Asia/Karachi\" for UTC+5"],
        ),
        ("Etc/GMT-8", &["8 h ahead of UTC", "\"Asia/Shanghai\" for UTC+8"]),
    ] {
        only(&zone(named), "reversed-zone", (2, 12), words);
        assert!(load_text(&zone(named)).config.is_some(), "{named} is a zone");
    }
    for (named, place) in [
        ("UTC+9", "Asia/Tokyo"),
        ("GMT+8", "Asia/Shanghai"),
        ("utc+08:00", "Asia/Shanghai"),
        ("+0800", "Asia/Shanghai"),
        ("UTC＋8", "Asia/Shanghai"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("GMT-5", "America/Panama"),
        ("北京时间", "Asia/Shanghai"),
    ] {
        found(&zone(named), "unknown-zone", (2, 12), &[&format!("did you mean `{place}`?")]);
    }
    for well in ["Etc/GMT", "Etc/UTC", "Etc/GMT+0", "Asia/Shanghai", "PRC"] {
        assert!(load_text(&zone(well)).findings.is_empty(), "{well}");
    }
}

#[test]
fn t4_exact_time_counted_from_a_day_is_told_once_a_stage() {
    let stage = |at: &str| {
        format!("[policies.q]\nstages = [{{ name = 's', to = ['group:board'], {at} }}]\n")
    };
    let of = |id: &str, lines: &str| {
        format!(
            "[[task]]\nid = '{id}'\ntitle = 'x'\npolicy = 'q'\nopened = 2026-11-01\ndue = {lines}\n"
        )
    };
    let days: String = (1..=3).map(|at| of(&format!("A-{at}"), "2026-11-30")).collect();
    for (at, meant) in [("-24h", "-1d"), ("+48h", "+2d"), ("-72h", "-3d"), ("0h", "\"0d\"")] {
        let text = format!("{}{days}", stage(&format!("at = '{at}'")));
        let words =
            ["`A-1` has a day without a time, as of 2 more", "00:00, on days off too", meant];
        only(&text, "exact-on-date", (2, 52), &words);
        let loaded = load_text(&text);
        let new = loaded.findings[0].replacement.as_ref().expect("what to write instead");
        let mended = text.replace(&format!("'{at}'"), &new.text);
        assert!(load_text(&mended).findings.is_empty(), "{mended}\n{}", shown(&load_text(&mended)));
    }
    for (at, words) in [
        ("at = '+2h'", "leaves at 02:00"),
        ("at = '-90min'", "leaves at 22:30"),
        ("at = '-24h', repeat = '24h'", "its `repeat` too"),
        ("at = '+4h', from = 'opened'", "leaves at 04:00"),
    ] {
        only(&format!("{}{days}", stage(at)), "exact-on-date", (2, 52), &[words]);
    }
    // The milestone's deadline has no time; the task's has.
    let milestone = of(
        "A-1",
        "2026-11-30T18:00:00\nmilestones = [{ id = 'm', title = 'y', due = 2026-11-25 }]",
    );
    let text = format!("{}{milestone}", stage("at = '-24h'"));
    only(&text, "exact-on-date", (2, 52), &["`A-1/m` has a day without a time: its letter"]);
    // By its extension it has a time; it is done; within the hours; working hours; days.
    let extended = "2026-11-30\nextended = [{ on = 2026-11-20, to = 2026-12-01T18:00:00 }]";
    for (at, lines) in [
        ("at = '-24h'", "2026-11-30T18:00:00"),
        ("at = '-24h'", extended),
        ("at = '-24h'", "2026-11-30\ndone = 2026-11-20"),
        ("at = '-8h'", "2026-11-30"),
        ("at = '0h', from = 'opened'", "2026-11-30"),
        ("at = '-4wh'", "2026-11-30"),
        ("at = '-1d'", "2026-11-30"),
    ] {
        let loaded = load_text(&format!("{}{}", stage(at), of("A-1", lines)));
        assert!(loaded.findings.is_empty(), "{at} {lines}: {}", shown(&loaded));
    }
}

#[test]
fn ids_that_look_alike_are_told_with_both_places() {
    let of = |id: &str| format!("[[task]]\nid = '{id}'\ntitle = 'x'\ndue = 2026-11-30\n");
    for other in [
        "a-1",
        "Ａ-1",
        "A‐1",
        "A–1",
        "A－1",
        "A-１",
        "A-1 ",
        "A\u{a0}-1",
        "A\u{200b}-1",
        "A-1\u{fe0f}",
    ] {
        let text = format!("{}{}", of("A-1"), of(other));
        only(&text, "alike-ids", (6, 6), &["the task `", "looks like the task `A-1`", "warning"]);
    }
    // Composed or not, one is as good as the other.
    let composed = format!("{}{}", of("é"), of("e\u{301}"));
    only(&composed, "alike-ids", (6, 6), &["`e\\u{301}`", "`é`"]);
    for (one, other) in [("A-1", "A-2"), ("A-1", "B-1"), ("A1", "A-1"), ("甲", "乙")] {
        let loaded = load_text(&format!("{}{}", of(one), of(other)));
        assert!(loaded.findings.is_empty(), "{one} {other}: {}", shown(&loaded));
    }
}

/// The first letter of the first id is Latin; that of the other is not.
#[test]
fn letters_of_other_scripts_that_look_like_latin_ones_are_spelled_out() {
    let of = |id: &str| format!("[[task]]\nid = '{id}'\ntitle = 'x'\ndue = 2026-11-30\n");
    for (one, other, spelled) in [
        ("A-1", "А-1", "\\u{410}-1"),
        ("A-1", "а-1", "\\u{430}-1"),
        ("a-1", "Α-1", "\\u{391}-1"),
        ("o-1", "ο-1", "\\u{3bf}-1"),
        ("PC-1", "РС-1", "\\u{420}\\u{421}-1"),
        ("整改-H1", "整改-Н1", "整改-\\u{41d}1"),
        ("ë", "ё", "\\u{451}"),
    ] {
        let text = format!("{}{}", of(one), of(other));
        let wanted = format!("the task `{spelled}` looks like the task `{one}`");
        only(&text, "alike-ids", (6, 6), &[&wanted, "warning"]);
    }
    let person = |id: &str| format!("{id:?} = {{ name = '{id}', email = 'x@example.org' }}\n");
    for (text, at, noun) in [
        (format!("[people]\n{}{}", person("li"), person("lі")), (3, 1), "person or group"),
        ("[units.a]\nname = 'x'\n[units.'а']\nname = 'y'\n".to_owned(), (3, 8), "unit"),
        ("[policies.p]\nstages = []\n[policies.'р']\nstages = []\n".to_owned(), (3, 11), "policy"),
    ] {
        found(&text, "alike-ids", at, &[&format!("the {noun} `"), "\\u{4", "looks like"]);
    }
    // Who is meant by an id that nobody has can be seen.
    let owner = format!("[people]\n{}{}owner = 'lі'\n", person("li"), of("A-1"));
    let words = ["there is no person or group `l\\u{456}`", "did you mean `li`?"];
    found(&owner, "unknown-reference", (7, 9), &words);
    // Ids of one script are as they are.
    for (one, other) in [("дом", "том"), ("ν-1", "n-1"), ("в-1", "6-1")] {
        let loaded = load_text(&format!("{}{}", of(one), of(other)));
        assert!(loaded.findings.is_empty(), "{one} {other}: {}", shown(&loaded));
    }
    only(&format!("{}{}", of("дом"), of("Дом")), "alike-ids", (6, 6), &["`Дом`", "`дом`"]);
}

#[test]
fn so_are_ids_of_all_other_kinds() {
    let person = |id: &str| format!("{id:?} = {{ name = 'x', email = 'x@example.org' }}\n");
    let [li, other] = ["li", "Li"].map(person);
    for (text, at, noun) in [
        (format!("[people]\n{li}{other}"), (3, 1), "person or group"),
        (format!("[people]\n{li}[groups.LI]\nmembers = ['li']\n"), (3, 9), "person or group"),
        ("[units.a]\nname = 'x'\n[units.A]\nname = 'y'\n".to_owned(), (3, 8), "unit"),
        (
            "[policies.p]\nstages = [{ name = 's', at = '0d', to = ['x@example.org'] }, \
             { name = 'S', at = '+1d', to = ['x@example.org'] }]\n"
                .to_owned(),
            (2, 71),
            "stage",
        ),
        (
            task(
                "due = 2026-11-30\nmilestones = [{ id = 'm', title = 'x', due = 2026-11-20 }, \
                  { id = 'M', title = 'x', due = 2026-11-20 }]",
            ),
            (5, 67),
            "milestone",
        ),
    ] {
        found(&text, "alike-ids", at, &[&format!("the {noun} `"), "looks like"]);
    }
}

#[test]
fn letters() {
    let check = |table: &str, code: &str, word: &str| {
        let loaded = load(&[("/d/duban.toml", format!("{AROUND}{table}").as_bytes())]);
        let printed = shown(&loaded);
        let codes: Vec<&str> = loaded.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, if code.is_empty() { vec![] } else { vec![code] }, "{printed}");
        assert!(printed.contains(word), "`{word}` is missing in:\n{printed}");
    };
    let number = |pattern: &str, code: &str, word: &str| {
        check(&format!("[letters.supervision]\nnumber = \"{pattern}\"\n"), code, word);
    };
    number("督办〔{year}〕{n:03}号", "", "");
    number("督办〔{year}〕号", "bad-number", "without {n} all letters bear one number");
    number("{year}-{n}-{n}", "bad-number", "{n} may stand in it once");
    number("{year}-{m}{n}", "bad-number", "{m} is not known");
    number("{year}-{n:3}", "bad-number", "{n:3} is not known");
    number("{year}-{n", "bad-number", "a brace has no other half");
    number("No. {n}", "number-without-year", "next year the same numbers come again");
    check(
        "[letters.'督办函']\nnumber = \"{year}{n}\"\n",
        "unknown-letter",
        "did you mean `supervision`?",
    );
    check(
        "[letters.supervision]\nnumbr = \"{year}{n}\"\n",
        "unknown-key",
        "did you mean `number`?",
    );
    only("[letters.supervision]\nnumber = \"{year}{n}\"\n", "only-in-root", (1, 2), &["`letters`"]);
}

#[test]
fn t7_a_stage_that_never_fires() {
    let stages = |stages: &str| format!("[policies.q]\nstages = [\n{stages}\n]\n");
    let stage =
        |name: &str, rest: &str| format!("  {{ name = '{name}', to = ['owner'], {rest} }},\n");
    let two = |one: &str, other: &str| stages(&(stage("one", one) + &stage("other", other)));
    // Whatever the task.
    for (one, other) in [
        ("at = '-7d'", "at = '-1w'"),
        ("at = '+60min'", "at = '+1h'"),
        ("at = '+1d', repeat = '1d'", "at = '+1d'"),
        ("from = 'opened', at = '0d'", "from = 'opened', at = '0w'"),
        ("at = '50%'", "at = '50%'"),
        ("at = '+1d', release = 'ask'", "at = '+1d', release = 'ask'"),
    ] {
        only(&two(one, other), "never-fires", (3, 3), &["`one`", "`other`", "any task"]);
    }
    for (one, other) in [
        ("at = '-7d'", "at = '-6d'"),
        ("at = '-7d'", "at = '-7wd'"),
        ("at = '+1d'", "from = 'opened', at = '+1d'"),
        ("at = '+1d'", "at = '+1d', release = 'ask'"),
        ("at = '+24h'", "at = '+1d'"),
    ] {
        let loaded = load_text(&two(one, other));
        assert!(!shown(&loaded).contains("never-fires"), "{one} {other}: {}", shown(&loaded));
    }
    // On the tasks there are: within a month of which the deadline is the fourteenth day.
    let task = |id: &str, opened: &str, due: &str| {
        format!(
            "[[task]]\nid = '{id}'\ntitle = 'x'\nowner = 'zhang'\npolicy = 'q'\nopened = {opened}\ndue = {due}\n"
        )
    };
    let policy = two("at = '-4d'", "from = 'opened', at = '+10d'");
    let fortnight = task("A", "2026-11-02", "2026-11-16") + &task("B", "2026-11-09", "2026-11-23");
    found(&(policy.clone() + &fortnight), "never-fires", (3, 3), &["its 2 tasks and milestones"]);
    let month = task("C", "2026-11-02", "2026-12-02");
    let loaded = load_text(&(policy + &fortnight + &month));
    assert!(!shown(&loaded).contains("never-fires"), "{}", shown(&loaded));
}
