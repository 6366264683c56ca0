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

/// What a week looks like.
pub(crate) const WEEK_LIKE: Text = Text::of(
    "周写作 本周、下周，或其中一天，如 2026-11-30、明天、+10d",
    "a week is written like this week, next week, or a day of it, such as 2026-11-30, tomorrow, +10d",
);

/// What a month looks like.
pub(crate) const MONTH_LIKE: Text = Text::of(
    "月写作 2026-12、2026年12月、12月、本月、下月，或其中一天",
    "a month is written like 2026-12, december, this month, next month, or a day of it",
);

/// A time of day where only a day will do.
pub(crate) const NO_TIME: Text =
    Text::of("这里只写日期，不写时刻", "only a day is wanted here, without a time");
