//! The configuration that the daemon goes by, for commands that show something: the files, and where they do
//! not check, their last good versions from the state folder (R1, R2).

use std::collections::HashMap;
use std::path::Path;

use jiff::Timestamp;

use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::{findings, locale, output, style};
use crate::config::{self, Files, Level, Loaded, Refusal, Taking};
use crate::files::disk::DiskFiles;
use crate::files::in_force::{FilesInForce, KeptFiles};
use crate::files::last_good::{Good, LastGood};
use crate::ledger::{CopyState, Ledger};
use crate::model::{Config, Language};
use crate::words::{results, system};

/// What is in force.
pub(crate) struct InForce {
    pub(crate) config: Config,
    refusal: Option<Refusal>,
    /// The files in which addresses are to be filled in, where nothing is in force for that alone.
    unaddressed: Vec<String>,
}

/// So many problems are told of; `duban check` shows all.
const SHOWN: usize = 5;

impl Globals {
    /// What is in force; files that are not are named on standard error. Where nothing can be in force, the
    /// errors are printed, and the command ends with 78.
    pub(crate) fn in_force(&self, now: Timestamp) -> anyhow::Result<InForce> {
        self.of(self.take(now))
    }

    fn of(&self, Taking { loaded, refusal }: Taking) -> anyhow::Result<InForce> {
        let Some(config) = loaded.config else { return Err(findings::refused(&loaded)) };
        if let Some(refusal) = &refusal {
            output::complain(&told(refusal, locale::language()));
        }
        Ok(InForce { config, refusal, unaddressed: Vec::new() })
    }

    /// The same for commands that only show: where nothing can be in force, for addresses are to be filled in and for nothing
    /// else, they show what will be. They end with 78 all the same ([`InForce::exit`]).
    pub(crate) fn to_show(&self, now: Timestamp) -> anyhow::Result<InForce> {
        let Taking { mut loaded, refusal } = self.take(now);
        let Some(config) = loaded.but_for_addresses.take().filter(|_| refusal.is_none()) else {
            return self.of(Taking { loaded, refusal });
        };
        output::complain(&(results::no_addresses(loaded.gaps, locale::language()) + "\n\n"));
        let gaps = loaded.findings.iter().filter(|finding| finding.level == Level::Error);
        let files = gaps.filter_map(|finding| Some(loaded.sources.path(finding.site()?.file)));
        let unaddressed = files.collect();
        Ok(InForce { config, refusal: None, unaddressed })
    }

    /// The same for a command that can do without: nothing is printed.
    pub(crate) fn in_force_if_any(&self, now: Timestamp) -> Option<Config> {
        self.take(now).loaded.config
    }

    /// What would be in force of other files; nothing is printed.
    pub(crate) fn in_force_of(&self, files: &dyn Files, now: Timestamp) -> Option<Config> {
        let store = LastGood::open_read_only(&self.state()).ok().flatten();
        mend(&self.root(), files, store.as_ref(), now).loaded.config
    }

    /// Where another node sweeps, or this one by others' files, those are in force, which the ledger keeps (N4).
    fn take(&self, now: Timestamp) -> Taking {
        if let Some((_, here, ledger)) = self.who_sweeps()
            && (!here || self.has_older_copy(&ledger))
            && let Ok(files) = ledger.kept_files()
        {
            let kept = KeptFiles::new(&self.root(), files);
            let loaded = config::load(&self.root(), &kept, now);
            if loaded.config.is_some() {
                return Taking { loaded, refusal: None };
            }
        }
        self.take_own(now)
    }

    fn has_older_copy(&self, ledger: &Ledger) -> bool {
        let state = self.state();
        let Ok(Some(store)) = LastGood::open_read_only(&state) else { return false };
        let own = FilesInForce::of(&store, &self.root(), &state).fingerprint();
        matches!(ledger.copy_of_files(&own), Ok(CopyState::Older))
    }

    fn take_own(&self, now: Timestamp) -> Taking {
        let loaded = self.load(now);
        if loaded.config.is_some() {
            return Taking { loaded, refusal: None };
        }
        match LastGood::open_read_only(&self.state()) {
            Ok(Some(store)) => mend(&self.root(), &DiskFiles, Some(&store), now),
            Ok(None) => Taking { loaded, refusal: None },
            Err(error) => unread(loaded, &error),
        }
    }
}

fn mend(root: &Path, files: &dyn Files, store: Option<&LastGood>, now: Timestamp) -> Taking {
    let none = HashMap::new();
    config::take(root, files, &Good::new(store, &none, root), now)
}

fn unread(loaded: Loaded, error: &std::io::Error) -> Taking {
    let language = locale::language();
    let (what, why) = (results::LAST_GOOD_UNREAD.said(language), system::reason(error, language));
    output::complain(&format!("{what}{}{why}\n", system::BECAUSE.said(language)));
    Taking { loaded, refusal: None }
}

impl InForce {
    /// The files that are not in force as they are now, for JSON.
    pub(crate) fn not_in_force(&self) -> Vec<String> {
        let files = self.refusal.iter().flat_map(|refusal| &refusal.files);
        let files = files.map(|path| path.display().to_string());
        files.chain(self.unaddressed.iter().cloned()).collect()
    }

    /// How a command ends that showed it.
    pub(crate) fn exit(&self) -> Exit {
        if self.unaddressed.is_empty() { Exit::Fine } else { Exit::Config }
    }
}

fn told(refusal: &Refusal, language: Language) -> String {
    let opening = match refusal.whole {
        false => results::SOME_NOT_IN_FORCE,
        true => results::NONE_IN_FORCE,
    };
    let opening = opening.said(language);
    let mut text = format!("{}\n", style::strong(opening));
    for path in &refusal.files {
        text += &format!("  {}\n", path.display());
    }
    for problem in refusal.problems.iter().take(SHOWN) {
        text += &format!("  {}\n", problem.told(language));
    }
    text + results::CHECK_SHOWS_ALL.said(language) + "\n\n"
}
