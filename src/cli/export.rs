//! `duban export`: the list, or a filter of it, as a file that other programs open (I3).

use std::path::PathBuf;

use clap::Args;

use crate::cli::filter_options::FilterOptions;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, output, to_file};
use crate::sheets::export::{calendar, comma, json, markdown, workbook};
use crate::view::exported;
use crate::words::{export, help, help_lists};

/// Options of `export`.
#[derive(Debug, Args)]
pub struct Export {
    #[arg(long, allow_hyphen_values = true, value_name = say(help::FILE), help = say(help_lists::EXPORT_TO))]
    to: PathBuf,
    #[arg(long, help = say(help_lists::BOM))]
    bom: bool,
    #[command(flatten)]
    filter: FilterOptions,
}

impl Export {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let (now, language) = (globals.now(), locale::language());
        let in_force = globals.to_show(now)?;
        let config = &in_force.config;
        let filter = self.filter.filter(config)?;
        let list = exported(config, &filter, now);
        let name = self.to.to_string_lossy().into_owned();
        let kind = name.rsplit_once('.').map(|(_, kind)| kind.to_lowercase()).unwrap_or_default();
        let mut cut = 0;
        let bytes = match kind.as_str() {
            "xlsx" => {
                let (bytes, cells) = workbook::write(&list, language)?;
                cut = cells;
                bytes
            }
            "csv" => comma::write(&list, self.bom, language).into_bytes(),
            "json" => serde_json::to_vec_pretty(&json::document(&list))?,
            "md" => markdown::write(&list, language).into_bytes(),
            "ics" => {
                let from = config.mail.from.address.to_string();
                let domain = from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
                calendar::write(&list, domain, now, language).into_bytes()
            }
            _ => return Err(Refused::usage(export::which_kind(&name, language))),
        };
        if !to_file::write(&self.to, &bytes)? {
            return Ok(Exit::Fine);
        }
        if cut > 0 {
            output::complain(&format!("{}\n", export::cut(cut, language)));
        }
        print_line!("{}", export::written(&name, list.count(), language))?;
        Ok(in_force.exit())
    }
}
