//! Two versions of the list compared: what an edit of the files changed, for the guard (L6, L8) and for the log (R3).
//!
//! [`facts`] is what is remembered of a task or milestone, [`mod@owing`] finds letters that an edit makes due at once,
//! [`list`] goes through both versions in one pass, [`mod@verdict`] says whether that is too much. [`changes`] says in words
//! what an edit changed, [`mod@details`] key by key, [`letters`] what it does to letters. Everything here is a function of its arguments.

pub mod changes;
pub mod details;
pub mod facts;
pub mod hour;
pub mod letters;
pub mod list;
pub mod owing;
pub(crate) mod promises;
pub(crate) mod renames;
pub mod verdict;

pub use details::{Detail, Edit, Thing, details};
pub use facts::{Arms, Facts, Standing, What, change};
pub use hour::working_hour_ago;
pub use list::{Before, BeforeRow, Change, Compared, List, Name, target_of};
pub use owing::{Ways, owing};
pub use verdict::{Verdict, verdict};
