//! The words of the letters: view data from a draft, then text and HTML from the same data, and a table of all
//! tasks where they are too many.

pub mod admin;
pub mod attached;
pub mod bounds;
pub mod csv;
pub mod item;
pub mod list;
pub mod mood;
pub mod phrases;
pub mod template;
pub mod text;
pub mod view;
pub mod written;

pub use attached::Attached;
pub(crate) use template::render_admin;
pub(crate) use view::{Figures, View};
pub(crate) use written::{Written, write};
