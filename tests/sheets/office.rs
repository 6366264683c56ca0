//! A configuration in a folder, and the binary run on it.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub struct Office {
    pub folder: TempDir,
}

/// Around every task: a calendar, one policy for all, people and a unit.
const ROOT: &str = r#"include = ["people.toml", "tasks/*.toml"]
[mail]
from = "duban@example.org"
[calendars.default]
timezone = "Asia/Shanghai"
[policies.standard]
stages = [{ name = "soon", at = "-7d", to = ["owner"] }, { name = "late", at = "+1d", to = ["owner"] }]
[[rules]]
when = {}
policy = "standard"
"#;

const PEOPLE: &str = r#"[people.zhang]
name = "张三"
email = "zhang@example.org"

[people.wang]
name = "王五"
email = "wang@example.org"

[units.city]
name = "市局"
head = "wang"
"#;

impl Office {
    pub fn new() -> Office {
        let office = Office { folder: tempfile::tempdir().expect("a folder") };
        office.write("duban.toml", ROOT);
        office.write("people.toml", PEOPLE);
        office
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    pub fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The binary with these arguments, in the folder, and what it printed with its status.
    pub fn run(&self, arguments: &[&str]) -> (String, Option<i32>) {
        let output = self.output(arguments);
        let (out, err) = (&output.stdout, &output.stderr);
        let text = format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err));
        (text, output.status.code())
    }

    pub fn output(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_duban"));
        command.current_dir(self.folder.path()).args(arguments).stdin(Stdio::null());
        command.env("LC_ALL", "C.UTF-8").env("TZ", "UTC").env_remove("NO_COLOR");
        command.output().expect("duban runs")
    }

    /// The document that a command prints, and its status.
    pub fn json(&self, arguments: &[&str]) -> (Value, Option<i32>) {
        let output = self.output(arguments);
        let document = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("{arguments:?}: {error}: {}", String::from_utf8_lossy(&output.stderr))
        });
        (document, output.status.code())
    }
}

#[test]
fn i1_a_dry_import_shows_everything_and_writes_only_the_mapping() {
    let office = Office::new();
    office.write("台账.csv", "编号,整改事项,责任单位,责任人,整改时限\nA-1,修订制度,市局,张三,2026-06-30\nA-2,补台账,市局,李四,6月底前\n");
    let (printed, status) = office.run(&["--lang", "zh-CN", "import", "台账.csv"]);
    assert_eq!(status, Some(1), "{printed}");
    for said in ["整改时限", "due 期限", "A-1 | A-2", "E3 “6月底前”", "没有年份", "李四"]
    {
        assert!(printed.contains(said), "`{said}` is missing in:\n{printed}");
    }
    assert!(office.text("台账.map.toml").contains("\"整改时限\" = \"due\""));
    assert!(!office.path("tasks").exists() && !office.path("台账.last").exists());
    let (document, status) =
        office.json(&["import", "台账.csv", "--json", "--year", "2026", "--create"]);
    assert_eq!(status, Some(0), "{document}");
    assert_eq!(document["tasks"][1]["due"], "2026-06-30");
    assert_eq!(document["doubtful"][0]["cell"], "E3");
}

#[test]
fn i4_the_mapping_may_be_edited_and_is_used_the_next_time() {
    let office = Office::new();
    office.write(
        "l.csv",
        "编号,整改事项,责任人,甲日,乙日\nA-1,修订制度,小张,2026-06-30,2026-07-31\n",
    );
    let (printed, status) = office.run(&["import", "l.csv"]);
    assert_eq!(status, Some(1), "no deadline, and nobody is called 小张: {printed}");
    let mapping = office.text("l.map.toml").replace("\"乙日\" = \"field\"", "\"乙日\" = \"due\"");
    office.write(
        "l.map.toml",
        &mapping.replace("\n[values.people]\n", "\n[values.people]\n\"小张\" = \"zhang\"\n"),
    );
    let (document, status) = office.json(&["import", "l.csv", "--json"]);
    assert_eq!(status, Some(0), "{document}");
    assert_eq!(
        (&document["tasks"][0]["due"], &document["tasks"][0]["owner"]),
        (&"2026-07-31".into(), &"zhang".into())
    );
    assert_eq!(document["tasks"][0]["fields"]["甲日"], "2026-06-30");
    office.write("l.map.toml", "[columns]\n\"乙日\" = \"deadlin\"\n");
    let (printed, status) = office.run(&["import", "l.csv"]);
    assert_eq!(status, Some(2), "{printed}");
    assert!(printed.contains("`乙日` cannot be `deadlin`"), "{printed}");
}

#[test]
fn i4_what_is_no_list_ends_with_2_and_says_what_it_is() {
    let office = Office::new();
    office.write("a.xlsx", "<html><table><tr><td>1</td></tr></table></html>");
    let (printed, status) = office.run(&["import", "a.xlsx"]);
    assert_eq!(status, Some(2));
    assert!(
        printed.contains("web page (HTML)") && printed.contains("save it as .xlsx"),
        "{printed}"
    );
    office.write("b.csv", "a,b\n1,2\n");
    assert_eq!(office.run(&["import", "b.csv"]).1, Some(2));
    assert_eq!(office.run(&["import", "none.csv"]).1, Some(2));
}
