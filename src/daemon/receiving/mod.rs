//! A mail that came in becomes answers, a note, word of a letter that came back, or nothing (A5, L9).

mod imap;
mod letter;
pub(crate) mod mailbox;
pub mod maildir;
mod outages;
mod reply;
mod returned;
mod take;
mod taken;

pub use take::take;
pub use taken::{LARGEST, Taken};
