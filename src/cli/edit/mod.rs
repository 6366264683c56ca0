//! Commands that edit the files in place (section 11): one file for each command, and what they share.
//!
//! A command names whom it changes and how ([`step`]). [`work`] does the rest for all of them: the new texts are made
//! and checked as one, the difference is shown, and only then the first file is written (E1).

pub mod accept;
pub mod acknowledge;
pub mod add;
pub mod assign;
pub mod author;
pub mod away;
pub mod cancel;
pub mod diff;
pub mod done;
pub mod draft;
pub mod extend;
pub mod hand;
pub mod hold;
pub mod meant;
pub mod moves;
pub mod new_task;
pub mod progress;
pub mod record;
pub mod reopen;
pub mod send_back;
pub mod step;
mod undo;
pub mod verify;
pub mod work;
