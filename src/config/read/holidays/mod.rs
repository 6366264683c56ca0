//! Holiday sets: the three that are built in, and files of the admin's own (.toml, .ics).
//!
//! What such a file holds is never repeated in a finding: a name in `holidays` may lead to any file, also to one
//! with a password in it. A finding says the line, and what is wrong in our own words.

mod event;
mod ics;
mod lines;
mod own;
mod rule;
mod set;
mod words;

use std::path::Path;

use jiff::tz::TimeZone;

use crate::config::fault::holidays::{SetError, SetFault};
use crate::config::limits;
use crate::config::read::encoding;
pub(crate) use own::parse_toml;
pub(crate) use set::HolidaySet;

/// A set that is built in, by its name.
pub(crate) fn shipped(name: &str) -> Option<&'static str> {
    match name {
        "CN" => Some(include_str!("../../../../config/holidays/cn.toml")),
        "US" => Some(include_str!("../../../../config/holidays/us.toml")),
        "GB" => Some(include_str!("../../../../config/holidays/gb.toml")),
        _ => None,
    }
}

/// The names of the sets that are built in.
pub(crate) const SHIPPED: [&str; 3] = ["CN", "US", "GB"];

/// Reads a set from a file, by what its name ends in. `zone` is the calendar's, for times in UTC.
pub(crate) fn parse(path: &Path, bytes: Vec<u8>, zone: &TimeZone) -> Result<HolidaySet, SetFault> {
    if bytes.len() > limits::HOLIDAYS {
        return Err(SetError::TooLarge { mib: limits::HOLIDAYS >> 20 }.into());
    }
    let decode =
        |bytes| encoding::decode(bytes).map_err(|(_, why)| SetError::NotText(Box::new(why.fault)));
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("toml") => parse_toml(&decode(bytes)?),
        Some("ics") => {
            // A fold may part the bytes of one character (RFC 5545 §3.1).
            let (unfolded, numbers) = lines::unfold(&bytes);
            ics::parse(&decode(unfolded)?, &numbers, zone)
        }
        _ => Err(SetError::OtherEnding.into()),
    }
}
