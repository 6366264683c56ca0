//! The files on disk: patterns walked, regular files read, watched for changes, and their last good versions kept (R1–R3), and written (E1).

pub mod disk;
mod disk_reader;
pub mod disk_source;
mod doubt;
pub mod fingerprints;
pub mod in_force;
pub mod last_good;
mod noting;
pub mod overlay;
pub(crate) mod pattern;
pub mod regular;
pub mod revision;
pub mod source;
pub mod users;
pub mod walk;
pub mod watcher;
pub mod write;
