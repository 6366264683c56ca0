//! What a letter to the admin shows, for its templates.

use serde::Serialize;

/// What the templates see.
#[derive(Debug, Serialize)]
pub struct AdminView {
    pub(crate) language: &'static str,
    pub(crate) title: String,
    pub(crate) opening: String,
    pub(crate) rows: Vec<[String; 2]>,
    pub(crate) steps: Vec<String>,
    pub(crate) signature: String,
}
