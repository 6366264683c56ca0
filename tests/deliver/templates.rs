//! Templates of the admin's own (§5): `check` tries them, letters use them, and one that fails loses no letter.

use super::installation::{AROUND, Installation, text};
use super::relay::Script;

const TASKS: &str = r#"
[templates]
folder = "templates"
[policies.p]
stages = [{ name = "soon", at = "-7d", to = ["owner"] }, { name = "overdue", at = "+1d", repeat = "1d", to = ["owner"] }]
[[task]]
id = "A-1"
title = "<b> 清退"
owner = "zhang"
policy = "p"
due = 2026-11-23
fields = { "整改措施" = "逐户清退" }
"#;

/// An office with these template files.
fn office(files: &[(&str, &str)]) -> Installation {
    let office = Installation::of(&format!(
        "language = 'zh-CN'\n[mail]\nfrom = '督办室 <duban@example.org>'\n{AROUND}{TASKS}"
    ));
    std::fs::create_dir(office.folder.path().join("templates")).expect("a folder");
    for (name, text) in files {
        office.write(&format!("templates/{name}"), text);
    }
    office
}

fn rendered(office: &Installation, arguments: &[&str]) -> String {
    let mut all = vec!["--now", "2026-11-24T01:00:00Z", "render", "A-1", "--stage", "overdue"];
    all.extend(arguments);
    text(&office.run(None, &all))
}

#[test]
fn a_file_replaces_its_part_of_its_letter_and_nothing_else() {
    let office = office(&[
        (
            "overdue.zh-CN.txt",
            "{{ name }}\n{% if title is not none %}\n{{ title }} {{ fields[\"整改措施\"] }}\n{% endif %}\n",
        ),
        ("overdue.zh-CN.subject", "本单位｜{{ name }}｜\n{{ id }}"),
        ("overdue.en.txt", "never used here {{ name }}"),
    ]);
    let shown = rendered(&office, &[]);
    assert!(shown.contains("\n逾期提醒\n<b> 清退 逐户清退"), "{shown}");
    assert!(shown.contains("本单位｜逾期提醒｜ A-1"), "{shown}");
    assert!(!shown.contains("【请办】"), "{shown}");
    // The page is still the built-in one.
    assert!(rendered(&office, &["--html"]).contains("请于"), "the page");
}

#[test]
fn a_page_of_ones_own_is_escaped() {
    let office = office(&[("overdue.zh-CN.html", "<p>{{ title }}</p>")]);
    let page = rendered(&office, &["--html"]);
    assert!(page.contains("<p>&lt;b&gt; 清退</p>"), "{page}");
}

#[test]
fn check_shows_what_is_wrong_at_file_and_line() {
    for (file, template, code, said) in [
        ("overdue.en.txt", "one\n{{ titel }}\n", "template-variable", "did you mean `title`?"),
        ("overdue.en.txt", "one\n{% if %}\n", "template-syntax", "overdue.en.txt:2"),
        ("overdue.en.html", "one\n{{ ask.wat.deep }}\n", "template-fails", "overdue.en.html:2"),
        ("overdue.en.subject", "{# nothing #}", "template-fails", "nothing comes of the template"),
        ("overdu.en.txt", "x", "template-name", "overdu.en.txt"),
    ] {
        let office = office(&[(file, template), ("reminder.en.txt", "{{ name }}")]);
        let output = office.run(None, &["--lang", "en", "check"]);
        let shown = text(&output);
        assert!(
            shown.contains(code) && shown.contains(said),
            "{code}: `{said}` is missing in:\n{shown}"
        );
        let status = if code == "template-name" { 0 } else { 78 };
        assert_eq!(output.status.code(), Some(status), "{shown}");
    }
    let chinese = text(
        &office(&[("overdue.en.txt", "{{ titel }}")]).run(None, &["--lang", "zh-CN", "check"]),
    );
    assert!(chinese.contains("模板里没有变量 `titel`"), "{chinese}");
}

/// What sample data did not show: the letter leaves in the built-in form, and the admin hears of it once.
#[test]
fn a_template_that_fails_when_a_letter_is_written_loses_none() {
    let (relay, office) = Installation::beside(Script::default(), TASKS);
    let config = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &format!("{config}[admin]\nto = ['ops@example.org']\n"));
    std::fs::create_dir(office.folder.path().join("templates")).expect("a folder");
    // The sample has one column of its own, this task another.
    office.write(
        "templates/overdue.zh-CN.txt",
        "{{ name }}{% for name, value in fields | items %}{% if value != '…' %}{{ name.nothing.at_all }}{% endif %}{% endfor %}\n",
    );
    office.once("2026-11-24 01:00:10", 0);
    let arrived = relay.arrived();
    let letter =
        arrived.iter().find(|one| one.recipients != ["ops@example.org"]).expect("the letter");
    assert!(letter.body().contains("【请办】"), "{}", letter.body());
    let told = |from: usize| {
        let arrived = relay.arrived();
        let word = arrived[from..].iter().filter(|one| one.recipients == ["ops@example.org"]);
        word.map(|one| format!("{}\n{}", one.subject(), one.body())).collect::<Vec<String>>()
    };
    let word = told(0).pop().expect("word to the admin");
    assert!(word.contains("有函件模板填不出来") && word.contains("overdue.zh-CN.txt"), "{word}");
}

/// A stage whose letter is its own, with these files, and a task that is late by it.
fn of_ones_own(files: &[(&str, &str)], letters: &str, stage: &str) -> Installation {
    let stages = format!(
        "[policies.own]\nstages = [{{ name = 'notice', at = '+1d', to = ['owner'], {stage} }}]\n"
    );
    let all: Vec<(&str, &str)> = files.to_vec();
    let office = office(&all);
    let config = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    let config = config.replace("policy = \"p\"", "policy = 'own'");
    office.write("duban.toml", &format!("{config}{stages}{letters}"));
    office
}

const NOTICE: [(&str, &str); 3] = [
    ("限期整改通知书.zh-CN.txt", "{{ name }} {{ kind }}\n{{ verdict }}\n"),
    ("限期整改通知书.zh-CN.html", "<p>{{ name }} {{ level }}</p>\n"),
    ("限期整改通知书.zh-CN.subject", "{{ name }}（{{ id }}）\n"),
];

fn notice(office: &Installation, arguments: &[&str]) -> String {
    let all = [&["--now", "2026-11-24T01:00:00Z", "render", "A-1"], arguments].concat();
    text(&office.run(None, &all))
}

#[test]
fn a_stage_may_name_a_letter_of_its_own() {
    let office = of_ones_own(&NOTICE, "", "letter = '限期整改通知书'");
    let checked = office.run(None, &["--lang", "en", "check"]);
    assert!(checked.status.success(), "{}", text(&checked));
    assert!(!text(&checked).contains("missing-parts"), "{}", text(&checked));
    let shown = notice(&office, &[]);
    assert!(shown.contains("限期整改通知书（A-1）"), "{shown}");
    assert!(shown.contains("限期整改通知书 限期整改通知书\n已逾期 1 天"), "{shown}");
    assert!(notice(&office, &["--html"]).contains("<p>限期整改通知书 red</p>"));
    let now = Some("2026-11-24 01:00:10");
    let planned = office.json(now, &["plan", "--json"]);
    assert_eq!(planned["notices"][0]["letter"], "限期整改通知书");
    office.once("2026-11-24 01:00:10", 0);
    let history = office.json(now, &["history", "--json"]);
    let letter = history["notices"][0]["letter"].as_str().expect("a letter").to_owned();
    let shown = text(&office.run(now, &["--lang", "zh-CN", "show", &letter]));
    assert!(shown.contains("（限期整改通知书）"), "{shown}");
    let explained = text(&office.run(now, &["--lang", "en", "explain", "A-1"]));
    assert!(!explained.contains("panicked"), "{explained}");
}

/// What has no file is as the built-in letter that the stage would send, or the one that is named, has it.
#[test]
fn a_letter_of_ones_own_falls_back_on_a_built_in_one() {
    let office = of_ones_own(&NOTICE[2..], "", "letter = '限期整改通知书'");
    let checked = text(&office.run(None, &["--lang", "en", "check"]));
    let missing = "has no 限期整改通知书.zh-CN.txt, 限期整改通知书.zh-CN.html";
    assert!(checked.contains("missing-parts") && checked.contains(missing), "{checked}");
    let shown = notice(&office, &[]);
    assert!(shown.contains("限期整改通知书") && shown.contains("特此提醒。"), "{shown}");
    let like = "[letters.'限期整改通知书']\nlike = 'supervision'\nnumber = '限改〔{year}〕{n}号'\n";
    let office = of_ones_own(&NOTICE[2..], like, "letter = '限期整改通知书'");
    let shown = notice(&office, &[]);
    assert!(shown.contains("限改〔2026〕\u{2002}号") && shown.contains("特此督办。"), "{shown}");
    let checked = text(&office.run(None, &["--lang", "zh-CN", "check"]));
    assert!(checked.contains("用内置的督办函代替"), "{checked}");
}

#[test]
fn a_letter_without_files_is_no_letter() {
    let office =
        of_ones_own(&[("reminder.zh-CN.txt", "{{ name }}")], "", "letter = '限期整改通知书'");
    let checked = office.run(None, &["--lang", "en", "check"]);
    assert_eq!(checked.status.code(), Some(78), "{}", text(&checked));
    let said = text(&checked);
    assert!(said.contains("unknown-value") && said.contains("a letter of your own"), "{said}");
    // A file of a letter that no stage names is told of.
    let office = of_ones_own(&NOTICE, "", "letter = 'overdue'");
    let checked = text(&office.run(None, &["--lang", "en", "check"]));
    assert!(checked.contains("template-name"), "{checked}");
}
