//! The words of the letters: view data from a draft, then text and HTML from the same data, and a table of all
//! tasks where they are many.

pub mod admin;
pub mod attached;
pub mod bounds;
pub mod chart;
pub mod csv;
pub mod event;
pub mod further;
pub mod glyphs;
pub(crate) mod ical;
pub mod list;
pub(crate) mod number;
pub mod own;
pub mod template;
pub mod text;
pub mod view;
pub mod written;

pub use attached::Attached;
pub(crate) use event::event_of;
pub(crate) use further::write_further;
pub(crate) use template::render_admin;
pub use view::View;
pub use written::Written;
pub(crate) use written::write_linked;
