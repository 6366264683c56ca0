//! The words of the seven letters: view data from a draft, then text and HTML from the same data.

pub mod phrases;
pub mod template;
pub mod view;

pub(crate) use template::{render, render_admin};
pub(crate) use view::{Figures, View, view};
