//! `duban schema`: the JSON Schema of the files, for editors.

use clap::Args;

use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::output;
use crate::config::schema::schema;

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct SchemaOf {}

impl SchemaOf {
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        output::print_json(&schema())?;
        Ok(Exit::Fine)
    }
}
