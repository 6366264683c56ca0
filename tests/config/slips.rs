//! The slips that people really make: one cause is one finding, first and at its place; and what is said to write
//! instead passes.

use duban::config::{Level, Loaded};
use duban::model::Language;

use super::{load_text, place, shown};

/// A whole task, with these further lines.
fn task(lines: &str) -> String {
    format!("[[task]]\nid = 'A'\ntitle = 'x'\nunit = 'city'\ndue = 2026-11-30\n{lines}\n")
}

/// The same without a deadline.
fn undated(lines: &str) -> String {
    task(lines).replace("due = 2026-11-30\n", "")
}

/// The text with what is to be written instead.
fn applied(text: &str, loaded: &Loaded) -> Option<String> {
    let new = loaded.findings.first()?.replacement.as_ref()?;
    let mut text = text.to_owned();
    text.replace_range(new.site.place.range(), &new.text);
    Some(text)
}

/// One finding, at this place, with these words; mended, the text has none.
#[track_caller]
fn one(text: &str, code: &str, at: (usize, usize), line: &str) {
    let loaded = load_text(text);
    let printed = shown(&loaded);
    let [finding] = &loaded.findings[..] else { panic!("not one finding:\n{text}\n{printed}") };
    assert_eq!((finding.code, place(finding, &loaded)), (code, at), "{text}\n{printed}");
    let mended = applied(text, &loaded).unwrap_or_else(|| panic!("no remedy: {printed}"));
    assert!(mended.contains(line), "`{line}` is missing in:\n{mended}\n{printed}");
    let again = load_text(&mended);
    assert_eq!(again.findings.len(), 0, "{mended}\n{}", shown(&again));
}

/// One finding without a text that could stand there; what to do is said.
#[track_caller]
fn told(text: &str, code: &str, at: (usize, usize), words: &str) {
    let loaded = load_text(text);
    let printed = shown(&loaded);
    let [finding] = &loaded.findings[..] else { panic!("not one finding:\n{text}\n{printed}") };
    assert_eq!((finding.code, place(finding, &loaded)), (code, at), "{text}\n{printed}");
    assert!(printed.contains(words), "`{words}` is missing in:\n{printed}");
}

/// Findings with these codes, each with a remedy; with all of them the text has none.
#[track_caller]
fn all(text: &str, codes: &[&str]) {
    let loaded = load_text(text);
    let found: Vec<_> = loaded.findings.iter().map(|one| one.code).collect();
    assert_eq!(found, codes, "{text}\n{}", shown(&loaded));
    let mut mended = text.to_owned();
    for finding in loaded.findings.iter().rev() {
        let new = finding.replacement.as_ref().expect("a remedy");
        mended.replace_range(new.site.place.range(), &new.text);
    }
    let again = load_text(&mended);
    assert_eq!(again.findings.len(), 0, "{mended}\n{}", shown(&again));
}

/// Findings with this code, none of which says what to write instead.
#[track_caller]
fn no_remedy(loaded: &Loaded, code: &str, count: usize) {
    let printed = shown(loaded);
    let found: Vec<_> = loaded.findings.iter().map(|one| one.code).collect();
    assert_eq!(found, vec![code; count], "{printed}");
    assert!(loaded.findings.iter().all(|one| one.replacement.is_none()), "{printed}");
}

/// Issue 16: one bracket that is missing within others is one finding.
#[test]
fn a_bracket_that_another_closes() {
    let stages = |one: &str| format!("[policies.q]\nstages = [{one}]\n{}", task(""));
    for (typed, at, line) in [
        ("{ name = 's', at = '-7d', to = ['owner' }", (2, 42), "to = ['owner'] }]"),
        ("{ name = 's', at = '-7d', to = ['owner'] ", (2, 11), "to = ['owner'] }]"),
        ("{ name = 's', at = '-7d', to = ['owner', }", (2, 42), "to = ['owner'], }]"),
    ] {
        let text = stages(typed);
        let loaded = load_text(&text);
        let printed = shown(&loaded);
        let [finding] = &loaded.findings[..] else { panic!("not one finding:\n{text}\n{printed}") };
        assert_eq!((finding.code, place(finding, &loaded)), ("unclosed-bracket", at), "{printed}");
        let mended = applied(&text, &loaded).expect("a remedy");
        assert_eq!(load_text(&mended).findings.len(), 0, "{line}\n{mended}");
    }
}

/// Issue 16: a text that goes over two lines.
#[test]
fn quotes_that_do_not_go_together() {
    let titled = |title: &str| task("").replace("title = 'x'", &format!("title = {title}"));
    one(&titled("\"出台\n办法\""), "unclosed-quote", (3, 9), "title = \"出台办法\"");
    one(&task("detail = \"one\ntwo\""), "unclosed-quote", (6, 10), "detail = \"\"\"one\ntwo\"\"\"");
}

#[test]
fn brackets_and_headers() {
    let steps = "milestones = [\n  { id = 'm', title = 'y', due = 2026-11-02 },\n";
    one(
        &format!("{}{}", task(steps), task("").replace("'A'", "'B'")),
        "unclosed-bracket",
        (6, 14),
        "]\n",
    );
    one(&task(steps), "unclosed-bracket", (6, 14), "]");
    one(&task(&format!("{steps}severity = 'low'")), "unclosed-bracket", (6, 14), "]\nseverity");
    let other = "id = 'B'\ntitle = 'y'\nunit = 'city'\ndue = 2026-11-27\nowner = 'zhang'\n";
    one(
        &format!("{}{other}", task("owner = 'wang'")),
        "missing-header",
        (7, 1),
        "[[task]]\nid = 'B'",
    );
    one(&task("").replace("[[task]]", "[task]"), "wrong-header", (1, 1), "[[task]]");
    one(&task("").replace("[[task]]", "[[task]"), "wrong-header", (1, 1), "[[task]]");
    one(&task("").replace("[[task]]", "【【task】】"), "wrong-header", (1, 1), "[[task]]");
    one(&task("").replace("[[task]]", "[[任务]]"), "bare-key", (1, 1), "[[task]]");
    let person = "name = '李四'\nemail = 'li@example.org'\n";
    one(&format!("[[people.li]]\n{person}"), "wrong-header", (1, 1), "[people.li]");
    one(&format!("[people.李四]\n{person}"), "bare-key", (1, 1), "[people.\"李四\"]");
    one("[units.甲县]\nname = '甲县'\n", "bare-key", (1, 1), "[units.\"甲县\"]");
    told(
        &format!("[people.li]\n{person}name = '孙七'\nemail = 'sun@example.org'\n"),
        "missing-header",
        (4, 1),
        "a header with an id of its own",
    );
    told(
        &format!("[people.li]\n{person}[people.li]\n{person}"),
        "defined-twice",
        (4, 1),
        "stands twice",
    );
    told(&task("due = 2026-12-30"), "duplicate-key", (6, 1), "keep one of them");
}

#[test]
fn a_header_misspelt_defines_what_stands_below_it() {
    let unit = "[unit.jiaxian]\nname = '甲县'\nhead = 'wang'\n";
    let other = "[units.jiaxian2]\nname = '乙县'\n";
    let text = format!("{other}{unit}{}", task("").replace("'city'", "'jiaxian'"));
    one(&text, "unknown-key", (3, 2), "[units.jiaxian]");
}

#[test]
fn signs_between_and_around_values() {
    one(&task("owner = 'zhang',"), "trailing-sign", (6, 16), "owner = 'zhang'\n");
    one(&task("owner = 'zhang';"), "trailing-sign", (6, 16), "owner = 'zhang'\n");
    one(&task("with = ['zhang' 'wang']"), "missing-comma", (6, 17), "['zhang', 'wang']");
    let steps = "milestones = [\n{ id = 'm', title = 'y', due = 2026-11-02 }\n{ id = 'n', title = 'z', due = 2026-11-03 }\n]";
    one(&task(steps), "missing-comma", (8, 1), "2026-11-02 },\n");
    one(
        &task("detail = \"落实\"三重一大\"制度\""),
        "quotes-in-text",
        (6, 10),
        "'落实\"三重一大\"制度'",
    );
    one(&task("detail = \"落实"), "unclosed-quote", (6, 10), "detail = \"落实\"");
    one(&task("detail = \"落实”"), "full-width", (6, 1), "detail = \"落实\"");
    one(&task("detail = 落实三重一大制度"), "unquoted-text", (6, 10), "\"落实三重一大制度\"");
    one(&task("severity ＝ “high”"), "full-width", (6, 1), "severity = \"high\"");
    one(&undated("due：2026-11-30"), "full-width", (5, 1), "due = 2026-11-30");
    one(&undated("due: 2026-11-30"), "no-equals", (5, 1), "due = 2026-11-30");
    one(&undated("due == 2026-11-30"), "no-equals", (5, 1), "due = 2026-11-30");
    one(&undated("due 2026-11-30"), "no-equals", (5, 1), "due = 2026-11-30");
    one(&task("// 以下为二期"), "comment-sign", (6, 1), "# 以下为二期");
    one(&task("以下为二期"), "no-pair", (6, 1), "# 以下为二期");
    told(&task("owner = "), "missing-value", (6, 1), "delete the line");
    // What stands before the slip in its task follows from it and is left out.
    let policy = "[policies.q]\nstages = [{ name = 's', at = '-7d', to = ['supervisor'] }]\n";
    one(
        &format!("{policy}{}", task("policy = 'q'\nsupervisor ＝ 'zhang'")),
        "full-width",
        (9, 1),
        "supervisor = 'zhang'",
    );
}

#[test]
fn words_that_duban_itself_shows() {
    one(&task("责任人 = 'zhang'"), "unknown-key", (6, 1), "owner = 'zhang'");
    one(&task("\"责任人\" = 'zhang'"), "unknown-key", (6, 1), "owner = 'zhang'");
    one(&task("整改措施 = '建章立制'"), "bare-key", (6, 1), "fields.\"整改措施\" = '建章立制'");
    one(
        &task("\"整改措施\" = '建章立制'"),
        "unknown-key",
        (6, 1),
        "fields.\"整改措施\" = '建章立制'",
    );
    one(&task("severity = \"重要\""), "unknown-value", (6, 12), "severity = \"high\"");
    let stage = |stage: &str| {
        format!("[policies.q]\nstages = [{{ name = 's', to = ['owner'], {stage} }}]\n")
    };
    one(&stage("at = '-7天'"), "bad-offset", (2, 46), "\"-7d\"");
    one(&stage("at = '提前7天'"), "bad-offset", (2, 46), "\"-7d\"");
    one(
        &stage("at = '+5wd', letter = '督办函'"),
        "unknown-value",
        (2, 63),
        "letter = \"supervision\"",
    );
    one(&stage("at = '+5wd', repeat = '每周'"), "bad-offset", (2, 63), "repeat = \"1w\"");
    let calendar = |line: &str| format!("[calendars.c]\ntimezone = 'Asia/Shanghai'\n{line}\n");
    one(&calendar("send-on = '工作日'"), "unknown-value", (3, 11), "send-on = \"workdays\"");
    one(
        &calendar("workdays = '工作日'"),
        "wrong-type",
        (3, 12),
        "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]",
    );
    one(&calendar("workdays = ['周一', 'tue']"), "unknown-value", (3, 13), "\"mon\", 'tue'");
    one(&calendar("holidays = ['中国']"), "unknown-holidays", (3, 13), "holidays = [\"CN\"]");
    one(
        &stage("at = '+5wd'").replace("['owner']", "['责任人']"),
        "unknown-role",
        (2, 31),
        "[\"owner\"]",
    );
}

#[test]
fn states_are_dates() {
    // The day on which `check` is run in these tests.
    let today = "2026-11-23";
    one(
        &task("owner = 'zhang'\nstatus = '已完成'"),
        "state-written",
        (7, 1),
        &format!("done = {today}"),
    );
    one(
        &task("状态 = '已销号'\ndone = 2026-11-20"),
        "state-written",
        (6, 1),
        &format!("verified = {today}"),
    );
    one(&task("status = '整改中'"), "state-written", (6, 1), "due = 2026-11-30\n\n");
    one(&task("done = true"), "wrong-type", (6, 8), &format!("done = {today}"));
    one(&task("done = '已完成'"), "wrong-type", (6, 8), &format!("done = {today}"));
    one(&task("done = false"), "wrong-type", (6, 8), "due = 2026-11-30\n\n");
}

#[test]
fn one_or_several() {
    one(
        &task("owner = ['zhang', 'wang']"),
        "wrong-type",
        (6, 9),
        "owner = \"zhang\"\nwith = [\"wang\"]",
    );
    one(
        &task("owner = 'zhang、wang'"),
        "unknown-reference",
        (6, 9),
        "owner = \"zhang\"\nwith = [\"wang\"]",
    );
    one(
        &task("owner = '张三、王五'"),
        "unknown-reference",
        (6, 9),
        "owner = \"zhang\"\nwith = [\"wang\"]",
    );
    one(&task("with = 'zhang、wang'"), "wrong-type", (6, 8), "with = [\"zhang\", \"wang\"]");
    one(&task("extended = 2026-12-31"), "wrong-type", (6, 12), "extended = [{ to = 2026-12-31 }]");
    one(
        &task("extended = [2026-12-31]"),
        "wrong-type",
        (6, 13),
        "extended = [{ to = 2026-12-31 }]",
    );
    one(&task("hold = 2026-12-15"), "wrong-type", (6, 8), "hold = { until = 2026-12-15 }");
    one(&task("progress = '方案已报审'"), "wrong-type", (6, 12), "text = \"方案已报审\" }]");
    let person = "[people.li]\nname = '李四'\nemail = 'li@example.org'\n";
    let away = "away = { from = 2026-12-01, until = 2026-12-10 }";
    one(
        &format!("{person}{away}\n"),
        "wrong-type",
        (4, 8),
        "away = [{ from = 2026-12-01, until = 2026-12-10 }]",
    );
    one(&task("batch = 2026"), "wrong-type", (6, 9), "batch = \"2026\"");
}

#[test]
fn dates_and_rhythms_in_other_forms() {
    for typed in ["2026—11—30", "2026.11.30", "2026年11月30日前", "2026/11/30"] {
        one(&undated(&format!("due = {typed}")), "bad-date", (5, 7), "due = 2026-11-30");
    }
    for typed in ["46356", "20261130", "'2026年11月底'", "'2026年11月30日'"] {
        one(&undated(&format!("due = {typed}")), "wrong-type", (5, 7), "due = 2026-11-30");
    }
    let opened = "opened = 2026-11-02\n";
    one(
        &undated(&format!("{opened}due = '交办+30天'")),
        "wrong-type",
        (6, 7),
        "due = \"opened+30d\"",
    );
    one(
        &undated(&format!("{opened}due = 'opened + 30 days'")),
        "bad-offset",
        (6, 7),
        "due = \"opened+30d\"",
    );
    told(&undated("due = '长期坚持'"), "wrong-type", (5, 7), "every = \"1mo\"");
    for (typed, meant) in [("每月", "1mo"), ("+5wd", "5wd"), ("每季度", "3mo"), ("monthly", "1mo")]
    {
        one(
            &task(&format!("every = '{typed}'")),
            "bad-offset",
            (6, 9),
            &format!("every = \"{meant}\""),
        );
    }
}

#[test]
fn what_stands_below_the_last_task_and_belongs_above() {
    told(&task("language = 'zh-CN'"), "unknown-key", (6, 1), "belongs above");
    told(
        &task("li = { name = '李四', email = 'li@example.org' }"),
        "unknown-key",
        (6, 1),
        "[people.li]",
    );
}

#[test]
fn braces_that_are_not_closed() {
    let first = "milestones = [\n  { id = 'm', title = 'y', due = 2026-11-02";
    let second = "  { id = 'n', title = 'z', due = 2026-11-03 },\n]";
    one(&task(&format!("{first},\n{second}")), "unclosed-bracket", (7, 3), "2026-11-02 },\n");
    one(&task(&format!("{first}\n{second}")), "unclosed-bracket", (7, 3), "2026-11-02 },\n");
    one(&task(&format!("{first}\n]")), "unclosed-bracket", (7, 3), "2026-11-02 }\n]");
    // On one line.
    let progress = "progress = [{ on = 2026-11-02, text = 'x'";
    one(&task(&format!("{progress} ]")), "unclosed-bracket", (6, 13), "text = 'x' } ]");
    one(&task(&format!("{progress}, ]")), "unclosed-bracket", (6, 13), "text = 'x' }, ]");
    one(&task("with = ['zhang']]"), "trailing-sign", (6, 17), "['zhang']\n");
    one(&task("hold = { until = 2026-12-15 }}"), "trailing-sign", (6, 30), "2026-12-15 }\n");
}

#[test]
fn signs_within_lists_and_tables() {
    one(
        &task("hold = { until = 2026-12-15 reason = 'x' }"),
        "missing-comma",
        (6, 28),
        "2026-12-15, reason",
    );
    one(
        &task("hold = { reason = 'x' until = 2026-12-15 }"),
        "missing-comma",
        (6, 23),
        "'x', until",
    );
    let wide = task("hold = { until = 2026-12-15，reason = 'x' }");
    one(&wide, "full-width", (6, 1), "2026-12-15,reason");
    for sign in ["、", "，"] {
        let text = task(&format!("with = ['zhang'{sign}'wang']"));
        let loaded = load_text(&text);
        assert_eq!(loaded.findings.len(), 1, "{}", shown(&loaded));
        let mended = applied(&text, &loaded).expect("a remedy");
        assert_eq!(load_text(&mended).findings.len(), 0, "{mended}");
    }
    one(
        &task("evidence = [\"会议\"纪要\"一\", \"b\"]"),
        "quotes-in-text",
        (6, 13),
        "['会议\"纪要\"一', \"b\"]",
    );
    one(&task("detail = 落实\""), "unquoted-text", (6, 10), "detail = \"落实\"");
    one(
        &task("detail = \"第一行\n第二行\""),
        "unclosed-quote",
        (6, 10),
        "\"\"\"第一行\n第二行\"\"\"",
    );
}

#[test]
fn words_behind_a_header_and_other_words_in_it() {
    let headed = |header: &str| task("").replace("[[task]]", header);
    one(&headed("[[task]] 第一项"), "wrong-header", (1, 1), "[[task]] # 第一项\n");
    one(&headed("[tasks]"), "wrong-header", (1, 1), "[[task]]\n");
    one(&headed("[任务]"), "wrong-header", (1, 1), "[[task]]\n");
}

#[test]
fn a_header_that_belongs_below_a_table_is_one_slip() {
    let person = "name = '李四'\nemail = 'li@example.org'\n";
    let with_task = |text: &str| format!("{text}{}", task("").replace("'city'", "'甲县'"));
    let unit = "name = '甲县'\nhead = 'wang'\n";
    let quoted = "[units.\"甲县\"]\n";
    one(&with_task(&format!("[units]\n[甲县]\n{unit}")), "wrong-header", (2, 1), quoted);
    one(
        &with_task(&format!("[甲县] # 单位\n{unit}")),
        "wrong-header",
        (1, 1),
        "[units.\"甲县\"] # 单位\n",
    );
    one(&with_task(&format!("[\"甲县\"]\n{unit}")), "wrong-header", (1, 1), quoted);
    one("[jia]\nname = '甲县'\nhead = 'wang'\n", "wrong-header", (1, 1), "[units.jia]\n");
    let owned = task("owner = 'li'");
    one(&format!("[li]\n{person}{owned}"), "wrong-header", (1, 1), "[people.li]\n");
    one(&format!("[people]\n[li]\n{person}{owned}"), "wrong-header", (2, 1), "[people.li]\n");
    one("[两人]\nmembers = ['wang', 'zhang']\n", "wrong-header", (1, 1), "[groups.\"两人\"]\n");
    let stages = "stages = [{ name = 'x', at = '-1d', to = ['owner'] }]\n";
    let given = task("policy = '催办'");
    one(&format!("[催办]\n{stages}{given}"), "wrong-header", (1, 1), "[policies.\"催办\"]\n");
    // What nothing speaks for is no key, as before.
    told("[office]\nx = 1\n", "unknown-key", (1, 2), "its keys are");
}

#[test]
fn people_as_items_are_one_slip_each() {
    let owned = task("owner = 'li'");
    let person = "name = '李四'\nemail = 'li@example.org'\n";
    let item = |table: &str, id: &str| format!("[[{table}]]\n{id}{person}{owned}");
    one(&item("people", "id = 'li'\n"), "wrong-header", (1, 1), "[people.li]\nname");
    one(&item("people", "编号 = \"li\" # 工号\n"), "wrong-header", (1, 1), "[people.li]\nname");
    one(&item("人员", "id = 'li'\n"), "wrong-header", (1, 1), "[people.li]\nname");
    let later = format!("[[people]]\n{person}id = 'li'\n{owned}");
    one(&later, "wrong-header", (1, 1), "[people.li]\nname = '李四'\nemail");
    one(
        "[[units]]\r\nid = '甲县'\r\nname = '甲县'\r\n",
        "wrong-header",
        (1, 1),
        "[units.\"甲县\"]\r\nname",
    );
    let second = "[[people]]\nid = 'sun'\nname = '孙七'\nemail = 'sun@example.org'\n";
    let loaded = load_text(&format!(
        "{}{second}{owned}",
        &item("people", "id = 'li'\n").replace(&owned, "")
    ));
    let codes: Vec<_> = loaded.findings.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["wrong-header", "wrong-header"], "{}", shown(&loaded));
}

#[test]
fn people_as_items_without_ids_are_called_by_their_names() {
    let owned = task("owner = '李四'");
    let person = "name = '李四'\nemail = 'li@example.org'\n";
    let meant = "[people.\"李四\"]\nname = '李四'\n";
    one(&format!("[[people]]\n{person}{owned}"), "wrong-header", (1, 1), meant);
    let stages = "stages = [{ name = 'x', at = '-1d', to = ['owner'] }]\n";
    let given = task("policy = 'strict'");
    let policy = format!("[[policies]]\nname = 'strict'\n{stages}{given}");
    one(&policy, "wrong-header", (1, 1), "[policies.strict]\nstages");
    let many: String = ["甲县", "乙县", "丙县"]
        .map(|name| format!("[[units]]\nname = '{name}'\nhead = 'wang'\n"))
        .concat();
    let loaded = load_text(&many);
    let codes: Vec<_> = loaded.findings.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["wrong-header"; 3], "{}", shown(&loaded));
}

/// Issue 16: all below a triple quote that is never closed seemed to be a part of the text.
#[test]
fn a_triple_quote_that_is_not_closed() {
    let next = task("").replace("'A'", "'B'");
    let detail = |text: &str| format!("{}{next}", task(&format!("detail = {text}")));
    for (typed, line) in [
        ("\"\"\"落实制度", "detail = \"落实制度\"\n"),
        ("\"\"\"落实制度\"", "detail = \"落实制度\"\n"),
        ("\"\"\"落实制度\"\"  # 草案", "detail = \"落实制度\"  # 草案\n"),
        ("\'\'\'落实制度", "detail = \"落实制度\"\n"),
        ("\"\"\"落实\n制度", "detail = \"\"\"落实\n制度\"\"\"\n"),
        ("\"\"\"落实\n制度\"\n\n# 下一项", "制度\"\"\"\n\n# 下一项\n"),
        ("\"\"\"落实\n制度\nseverity = 'high'", "制度\"\"\"\nseverity"),
        ("\"\"\"落实\n制度\nsource = \"\"\"x\"\"\"", "制度\"\"\"\nsource"),
    ] {
        one(&detail(typed), "unclosed-quote", (6, 10), line);
    }
    one(&task("detail = \"\"\"落实"), "unclosed-quote", (6, 10), "detail = \"落实\"");
    let titled = task("").replace("'x'", "\"\"\"出台");
    one(&titled, "unclosed-quote", (3, 9), "title = \"出台\"\n");
    one(&detail("\"落实\"\"\""), "quotes-in-text", (6, 10), "detail = \"落实\"\n");
    // Each of many, in one go.
    let many: String =
        (0..10).map(|at| task("detail = \"\"\"落实").replace("'A'", &format!("'A{at}'"))).collect();
    all(&many, &["unclosed-quote"; 10]);
    // A text may end with what looks like the beginning of one.
    let text = task("detail = \"\"\"\n例如：\nx = \"\"\"\nowner ＝ 'wang'");
    one(&text, "full-width", (9, 1), "owner = 'wang'");
    // What stands in a text that is closed is not looked at.
    let text = detail("\"\"\"\n[[task]]\ntitle = x\n\"\"\"\nowner ＝ 'wang'");
    one(&text, "full-width", (10, 1), "owner = 'wang'");
}

/// Issue 16: of several people in a line each, one whose brace is missing.
#[test]
fn a_brace_that_is_missing_at_the_end_of_a_line() {
    let li = "li = { name = '李四', email = 'li@example.org'";
    let sun = "sun = { name = '孙七', email = 'sun@example.org' }\n";
    let more = sun.replace("sun", "zhou").replace("孙七", "周八");
    for end in ["", "   # 新来的", ","] {
        let comment = end.trim_matches(',');
        let text = format!("[people]\n{li}{end}\n{sun}{more}\n{}", task("owner = 'li'"));
        let line = format!("'li@example.org' }}{comment}\nsun");
        one(&text, "unclosed-bracket", (2, 6), &line);
    }
    for typed in ["hold = { until = 2026-12-15, reason = 'x'", "fields = { '资金' = '3'"] {
        let at = typed.find('{').unwrap_or(0) + 1;
        one(
            &task(&format!("{typed}\nseverity = 'high'")),
            "unclosed-bracket",
            (6, at),
            " }\nseverity = 'high'",
        );
    }
    let text = format!("[people]\n{}\n{}", li.replace("{ ", "") + " }", task("owner = 'li'"));
    one(&text, "unclosed-bracket", (2, 4), "li = { name = '李四', email = 'li@example.org' }");
    // A comma is missing where the brace comes later.
    let hold = "hold = { until = 2026-12-15\nreason = 'x' }";
    one(&task(hold), "missing-comma", (7, 1), "2026-12-15,\nreason");
}

/// Issue 16: `[calendar]` with the keys of a calendar.
#[test]
fn a_header_that_lacks_its_id() {
    let root = |header: &str| {
        super::AROUND
            .replace("[calendars.default]", header)
            .replace("[mail]", "include = ['*.part']\n[mail]")
    };
    for header in ["[calendar]", "[calendars]", "[[calendars]]", "[日历] # 值班"] {
        let files = |root: &str| {
            super::load(&[("/d/around.toml", root.as_bytes()), ("/d/a.part", task("").as_bytes())])
        };
        let text = root(header);
        let loaded = files(&text);
        let printed = shown(&loaded);
        let [finding] = &loaded.findings[..] else { panic!("not one finding:\n{printed}") };
        assert_eq!((finding.code, place(finding, &loaded)), ("wrong-header", (4, 1)), "{printed}");
        let mended = applied(&text, &loaded).expect("a remedy");
        assert!(mended.contains("[calendars.default]"), "{mended}");
        assert_eq!(files(&mended).findings.len(), 0, "{mended}");
    }
    let person = "name = '李四'\nemail = 'li@example.org'\n";
    let unit = format!("[units.jia]\nname = '甲县'\nhead = 'li'\n[people]\n{person}");
    one(&unit, "wrong-header", (4, 1), "[people.li]");
    one(
        &format!("[unit]\nname = '甲县'\n{}", task("").replace("city", "jia")),
        "wrong-header",
        (1, 1),
        "[units.jia]",
    );
    // Another file refers to it.
    let files = |part: &str| {
        let tasks = task("").replace("'city'", "'jia'");
        super::load(&[
            (
                "/d/around.toml",
                super::AROUND.replace("[mail]", "include = ['*.part']\n[mail]").as_bytes(),
            ),
            ("/d/a.part", part.as_bytes()),
            ("/d/b.part", tasks.as_bytes()),
        ])
    };
    let part = "[units] # 县\nname = '甲县'\nhead = 'wang'\n";
    let loaded = files(part);
    assert_eq!(loaded.findings.len(), 1, "{}", shown(&loaded));
    let mended = applied(part, &loaded).expect("a remedy");
    assert_eq!(mended, part.replace("[units]", "[units.jia]"));
    assert_eq!(files(&mended).findings.len(), 0, "{mended}");
    // Nobody knows its id: what refers to it is no second slip.
    told(&format!("[people]\n{person}"), "wrong-header", (1, 1), "[people.ID]");
    let others = "with = ['li', 'sun']";
    told(
        &format!("[people]\n{person}{}", task(others)),
        "wrong-header",
        (1, 1),
        "by which it is referred to",
    );
}

/// Who is defined elsewhere is not meant, nor one who may be either of two.
#[test]
fn a_header_whose_id_cannot_be_known() {
    let person = "name = '李四'\nemail = 'li@example.org'\n";
    let owned = task("owner = 'zhang'");
    no_remedy(&load_text(&format!("[person]\n{person}{owned}")), "wrong-header", 1);
    no_remedy(&load_text("[calendar]\ntimezone = 'Asia/Tokyo'\n"), "wrong-header", 1);
    let tokyo = "[calendar]\ntimezone = 'Asia/Tokyo'\n";
    let two = super::AROUND.replace("[calendars.default]", "[calendar]");
    let two = format!("{}{tokyo}", two.replace("[mail]", "include = ['*.part']\n[mail]"));
    let task_file = task("");
    let loaded =
        super::load(&[("/d/around.toml", two.as_bytes()), ("/d/a.part", task_file.as_bytes())]);
    no_remedy(&loaded, "wrong-header", 2);
    let either = format!("[person]\n{person}[group]\nmembers = ['wang']\n{}", task("owner = 'li'"));
    no_remedy(&load_text(&either), "wrong-header", 2);
    // However many refer to one, another that is named only then is seen.
    let unit = |at: usize| {
        let id = if at < 30 { "jia" } else { "yi" };
        task("").replace("'A'", &format!("'A{at}'")).replace("city", id)
    };
    let many =
        |count| format!("[unit]\nname = '甲县'\n{}", (0..count).map(unit).collect::<String>());
    one(&many(30), "wrong-header", (1, 1), "[units.jia]");
    no_remedy(&load_text(&many(31)), "wrong-header", 1);
}

/// Issue 16: `[task.A-2]`.
#[test]
fn an_id_in_the_header_of_a_list() {
    let titled = "title = 'x'\nunit = 'city'\ndue = 2026-11-30\n";
    for header in ["[task.A-2]", "[[task.A-2]]", "[tasks.A-2]", "[任务.A-2]", "[A-2]"] {
        let line = "[[task]]\nid = \"A-2\"\ntitle";
        one(&format!("{header}\n{titled}"), "wrong-header", (1, 1), line);
        one(&format!("{}{header}\n{titled}", task("")), "wrong-header", (7, 1), line);
    }
    let own = format!("[task.\"A-2\"] # 二\nid = 'A-2'\n{titled}");
    one(&own, "wrong-header", (1, 1), "[[task]] # 二\nid = 'A-2'\n");
    // What a task has is no task.
    let step = "id = 'm'\ntitle = 'y'\ndue = 2026-11-24\n";
    for header in ["[[milestones]]", "[[milestons]]", "[[steps]]", "[[节点]]"] {
        let text = format!("{}{header}\n{step}", task(""));
        one(&text, "wrong-header", (7, 1), "[[task.milestones]]\nid = 'm'");
        let second = step.replace("'m'", "'n'");
        all(&format!("{text}{header} # 二\n{second}"), &["wrong-header"; 2]);
    }
    let text = format!("{}[[task.milestons]]\n{step}", task(""));
    one(&text, "unknown-key", (7, 8), "[[task.milestones]]\nid = 'm'");
    let text = format!("{}[hold]\nuntil = 2026-12-15\n", task(""));
    one(&text, "wrong-header", (7, 1), "[task.hold]\n");
    // Tables of a task are as they were.
    let loaded = load_text(&format!("{}[task.fields]\n'x' = 'y'\n", task("")));
    assert_eq!(loaded.findings.len(), 0, "{}", shown(&loaded));
}

/// Issue 16: words where a table is wanted. A day that is not said is shown as one to be changed.
#[test]
fn tables_written_as_words() {
    for (typed, line) in [
        ("hold = '等批复'", "hold = { until = 2026-11-30, reason = \"等批复\" }"),
        ("hold = true", "hold = { until = 2026-11-30 }"),
        ("hold = ['等批复']", "hold = [{ until = 2026-11-30, reason = \"等批复\" }]"),
        ("hold = '等批复至2026-12-15'", "hold = { until = 2026-12-15, reason = \"等批复\" }"),
        ("hold = \"\"\"等批复\n再办\"\"\"", "{ until = 2026-11-30, reason = \"等批复再办\" }"),
        ("progress = '150%'", "[{ on = 2026-11-23, text = \"150%\" }]"),
        ("milestones = ['草案']", "[{ id = \"1\", title = \"草案\", due = 2026-11-30 }]"),
        (
            "milestones = ['草案：2026-11-24', '定稿 11月27日']",
            "due = 2026-11-24 }, { id = \"2\", title = \"定稿\", due = 2026-11-27 }]",
        ),
        ("milestones = '草案、定稿'", "{ id = \"2\", title = \"定稿\", due = 2026-11-30 }]"),
        ("progress = ['方案已报审']", "[{ on = 2026-11-23, text = \"方案已报审\" }]"),
        ("progress = 60", "[{ on = 2026-11-23, percent = 60 }]"),
        ("returned = '证据不足'", "[{ on = 2026-11-23, reason = \"证据不足\" }]"),
        ("extended = '延期至2026-12-31'", "[{ to = 2026-12-31 }]"),
        ("extended = '等批复'", "[{ to = 2026-12-30, reason = \"等批复\" }]"),
    ] {
        let key = typed.split(" = ").next().unwrap_or_default();
        let column = key.len() + 4 + usize::from(typed[key.len() + 3..].starts_with('['));
        one(&task(typed), "wrong-type", (6, column), line);
    }
    one(&task("evidence = \"会议\\n纪要\""), "wrong-type", (6, 12), "[\"会议\\n纪要\"]");
    // An id that is there is not given again.
    let first = "{ id = '1', title = '草案', due = 2026-11-24 }";
    let text = task(&format!("milestones = [{first}, '定稿']"));
    one(&text, "wrong-type", (6, 61), "{ id = \"2\", title = \"定稿\"");
    // Two arrays are two slips.
    let text =
        task("milestones = ['草案', '初稿']\nseverity = 'high'\nmilstones = ['定稿', '终稿']");
    let loaded = load_text(&text);
    let replaced = loaded.findings.iter().filter_map(|one| one.replacement.as_ref());
    let replaced: Vec<_> =
        replaced.map(|one| (&text[one.site.place.range()], one.text.as_str())).collect();
    let table =
        |number, title| format!("{{ id = \"{number}\", title = \"{title}\", due = 2026-11-30 }}");
    let (one_two, three_four) = (
        format!("{}, {}", table(1, "草案"), table(2, "初稿")),
        format!("{}, {}", table(3, "定稿"), table(4, "终稿")),
    );
    let wanted = [
        ("'草案', '初稿'", one_two.as_str()),
        ("milstones", "milestones"),
        ("'定稿', '终稿'", &three_four),
    ];
    assert_eq!(replaced, wanted, "{}", shown(&loaded));
    let person = "[people.li]\nname = '李四'\nemail = 'li@example.org'\n";
    for (typed, line) in [
        ("'2026-12-01至2026-12-05'", "[{ from = 2026-12-01, until = 2026-12-05 }]"),
        ("2026-12-01", "[{ from = 2026-12-01, until = 2026-12-01 }]"),
        ("'出差'", "[{ from = 2026-11-23, until = 2026-11-23 }]"),
    ] {
        one(&format!("{person}away = {typed}\n"), "wrong-type", (4, 8), line);
    }
}

/// Issue 16: what stands twice gets an id that nobody has.
#[test]
fn ids_that_stand_twice() {
    let again = |id: &str| task("").replace("'A'", id);
    let three = format!("{}{}{}", task(""), again("'A-2'"), again("'A'"));
    one(&three, "defined-twice", (14, 6), "id = \"A-3\"");
    let steps = "milestones = [{ id = 'm', title = 'x', due = 2026-11-24 }, { id = 'm', title = 'y', due = 2026-11-25 }]";
    one(&task(steps), "defined-twice", (6, 67), "{ id = \"m-2\", title = 'y'");
    one(
        "[people.zhang]\nname = '李四'\nemail = 'li@example.org'\n",
        "defined-twice",
        (1, 9),
        "[people.\"zhang-2\"]",
    );
    // No id is given out twice.
    all(&task("").repeat(3), &["defined-twice"; 2]);
    let step = |day| format!("{{ id = 'm', title = 'x', due = 2026-11-{day} }}");
    let steps = format!("milestones = [{}, {}, {}]", step(24), step(25), step(26));
    all(&task(&steps), &["defined-twice"; 2]);
    let rows = "to = ['person:zhang']\ncron = '0 9 * * 1'\n";
    all(&format!("[[reports]]\nname = 'r'\n{rows}").repeat(3), &["defined-twice"; 2]);
    one(&again("'A/B'"), "bad-id", (2, 6), "id = \"A-B\"");
    for other in ["'A-B'", "'a-b'"] {
        let both = load_text(&format!("{}{}", again("'A/B'"), again(other)));
        no_remedy(&both, "bad-id", 1);
    }
}

#[test]
fn blanks_that_only_look_like_some() {
    for line in ["due\u{3000}=\u{3000}2026-11-30", "d\tue = 2026-11-30", "due\u{a0}= 2026-11-30"] {
        one(&undated(line), "blank-in-key", (5, 1), "\ndue = 2026-11-30\n");
    }
    one("units.甲县 = { name = '甲县', head = 'wang' }\n", "bare-key", (1, 1), "units.\"甲县\" = ");
}

#[test]
fn a_value_without_quotes_that_is_no_value_is_one_slip() {
    one(&task("owner = 张三"), "unknown-reference", (6, 9), "owner = \"zhang\"");
    one(&task("every = 每月"), "bad-offset", (6, 9), "every = \"1mo\"");
    one(&task("severity = 重要"), "unknown-value", (6, 12), "severity = \"high\"");
}

#[test]
fn what_only_follows_from_a_wrong_value_is_left_out() {
    let stage = "[policies.q]\nstages = [{ name = 's', at = '-7d', to = 'owner' }]\n";
    one(stage, "wrong-type", (2, 42), "to = [\"owner\"]");
    let calendar = |line: &str| format!("[calendars.c]\ntimezone = 'Asia/Shanghai'\n{line}\n");
    one(&calendar("workdays = ['周一']"), "unknown-value", (3, 13), "[\"mon\"]");
    one(&calendar("workdays = [1]"), "wrong-type", (3, 13), "[\"mon\"]");
    told(&calendar("workdays = []"), "no-workdays", (1, 12), "at least one working day");
}

#[test]
fn hours_percentages_and_zones_in_other_words() {
    let calendar = |line: &str| format!("[calendars.c]\ntimezone = 'Asia/Shanghai'\n{line}\n");
    for hours in ["'9-18'", "'上午9点到下午6点'", "['9', '18']"] {
        let text = calendar(&format!("hours = {hours}"));
        let code = if hours.starts_with('[') { "wrong-type" } else { "bad-hours" };
        one(&text, code, (3, 9), "hours = \"09:00-18:00\"");
    }
    for (time, code) in [
        ("'9点'", "bad-time"),
        ("'上午九点'", "bad-time"),
        ("9", "wrong-type"),
        ("09:00:00", "wrong-type"),
    ] {
        one(&calendar(&format!("send-at = {time}")), code, (3, 11), "send-at = \"09:00\"");
    }
    one("[calendars.c]\ntimezone = '东八区'\n", "unknown-zone", (2, 12), "\"Asia/Shanghai\"");
    let stage = |stage: &str| {
        format!("[policies.q]\nstages = [{{ name = 's', to = ['owner'], {stage} }}]\n")
    };
    for percent in ["50 %", "百分之五十", "一半"] {
        one(&stage(&format!("at = '{percent}'")), "bad-percentage", (2, 46), "at = \"50%\"");
    }
    for (typed, meant) in [("逾期后5天", "+5d"), ("到期当天", "0d"), ("0", "0d")] {
        one(
            &stage(&format!("at = '{typed}'")),
            "bad-offset",
            (2, 46),
            &format!("at = \"{meant}\""),
        );
    }
    one(&stage("at = '+5d', repeat = '1d', times = '3次'"), "wrong-type", (2, 76), "times = 3");
}

#[test]
fn the_names_by_which_offices_call_the_keys_of_a_task() {
    for name in ["整改时限", "截止日期", "完成时限"] {
        one(&undated(&format!("{name} = 2026-11-30")), "unknown-key", (5, 1), "due = 2026-11-30");
    }
    for (name, key, value) in [
        ("交办日期", "opened", "2026-11-02"),
        ("办结日期", "done", "2026-11-20"),
        ("协办人", "with", "['zhang']"),
        ("督办人", "supervisor", "'zhang'"),
        ("问题来源", "source", "'x'"),
    ] {
        one(
            &task(&format!("{name} = {value}")),
            "unknown-key",
            (6, 1),
            &format!("{key} = {value}"),
        );
    }
}

/// Every code has a sentence in Chinese that holds none in English.
#[test]
fn in_chinese_no_sentence_is_english() {
    let texts = [
        task("owner = 'nobody'"),
        task("colour = 1"),
        undated(""),
        task("done = 2026-11-10\nverified = 2026-11-09"),
        task("hold = { from = 2026-11-05, until = 2026-11-05 }"),
        "[calendars.c]\ntimezone = 'Mars'\nhours = '9-17'\n".to_owned(),
        "[people.li]\nname = '李四'\nemail = 'nowhere'\n".to_owned(),
        "x y z = [".to_owned(),
    ];
    for text in texts {
        let loaded = load_text(&text);
        assert!(loaded.findings.iter().any(|one| one.level == Level::Error), "{text}");
        for finding in &loaded.findings {
            let said = [Some(finding.title(Language::ZhCn)), finding.help(Language::ZhCn)];
            for sentence in said.into_iter().flatten() {
                let is_chinese =
                    sentence.chars().any(|one| ('\u{4e00}'..='\u{9fff}').contains(&one));
                assert!(is_chinese, "{sentence}");
            }
        }
    }
}

#[test]
fn dates_that_lack_something_or_are_none() {
    told(&task("done = 12月底"), "bad-date", (6, 8), "names no year");
    told(&task("done = 12月25日"), "bad-date", (6, 8), "2026-12-25 if it is this year");
    told(&task("done = 2026年10月"), "bad-date", (6, 8), "names no day");
    told(&task("done = 立行立改"), "bad-date", (6, 8), "is no date");
    told(&undated("due = 立行立改"), "bad-date", (5, 7), "opened+5d");
    told(&task("done = 2026年2月30日"), "bad-date", (6, 8), "there is no day");
    one(&undated("due = 2026年第四季度"), "bad-date", (5, 7), "due = 2026-12-31");
    one(&undated("due = 2026年11月30日17时"), "bad-date", (5, 7), "due = 2026-11-30T17:00:00");
    one(&undated("due = \"2026年第四季度\""), "wrong-type", (5, 7), "due = 2026-12-31");
    one(&undated("due = \"12月底\""), "wrong-type", (5, 7), "due = 2026-12-31");
    one(&undated("due = \"3月\""), "wrong-type", (5, 7), "due = 2026-03-31");
}
