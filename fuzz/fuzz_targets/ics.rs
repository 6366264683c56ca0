//! Can any .ics file bring down reading, or be misreported?
//!
//! Reading ends, the same file gives the same, and a configuration comes out exactly if no finding is an error.
//! Folds change no day, wherever they part the bytes of a line (RFC 5545 §3.1). What is said repeats nothing of the
//! file, which may be any file of the machine.

#![no_main]

use std::path::Path;

use duban::config::{self, Level, Loaded};
use duban::model::Language;
use duban_fuzz::{Memory, now};
use jiff::ToSpan;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

const ROOT: &str = "[mail]\nfrom = 'duban@example.org'\n\
    [calendars.default]\ntimezone = 'Europe/Berlin'\nholidays = ['days.ics']\n";

/// What stands in a file and must stand in no finding.
const SECRET: &str = "hunter2";

fuzz_target!(|bytes: &[u8]| {
    let loaded = load(bytes);
    let refused = loaded.findings.iter().any(|finding| finding.level == Level::Error);
    assert_eq!(loaded.config.is_none(), refused, "{:#?}", loaded.findings);
    let said = config::render(&loaded.findings, &loaded.sources, Language::En);
    assert!(!said.contains(SECRET), "{said}");
    let again = load(bytes);
    assert_eq!(again.findings, loaded.findings);
    let folded = load(&fold(bytes));
    assert_eq!(worked(&folded), worked(&loaded));
});

fn load(bytes: &[u8]) -> Loaded {
    let files = [("/d/duban.toml", ROOT.as_bytes().to_vec()), ("/d/days.ics", bytes.to_vec())];
    let files = Memory(files.into_iter().map(|(path, bytes)| (path.into(), bytes)).collect());
    config::load(Path::new("/d/duban.toml"), &files, now())
}

/// The bytes with a fold in the middle of every line, unless that is a fold or too near the limit already.
fn fold(bytes: &[u8]) -> Vec<u8> {
    if bytes.len() > 1 << 20 || bytes.starts_with(&[0xFF]) || bytes.starts_with(&[0xFE]) {
        return bytes.to_vec();
    }
    let mut folded = Vec::with_capacity(bytes.len() * 2);
    for line in bytes.split_inclusive(|byte| matches!(byte, b'\r' | b'\n')) {
        let whole = line.strip_suffix(b"\n").or(line.strip_suffix(b"\r")).unwrap_or(line);
        // A line of blanks alone would become another.
        let first = usize::from(whole.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')));
        let at = first + (whole.len() - first) / 2;
        match whole.len() - first > 1 {
            true => {
                folded.extend(&line[..at]);
                folded.extend(b"\r\n ");
                folded.extend(&line[at..]);
            }
            false => folded.extend(line),
        }
    }
    folded
}

/// Which days of some years are worked.
fn worked(loaded: &Loaded) -> Option<Vec<bool>> {
    let calendar = loaded.config.as_ref()?.calendars.first()?;
    let days = date(2025, 1, 1).series(1.day()).take(1461);
    Some(days.map(|day| calendar.is_working_day(day)).collect())
}
