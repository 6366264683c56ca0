//! The text of one file becomes rows, or findings with their places.

pub mod addresses;
pub mod context;
pub mod encoding;
pub mod file;
pub mod holidays;
pub mod host;
pub mod hours;
pub mod keys;
pub mod listen;
pub mod offsets;
pub mod raw;
pub mod reading;
pub mod syntax_errors;
pub mod table;
