//! A letter's words, made so short that its page keeps within its bounds.

use jiff::Timestamp;
use minijinja::Error;

use crate::letter::attached::Attached;
use crate::letter::bounds::{Extent, PAGE};
use crate::letter::list::list;
use crate::letter::template::render;
use crate::letter::view::{Figures, View, view};
use crate::model::Config;
use crate::plan::Draft;

/// A letter in words.
pub struct Written {
    /// What it shows.
    pub view: View,
    /// The figures that a subject needs.
    pub figures: Figures,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// All tasks as a table, where the letter shows them as one.
    pub attachment: Option<Attached>,
}

/// Writes a letter: each task whole where there is room, else a table of the most urgent, with all of them attached.
pub fn write(config: &Config, draft: &Draft, now: Timestamp) -> Result<Written, Error> {
    let count = draft.items.len();
    let (mut extent, mut all) = (Extent::of(count), None);
    loop {
        if extent != Extent::Whole && all.is_none() && count > 1 {
            all = Some(list(config, draft, now));
        }
        let (view, figures) = view(config, draft, extent, all.as_ref(), now);
        let (text, html) = render(&view)?;
        if html.len() > PAGE
            && let Some(smaller) = extent.smaller(count)
        {
            extent = smaller;
            continue;
        }
        let attachment = all.map(|(attached, _)| attached);
        return Ok(Written { view, figures, text, html, attachment });
    }
}
