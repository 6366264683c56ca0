//! What all commands share: options, the terminal's language, tables, exit status.

pub mod command_line;
pub mod exit;
pub mod findings;
pub mod forms;
pub mod globals;
pub mod locale;
pub mod output;
pub mod periods;
pub mod style;
pub mod table;
pub mod time_words;
pub mod times;
pub mod to_file;
pub mod values;
pub mod zones;
