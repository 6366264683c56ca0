//! The keys of policies, stages and rules.

use crate::config::read::keys::shape::{Kind, Noun, Shape, key, names_of};
use crate::model::{AnchorKind, Importance, LetterKind, Release, Unless};

/// The letters that a stage may write.
pub(super) fn stage_letters() -> Vec<&'static str> {
    let of_stages = LetterKind::ALL.iter().filter(|(_, kind)| kind.is_of_stages());
    of_stages.map(|(name, _)| *name).collect()
}

/// `[policies.ID]`.
pub static POLICY: Shape = Shape {
    name: "[policies.ID]",
    keys: &[
        key(
            "group",
            Kind::Flag,
            "一次巡检中的几项提醒可否合在一封函里。",
            "Whether notices of one sweep may share a letter.",
        ),
        key("stages", Kind::Tables(&STAGE), "督办的各个阶段。", "The rungs of the ladder.")
            .required()
            .also(&["stage", "阶段"]),
    ],
};

/// A stage.
pub static STAGE: Shape = Shape {
    name: "stages = [{ … }]",
    keys: &[
        key("name", Kind::Line, "阶段名，同一规则里不能重复。", "Its name, unique in the policy.")
            .required(),
        key(
            "from",
            Kind::Choice(names_of!(AnchorKind)),
            "从哪个日期起算。",
            "What it is counted from.",
        ),
        key(
            "at",
            Kind::At,
            "与那个日期相隔多久，或到期限的路程过了百分之几。",
            "How far from there, or how much of the way to the deadline.",
        )
        .required()
        .also(&["when", "offset", "after"]),
        key(
            "repeat",
            Kind::Rhythm,
            "隔多久再发一次；写了几个长度时，最后一个一直用下去。",
            "How often it comes round again; of several lengths the last goes on.",
        )
        .also(&["every"]),
        key("times", Kind::Whole(0, 1_000_000), "最多再发几次。", "How many repeats at most.")
            .also(&["count", "max"]),
        key("to", Kind::Roles, "主送谁。", "Who it is addressed to.").required(),
        key("cc", Kind::Roles, "抄送谁。", "Who gets a copy.").also(&["copy", "抄送"]),
        key(
            "letter",
            Kind::Letter(stage_letters),
            "发哪种函：内置的函种，或模板文件夹里自拟函种的名称。",
            "Which letter: a built-in one, or the name of one whose files are in the templates' folder.",
        )
            .also(&["template"]),
        key(
            "release",
            Kind::Choice(names_of!(Release)),
            "是否自动发出。",
            "Whether it leaves by itself.",
        ),
        key(
            "importance",
            Kind::Choice(names_of!(Importance)),
            "邮件的重要程度标记。",
            "What the importance headers say.",
        )
        .also(&["priority"]),
        key("unless", Kind::Choice(names_of!(Unless)), "什么情况下不发。", "What makes it silent."),
        key(
            "answer",
            Kind::Length,
            "要求在多长时间内回复。",
            "How long the letter gives for an answer.",
        )
        .also(&["reply-within", "respond", "回复期限"]),
    ],
};

/// `[[rules]]`.
pub static RULE: Shape = Shape {
    name: "[[rules]]",
    keys: &[
        key(
            "when",
            Kind::Table(&WHEN),
            "任务要符合什么条件；{} 表示全部。",
            "What a task must be like; {} matches all.",
        )
        .required()
        .also(&["match", "if"]),
        key(
            "policy",
            Kind::Id(Noun::Policy),
            "任务没有写督办规则时，用这一条。",
            "The policy it then has, if it names none.",
        ),
        key(
            "due",
            Kind::Due,
            "任务没有写期限时，用这个期限。",
            "The deadline it then has, if it has none.",
        )
        .also(&["deadline", "期限"]),
    ],
};

/// What a rule matches by.
pub static WHEN: Shape = Shape {
    name: "when = { … }",
    keys: &[
        key("severity", Kind::AnyOf, "任务的严重程度。", "The task's severity."),
        key("source", Kind::AnyOf, "任务来源。", "Its source."),
        key("category", Kind::AnyOf, "任务类别。", "Its category."),
        key("batch", Kind::AnyOf, "任务批次。", "Its batch."),
        key("unit", Kind::AnyOf, "任务所在单位，不含其上级。", "Its unit, not the units above."),
        key("owner", Kind::AnyOf, "任务文件里写的责任人。", "The owner written in its file."),
        key(
            "supervisor",
            Kind::AnyOf,
            "任务文件里写的督导方。",
            "The supervisor written in its file.",
        ),
    ],
};
