//! The languages that letters and the command line speak.

use crate::model::names::names;

/// A language of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Simplified Chinese.
    ZhCn,
    /// English.
    En,
}
names!(Language { ZhCn = "zh-CN", En = "en" });
