//! What the words of an event say of its day, as the feeds that people use write them.

/// Whether the day is worked: a make-up day (补班, 调休上班), a transferred working day.
pub(super) fn is_worked(summary: &str) -> bool {
    let text = plain(summary);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let free = [
        "不上班",
        "免上班",
        "无需上班",
        "無需上班",
        "不用上班",
        "停止上班",
        "停班",
        "不补班",
        "不補班",
        "无需补班",
        "無需補班",
        "不用补班",
        "不用補班",
        "不调班",
        "不調班",
        "非工作日",
        "不是工作日",
        "值班",
        "non working",
        "nonworking",
        "not a work",
        "no work",
        "not working",
        "non business",
        "nonbusiness",
        "not a business",
        "no business",
        "not business",
        "kein arbeitstag",
        "нерабоч",
        "неробоч",
    ];
    if has(&free) {
        return false;
    }
    let worked = [
        "补班",
        "補班",
        "上班",
        "调班",
        "調班",
        "补工",
        "工作日",
        "补课",
        "補課",
        "(班",
        "[班",
        "【班",
        "〔班",
        "班|",
        "make up day",
        "makeup day",
        "make up work",
        "makeup work",
        "working day",
        "workday",
        "work day",
        "working holiday",
        "business day",
        "рабочий день",
        "робочий день",
        "munkanap",
        "arbeitstag",
    ];
    has(&worked) || text.ends_with('班')
}

/// Whether the words speak of days off and name a day: `元旦放假（1月4日上班）`. Whether this day is off or worked, they
/// do not tell.
pub(super) fn names_other_days(summary: &str) -> bool {
    let text = plain(summary);
    let mut before = ' ';
    let names_day = text.chars().any(|letter| {
        let ends = before.is_numeric() && matches!(letter, '日' | '号' | '號');
        before = letter;
        ends
    });
    text.contains('假') && names_day
}

/// Whether the day is only observed or celebrated, and worked like any other. Google says so in the first line of
/// DESCRIPTION, and below it in every language how Google Calendar hides such days; others say so beside the name.
pub(super) fn is_observance(summary: &str, description: &str, categories: &str) -> bool {
    let mut lines = description.lines().map(str::trim);
    let first = lines.next().map(plain).unwrap_or_default();
    let words = ["observance", "纪念日", "紀念日", "gedenktag", "not a public holiday"];
    words.iter().any(|word| first.starts_with(word))
        || lines.any(|line| line.contains("Google"))
        || ["(observance", "not a public holiday"].iter().any(|word| plain(summary).contains(word))
        || plain(categories).contains("observance")
}

/// Whether only a part of the day is off.
pub(super) fn is_half(summary: &str) -> bool {
    ["half day", "半天", "半日"].iter().any(|word| plain(summary).contains(word))
}

/// In small letters, with the brackets and dashes of ASCII and single blanks.
fn plain(text: &str) -> String {
    let half = |letter: char| match letter {
        '（' => '(',
        '）' => ')',
        '［' => '[',
        '｜' => '|',
        '-' | '‐' | '‑' | '–' | '\n' => ' ',
        letter => letter,
    };
    let text: String = text.to_lowercase().chars().map(half).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn make_up_days_are_told_from_days_off() {
        for worked in [
            "元旦 补班 第1天/共1天",
            "国庆节调休上班",
            "春节（班）",
            "春节(班)",
            "劳动节 班",
            "班｜国庆节",
            "補行上班日",
            "Make-up day for Golden Week",
            "Spring Festival (workday)",
            "Special Working Day",
            "Перенос: рабочий день",
            "áthelyezett munkanap",
        ] {
            assert!(is_worked(worked), "{worked}");
        }
        for off in [
            "元旦",
            "元旦（休）",
            "国庆节 假期 第1天/共8天",
            "国庆节放假调休",
            "休｜元旦",
            "颱風停班停課",
            "清明节放假 1 天，不补班",
            "Bank holiday (not a business day)",
            "Non-business day",
            "Heiligabend (kein Arbeitstag)",
            "今日不上班",
            "Special Non-working Day",
            "Labour Day",
            "International Workers' Day",
            "нерабочий день",
            "Christmas Day (substitute day)",
        ] {
            assert!(!is_worked(off), "{off}");
        }
    }

    #[test]
    fn words_that_name_another_day_do_not_tell_of_this_one() {
        for other in
            ["元旦放假（1月4日上班）", "国庆假期，10月10日、11日补班", "春节放假，２月１５号上班"]
        {
            assert!(names_other_days(other), "{other}");
        }
        for this in
            ["元旦 补班 第1天/共1天", "国庆节 假期 第1天/共8天", "春节假期补班", "10月10日上班"]
        {
            assert!(!names_other_days(this), "{this}");
        }
    }

    #[test]
    fn observances_are_told_by_what_feeds_say() {
        let google =
            "Observance\nTo hide observances, go to Google Calendar Settings > Holidays in India";
        let chinese = "节日\n如需隐藏，请前往“Google 日历设置”>“中国的节假日”";
        for (summary, description, categories) in [
            ("Mother's Day", google, ""),
            ("七夕节", chinese, ""),
            ("Mother's Day (Not a Public Holiday)", "", ""),
            ("Valentine's Day", "", "Holidays,Observance"),
        ] {
            assert!(is_observance(summary, description, categories), "{summary}");
        }
        for (summary, description) in [
            ("元旦", "公众假期"),
            ("Christmas Day", "Public holiday"),
            ("元旦", "一、元旦：放假调休，共3天。\n\n放假通知: https://www.gov.cn/"),
        ] {
            assert!(!is_observance(summary, description, ""), "{summary}");
        }
    }
}
