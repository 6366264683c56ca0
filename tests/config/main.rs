//! What admins get to read about their files: every kind of finding, where it points, what it says.

mod allowed;
mod consequences;
mod explained;
mod findings;
mod holidays;
mod last_good;
mod limits;
mod many_files;
mod on_the_terminal;
mod own_fault;
mod relay;
mod schema;
mod slips;
mod web;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use duban::config::{self, Files, Finding, Loaded};
use duban::model::Language;

/// Files in memory; a pattern with a star matches by what stands before and after it.
pub struct Memory(pub BTreeMap<PathBuf, Vec<u8>>);

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, duban::model::met::Met> {
        let whole = base.join(pattern).to_string_lossy().into_owned();
        let (before, after) = whole.split_once('*').unwrap_or((&whole, ""));
        let fits = |path: &&PathBuf| {
            let path = path.to_string_lossy();
            path.starts_with(before) && path.ends_with(after) && path.len() >= whole.len() - 1
        };
        Ok(self.0.keys().filter(fits).cloned().collect())
    }
}

/// What every configuration here has around what is wrong.
pub const AROUND: &str = "\
[mail]
from = 'duban@example.org'
[calendars.default]
timezone = 'Asia/Shanghai'
holidays = ['CN']
[people]
zhang = { name = '张三', email = 'zhang@example.org' }
wang = { name = '王五', email = 'wang@example.org' }
[groups.board]
members = ['wang']
[units.city]
name = 'A 市局'
head = 'wang'
[policies.p]
stages = [{ name = 'soon', at = '-7d', to = ['group:board'] }]
[[rules]]
when = {}
policy = 'p'
";

/// Loads files, the first of which is the root file.
pub fn load(files: &[(&str, &[u8])]) -> Loaded {
    let root = PathBuf::from(files[0].0);
    let files = files.iter().map(|(path, bytes)| (PathBuf::from(path), bytes.to_vec()));
    let now = "2026-11-23T00:00:00Z".parse().expect("a time");
    config::load(&root, &Memory(files.collect()), now)
}

/// Loads one file: what is common, then the text, whose lines count from 1.
pub fn load_text(text: &str) -> Loaded {
    load(&[
        ("/d/around.toml", AROUND.replace("[mail]", "include = ['*.part']\n[mail]").as_bytes()),
        ("/d/a.part", text.as_bytes()),
    ])
}

/// Line and column of a finding in its file.
pub fn place(finding: &Finding, loaded: &Loaded) -> (usize, usize) {
    let site = finding.site().expect("the finding has a place");
    let position = loaded.sources.position(site.file, site.place.start).expect("its text was kept");
    (position.line, position.column)
}

/// The findings as a person sees them, without colours.
pub fn shown(loaded: &Loaded) -> String {
    let coloured = config::render(&loaded.findings, &loaded.sources, Language::En);
    anstream::adapter::strip_str(&coloured).to_string()
}
