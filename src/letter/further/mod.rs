//! Letters that no stage writes, in words: `frame` is what all of them have in common, and a file for each kind says
//! what is its own.

pub mod frame;
pub mod receipt;
pub mod urge;

use jiff::Timestamp;
use minijinja::Error;

use crate::letter::written::Written;
use crate::model::Config;
use crate::plan::{Content, FurtherLetter};

/// Writes a letter that no stage writes.
pub fn write_further(
    config: &Config,
    letter: &FurtherLetter,
    now: Timestamp,
) -> Result<Written, Error> {
    match &letter.content {
        Content::Urge(urge) => urge::write(config, urge, now),
        Content::Receipt(content) => receipt::write(config, letter, content, now),
    }
}
