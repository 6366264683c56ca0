//! Letters that no stage writes, in words: `frame` is what all of them have in common, and a file for each kind says
//! what is its own.

pub mod digest;
pub mod frame;
pub mod handover;
mod lines;
pub(crate) mod readdressed;
pub mod receipt;
pub mod report;
pub mod tally;
pub mod urge;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use minijinja::Error;

use crate::letter::further::frame::Frame;
use crate::letter::written::Written;
use crate::model::{Config, Ways};
use crate::plan::{Content, FurtherLetter};

/// Writes a letter that no stage writes. `number` is the place of its number, where it has one; `ways` are those
/// by which it can be answered, if it asks for that.
pub fn write_further(
    config: &Config,
    letter: &FurtherLetter,
    (number, now): (Option<String>, Timestamp),
    ways: &Ways<'_>,
) -> Result<Written, Error> {
    match &letter.content {
        Content::Urge(urge) => urge::write(config, urge, (number, now), ways),
        Content::Receipt(content) => receipt::write(config, letter, content, (number, now)),
        Content::Digest(digest) => digest::write(&Frame { config, letter, number, now }, digest),
        Content::Handover(handover) => {
            handover::write(&Frame { config, letter, number, now }, handover)
        }
        Content::Report(report) => report::write(&Frame { config, letter, number, now }, report),
        Content::Tally(content) => tally::write(&Frame { config, letter, number, now }, content),
    }
}

/// What a report says, for Markdown.
pub fn says_of_report(
    config: &Config,
    letter: &FurtherLetter,
    now: Timestamp,
) -> Result<frame::Says, Error> {
    match &letter.content {
        Content::Report(report) => {
            let frame = Frame { config, letter, number: None, now };
            report::says(&frame, report, usize::MAX)
        }
        _ => Ok(frame::Says::default()),
    }
}

/// The page by itself: the pictures that it shows are in it.
pub fn shown_alone(written: Written) -> String {
    let pictures = written.attachments.iter().filter(|one| one.is_shown);
    pictures.fold(written.html.clone(), |page, picture| {
        let data = format!("data:{};base64,{}", picture.kind, STANDARD.encode(&picture.bytes));
        page.replace(&format!("cid:{}", picture.name), &data)
    })
}
