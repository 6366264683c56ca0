//! The keys of calendars, people, groups and units.

use crate::config::read::keys::shape::{Kind, Noun, PARTY, Shape, key, names_of};
use crate::model::{DigestRhythm, Language, SendOn};

/// The days of the week, Monday first.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// `[calendars.ID]`.
pub static CALENDAR: Shape = Shape {
    name: "[calendars.ID]",
    keys: &[
        key(
            "timezone",
            Kind::Zone,
            "所在时区（IANA 名称），各种时刻按它计算。",
            "The IANA zone in which its times are local.",
        )
        .required()
        .also(&["tz", "time-zone", "zone", "时区"]),
        key(
            "workdays",
            Kind::Choices(|| WEEKDAYS.to_vec()),
            "一周中的哪几天上班。",
            "The days of the week that are worked.",
        )
        .also(&["weekdays", "工作日"]),
        key(
            "holidays",
            Kind::Texts,
            "节假日：CN、US、GB，或 .toml、.ics 文件的路径。",
            "Holiday sets CN, US, GB; paths of .toml or .ics files.",
        )
        .also(&["节假日"]),
        key("closed", Kind::Dates, "另外放假的日子。", "Further days off.").also(&["放假"]),
        key("open", Kind::Dates, "另外上班的日子（调休）。", "Further working days.")
            .also(&["调休", "上班"]),
        key("hours", Kind::Hours, "上班时间。", "Working hours.")
            .also(&["working-hours", "工作时间"]),
        key(
            "send-at",
            Kind::Time,
            "按天计的函件几点发出；须在上班时间内。",
            "When day-based notices leave; within hours.",
        ),
        key(
            "send-on",
            Kind::Choice(names_of!(SendOn)),
            "哪些日子发函。",
            "On which days mail is sent.",
        ),
    ],
};

/// `[people.ID]`.
pub static PERSON: Shape = Shape {
    name: "[people.ID]",
    keys: &[
        key("name", Kind::Line, "函件里显示的名称。", "The name shown in letters.")
            .required()
            .also(&["姓名"]),
        key("email", Kind::Address, "函件寄到哪里。", "Where letters go.")
            .required()
            .also(&["mail", "address", "邮箱"]),
        key(
            "language",
            Kind::Choice(names_of!(Language)),
            "寄给此人的函件用哪种语言。",
            "The language of this person's letters.",
        )
        .also(&["lang", "语言"]),
        key(
            "digest",
            Kind::Choice(names_of!(DigestRhythm)),
            "不抄送函件，改为每日或每周一份摘要。",
            "A digest, daily or weekly, instead of copies.",
        )
        .also(&["summary", "摘要"]),
        key("away", Kind::Tables(&AWAY), "请假、出差等不在岗的日子。", "Absences.")
            .also(&["absent", "leave", "请假"]),
    ],
};

/// An absence.
pub static AWAY: Shape = Shape {
    name: "away = [{ … }]",
    keys: &[
        key("from", Kind::Date, "不在岗的第一天。", "The first day away.")
            .required()
            .also(&["start", "since"]),
        key("until", Kind::Date, "不在岗的最后一天。", "The last day away.")
            .required()
            .also(&["to", "end"]),
        key("delegate", Kind::Id(Noun::Person), "由谁代收。", "Who stands in.")
            .also(&["deputy", "代收"]),
    ],
};

/// `[groups.ID]`.
pub static GROUP: Shape = Shape {
    name: "[groups.ID]",
    keys: &[key("members", Kind::Ids(PARTY), "小组里的人员和小组。", "Its people and groups.")
        .required()
        .also(&["people", "成员"])],
};

/// `[units.ID]`.
pub static UNIT: Shape = Shape {
    name: "[units.ID]",
    keys: &[
        key("name", Kind::Line, "函件里显示的名称。", "The name shown in letters.")
            .required()
            .also(&["title", "名称"]),
        key("parent", Kind::Id(Noun::Unit), "上级单位。", "The unit above.").also(&["上级"]),
        key("head", Kind::Id(PARTY), "单位负责人。", "Who heads it.").also(&[
            "leader",
            "manager",
            "负责人",
        ]),
        key(
            "supervisor",
            Kind::Id(PARTY),
            "督导方；下级单位沿用。",
            "The inspection side; inherited by child units.",
        )
        .also(&["督导"]),
        key(
            "calendar",
            Kind::Id(Noun::Calendar),
            "所用日历；下级单位沿用。",
            "Its calendar; inherited by child units.",
        )
        .also(&["日历"]),
    ],
};
