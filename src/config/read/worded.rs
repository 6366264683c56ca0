//! Offsets and lengths in words, as people write them where `-7d` or `1mo` is wanted: `提前7天`, `每月`, `7 days before`.

use super::signs::half_width;
use crate::numerals;

/// Words that say a length alone.
const RHYTHMS: [(&str, &str); 35] = [
    ("每天", "1d"),
    ("每日", "1d"),
    ("daily", "1d"),
    ("每工作日", "1wd"),
    ("每个工作日", "1wd"),
    ("天", "1d"),
    ("everyday", "1d"),
    ("everyweek", "1w"),
    ("everymonth", "1mo"),
    ("everyquarter", "3mo"),
    ("everyyear", "12mo"),
    ("每周", "1w"),
    ("周", "1w"),
    ("按月", "1mo"),
    ("月", "1mo"),
    ("季度", "3mo"),
    ("年", "12mo"),
    ("每星期", "1w"),
    ("weekly", "1w"),
    ("每两周", "2w"),
    ("双周", "2w"),
    ("fortnightly", "2w"),
    ("每月", "1mo"),
    ("每个月", "1mo"),
    ("monthly", "1mo"),
    ("每季", "3mo"),
    ("每季度", "3mo"),
    ("每个季度", "3mo"),
    ("quarterly", "3mo"),
    ("每半年", "6mo"),
    ("半年", "6mo"),
    ("每年", "12mo"),
    ("每年度", "12mo"),
    ("yearly", "12mo"),
    ("annually", "12mo"),
];

/// Names of units, the longer before those that they end in; and how many of the unit they are.
const UNITS: [(&str, &str, u32); 45] = [
    ("个工作小时", "wh", 1),
    ("工作小时", "wh", 1),
    ("workinghours", "wh", 1),
    ("workinghour", "wh", 1),
    ("个工作日", "wd", 1),
    ("工作日", "wd", 1),
    ("workingdays", "wd", 1),
    ("workingday", "wd", 1),
    ("businessdays", "wd", 1),
    ("businessday", "wd", 1),
    ("workdays", "wd", 1),
    ("workday", "wd", 1),
    ("wd", "wd", 1),
    ("wh", "wh", 1),
    ("个自然日", "d", 1),
    ("自然日", "d", 1),
    ("天", "d", 1),
    ("日", "d", 1),
    ("days", "d", 1),
    ("day", "d", 1),
    ("d", "d", 1),
    ("个星期", "w", 1),
    ("星期", "w", 1),
    ("周", "w", 1),
    ("weeks", "w", 1),
    ("week", "w", 1),
    ("w", "w", 1),
    ("个季度", "mo", 3),
    ("季度", "mo", 3),
    ("quarters", "mo", 3),
    ("个月", "mo", 1),
    ("月", "mo", 1),
    ("months", "mo", 1),
    ("month", "mo", 1),
    ("mo", "mo", 1),
    ("年", "mo", 12),
    ("years", "mo", 12),
    ("year", "mo", 12),
    ("个小时", "h", 1),
    ("小时", "h", 1),
    ("hours", "h", 1),
    ("hour", "h", 1),
    ("h", "h", 1),
    ("分钟", "min", 1),
    ("minutes", "min", 1),
];

const BEFORE: [&str; 9] = ["到期前", "期限前", "提前", "之前", "before", "-", "−", "–", "前"];
const AFTER: [&str; 10] =
    ["到期后", "期限后", "之后", "逾期", "超期", "过期", "after", "+", "满", "后"];

/// The length that is meant, without a sign.
pub(super) fn length(typed: &str) -> Option<String> {
    let text = plain(typed);
    if let Some((_, meant)) = RHYTHMS.iter().find(|(word, _)| *word == text) {
        return Some((*meant).to_owned());
    }
    let text = text.strip_prefix("每隔").or_else(|| text.strip_prefix('每')).unwrap_or(&text);
    let text = text.strip_prefix("every").unwrap_or(text);
    let text = text.strip_suffix("一次").unwrap_or(text).trim_start_matches(['+', '-']);
    counted(text)
}

/// Words for the day itself.
const THAT_DAY: [&str; 11] = [
    "0",
    "当天",
    "当日",
    "到期当天",
    "到期当日",
    "到期日",
    "期限当天",
    "期限当日",
    "到期",
    "sameday",
    "onthedueday",
];

/// The percentage that is meant (T12).
pub(super) fn percentage(typed: &str) -> Option<String> {
    let text = plain(typed);
    if ["一半", "过半", "half", "halfway"].contains(&text.as_str()) {
        return Some("50%".to_owned());
    }
    let number = match text.strip_prefix("百分之") {
        Some(words) => numerals::number(words).or_else(|| words.parse().ok())?,
        None => text.trim_start_matches(['+', '-']).strip_suffix('%')?.parse().ok()?,
    };
    (1..=100).contains(&number).then(|| format!("{number}%"))
}

/// The offset that is meant, if it says whether before or after.
pub(super) fn offset(typed: &str) -> Option<String> {
    let text = plain(typed);
    if THAT_DAY.contains(&text.as_str()) {
        return Some("0d".to_owned());
    }
    let text = text.replace("逾期后", "逾期").replace("到期之", "到期");
    let found = |words: &'static [&'static str]| {
        words.iter().find_map(|word| text.strip_prefix(word).or_else(|| text.strip_suffix(word)))
    };
    let (sign, rest) = match (found(&BEFORE), found(&AFTER)) {
        (Some(rest), _) => ('-', rest),
        (None, Some(rest)) => ('+', rest),
        (None, None) => return None,
    };
    counted(rest).map(|counted| format!("{sign}{counted}"))
}

/// `opened+30d` for `交办+30天`, `交办后30天`, `opened + 30 days`; a length alone counts from there, too.
pub(super) fn from_opened(typed: &str) -> Option<String> {
    let text = plain(typed);
    let from = ["自交办之日起", "交办之日起", "交办", "opened", "start", "立项", "下达"];
    let rest = from.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(&text);
    let rest = rest.trim_start_matches("之日起").trim_end_matches('内');
    let offset = offset(rest).filter(|offset| offset.starts_with('+'));
    let meant = offset.or_else(|| counted(rest).map(|counted| format!("+{counted}")))?;
    Some(format!("opened{meant}"))
}

/// `09:00-18:00` for `9-18`, `上午9点到下午6点`.
pub(super) fn hours(typed: &str) -> Option<String> {
    let text = plain(typed);
    let signs = ['-', '–', '—', '~', '至', '到'];
    let (start, end) = text.split_once(signs)?;
    let (start, end) = (time(start)?, time(end.trim_matches(signs))?);
    (start < end).then(|| format!("{start}-{end}"))
}

/// `09:00` for `9点`, `上午9点半`, `9`, `0900`, `9am`.
pub(super) fn time(typed: &str) -> Option<String> {
    let text = plain(typed);
    let early = ["上午", "早上", "早", "am"];
    let late = ["下午", "傍晚", "晚上", "晚", "pm"];
    let without = |words: &[&str]| {
        words.iter().find_map(|word| text.strip_prefix(word).or_else(|| text.strip_suffix(word)))
    };
    let (rest, is_late) = match (without(&late), without(&early)) {
        (Some(rest), _) => (rest, true),
        (None, Some(rest)) => (rest, false),
        (None, None) => (text.as_str(), false),
    };
    let rest = rest.replace("半", "30").replace("整", "");
    let (hour, minute) = match rest.split_once(['点', '时', ':', '.', 'h']) {
        Some((hour, minute)) => (hour, minute.trim_end_matches('分')),
        None if rest.len() == 4 => rest.split_at_checked(2)?,
        None => (rest.as_str(), ""),
    };
    let number = |words: &str| match words.bytes().all(|byte| byte.is_ascii_digit()) {
        true => words.parse().ok(),
        false => numerals::number(words),
    };
    let hour: u32 = number(hour)?;
    let minute: u32 = if minute.is_empty() { 0 } else { number(minute)? };
    let hour = if is_late && hour < 12 { hour + 12 } else { hour };
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

/// In small letters, half-width and without blanks.
fn plain(typed: &str) -> String {
    let text: String = half_width(typed).chars().filter(|one| !one.is_whitespace()).collect();
    text.to_lowercase()
}

/// `30d` for `30天`, `三个月`.
fn counted(text: &str) -> Option<String> {
    let (number, unit, times) = UNITS.iter().find_map(|(name, unit, times)| {
        text.strip_suffix(name).map(|number| (number, *unit, *times))
    })?;
    let number = match number {
        "" => return None,
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
        words => numerals::number(words)?,
    };
    Some(format!("{}{unit}", u32::checked_mul(number, times)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_offsets_in_words() {
        for (typed, meant) in [
            ("每月", "1mo"),
            ("每季度", "3mo"),
            ("每两周", "2w"),
            ("每3天", "3d"),
            ("每隔三个月", "3mo"),
            ("monthly", "1mo"),
            ("every 2 weeks", "2w"),
            ("+5wd", "5wd"),
            ("5个工作日", "5wd"),
            ("1年", "12mo"),
        ] {
            assert_eq!(length(typed).as_deref(), Some(meant), "{typed}");
        }
        for (typed, meant) in [
            ("-7天", "-7d"),
            ("提前7天", "-7d"),
            ("到期前3个工作日", "-3wd"),
            ("逾期5个工作日", "+5wd"),
            ("7 days before", "-7d"),
            ("－7d", "-7d"),
            ("+7 d", "+7d"),
            ("十五天后", "+15d"),
            ("逾期后5天", "+5d"),
            ("到期当天", "0d"),
            ("0", "0d"),
        ] {
            assert_eq!(offset(typed).as_deref(), Some(meant), "{typed}");
        }
        for (typed, meant) in [
            ("交办+30天", "opened+30d"),
            ("交办后30天", "opened+30d"),
            ("交办后30个工作日内", "opened+30wd"),
            ("opened + 30 days", "opened+30d"),
            ("30天", "opened+30d"),
        ] {
            assert_eq!(from_opened(typed).as_deref(), Some(meant), "{typed}");
        }
        for (typed, meant) in
            [("50 %", "50%"), ("百分之五十", "50%"), ("一半", "50%"), ("+50%", "50%")]
        {
            assert_eq!(percentage(typed).as_deref(), Some(meant), "{typed}");
        }
        assert_eq!((percentage("0%"), percentage("120%"), percentage("50")), (None, None, None));
        for none in ["", "soon", "+7m", "7", "长期", "-"] {
            assert_eq!(
                (length(none), offset(none), from_opened(none)),
                (None, None, None),
                "{none}"
            );
        }
        assert_eq!(offset("7天"), None, "before or after?");
        for (typed, meant) in [
            ("9-18", "09:00-18:00"),
            ("上午9点到下午6点", "09:00-18:00"),
            ("9：00—17：30", "09:00-17:30"),
            ("上午九点至下午五点半", "09:00-17:30"),
            ("9am-5pm", "09:00-17:00"),
        ] {
            assert_eq!(hours(typed).as_deref(), Some(meant), "{typed}");
        }
        for none in ["18-9", "全天", "9", "9-25", ""] {
            assert_eq!(hours(none), None, "{none}");
        }
        assert_eq!(time("0900").as_deref(), Some("09:00"));
    }
}
