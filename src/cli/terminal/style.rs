//! The few colours, and what they mean. anstream drops them where there is no terminal, or NO_COLOR.

use crate::plan::Colour;
use clap::builder::styling::{AnsiColor, Style};

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

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
