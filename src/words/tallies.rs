//! Tallies: what counts, in words, and what commands say of them.

use super::{Text, counts, filters, lists};
use crate::model::{Config, Language, Late, Period, Severity, Span, Tally, TallyOf, TimeUnit};
use crate::plan::Colour;

/// What counts: "open tasks; severity high or critical; more than 30 days late".
pub(crate) fn condition(config: &Config, tally: &Tally, language: Language) -> String {
    let mut parts = vec![what(tally, language)];
    let mut keys: Vec<&str> = Vec::new();
    for (key, _) in &tally.filter {
        if !keys.contains(&&**key) {
            keys.push(key);
        }
    }
    for key in keys {
        let values = tally.filter.iter().filter(|(name, _)| **name == *key);
        let values: Vec<String> =
            values.map(|(_, value)| one_value(config, key, value, language)).collect();
        parts.push(one_key(key, &values.join(or(language)), language));
    }
    if tally.subtree {
        parts.push(SUBTREE.said(language).to_owned());
    }
    parts.join(if language == Language::ZhCn { "；" } else { "; " })
}

const SUBTREE: Text = Text::of("含下级单位", "with the units below");

fn or(language: Language) -> &'static str {
    match language {
        Language::ZhCn => "或",
        Language::En => " or ",
    }
}

/// Tasks or letters, for whom.
fn what(tally: &Tally, language: Language) -> String {
    let TallyOf::Letters(counts, period) = &tally.of else {
        let coloured = tally.filter.iter().any(|(key, _)| **key == *"colour");
        return match (language, coloured) {
            (Language::ZhCn, false) => "未办结的任务".to_owned(),
            (Language::ZhCn, true) => "任务".to_owned(),
            (Language::En, false) => "open tasks".to_owned(),
            (Language::En, true) => "tasks".to_owned(),
        };
    };
    let kinds: Vec<&str> =
        counts.letters.iter().map(|kind| lists::letter(*kind, language)).collect();
    let kinds = kinds.join(or(language));
    let stages: Vec<&str> = counts.stages.iter().map(|stage| &**stage).collect();
    let stages = stages.join(or(language));
    let since = period_name(*period, language);
    match (language, kinds.as_str(), stages.as_str()) {
        (Language::ZhCn, "", stages) => format!("{since}发出的 {stages} 阶段的函件"),
        (Language::ZhCn, kinds, "") => format!("{since}发出的{kinds}"),
        (Language::ZhCn, kinds, stages) => format!("{since}发出的 {stages} 阶段的{kinds}"),
        (Language::En, "", stages) => format!("letters of the stage {stages} sent {since}"),
        (Language::En, kinds, "") => format!("letters ({kinds}) sent {since}"),
        (Language::En, kinds, stages) => {
            format!("letters ({kinds}) of the stage {stages} sent {since}")
        }
    }
}

fn period_name(period: Period, language: Language) -> &'static str {
    let name = match period {
        Period::Month => Text::of("本月", "this month"),
        Period::Quarter => Text::of("本季度", "this quarter"),
        Period::Year => Text::of("本年", "this year"),
    };
    name.said(language)
}

fn one_value(config: &Config, key: &str, value: &str, language: Language) -> String {
    let unit = || config.units.iter().find(|unit| *unit.id == *value).map(|unit| &*unit.name);
    let person =
        || config.people.iter().find(|person| *person.id == *value).map(|person| &*person.name);
    match key {
        "unit" => unit().unwrap_or(value).to_owned(),
        "owner" | "supervisor" => person().unwrap_or(value).to_owned(),
        "severity" => Severity::from_name(value)
            .map_or(value, |severity| filters::severity(severity, language))
            .to_owned(),
        "colour" => {
            let known = Colour::ALL.into_iter().find(|colour| colour.name() == value);
            known.map_or(value, |colour| lists::colour(colour, language)).to_owned()
        }
        "late" => value.parse::<Late>().map_or(value.to_owned(), |one| late(one, language)),
        "due-within" => value
            .parse::<Span>()
            .map_or(value.to_owned(), |span| length(span.count, span.unit, language)),
        _ => value.to_owned(),
    }
}

fn one_key(key: &str, values: &str, language: Language) -> String {
    let label = match key {
        "unit" => Text::of("单位", "unit"),
        "owner" => Text::of("责任人", "owner"),
        "supervisor" => Text::of("督办人", "supervisor"),
        "policy" => Text::of("督办规则", "policy"),
        "batch" => Text::of("批次", "batch"),
        "category" => Text::of("类别", "category"),
        "source" => Text::of("来源", "source"),
        "severity" => Text::of("程度", "severity"),
        "colour" => Text::of("颜色", "colour"),
        "due-within" => Text::of("到期在今起", "due within"),
        // It says what it is.
        _ => return values.to_owned(),
    };
    format!("{} {values}", label.said(language))
}

/// How late: "more than 30 days late".
fn late(late: Late, language: Language) -> String {
    let length = length(late.count.max(1), late.unit, language);
    match (language, late.inclusive, late.count) {
        (Language::ZhCn, false, 0) => "已逾期".to_owned(),
        (Language::ZhCn, true, _) => format!("逾期 {length}以上（含）"),
        (Language::ZhCn, false, _) => format!("逾期超过 {length}"),
        (Language::En, false, 0) => "late".to_owned(),
        (Language::En, true, _) => format!("at least {length} late"),
        (Language::En, false, _) => format!("more than {length} late"),
    }
}

fn length(count: u32, unit: TimeUnit, language: Language) -> String {
    counts::length(count, unit, language)
}

/// From how many on, and when it is judged.
pub(crate) fn judged_at(at_least: u32, send_at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("达到 {at_least} 就发函；每个工作日 {send_at} 起判断一次"),
        Language::En => {
            format!("a letter from {at_least} on; judged once on each working day, from {send_at}")
        }
    }
}

/// When it was judged last.
pub(crate) fn judged(day: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("最近一次判断：{day}"),
        Language::En => format!("judged last on {day}"),
    }
}

pub(crate) const NOTHING_COUNTS: Text = Text::of("现在没有计入的", "nothing counts at the moment");

/// How many, and whether that is enough.
pub(crate) fn number(
    number: usize,
    is_enough: bool,
    since: Option<&str>,
    language: Language,
) -> String {
    match (language, is_enough, since) {
        (Language::ZhCn, true, Some(since)) => format!("{number}，{since} 起达到"),
        (Language::ZhCn, true, None) => format!("{number}，已达到，待下次判断"),
        (Language::ZhCn, false, Some(since)) => {
            format!("{number}，未达到；{since} 起达到过，待下次判断")
        }
        (Language::ZhCn, false, None) => format!("{number}，未达到"),
        (Language::En, true, Some(since)) => format!("{number}, reached since {since}"),
        (Language::En, true, None) => format!("{number}, reached, to be judged"),
        (Language::En, false, Some(since)) => {
            format!("{number}, not reached; it was since {since}, to be judged")
        }
        (Language::En, false, None) => format!("{number}, not reached"),
    }
}

/// One of its letters.
pub(crate) fn told(time: usize, line: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("第 {time} 次：{line}"),
        Language::En => format!("letter {time}: {line}"),
    }
}

/// When there is a letter again.
pub(crate) fn next(day: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("到 {day} 仍达到的，再发一封"),
        Language::En => format!("one more on {day} if it is still reached"),
    }
}

/// In `status`: a tally that is reached.
pub(crate) fn stands(
    tally: &str,
    about: &str,
    number: i64,
    since: &str,
    language: Language,
) -> String {
    match language {
        Language::ZhCn => format!("累计预警 {tally}：{about} {number}，{since} 起达到"),
        Language::En => format!("tally {tally}: {about} {number}, reached since {since}"),
    }
}
