//! The options by which commands choose tasks: the same for all of them, over one [`Filter`] (P3).

use clap::Args;

use crate::cli::names;
use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::{locale, values};
use crate::model::{Config, Late, Severity, Span};
use crate::plan::Colour;
use crate::view::{Filter, Unknown};
use crate::words::{filters, help};

/// Which tasks are meant.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct FilterOptions {
    #[arg(long = "unit", value_name = say(help::UNIT), help = say(filters::UNIT))]
    units: Vec<String>,
    #[arg(long = "owner", value_name = say(filters::PERSON), help = say(filters::OWNER))]
    owners: Vec<String>,
    #[arg(long = "supervisor", value_name = say(filters::PERSON), help = say(filters::SUPERVISOR))]
    supervisors: Vec<String>,
    #[arg(long, value_name = say(filters::PERSON), help = say(filters::WAITING_FOR))]
    waiting_for: Vec<String>,
    #[arg(long = "policy", value_name = say(filters::POLICY_NAME), help = say(filters::POLICY))]
    policies: Vec<String>,
    #[arg(long = "batch", value_name = say(filters::WORD), help = say(filters::BATCH))]
    batches: Vec<String>,
    #[arg(long = "category", value_name = say(filters::WORD), help = say(filters::CATEGORY))]
    categories: Vec<String>,
    #[arg(long = "source", value_name = say(filters::WORD), help = say(filters::SOURCE))]
    sources: Vec<String>,
    #[arg(long = "severity", value_name = say(filters::SEVERITY_NAME), value_parser = values::severity,
        help = say(filters::SEVERITY))]
    severities: Vec<Severity>,
    #[arg(long = "colour", alias = "color", value_name = say(help::COLOUR), value_parser = values::colour,
        help = say(filters::COLOUR))]
    colours: Vec<Colour>,
    #[arg(long, value_name = say(filters::LATENESS), num_args = 0..=1, default_missing_value = ">0d",
        value_parser = values::late, help = say(filters::LATE))]
    late: Option<Late>,
    #[arg(long, value_name = say(filters::LENGTH), value_parser = values::length,
        help = say(filters::DUE_WITHIN))]
    due_within: Option<Span>,
    #[arg(long = "text", value_name = say(filters::WORD), help = say(filters::TEXT))]
    texts: Vec<String>,
}

impl FilterOptions {
    /// The filter, what it names looked up.
    pub(crate) fn filter(&self, config: &Config) -> anyhow::Result<Filter> {
        let mut filter = Filter {
            severities: self.severities.clone(),
            colours: self.colours.clone(),
            late: self.late,
            due_within: self.due_within,
            ..Filter::default()
        };
        let named = [
            ("unit", &self.units),
            ("owner", &self.owners),
            ("supervisor", &self.supervisors),
            ("waiting-for", &self.waiting_for),
            ("policy", &self.policies),
            ("batch", &self.batches),
            ("category", &self.categories),
            ("source", &self.sources),
            ("text", &self.texts),
        ];
        for (key, values) in named {
            for value in values {
                let id = names::id_of(config, key, value)?;
                filter.add(config, key, id).map_err(|unknown| refused(unknown, value))?;
            }
        }
        Ok(filter)
    }
}

fn refused(unknown: Unknown, value: &str) -> anyhow::Error {
    Refused::no(filters::unknown(unknown, value, locale::language()))
}
