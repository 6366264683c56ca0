//! A report as a file: a workbook, Markdown.

pub mod markdown;
pub mod workbook;
