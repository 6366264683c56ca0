//! A plan as JSON.

use std::borrow::Cow;
use std::io::Write;
use std::thread;

use anyhow::anyhow;

use crate::cli::plan::coming::Coming;
use crate::cli::plan::forecast::Forecast;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::Json;
use crate::model::Config;
use crate::plan::Planned;
use crate::view::PlannedNotice;
use crate::visible;
use crate::words::system;

/// One notice on a line, written on all cores: a plan may hold a million of them.
pub(super) fn print(
    config: &Config,
    forecast: &Forecast,
    coming: &[Coming],
    not_in_force: &[String],
) -> anyhow::Result<()> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut out = Json::new();
    write!(out, "{{\"notices\": [")?;
    for (at, block) in forecast.rows.chunks(cores * LINES).enumerate() {
        let written = thread::scope(|scope| {
            let parts =
                block.chunks(LINES).map(|part| scope.spawn(move || lines(config, part, forecast)));
            let parts: Vec<_> = parts.collect();
            parts.into_iter().map(|part| part.join()).collect::<Result<Vec<_>, _>>()
        });
        let written = written.map_err(|_| anyhow!(say(system::BUG)))?;
        for (part, text) in written.into_iter().enumerate() {
            let text = text?;
            // Every notice but the first is set apart by a comma.
            out.shown(if at == 0 && part == 0 { &text[1..] } else { &text })?;
        }
    }
    let not_in_force = serde_json::to_string(not_in_force)?;
    let coming = serde_json::to_string(coming)?;
    writeln!(out, "\n], \"letters\": {coming}, \"not_in_force\": {not_in_force}}}")?;
    Ok(out.flush()?)
}

/// So many notices a core writes in one go.
const LINES: usize = 4096;

/// So many bytes has the line of one, as a rule.
const LINE: usize = 512;

fn lines(config: &Config, rows: &[Planned], forecast: &Forecast) -> anyhow::Result<String> {
    let mut text = Vec::with_capacity(rows.len() * LINE);
    for row in rows {
        text.extend_from_slice(b",\n");
        let audience = forecast.copies.audience(config, row);
        let held = forecast.edit.is_about(row);
        serde_json::to_writer(&mut text, &PlannedNotice::of(config, row, &audience, held))?;
    }
    let text = String::from_utf8(text)?;
    Ok(match visible::json(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(shown) => shown,
    })
}
