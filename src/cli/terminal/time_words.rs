//! The words by which a day is named, in English and Chinese, and how much of a text is one.

use jiff::civil::{Date, Time, Weekday};

use crate::model::{Offset, TimeUnit};
use crate::numerals;

/// A day as somebody named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Word {
    /// `2026-11-30`
    Date(Date),
    /// `+10d`, `tomorrow`
    Offset(Offset),
    /// `monday`: the nearest
    Weekday(Weekday),
    /// `next monday`, 下周一: that of the week so many weeks from this
    WeekdayOf(i8, Weekday),
    /// 11月30日, month and day
    DayOfYear(i8, i8),
    /// 11月底
    EndOfMonth(i8),
    /// 月底, 下月底: of the month so many months from this
    EndOfMonthIn(i32),
    /// 年底, 明年底: of the year so many years from this
    EndOfYearIn(i8),
}

/// Full-width forms as ASCII, blanks at the ends gone, in lower case.
pub(crate) fn plain(text: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        '\u{2212}' | '\u{2013}' | '\u{2014}' => '-',
        other => other,
    };
    let text: String = text.trim().chars().map(narrow).collect();
    text.trim().to_lowercase()
}

/// `+10d`, `-3wd`, `10天后`, `3个工作日前`.
pub(crate) fn offset(text: &str) -> Option<Offset> {
    if text.starts_with(['+', '-']) {
        return text.parse().ok().or_else(|| {
            let (sign, rest) = text.split_at(1);
            counted(rest).map(|(count, unit)| signed(count, unit, sign == "-"))
        });
    }
    let rest = text.strip_suffix("以后").or(text.strip_suffix("之后"));
    if let Some(rest) = rest.or(text.strip_suffix('后')) {
        return counted(rest).map(|(count, unit)| signed(count, unit, false));
    }
    let rest = text.strip_suffix("以前").or(text.strip_suffix("之前"));
    let rest = rest.or(text.strip_suffix('前'))?;
    counted(rest).map(|(count, unit)| signed(count, unit, true))
}

fn signed(count: i32, unit: TimeUnit, before: bool) -> Offset {
    Offset { count: if before { -count } else { count }, unit }
}

/// `10天`, `两周`, `3个工作日`.
fn counted(text: &str) -> Option<(i32, TimeUnit)> {
    const UNITS: [(&str, TimeUnit); 12] = [
        ("个工作日", TimeUnit::WorkingDay),
        ("工作日", TimeUnit::WorkingDay),
        ("个工作小时", TimeUnit::WorkingHour),
        ("个小时", TimeUnit::Hour),
        ("小时", TimeUnit::Hour),
        ("分钟", TimeUnit::Minute),
        ("个星期", TimeUnit::Week),
        ("星期", TimeUnit::Week),
        ("周", TimeUnit::Week),
        ("个月", TimeUnit::Month),
        ("天", TimeUnit::Day),
        ("日", TimeUnit::Day),
    ];
    let (unit, count) = UNITS
        .iter()
        .find_map(|(name, unit)| text.strip_suffix(name).map(|count| (*unit, count.trim())))?;
    let count: u32 = number(count)?;
    (count <= unit.limit()).then_some((count as i32, unit))
}

/// Digits, or the Chinese numbers up to 99.
fn number(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    numerals::number(text)
}

/// The day that the whole text names.
pub(crate) fn day(text: &str) -> Option<Word> {
    let in_days = |count| Some(Word::Offset(Offset { count, unit: TimeUnit::Day }));
    match text {
        "today" | "今天" | "今日" => in_days(0),
        "tomorrow" | "明天" | "明日" => in_days(1),
        "day after tomorrow" | "后天" => in_days(2),
        "大后天" => in_days(3),
        "yesterday" | "昨天" | "昨日" => in_days(-1),
        "前天" => in_days(-2),
        "月底" | "月末" | "本月底" | "本月末" | "这个月底" | "month-end" | "end of month" => {
            Some(Word::EndOfMonthIn(0))
        }
        "下月底" | "下月末" | "下个月底" => Some(Word::EndOfMonthIn(1)),
        "年底" | "年末" | "今年底" | "本年底" | "year-end" | "end of year" => {
            Some(Word::EndOfYearIn(0))
        }
        "明年底" | "明年末" => Some(Word::EndOfYearIn(1)),
        _ => weekday_word(text).or_else(|| date(text)).or_else(|| chinese_date(text)),
    }
}

fn weekday_word(text: &str) -> Option<Word> {
    if let Some(weekday) = weekday(text) {
        return Some(Word::Weekday(weekday));
    }
    const WEEKS: [(&str, i8); 12] = [
        ("next ", 1),
        ("this ", 0),
        ("last ", -1),
        ("下下", 2),
        ("下个", 1),
        ("下", 1),
        ("本", 0),
        ("这个", 0),
        ("这", 0),
        ("上上", -2),
        ("上个", -1),
        ("上", -1),
    ];
    WEEKS.iter().find_map(|(prefix, weeks)| {
        let weekday = weekday(text.strip_prefix(prefix)?)?;
        Some(Word::WeekdayOf(*weeks, weekday))
    })
}

pub(crate) fn weekday(text: &str) -> Option<Weekday> {
    use Weekday::*;
    const ENGLISH: [(&str, Weekday); 7] = [
        ("monday", Monday),
        ("tuesday", Tuesday),
        ("wednesday", Wednesday),
        ("thursday", Thursday),
        ("friday", Friday),
        ("saturday", Saturday),
        ("sunday", Sunday),
    ];
    let english = ENGLISH.iter().find(|(name, _)| *name == text || name[..3] == *text);
    let after = || ["星期", "礼拜", "周"].iter().find_map(|week| text.strip_prefix(week));
    english.map(|(_, weekday)| *weekday).or_else(|| {
        Some(match after()? {
            "一" | "1" => Monday,
            "二" | "2" => Tuesday,
            "三" | "3" => Wednesday,
            "四" | "4" => Thursday,
            "五" | "5" => Friday,
            "六" | "6" => Saturday,
            "日" | "天" | "7" => Sunday,
            _ => return None,
        })
    })
}

/// `2026-11-30`, `2026/11/30`, `2026.11.30`.
fn date(text: &str) -> Option<Word> {
    let mut parts = text.split(['-', '/', '.']);
    let year = parts.next().filter(|year| year.len() == 4)?;
    let (month, day) = (parts.next()?, parts.next()?);
    let short = |part: &str| matches!(part.len(), 1 | 2);
    if parts.next().is_some() || !short(month) || !short(day) {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    date.ok().map(Word::Date)
}

/// `2026年11月30日`, `11月30号`, `明年3月5日`, `11月底`.
fn chinese_date(text: &str) -> Option<Word> {
    let (year, rest) = match text.split_once('年') {
        None => (None, text),
        Some((year, rest)) => (Some(year), rest),
    };
    let (month, rest) = rest.split_once('月')?;
    let month: i8 = month.trim().parse().ok().filter(|month| (1..=12).contains(month))?;
    let end = matches!(rest, "底" | "末");
    let day = rest.strip_suffix(['日', '号']).and_then(|day| day.trim().parse::<i8>().ok());
    let year = match year.map(str::trim) {
        None => None,
        Some(year) => Some(year.parse::<i16>().ok().filter(|year| (1000..=9999).contains(year))?),
    };
    match (year, day) {
        (None, _) if end => Some(Word::EndOfMonth(month)),
        (Some(year), _) if end => Some(Word::Date(Date::new(year, month, 1).ok()?.last_of_month())),
        (Some(year), Some(day)) => Date::new(year, month, day).ok().map(Word::Date),
        // 29 February is a day of some years.
        (None, Some(day)) => Date::new(2024, month, day).ok().map(|_| Word::DayOfYear(month, day)),
        (_, None) => None,
    }
}

/// The text up to a time of day, and that: `2026-11-30 09:00`, `2026-11-30T09:00`, `明天9:00`, `周一 9点半`.
pub(crate) fn split_time(text: &str) -> Option<(&str, &str)> {
    let marks = [text.find(':'), text.find('点'), text.find('时')];
    let mark = marks.into_iter().flatten().min()?;
    let before = text[..mark].trim_end_matches(|letter: char| letter.is_ascii_digit());
    let part = ["上午", "下午", "晚上", "早上"].iter();
    let day = part.filter_map(|part| before.strip_suffix(part)).next().unwrap_or(before);
    let time = &text[day.len()..];
    let day = day.trim_end();
    let day = match day.strip_suffix('t') {
        Some(dated) if dated.ends_with(|letter: char| letter.is_ascii_digit()) => dated,
        _ => day.strip_suffix(" at").unwrap_or(day),
    };
    Some((day, time))
}

/// `09:00`, `9:00:30`, `9点`, `9点半`, `9点15分`, `下午3点`.
pub(crate) fn time_of_day(text: &str) -> Option<Time> {
    let (later, text) = match ["下午", "晚上"].iter().find_map(|part| text.strip_prefix(part)) {
        Some(rest) => (true, rest),
        None => {
            let early = ["上午", "早上"].iter().find_map(|part| text.strip_prefix(part));
            (false, early.unwrap_or(text))
        }
    };
    let parts: Vec<&str> = match text.split_once(['点', '时']) {
        Some((hour, "" | "整")) => vec![hour, "0"],
        Some((hour, "半")) => vec![hour, "30"],
        Some((hour, minute)) => vec![hour, minute.strip_suffix('分').unwrap_or(minute)],
        None => text.split(':').collect(),
    };
    let number = |part: &&str| -> Option<i8> {
        let digits = matches!(part.len(), 1 | 2) && part.bytes().all(|one| one.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    let parts: Vec<i8> = parts.iter().map(number).collect::<Option<_>>()?;
    let (hour, minute, second) = match parts[..] {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let hour = if later && hour < 12 { hour + 12 } else { hour };
    Time::new(hour, minute, second, 0).ok()
}
