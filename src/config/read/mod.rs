//! The text of one file becomes rows, or findings with their places.

pub mod addresses;
pub mod aliases;
pub mod context;
pub mod cures;
pub mod encoding;
pub mod file;
pub mod holidays;
pub mod host;
pub mod hours;
pub mod keys;
pub mod listen;
pub mod meant;
pub mod offsets;
pub mod raw;
pub mod reading;
pub mod reports;
pub mod schedules;
pub mod signs;
pub mod syntax;
pub mod table;
pub mod tallies;
pub mod unknown;
pub mod web_address;
pub mod web_url;
