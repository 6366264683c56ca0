//! The few colours, and what they mean. anstream drops them where there is no terminal, or NO_COLOR.

use crate::plan::Colour;
use clap::builder::styling::{AnsiColor, Style};

/// Stands for ESC in a colour of ours until the text is written: a noncharacter, which no text needs. An ESC that
/// comes in a title is shown as such.
pub(crate) const OURS: char = '\u{fdd0}';

/// An error's first word.
pub(crate) fn error(text: &str) -> String {
    paint(AnsiColor::Red.on_default().bold(), text)
}

/// A heading.
pub(crate) fn strong(text: &str) -> String {
    paint(Style::new().bold(), text)
}

/// A task's colour, in that colour.
pub(crate) fn colour(colour: Colour, text: &str) -> String {
    let style = match colour {
        Colour::Green => AnsiColor::Green.on_default(),
        Colour::Yellow => AnsiColor::Yellow.on_default(),
        Colour::Red => AnsiColor::Red.on_default().bold(),
        Colour::Blue => AnsiColor::Blue.on_default(),
        Colour::Grey => AnsiColor::BrightBlack.on_default(),
    };
    paint(style, text)
}

/// A line that goes, in a difference.
pub(crate) fn gone(text: &str) -> String {
    paint(AnsiColor::Red.on_default(), text)
}

/// A line that comes.
pub(crate) fn come(text: &str) -> String {
    paint(AnsiColor::Green.on_default(), text)
}

/// Where the lines stand.
pub(crate) fn place(text: &str) -> String {
    paint(AnsiColor::Cyan.on_default(), text)
}

/// A text that a library of ours has painted: what comes from others in it has lost its ESC before.
pub(crate) fn trusted(painted: &str) -> String {
    painted.replace('\u{1b}', &OURS.to_string())
}

fn paint(style: Style, text: &str) -> String {
    format!("{}{text}{}", trusted(&style.to_string()), trusted(&format!("{style:#}")))
}
