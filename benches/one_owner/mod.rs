//! One person owns all that is overdue, so that one letter tells of all of it.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use duban::daemon::sweeping::sweeper::Sweeper;
use duban::files::disk::DiskFiles;
use duban::ledger::{Ledger, Lock, Why};
use jiff::Timestamp;

/// How long the sweep takes that writes one letter about so many tasks, and how many bytes that has.
pub fn letter_of(folder: &Path, tasks: usize) -> anyhow::Result<(Duration, usize)> {
    let root = folder.join(format!("one-owner-{tasks}"));
    std::fs::create_dir(&root)?;
    let mut text = String::from(ONE_OWNER);
    for number in 0..tasks {
        writeln!(text, "[[task]]\nid = \"T-{number:05}\"\ndue = 2026-11-20")?;
        writeln!(text, "title = \"关于进一步规范办公用房管理的整改任务（第 {number} 项）\"")?;
    }
    let path = root.join("duban.toml");
    std::fs::write(&path, text)?;
    let now: Timestamp = NOON.parse()?;
    let config = duban::config::load(&path, &DiskFiles, now).config.expect("it checks");
    let state = root.join("state");
    let lock = Lock::acquire(&state)?;
    let mut ledger = Ledger::open(&state, &lock)?;
    let mut sweeper = Sweeper::new(Arc::new(config));
    let started = Instant::now();
    let swept = sweeper.sweep(&mut ledger, now)?;
    let took = started.elapsed();
    anyhow::ensure!(swept.queued == 1, "{} letters", swept.queued);
    let written = ledger.renewable(Why::Unoffered)?;
    let letter = ledger.old_letter(written[0])?.expect("it was written");
    Ok((took, letter.bytes.len()))
}

/// When that letter is written: a working hour in Shanghai.
const NOON: &str = "2026-11-24T04:00:10Z";

const ONE_OWNER: &str = r#"
[mail]
from = "督办室 <duban@example.org>"

[calendars.default]
timezone = "Asia/Shanghai"
holidays = ["CN"]

[people.zhang]
name = "张三"
email = "zhang@example.org"

[policies.p]
stages = [{ name = "overdue", at = "+1d", repeat = "1d", to = ["owner"] }]

[defaults]
policy = "p"
owner = "zhang"
"#;
