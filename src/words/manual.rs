//! The parts of the manual page that the command line's own definition does not have, and its headings.

use super::Text;

pub(crate) const DESCRIPTION: Text = Text::of(
    include_str!("manual/description.zh-CN.roff"),
    include_str!("manual/description.en.roff"),
);
pub(crate) const SURROUNDINGS: Text = Text::of(
    include_str!("manual/surroundings.zh-CN.roff"),
    include_str!("manual/surroundings.en.roff"),
);

pub(crate) const NAME: Text = Text::of("名称", "NAME");
pub(crate) const SYNOPSIS: Text = Text::of("概要", "SYNOPSIS");
pub(crate) const OPTIONS: Text = Text::of("选项", "OPTIONS");
pub(crate) const COMMANDS: Text = Text::of("命令", "COMMANDS");
