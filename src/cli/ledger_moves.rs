//! `duban ledger copy`, `archive`: a ledger moves, or a part of it.

use std::path::{Path, PathBuf};

use jiff::civil::date;
use jiff::{Timestamp, ToSpan};

use crate::cli::ledger_place;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::times::{Toward, Written, office};
use crate::ledger;
use crate::ledger::{Copied, Moved, Site};
use crate::model::{Config, LedgerUrl, Password};
use crate::words::care;

/// The ledger's file in a state folder.
const FILE: &str = "ledger.sqlite3";

/// What is so young stays in the ledger, in days: so long a link for answers lasts (A1), and bounces come within it (L9).
const STAYS: i64 = 90;

/// `ledger copy` (N5).
pub(super) fn copy(from: &str, to: &str, globals: &Globals) -> anyhow::Result<Exit> {
    let (from, to) = (site(from, globals)?, site(to, globals)?);
    let Copied { letters, notices } = ledger::copy(&from, &to)?;
    print_line!("{}", care::copied(letters, notices, &to.shown(), locale::language()))?;
    Ok(Exit::Fine)
}

/// Where a ledger is, as it was typed.
fn site(typed: &str, globals: &Globals) -> anyhow::Result<Site> {
    if let Some(file) = typed.strip_prefix('@') {
        let kept = LedgerUrl::Kept(Password::File(file.into()));
        let url = ledger_place::server(&kept, Path::new(""))?;
        return site_of_url(url.as_deref().unwrap_or_default(), globals);
    }
    let server = typed.split_once("://").map_or("", |(_, rest)| rest);
    let user = server.split_once('@').map_or("", |(user, _)| user);
    if user.contains(':') || server.contains("password=") {
        return Err(Refused::usage(say(care::INLINE_PASSWORD)));
    }
    site_of_url(typed, globals)
}

fn site_of_url(url: &str, globals: &Globals) -> anyhow::Result<Site> {
    if url == "sqlite" {
        return Ok(Site::File(globals.state().join(FILE)));
    }
    if let Some(path) = url.strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
        let path = PathBuf::from(path);
        return Ok(Site::File(if path.is_dir() { path.join(FILE) } else { path }));
    }
    match url.starts_with("postgres://") || url.starts_with("postgresql://") {
        true => Ok(Site::Server(url.to_owned())),
        false => Err(Refused::usage(say(care::LIKE_A_LEDGER))),
    }
}

/// `ledger archive` (N6). It writes into the ledger in pieces, beside a daemon.
pub(super) fn archive(before: &Written, file: &Path, globals: &Globals) -> anyhow::Result<Exit> {
    let now = globals.real_now("ledger archive")?;
    let config = globals.in_force(now)?.config;
    let before = before.start(&config, now, Toward::Past)?;
    let latest = latest(&config, now);
    if before > latest {
        let day = office(&config).local_date(latest).to_string();
        return Err(Refused::no(care::archive_too_new(&day, locale::language())));
    }
    let mut ledger = globals.ledger_beside()?;
    let in_files = |task: &str| config.task(task).is_some();
    let Moved { letters, notices, edits } = ledger.archive(before, file, &in_files)?;
    let file = file.display().to_string();
    print_line!("{}", care::archived(letters, notices, edits, &file, locale::language()))?;
    Ok(Exit::Fine)
}

/// Tallies count what happened since the year began (C1), and links and bounces come for 90 days.
fn latest(config: &Config, now: Timestamp) -> Timestamp {
    let office = office(config);
    let today = office.local_date(now);
    let year = date(today.year(), 1, 1);
    office.start_of_day(year.min(today.saturating_sub(STAYS.days())))
}
