//! Whatever makes duban fail while it reads the files refuses these files, and ends nothing.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use duban::config::{self, Files};
use duban::model::Language;
use duban::model::met::Met;
use proptest::prelude::*;

use super::{AROUND, Memory, load_text};

/// Reading one of these files fails within duban, the first time.
struct Failing(Memory, &'static str, AtomicBool);

impl Files for Failing {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let failed = path.ends_with(self.1) && !self.2.swap(true, Ordering::Relaxed);
        assert!(!failed, "a fault of duban's own");
        self.0.read(path)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Met> {
        self.0.glob(base, pattern)
    }
}

#[test]
fn a_fault_of_its_own_refuses_the_file_and_says_so() {
    for (file, zh, en) in [
        ("more.toml", "duban 在读 /d/more.toml 时出错", "failed while it read /d/more.toml"),
        ("days.ics", "duban 在核对各文件时出错", "failed while it checked the files"),
    ] {
        // The set is nowhere named where it is not what fails.
        let set = if file == "days.ics" { "'CN', 'days.ics'" } else { "'CN'" };
        let root = format!("include = ['more.toml']\n{AROUND}").replace("'CN'", set);
        let texts = [("/d/duban.toml", root.as_str()), ("/d/more.toml", ""), ("/d/days.ics", "")];
        let texts = texts.map(|(path, text)| (path.into(), text.as_bytes().to_vec()));
        let files = Failing(Memory(texts.into_iter().collect()), file, AtomicBool::new(false));
        let now = "2026-11-23T00:00:00Z".parse().expect("a time");
        let loaded = config::load(Path::new("/d/duban.toml"), &files, now);
        assert!(loaded.config.is_none());
        let codes: Vec<&str> = loaded.findings.iter().map(|one| one.code).collect();
        assert_eq!(codes, ["own-fault"], "{file}");
        for (language, said) in [(Language::ZhCn, zh), (Language::En, en)] {
            let title = loaded.findings[0].title(language);
            assert!(title.contains(said), "{title}");
        }
    }
}

/// What people write where a date, a text or a list should be, in pieces.
const PIECES: [&str; 66] = [
    "due",
    "done",
    "owner",
    "期限",
    "hold",
    "milestones",
    "extended",
    "id",
    "[[task]]",
    "[task]",
    "[units.x]",
    "=",
    " = ",
    "＝",
    "：",
    ":",
    "==",
    "=>",
    "\"",
    "'",
    "“",
    "”",
    "「",
    "\"\"\"",
    "[",
    "]",
    "【",
    "】",
    "{",
    "}",
    "｛",
    "｝",
    ",",
    "，",
    "、",
    "。",
    ".",
    "-",
    "—",
    "－",
    "/",
    "\\",
    "\\u",
    "#",
    "＃",
    "\n",
    "\r\n",
    " ",
    "\u{3000}",
    "\t",
    "年",
    "月",
    "日",
    "底",
    "号",
    "前",
    "12",
    "2026",
    "1",
    "２０２６",
    "一",
    "张三",
    "é",
    "\u{1f600}",
    "\u{feff}",
    "\u{202e}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    /// Whatever stands there, it is told what is wrong with it, and never that duban failed.
    #[test]
    fn pieces_of_what_people_write_bring_nothing_down(
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 1..9),
        key in prop::sample::select(&["due = ", "done = ", "hold = { until = ", "title = ", "owner = ", ""][..]),
    ) {
        let task = "[[task]]\nid = 'A-1'\ntitle = 'x'\nowner = 'zhang'\n";
        let loaded = load_text(&format!("{task}{key}{}\n", pieces.concat()));
        for finding in &loaded.findings {
            prop_assert_ne!(finding.code, "own-fault", "{}{}", key, pieces.concat());
        }
    }
}
