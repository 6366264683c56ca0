//! The options by which commands choose tasks, and what is said of a value that is none.

use super::Text;
use crate::model::{Language, Severity};
use crate::view::Unknown;

pub(crate) const PERSON: Text = Text::of("人员", "PERSON");
pub(crate) const POLICY_NAME: Text = Text::of("规则", "POLICY");
pub(crate) const SEVERITY_NAME: Text = Text::of("程度", "SEVERITY");
pub(crate) const WORD: Text = Text::of("文字", "TEXT");
pub(crate) const LATENESS: Text = Text::of("天数", "HOW LATE");
pub(crate) const LENGTH: Text = Text::of("时长", "LENGTH");

pub(crate) const UNIT: Text =
    Text::of("只看这个单位及其下级单位的任务", "Only tasks of this unit and the units below it");
pub(crate) const OWNER: Text = Text::of(
    "只看这个人（或组）负责的任务，共同负责的也算",
    "Only tasks that this person or group owns, alone or with others",
);
pub(crate) const SUPERVISOR: Text =
    Text::of("只看这个人（或组）督办的任务", "Only tasks that this person or group supervises");
pub(crate) const WAITING_FOR: Text = Text::of(
    "只看正等这个人（或组）办的任务：未办结的等责任人，已办结的等督办人核验；代办人也算",
    "Only tasks that wait for this person or group: open ones for their owners, done ones for their supervisors to \
     verify; stand-ins count",
);
pub(crate) const POLICY: Text =
    Text::of("只看按这套督办规则提醒的任务", "Only tasks that this policy reminds");
pub(crate) const BATCH: Text = Text::of("只看这一批次的任务", "Only tasks of this batch");
pub(crate) const CATEGORY: Text = Text::of("只看这一类别的任务", "Only tasks of this category");
pub(crate) const SOURCE: Text = Text::of("只看这一来源的任务", "Only tasks from this source");
pub(crate) const SEVERITY: Text = Text::of(
    "只看这种严重程度的任务：低、中、高或特别重大",
    "Only tasks of this severity: low, medium, high or critical",
);
pub(crate) const COLOUR: Text = Text::of(
    "只看这种颜色的任务：红、黄、绿、蓝（已办结，待核验）或灰（已销号或已取消）",
    "Only tasks of this colour: red, yellow, green, blue (done, awaiting verification) or grey (verified or \
     cancelled)",
);
pub(crate) const LATE: Text = Text::of(
    "只看已逾期的任务；可写超过多少，例如 --late \">30d\"、--late \">=5wd\"",
    "Only tasks past their deadline; also by how much, as --late \">30d\" or --late \">=5wd\"",
);
pub(crate) const DUE_WITHIN: Text = Text::of(
    "只看今起这么多天内到期的任务，例如 7d、2w、5wd",
    "Only tasks due from today to so many days on, as 7d, 2w or 5wd",
);
pub(crate) const TEXT: Text = Text::of(
    "只看标题含有这些文字的任务",
    "Only tasks whose title holds this text, in capitals or not",
);

/// A severity's name.
pub(crate) fn severity(severity: Severity, language: Language) -> &'static str {
    let name = match severity {
        Severity::Low => Text::of("低", "low"),
        Severity::Medium => Text::of("中", "medium"),
        Severity::High => Text::of("高", "high"),
        Severity::Critical => Text::of("特别重大", "critical"),
    };
    name.said(language)
}

pub(crate) const SEVERITY_LIKE: Text =
    Text::of("严重程度是 低、中、高或特别重大", "a severity is low, medium, high or critical");
pub(crate) const LATE_LIKE: Text = Text::of(
    "逾期多少写作 \">30d\"、\">=5wd\"、\">1mo\"",
    "lateness is written like \">30d\", \">=5wd\" or \">1mo\"",
);
pub(crate) const LENGTH_LIKE: Text =
    Text::of("时长写作 7d、5wd、2w 或 1mo", "a length is written like 7d, 5wd, 2w or 1mo");

/// A value of a filter that names nothing.
pub(crate) fn unknown(unknown: Unknown, value: &str, language: Language) -> String {
    let of = |noun: Text| match language {
        Language::ZhCn => format!("没有{}“{value}”", noun.said(language)),
        Language::En => format!("there is no {} `{value}`", noun.said(language)),
    };
    match unknown {
        Unknown::Key => of(Text::of("筛选项", "filter")),
        Unknown::Unit => of(Text::of("单位", "unit")),
        Unknown::Party => of(Text::of("人员或组", "person or group")),
        Unknown::Policy => of(Text::of("督办规则", "policy")),
        Unknown::Severity => SEVERITY_LIKE.said(language).to_owned(),
        Unknown::Colour => of(Text::of("颜色", "colour")),
        Unknown::Late => LATE_LIKE.said(language).to_owned(),
        Unknown::Length => LENGTH_LIKE.said(language).to_owned(),
    }
}
