//! `duban policies`: the imagined task, and what its table is called.

use jiff::civil::Date;

use super::Text;
use crate::model::Language;

pub(crate) const HOW_TO_NAME: Text = Text::of(
    "任务里写 `policy = \"cn:13710\"` 即可使用；`duban policies 名称` 显示全文、出处和一项设想任务的日期。",
    "A task names one by `policy = \"cn:13710\"`; `duban policies NAME` prints it whole, with its source and the dates of an imagined task.",
);

pub(crate) const IMAGINED: Text = Text::of(
    "设想三项任务：今天交办、60 天后到期的一项，今天办结的一项，今天销号的一项。各阶段第一次发函：",
    "Imagine three tasks: one opened today and due in 60 days, one done today, one verified today. Each stage leaves first:",
);

/// Headings of the table.
pub(crate) fn headings(language: Language) -> [&'static str; 6] {
    match language {
        Language::ZhCn => ["任务", "阶段", "发出", "函", "主送", "抄送"],
        Language::En => ["task", "stage", "leaves", "letter", "to", "cc"],
    }
}

/// What an imagined task is called.
pub(crate) fn task(id: &str, language: Language) -> &'static str {
    let name = match id {
        "open" => Text::of("在办", "open"),
        "done" => Text::of("已办结", "done"),
        _ => Text::of("已销号", "verified"),
    };
    name.said(language)
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
pub(crate) fn imagined(policy: &str, today: Date, due: Date, language: Language) -> String {
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
         [[task]]\nid = 'open'\ntitle = 'open'\ndue = {due}\n\
         [[task]]\nid = 'done'\ntitle = 'done'\ndue = {due}\ndone = {today}\n\
         [[task]]\nid = 'verified'\ntitle = 'verified'\ndue = {due}\ndone = {today}\nverified = {today}\n",
        people.concat()
    )
}
