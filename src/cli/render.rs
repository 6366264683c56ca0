//! `duban render`: the letter that would be sent now, or by a stage when it comes, without sending it.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::Command;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use crate::channels;
use crate::cli::names;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::{Globals, recorded};
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, output};
use crate::letter::Written;
use crate::model::{Calendar, Config};
use crate::plan;
use crate::plan::{Decision, Draft, Item, Known, Ladder, Occurrence, Recorded, Target};
use crate::words::{help, lists, results, system};

/// Options of `render`.
#[derive(Debug, Args)]
pub struct Render {
    #[arg(value_name = say(help::TASK_OR_MILESTONE), help = say(help::TARGET))]
    id: String,
    #[arg(long, value_name = say(help::STAGE), help = say(help::RENDER_STAGE))]
    stage: Option<String>,
    #[arg(long, value_enum, value_name = say(help::FORMAT), default_value_t = Format::Text, help = say(help::PRINTED))]
    format: Format,
    #[arg(long, conflicts_with_all = ["format", "open"], help = say(help::AS_PAGE))]
    html: bool,
    #[arg(long, conflicts_with = "format", help = say(help::OPEN_PAGE))]
    open: bool,
}

/// What is printed of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Subject, addressees and the plain text
    Text,
    /// The HTML
    Html,
    /// The whole message
    Eml,
}

impl Render {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let config = globals.linked(globals.in_force(now)?.config);
        let target = names::target(&config, &self.id)?;
        let ledger = globals.ledger()?;
        let known = recorded(ledger.as_ref(), &config, target)?;
        let (mut draft, at) = self.draft(&config, target, known, now)?;
        if let Some(ledger) = &ledger {
            ledger.name_recipients(std::slice::from_mut(&mut draft))?;
        }
        let format = if self.html { Format::Html } else { self.format };
        if format != Format::Eml {
            let body = channels::body(&config, &draft, at)?;
            for (path, why) in &body.failed {
                let said = results::template_failed(path, why, locale::language());
                output::complain(&format!("{said}\n"));
            }
            if self.open {
                return open(&body.html);
            }
        }
        match format {
            Format::Eml => output::print_bytes(&channels::compose(&config, &draft, at)?.bytes)?,
            Format::Html => {
                output::print_bytes(channels::body(&config, &draft, at)?.html.as_bytes())?
            }
            Format::Text => {
                let later = (at > now).then(|| (target.calendar(&config), at));
                print_text(&channels::body(&config, &draft, at)?, &draft, later)?;
            }
        }
        Ok(Exit::Fine)
    }

    /// The letter, and the sweep at which it leaves: its kind, its days and its people are those of that time.
    fn draft(
        &self,
        config: &Config,
        target: Target,
        mut known: Known,
        now: Timestamp,
    ) -> anyhow::Result<(Draft, Timestamp)> {
        let ladder = Ladder::with_answers(config, target, &known.answers);
        let tracks = ladder.into_tracks(&known.notices);
        let (ladder, occurrence) = match &self.stage {
            Some(stage) => named(&tracks, stage, now)?,
            None => self.due(config, &tracks, &known.notices, now)?,
        };
        known.notices.push(Recorded::of(ladder, occurrence, true));
        let at = plan::leaves_at(config, ladder, occurrence, now);
        let notice = ladder.notice(config, occurrence);
        let mut drafts = plan::drafts(config, vec![Item::of(config, notice, known, at)], at);
        let draft = drafts.pop().ok_or_else(|| anyhow::anyhow!(say(system::BUG)))?;
        Ok((draft, at))
    }

    /// What the next sweep would send, or is waiting to; of several tracks the first.
    fn due<'t, 'c>(
        &self,
        config: &Config,
        tracks: &'t [Ladder<'c>],
        known: &[Recorded],
        now: Timestamp,
    ) -> anyhow::Result<(&'t Ladder<'c>, Occurrence)> {
        let due = |ladder: &'t Ladder<'c>| match plan::decide_on(config, ladder, known, now) {
            Decision::Send { occurrence, .. } | Decision::Wait { occurrence, .. } => {
                Some((ladder, occurrence))
            }
            Decision::Nothing { .. } => None,
        };
        tracks
            .iter()
            .find_map(due)
            .ok_or_else(|| Refused::no(results::nothing_due(&self.id, locale::language())))
    }
}

/// Shows a page in a browser: by `$BROWSER`, else by `xdg-open`. The file is new and its owner's alone.
fn open(page: &str) -> anyhow::Result<Exit> {
    let path = std::env::temp_dir().join(format!("duban-{}.html", std::process::id()));
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    file.write_all(page.as_bytes())?;
    let shown = path.display().to_string();
    let browser = std::env::var("BROWSER").unwrap_or_else(|_| "xdg-open".to_owned());
    let opened = Command::new(&browser).arg(&path).status();
    match opened {
        Ok(status) if status.success() => {
            print_line!("{shown}")?;
            Ok(Exit::Fine)
        }
        _ => Err(Refused::no(results::not_opened(&browser, &shown, locale::language()))),
    }
}

/// The latest occurrence of a live stage, or its first if it has not been reached.
fn named<'t, 'c>(
    tracks: &'t [Ladder<'c>],
    stage: &str,
    now: Timestamp,
) -> anyhow::Result<(&'t Ladder<'c>, Occurrence)> {
    let found = tracks.iter().find_map(|ladder| {
        let rung = ladder.rungs.iter().position(|rung| rung.stage.name.as_ref() == stage)?;
        let found = ladder.latest_of(rung, now).or_else(|| ladder.occurrence(rung, 0));
        Some((ladder, found?))
    });
    found.ok_or_else(|| {
        let rungs = tracks.iter().flat_map(|ladder| &ladder.rungs);
        let live: Vec<&str> = rungs.map(|rung| rung.stage.name.as_ref()).collect();
        Refused::no(results::no_live_stage(stage, &live, locale::language()))
    })
}

/// `later` is when it leaves, where that is not now.
fn print_text(
    body: &Written,
    draft: &Draft,
    later: Option<(&Calendar, Timestamp)>,
) -> Result<(), Unwritten> {
    let language = locale::language();
    let [subject, to, cc] =
        [lists::SUBJECT.said(language), lists::TO.said(language), lists::CC.said(language)];
    if let Some((calendar, at)) = later {
        print_line!("{}: {}", lists::LEAVES.said(language), locale::time(calendar, at, language))?;
    }
    print_line!("{subject}: {}", body.subject)?;
    print_line!("{to}: {}", locale::names(&draft.audience.to))?;
    if !draft.audience.cc.is_empty() {
        print_line!("{cc}: {}", locale::names(&draft.audience.cc))?;
    }
    print_line!("\n{}", body.text.trim_end())
}
