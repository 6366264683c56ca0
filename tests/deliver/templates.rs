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
