//! What is said where duban itself is at fault.

use super::Text;

pub(crate) const BUG: Text = Text::of("这是 duban 的缺陷", "this is a bug in duban");
