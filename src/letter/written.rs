//! A letter's words, made so short that its page keeps within its bounds.

use jiff::Timestamp;
use minijinja::Error;

use crate::letter::attached::Attached;
use crate::letter::bounds::{ATTACHED, Extent, PAGE};
use crate::letter::list::list;
use crate::letter::template::render;
use crate::letter::view::{Writer, subject, view};
use crate::model::Config;
use crate::plan::Draft;

/// A letter in words.
pub struct Written {
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// All tasks as a table, where they are many.
    pub attachment: Option<Attached>,
}

/// Writes a letter: one task with all that is known of it, many as a table of the most urgent, with all of them attached.
pub fn write(config: &Config, draft: &Draft, now: Timestamp) -> Result<Written, Error> {
    let count = draft.items.len();
    let writer = Writer::of(config, draft, now);
    let (mut extent, mut all) = (Extent::of(count), None);
    loop {
        if all.is_none() && (count > ATTACHED || extent != Extent::Whole && count > 1) {
            all = Some(list(&writer));
        }
        let (text, html) = render(&view(&writer, extent, all.as_ref()))?;
        if html.len() > PAGE
            && let Some(smaller) = extent.smaller(count)
        {
            extent = smaller;
            continue;
        }
        let attachment = all.map(|(attached, _)| attached);
        return Ok(Written { subject: subject(&writer), text, html, attachment });
    }
}
