//! The words of the seven letters: view data from a draft, then text and HTML from the same data.

mod phrases;
mod template;
mod view;

pub(super) use template::{render, render_admin};
pub(super) use view::{Figures, View, view};
