//! `duban check`: reads everything and prints every problem.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::channels::email::sendmail::unusable_program;
use crate::channels::email::smtp::trust::{no_authorities, unusable_authorities};
use crate::channels::exposed_file;
use crate::channels::secret::missing_password;
use crate::cli::since_last_good;
use crate::cli::terminal::exit::{Exit, answered};
use crate::cli::terminal::findings::{count, findings, summary};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output;
use crate::config;
use crate::config::fault::people::NobodyThere;
use crate::config::fault::{PeopleFault, WebFault};
use crate::config::{Files, Finding, Level, Loaded};
use crate::daemon::receiving::maildir::Maildir;
use crate::files::disk::DiskFiles;
use crate::ledger::Ledger;
use crate::model::met::Met;
use crate::model::{Installation, Password};
use crate::plan;
use crate::view::office_zone;
use crate::visible::one_line;
use crate::words::{help, nodes};

/// Options of `check`.
#[derive(Debug, Args)]
pub struct Check {
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document {
    ok: bool,
    errors: usize,
    warnings: usize,
    files: usize,
    tasks: usize,
    findings: Vec<crate::config::FindingJson>,
}

/// The files on disk, and whether passwords, programs and certificates are there as `run` needs them. Only `check`
/// asks: the daemon looks whenever it uses them, and no other command needs them.
struct Looking;

impl Files for Looking {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        DiskFiles.read(path)
    }

    fn installation(&self, root: &Path) -> Installation {
        DiskFiles.installation(root)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Met> {
        DiskFiles.glob(base, pattern)
    }

    fn near_misses(&self, base: &Path, pattern: &str) -> Vec<PathBuf> {
        DiskFiles.near_misses(base, pattern)
    }

    fn exposed(&self, path: &Path) -> Option<Met> {
        exposed_file(path)
    }

    fn missing_password(&self, password: &Password, folder: &Path) -> Option<Met> {
        missing_password(password, folder, &|name| std::env::var(name).ok())
    }

    fn unusable_program(&self, program: &str) -> Option<Met> {
        unusable_program(program, std::env::var_os("PATH").as_deref())
    }

    fn no_authorities(&self) -> Option<Met> {
        no_authorities()
    }

    fn unusable_authorities(&self, path: &Path) -> Option<Met> {
        unusable_authorities(path)
    }
}

impl Check {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let mut loaded = config::load(&globals.root(), &Looking, globals.now());
        unattended(&mut loaded, globals.now());
        since_last_good::warn(&mut loaded, globals, &Looking);
        bounced(&mut loaded, globals);
        mailbox(&mut loaded);
        let exit = if count(&loaded, Level::Error) == 0 { Exit::Fine } else { Exit::Config };
        let printed = match self.json {
            true => output::print_json(&document(&loaded)),
            false => output::print(&format!(
                "{}{}{}\n",
                findings(&loaded.findings, &loaded),
                late_replica(globals),
                summary(&loaded)
            )),
        };
        // The process ends: giving a hundred thousand tasks back one by one would be a tenth of its time.
        std::mem::forget(loaded);
        answered(exit, printed)
    }
}

/// N3: a server that cannot be reached now is no finding about the files.
fn late_replica(globals: &Globals) -> String {
    let Ok(Some(url)) = globals.server() else { return String::new() };
    let ledger = Ledger::open_server_beside(&url).ok().flatten();
    match ledger.is_some_and(|ledger| ledger.has_late_replica().unwrap_or_default()) {
        true => format!("{}\n", nodes::LATE_REPLICA.said(locale::language())),
        false => String::new(),
    }
}

/// Warns of a Maildir that cannot be read (A5).
fn mailbox(loaded: &mut Loaded) {
    let maildir = loaded.config.as_ref().and_then(Maildir::of);
    if let Some(why) = maildir.and_then(|maildir| maildir.unusable()) {
        loaded.add_anywhere(Finding::new(WebFault::NoMaildir { why }));
    }
}

/// L9: warns of addresses of the files from which letters come back. Where the ledger cannot be read, nothing is known of them.
fn bounced(loaded: &mut Loaded, globals: &Globals) {
    let Some(config) = &loaded.config else { return };
    let Ok(Some(ledger)) = globals.ledger() else { return };
    let zone = office_zone(config);
    let found = ledger.bounced_addresses().unwrap_or_default().into_iter();
    let found = found.filter(|one| config.names_address(&one.address)).map(|one| {
        let since = zone.to_datetime(one.since).date();
        let text = one_line(&one.text).into_owned();
        Finding::new(PeopleFault::Bounced { address: one.address, since, text })
    });
    let found: Vec<Finding> = found.collect();
    found.into_iter().for_each(|finding| loaded.add_anywhere(finding));
}

/// Warns of coming letters that reach nobody who is there (W3).
fn unattended(loaded: &mut Loaded, now: Timestamp) {
    let Some(config) = &loaded.config else { return };
    let found = plan::unattended(config, now).into_iter().map(|one| {
        let task = one.target.task(config);
        let finding = Finding::new(PeopleFault::NobodyThere(NobodyThere {
            stage: one.target.policy(config).stages[one.stage].name.to_string(),
            target: one.target.name(config),
            day: one.day,
            person: config[one.person].id.to_string(),
            until: one.until,
            more: one.count - 1,
        }));
        (finding, task.file, task.line)
    });
    for (finding, file, line) in found.collect::<Vec<_>>() {
        loaded.add(finding, file, line, &Looking);
    }
}

fn document(loaded: &Loaded) -> Document {
    let language = locale::language();
    Document {
        ok: count(loaded, Level::Error) == 0,
        errors: count(loaded, Level::Error),
        warnings: count(loaded, Level::Warning),
        files: loaded.files,
        tasks: loaded.tasks,
        findings: loaded.findings.iter().map(|one| one.json(&loaded.sources, language)).collect(),
    }
}
