//! The files, made from a seed: tasks that come due within an hour or two, and a ladder of minutes.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duban::config::{self, Files};
use duban::model::{Config, Language};
use fastrand::Rng;
use jiff::civil::DateTime;
use jiff::{Timestamp, ToSpan};

struct Text(String);

impl Files for Text {
    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }

    fn glob(&self, _: &Path, _: &str) -> Result<Vec<PathBuf>, duban::model::met::Met> {
        Ok(Vec::new())
    }
}

/// What is in force on all nodes. They come due within so many minutes.
pub fn config(rng: &mut Rng, first: DateTime, minutes: i64, now: Timestamp) -> Arc<Config> {
    let text = text(rng, first, minutes);
    let loaded = config::load(Path::new("/duban.toml"), &Text(text.clone()), now);
    let findings = config::render(&loaded.findings, &loaded.sources, Language::En);
    Arc::new(loaded.config.unwrap_or_else(|| panic!("it does not check:\n{findings}\n{text}")))
}

fn text(rng: &mut Rng, first: DateTime, minutes: i64) -> String {
    // Many tasks that come due together, a letter for each.
    let burst = (rng.u8(0..2) == 0).then(|| rng.i64(10..minutes));
    let (connections, group) = (rng.u32(1..4), rng.bool() && burst.is_none());
    let mut text = format!(
        "language = 'en'\n[mail]\nfrom = 'duban@example.org'\ntransport = 'smtp'\n\
         [mail.smtp]\nhost = 'relay'\nsecurity = 'none'\nconnections = {connections}\n\
         [admin]\nto = ['ops@example.org']\n[guard]\nmax-letters = 1000\n\
         [calendars.default]\ntimezone = 'UTC'\nholidays = []\nhours = '00:00-24:00'\n\
         send-at = '00:00'\nsend-on = 'every-day'\n\
         [people]\n\
         ann = {{ name = 'Ann', email = 'ann@example.org' }}\n\
         bob = {{ name = 'Bob', email = 'bob@example.org' }}\n\
         cai = {{ name = 'Cai', email = 'cai@example.org' }}\n\
         [units.city]\nname = 'City'\nhead = 'cai'\n\
         [policies.p]\ngroup = {group}\nstages = [\n"
    );
    let mut offset = rng.i64(-60..0);
    for number in 0..rng.u32(2..5) {
        let cc = if rng.bool() { "['head']" } else { "[]" };
        let repeat = if rng.bool() { ", repeat = '20min', times = 2" } else { "" };
        let _ = writeln!(
            text,
            "  {{ name = 's{number}', at = '{offset:+}min', to = ['owner'], cc = {cc}{repeat} }},"
        );
        offset += rng.i64(5..25);
    }
    text.push_str("]\n");
    for number in 0..if burst.is_some() { rng.u32(15..40) } else { rng.u32(3..12) } {
        let due = first + burst.unwrap_or_else(|| rng.i64(10..minutes)).minutes();
        let owner = ["ann", "bob"][rng.usize(0..2)];
        let _ = write!(
            text,
            "[[task]]\nid = 'T-{number}'\ntitle = 'Task {number}'\nunit = 'city'\nowner = '{owner}'\n\
             policy = 'p'\ndue = {due}\n"
        );
    }
    text
}
