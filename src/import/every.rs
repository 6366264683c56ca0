//! How often something comes round, in words.

use crate::import::text::{arabic, folded};

/// `1mo` of `Monthly`, `每月`, `at least every six months`. Several lengths, or none, are not read.
pub fn read(text: &str) -> Option<String> {
    let text = arabic(&folded(text));
    let text = text.strip_prefix("at least ").unwrap_or(&text);
    let text = text.trim_end_matches(['.', '。', '一', '次', '1']).trim();
    let text = without_brackets(text);
    let text = text.trim();
    let named = match text {
        "daily" | "every day" | "每日" | "每天" | "täglich" => "1d",
        "weekly" | "every week" | "每周" | "周" | "wöchentlich" => "1w",
        "biweekly" | "bi-weekly" | "fortnightly" | "every two weeks" | "every other week"
        | "每两周" => "2w",
        "monthly" | "every month" | "每月" | "月度" | "按月" | "monatlich" => "1mo",
        "bimonthly" | "bi-monthly" | "every two months" => "2mo",
        "quarterly" | "every quarter" | "每季度" | "季度" | "每季" | "按季" | "vierteljährlich"
        | "quartalsweise" => "3mo",
        "semiannual" | "semi-annual" | "semiannually" | "semi-annually" | "half-yearly"
        | "biannually" | "twice a year" | "每半年" | "半年" | "半年度" | "halbjährlich" => {
            "6mo"
        }
        "annual" | "annually" | "yearly" | "every year" | "once a year" | "每年" | "年度"
        | "按年" | "jährlich" => "12mo",
        "biennial" | "biennially" | "every two years" => "24mo",
        _ => return counted(text),
    };
    Some(named.to_owned())
}

/// `every six (6) months` without the brackets and what is in them.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0;
    let outside = text.chars().filter(|c| {
        let before = depth;
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        before == 0 && depth == 0
    });
    outside.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `every six (6) months`, `每3个月`, `alle 6 Monate`; and `1mo` itself.
fn counted(text: &str) -> Option<String> {
    if text.parse::<crate::model::Span>().is_ok_and(|span| span.unit.is_day_based()) {
        return Some(text.to_owned());
    }
    let rest = ["every ", "alle ", "每"].iter().find_map(|start| text.strip_prefix(start))?;
    let (count, rest) = leading(rest)?;
    let unit = rest.trim_start_matches(['个', ' ']);
    let unit = match unit {
        "day" | "days" | "天" | "日" | "tage" => "d",
        "week" | "weeks" | "周" | "wochen" => "w",
        "month" | "months" | "月" | "monate" => "mo",
        "year" | "years" | "年" | "jahre" => return Some(format!("{}mo", count.checked_mul(12)?)),
        _ => return None,
    };
    Some(format!("{count}{unit}"))
}

const COUNTS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

fn leading(text: &str) -> Option<(u32, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        return Some((text[..digits].parse().ok().filter(|count| *count > 0)?, &text[digits..]));
    }
    let (word, rest) = text.split_once(' ')?;
    let at = COUNTS.iter().position(|one| *one == word)?;
    Some((at as u32 + 1, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rhythms_in_words() {
        for (text, wanted) in [
            ("Monthly", Some("1mo")),
            ("Annually", Some("12mo")),
            ("At least every six (6) months", Some("6mo")),
            ("每季度一次", Some("3mo")),
            ("每两周", Some("2w")),
            ("每三个月", Some("3mo")),
            ("alle 6 Monate", Some("6mo")),
            ("2wd", Some("2wd")),
            ("Ad hoc (as needed)", None),
            ("Moderate and High - at least annually\n\nLow - N/A", None),
        ] {
            assert_eq!(read(text).as_deref(), wanted, "{text}");
        }
    }
}
