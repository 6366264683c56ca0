//! Letters as email: a draft becomes a message, and leaves by SMTP, by `sendmail`, or into a folder.

pub mod admin;
pub mod compose;
pub mod folder;
pub mod headers;
pub mod ids;
pub(crate) mod imap;
pub mod mime;
pub(crate) mod numbered;
pub mod readdressed;
pub mod received;
pub(crate) mod rewriting;
pub mod sendmail;
pub mod smtp;
pub mod thread;
pub mod trial_letter;
