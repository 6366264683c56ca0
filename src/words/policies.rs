//! `duban policies`: the imagined task, and what its table is called.

use jiff::civil::Date;

use super::Text;
use crate::model::Language;

pub(crate) const HOW_TO_NAME: Text = Text::of(
    "任务里写 `policy = \"cn:13710\"` 即可使用；`duban policies 名称` 显示全文、出处和一项设想任务的日期。",
    "A task names one by `policy = \"cn:13710\"`; `duban policies NAME` prints it whole, with its source and the dates of an imagined task.",
);

/// Which tasks are imagined.
pub(crate) fn setting(due: &str, rule: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "设想三项任务：今天交办、期限为 {due}（{rule}）的一项，今天办结的一项，今天销号的一项。各阶段第一次发函："
        ),
        Language::En => format!(
            "Imagine three tasks: one opened today and due on {due} ({rule}), one done today, one verified today. Each stage leaves first:"
        ),
    }
}

/// Headings of the table.
pub(crate) fn headings(language: Language) -> [&'static str; 6] {
    match language {
        Language::ZhCn => ["任务", "阶段", "发出", "函", "主送", "抄送"],
        Language::En => ["task", "stage", "leaves", "letter", "to", "cc"],
    }
}

/// The ids of imagined tasks, in the order in which they are shown.
pub(crate) const OPEN: &str = "open";
const DONE: &str = "done";
const VERIFIED: &str = "verified";

/// The place of an imagined task among the others.
pub(crate) fn place(id: &str) -> Option<usize> {
    [OPEN, DONE, VERIFIED].iter().position(|known| *known == id)
}

/// What an imagined task is called.
pub(crate) fn task(id: &str, language: Language) -> &'static str {
    let name = match id {
        OPEN => Text::of("在办", "open"),
        DONE => Text::of("已办结", "done"),
        _ => Text::of("已销号", "verified"),
    };
    name.said(language)
}

/// Stages of which none goes, on the dates of the imagined tasks.
pub(crate) fn passed_over(stages: &[&str], language: Language) -> String {
    let stages = stages.join(super::lists::AND.said(language));
    match language {
        Language::ZhCn => format!("这次不发：{stages}（同一天有更晚的阶段，只发后者）"),
        Language::En => {
            format!(
                "This time not sent: {stages} (a later stage falls on the same day, and only that goes)"
            )
        }
    }
}

/// A policy of that name does not ship.
pub(crate) fn unknown(name: &str, known: &[&str], language: Language) -> String {
    match language {
        Language::ZhCn => format!("没有名为 {name} 的内置规则；有：{}", known.join("、")),
        Language::En => format!("no policy named {name} ships; there are {}", known.join(", ")),
    }
}

/// The zone of the imagined office.
pub(crate) fn zone(language: Language) -> &'static str {
    match language {
        Language::ZhCn => "Asia/Shanghai",
        Language::En => "America/New_York",
    }
}

/// A configuration with three tasks under a policy, whose people are called by their roles.
pub(crate) fn imagined(policy: &str, today: Date, due: &str, language: Language) -> String {
    let (set, [owner, head, above, top, supervisor]) = match language {
        Language::ZhCn => ("CN", ["责任人", "单位负责人", "上级负责人", "最高负责人", "督办人"]),
        Language::En => ("US", ["owner", "head", "head+1", "top", "supervisor"]),
    };
    let people = [
        ("owner", owner),
        ("head", head),
        ("above", above),
        ("top", top),
        ("supervisor", supervisor),
    ];
    let people = people
        .map(|(id, name)| format!("{id} = {{ name = '{name}', email = '{id}@example.org' }}\n"));
    let zone = zone(language);
    format!(
        "[mail]\nfrom = 'duban@example.org'\n\
         [calendars.default]\ntimezone = '{zone}'\nholidays = ['{set}']\n\
         [people]\n{}\
         [units.root]\nname = 'root'\nhead = 'top'\n\
         [units.middle]\nname = 'middle'\nhead = 'above'\nparent = 'root'\n\
         [units.unit]\nname = 'unit'\nhead = 'head'\nparent = 'middle'\nsupervisor = 'supervisor'\n\
         [defaults]\nunit = 'unit'\nowner = 'owner'\npolicy = '{policy}'\nopened = {today}\n\
         [[task]]\nid = '{OPEN}'\ntitle = 'open'\ndue = '{due}'\n\
         [[task]]\nid = '{DONE}'\ntitle = 'done'\ndue = '{due}'\ndone = {today}\n\
         [[task]]\nid = '{VERIFIED}'\ntitle = 'verified'\ndue = '{due}'\ndone = {today}\nverified = {today}\n",
        people.concat()
    )
}
