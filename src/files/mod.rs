//! The files on disk: read, watched for changes, and their last good versions kept (R1–R3).

pub mod disk;
pub mod disk_source;
pub mod fingerprints;
pub mod last_good;
pub mod source;
pub mod watcher;
