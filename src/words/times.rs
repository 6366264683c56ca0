//! What is said of times on the command line.

use super::Text;
use crate::model::Language;

/// What a time looks like.
pub(crate) const LIKE: Text = Text::of(
    "时间写作 2026-11-30、2026-11-30 09:00、今天、明天、周一、下周一、11月30日、月底、+10d、3天后，或 2026-11-30T09:00:00+08:00",
    "a time is written like 2026-11-30, 2026-11-30 09:00, today, tomorrow, monday, next monday, +10d, -3wd, or \
     2026-11-30T09:00:00+08:00",
);

/// A time that can be read and names no day, as 29 February of most years.
pub(crate) fn no_such_day(text: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("没有“{text}”这一天"),
        Language::En => format!("there is no day `{text}`"),
    }
}
