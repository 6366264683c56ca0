//! Exports (I3), and that an import of one changes nothing.

use calamine::{Data, Reader, Xlsx, open_workbook};

use super::office::Office;

/// Tasks with everything that a task may have.
const TASKS: &str = r#"
[[task]]
id = "A-1"
title = "=HYPERLINK(\"http://evil\",\"修订制度\")"
detail = """
第一行
+第二行"""
category = "建章立制"
severity = "high"
source = "inspection"
batch = "2026-2"
unit = "city"
owner = "zhang"
with = ["wang"]
supervisor = "wang"
watchers = ["office@example.org"]
opened = 2026-09-01
due = 2026-11-30
extended = [{ on = 2026-11-20, to = 2026-12-31, by = "wang" }]
progress = [{ on = 2026-11-10, by = "zhang", text = "方案已报审", percent = 60 }]
fields = { "整改措施" = "定期检查", "备注" = "-1+2", "资金(万元)" = "120" }
milestones = [{ id = "draft", title = "草案", due = 2026-10-15, done = 2026-10-12 }, { id = "final", title = "定稿", due = 2026-12-15 }]

[[task]]
id = "A-2"
title = "补台账"
unit = "city"
opened = 2026-09-01T09:00:00+08:00
due = 2026-10-31T17:00:00
done = 2026-10-30
verified = 2026-11-02

[[task]]
id = "A-3"
title = "每月通报"
owner = "zhang"
due = 2026-09-25
every = "1mo"
done-through = 2026-10-25

[[task]]
id = "A-4"
title = "已取消的事项"
owner = "twin"
due = 2026-09-25
cancelled = 2026-09-20
done = 2026-09-01
"#;

fn office() -> Office {
    let office = Office::new();
    office.write("tasks/all.toml", TASKS);
    // Two of one name can only be told apart by their ids.
    let twins = "\n[people.twin]\nname = \"赵六\"\nemail = \"a@example.org\"\n[people.other]\nname = \"赵六\"\nemail = \"b@example.org\"\n";
    office.write("people.toml", &(office.text("people.toml") + twins));
    office
}

#[test]
fn i3_an_import_of_an_export_changes_nothing() {
    for language in ["zh-CN", "en"] {
        for name in ["out.xlsx", "out.csv", "out.json"] {
            let office = office();
            let before = (
                office.text("tasks/all.toml"),
                office.text("people.toml"),
                office.text("duban.toml"),
            );
            let (printed, status) = office.run(&["--lang", language, "export", "--to", name]);
            assert_eq!(status, Some(0), "{printed}");
            let (printed, status) =
                office.run(&["--lang", "en", "import", name, "--write", "--all"]);
            assert!(
                printed.contains("There is nothing to write."),
                "{language} {name}:\n{printed}"
            );
            assert_eq!(status, Some(0), "{language} {name}:\n{printed}");
            assert!(!printed.contains("Compared with"), "{language} {name}:\n{printed}");
            let after = (
                office.text("tasks/all.toml"),
                office.text("people.toml"),
                office.text("duban.toml"),
            );
            assert_eq!(before, after, "{language} {name}");
        }
    }
}

#[test]
fn i3_the_workbook_has_dates_as_dates_and_runs_nothing() {
    let office = office();
    let now = ["--now", "2026-11-24T02:00:00Z"];
    let (printed, status) = office.run(&[&now[..], &["export", "--to", "out.xlsx"]].concat());
    assert_eq!(status, Some(0), "{printed}");
    let mut book: Xlsx<_> = open_workbook(office.path("out.xlsx")).expect("a workbook");
    let sheet = book.worksheet_range("Tasks").expect("the sheet");
    let head: Vec<String> =
        sheet.rows().next().expect("headings").iter().map(ToString::to_string).collect();
    let column = |name: &str| {
        head.iter().position(|heading| heading == name).unwrap_or_else(|| panic!("{head:?}"))
    };
    let first = sheet.rows().nth(1).expect("a row");
    assert!(matches!(first[column("Due date")], Data::DateTime(_)), "{first:?}");
    assert!(
        matches!(&first[column("Title")], Data::String(title) if title.starts_with("=HYPERLINK"))
    );
    assert_eq!(first[column("State")], Data::String("open".to_owned()));
    assert_eq!(first[column("field: 整改措施")], Data::String("定期检查".to_owned()));
    let formulas = book.worksheet_formula("Tasks").expect("formulas");
    assert!(formulas.is_empty(), "{formulas:?}");
    let zip = std::fs::read(office.path("out.xlsx")).expect("read");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip)).expect("an archive");
    let mut text = String::new();
    std::io::Read::read_to_string(
        &mut archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet"),
        &mut text,
    )
    .expect("read");
    assert!(
        text.contains("<autoFilter") && text.contains("state=\"frozen\""),
        "filterable, with a frozen head"
    );
    assert!(!text.contains("<f>") && !text.contains("<hyperlink"));
    assert!(
        text.contains("<formula>$D2=\"red\"</formula>"),
        "rows are coloured by the word beside"
    );
    // On paper it is as wide as its page, to the deadline in force, its pages say of when and which they are; a row is as
    // tall as a title that is broken.
    for said in ["as of 24 Nov 2026", "&amp;P / &amp;N"] {
        assert!(text.contains(said), "{said}");
    }
    let mut names = String::new();
    let mut part = archive.by_name("xl/workbook.xml").expect("the workbook");
    std::io::Read::read_to_string(&mut part, &mut names).expect("read");
    assert!(names.contains("_xlnm.Print_Area") && names.contains("$A$1:$Q$"), "{names}");
    let row = text.split("<row r=\"2\"").nth(1).and_then(|rest| rest.split('>').next());
    assert!(row.is_some_and(|row| row.contains("ht=\"30\"")), "{row:?}");
}

#[test]
fn i3_the_workbook_has_any_text_as_it_is() {
    let texts = [
        "<r>&</r>",
        "<r>_</r>",
        "_x0041_",
        "  blanks  ",
        "a\tb\nc",
        "\u{7}\u{ffff}",
        "]]>",
        "😀\u{202e}",
    ];
    let office = Office::new();
    let mut tasks = String::new();
    for (at, text) in texts.iter().enumerate() {
        let text = toml::Value::from(*text);
        tasks += &format!(
            "[[task]]\nid = \"T-{at}\"\ntitle = \"t\"\nunit = \"city\"\nopened = 1900-01-15\ndue = 2026-11-30\ndetail = {text}\n"
        );
    }
    // More than a cell holds, by how spreadsheets count.
    tasks += &format!(
        "[[task]]\nid = \"T-9\"\ntitle = \"t\"\nunit = \"city\"\ndue = 2026-11-30\ndetail = \"{}\"\n",
        "😀".repeat(20_000)
    );
    office.write("tasks/all.toml", &tasks);
    let (printed, status) = office.run(&["export", "--to", "out.xlsx"]);
    assert!(status == Some(0) && printed.contains("1 text longer"), "{printed}");
    let mut book: Xlsx<_> = open_workbook(office.path("out.xlsx")).expect("a workbook");
    let sheet = book.worksheet_range("Tasks").expect("the sheet");
    let details: Vec<String> = sheet.rows().skip(1).map(|row| row[26].to_string()).collect();
    assert_eq!(details[..texts.len()], texts);
    assert_eq!(details[texts.len()].encode_utf16().count(), 32_767);
    // A day that spreadsheets cannot count is told in words.
    let opened = &sheet.rows().nth(1).expect("a row")[14];
    assert_eq!(opened, &Data::String("1900-01-15".to_owned()));
}

#[test]
fn i3_no_cell_of_a_csv_is_run() {
    let office = office();
    let output = office.output(&["export", "--to", "-.csv", "--bom"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.starts_with("\u{feff}\"Id\",\"Title\""), "{text}");
    assert!(text.contains("\"'=HYPERLINK(\"\"http://evil\"\",\"\"修订制度\"\")\""), "{text}");
    assert!(text.contains("\"'-1+2\""), "{text}");
    let (plain, _) = office.run(&["export", "--to", "-.csv"]);
    assert!(plain.starts_with("\"Id\""), "{plain}");
}

#[test]
fn i3_deadlines_are_events_with_stable_ids() {
    let office = office();
    let (text, status) = office.run(&["--now", "2026-11-24T02:00:00Z", "export", "--to", "-.ics"]);
    assert_eq!(status, Some(0));
    let unfolded = text.replace("\r\n ", "");
    for line in [
        "UID:A-1@example.org",
        "UID:A-1/final@example.org",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SEQUENCE:1",
        "DTSTART;VALUE=DATE:20261125",
        "DTSTAMP:20261124T020000Z",
    ] {
        assert!(unfolded.contains(&format!("{line}\r\n")), "{line} is missing in:\n{unfolded}");
    }
    assert!(
        !unfolded.contains("A-1/draft") && !unfolded.contains("A-2") && !unfolded.contains("A-4"),
        "closed: {unfolded}"
    );
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
}

#[test]
fn i3_a_table_in_markdown_and_filters() {
    let office = office();
    let (text, _) = office.run(&["export", "--to", "-.md", "--owner", "zhang"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(
        lines[2].starts_with("| A-1 | =HYPERLINK(\"http://evil\",\"修订制度\") | open |"),
        "{text}"
    );
    let (text, status) = office.run(&["export", "--to", "list.doc"]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains(".xlsx, .csv, .json, .ics or .md"), "{text}");
    let (document, _) = office.json(&["export", "--to", "-.json", "--text", "通报"]);
    assert_eq!(document["tasks"][0]["every"], "1mo");
}
