//! The files on disk: patterns walked, regular files read, watched for changes, and their last good versions kept (R1–R3).

pub mod disk;
pub mod disk_source;
pub mod fingerprints;
pub mod last_good;
pub mod regular;
pub mod source;
pub mod walk;
pub mod watcher;
