//! The keys of tasks and milestones.

use crate::config::read::keys::shape::{Kind, Noun, PARTY, Shape, key, names_of};
use crate::model::Severity;

/// `[defaults]`.
pub static DEFAULTS: Shape = Shape {
    name: "[defaults]",
    keys: &[
        key("policy", Kind::Id(Noun::Policy), "督办规则。", "The policy.").also(&["规则"]),
        key("unit", Kind::Id(Noun::Unit), "单位。", "The unit.").also(&["单位"]),
        key("owner", Kind::Id(PARTY), "责任人。", "The owner.").also(&["责任人"]),
        key("with", Kind::Ids(PARTY), "共同责任人。", "Co-owners."),
        key("supervisor", Kind::Id(PARTY), "督导方。", "The inspection side."),
        key(
            "watchers",
            Kind::Ids(Noun::Recipient),
            "每封函件都抄送的人。",
            "Who gets a copy of every letter.",
        ),
        key("severity", Kind::Choice(names_of!(Severity)), "严重程度。", "How grave."),
        key("source", Kind::Text, "任务从哪里来。", "Where the tasks come from.").also(&["来源"]),
        key("batch", Kind::Text, "属于哪一批。", "Which batch they came with.").also(&["批次"]),
        key("category", Kind::Text, "属于哪一类。", "Of what category they are.").also(&["类别"]),
        key("opened", Kind::When, "交办日期。", "When they were opened."),
    ],
};

/// `[[task]]`.
pub static TASK: Shape = Shape {
    name: "[[task]]",
    keys: &[
        key("id", Kind::Line, "任务编号，所有文件里不能重复。", "Its id, unique over all files.")
            .required()
            .also(&["编号", "任务编号", "序号", "number", "no"]),
        key("title", Kind::Line, "任务名称，一行写完。", "What it is, in a line.")
            .required()
            .also(&["name", "subject", "标题", "任务名称", "名称", "问题", "整改事项", "事项"]),
        key(
            "due",
            Kind::Due,
            "最初的期限，定了就不再改；不写则用规则给的期限。",
            "The first promise; never edited. Without it, that of a rule.",
        )
        .also(&[
            "deadline",
            "due-date",
            "期限",
            "整改期限",
            "整改时限",
            "完成时限",
            "办结时限",
            "截止日期",
            "截止时间",
            "到期日",
            "时限",
        ]),
        key("opened", Kind::When, "交办日期。", "When it was opened.").also(&[
            "start",
            "created",
            "交办",
            "交办日期",
            "交办时间",
            "立项日期",
            "下达日期",
        ]),
        key("unit", Kind::Id(Noun::Unit), "任务落在哪个单位。", "The unit it lies with.").also(&[
            "department",
            "单位",
            "责任单位",
            "整改单位",
            "承办单位",
            "牵头单位",
        ]),
        key("policy", Kind::Id(Noun::Policy), "用哪一条督办规则。", "Its policy.")
            .also(&["规则", "督办规则"]),
        key(
            "owner",
            Kind::Id(PARTY),
            "责任人；不写则是单位负责人。",
            "Who owns it; by default the unit's head.",
        )
        .also(&["assignee", "责任人", "负责人", "整改责任人", "承办人", "经办人"]),
        key(
            "with",
            Kind::Ids(PARTY),
            "共同责任人，提醒责任人时一并提醒。",
            "Co-owners, reminded wherever the owner is.",
        )
        .also(&["owners", "co-owners", "协办", "协办人", "共同责任人", "配合人"]),
        key(
            "supervisor",
            Kind::Id(PARTY),
            "督导方；不写则是单位的督导方。",
            "The inspection side; by default the unit's.",
        )
        .also(&["督导", "督导方", "督办人", "督导员", "核验人"]),
        key(
            "watchers",
            Kind::Ids(Noun::Recipient),
            "每封函件都抄送的人。",
            "Who gets a copy of every letter.",
        )
        .also(&["cc", "抄送", "抄送人"]),
        key("detail", Kind::Text, "任务的详细内容。", "What it is, at length.").also(&[
            "description",
            "content",
            "详情",
            "详细内容",
            "问题描述",
        ]),
        key("category", Kind::Text, "任务类别。", "Its category.").also(&[
            "type",
            "类别",
            "问题类别",
            "分类",
        ]),
        key("severity", Kind::Choice(names_of!(Severity)), "严重程度。", "How grave it is.")
            .also(&["priority", "level", "严重程度", "等级", "紧急程度"]),
        key("source", Kind::Text, "任务从哪里来。", "Where it comes from.")
            .also(&["来源", "问题来源"]),
        key("batch", Kind::Text, "属于哪一批。", "Which batch it came with.").also(&["批次"]),
        key(
            "extended",
            Kind::Tables(&EXTENDED),
            "后来批准的延期；以最后一次为准。",
            "Deadlines granted later; the last is in force.",
        )
        .also(&["extension", "extensions", "延期", "延期至"]),
        key("done", Kind::When, "办结日期。", "When it was reported done.").also(&[
            "finished",
            "completed",
            "完成",
            "办结",
            "办结日期",
            "办结时间",
            "完成日期",
            "完成时间",
            "整改完成日期",
        ]),
        key("verified", Kind::When, "销号（核验）日期。", "When that was verified.").also(&[
            "closed",
            "销号",
            "销号日期",
            "销号时间",
            "核验日期",
        ]),
        key("cancelled", Kind::When, "取消日期。", "When it was called off.").also(&[
            "canceled",
            "取消",
            "取消日期",
        ]),
        key("hold", Kind::OneOrMore(&HOLD), "暂停，可以写几段。", "A pause, or several.")
            .also(&["paused", "暂缓", "暂停"]),
        key("acknowledged", Kind::When, "签收日期。", "When it was received.").also(&[
            "received",
            "签收",
            "签收日期",
        ]),
        key("progress", Kind::Tables(&PROGRESS), "进展情况。", "How it goes on.").also(&[
            "进展",
            "进展情况",
            "整改进展",
        ]),
        key(
            "returned",
            Kind::Tables(&RETURNED),
            "退回的日期和原因。",
            "When it was sent back, and why.",
        )
        .also(&["rejected", "退回"]),
        key("evidence", Kind::Texts, "证明已经办结的材料。", "What shows that it is done.")
            .also(&["佐证", "证明材料"]),
        key(
            "looked-back",
            Kind::Dates,
            "回头看的日期；只用于报告里的数字。",
            "The days on which somebody looked whether it has stayed done; only reports use it.",
        )
        .also(&["look-back", "回头看"]),
        key("fields", Kind::Fields, "自定的栏目。", "Columns of one's own.").also(&["自有字段"]),
        key("every", Kind::Length, "长期任务多久一轮。", "How often a standing task comes round.")
            .also(&["repeat", "周期"]),
        key(
            "done-through",
            Kind::Date,
            "长期任务已经办到哪一天。",
            "Up to which day a standing task is done.",
        )
        .also(&["已办到"]),
        key("links", Kind::Texts, "相关链接。", "Further reading.")
            .also(&["link", "url", "urls", "链接"]),
        key("milestones", Kind::Tables(&MILESTONE), "任务的各个节点。", "Its steps.").also(&[
            "milestone",
            "steps",
            "节点",
        ]),
    ],
};

/// An extension.
pub static EXTENDED: Shape = Shape {
    name: "extended = [{ … }]",
    keys: &[
        key("on", Kind::When, "申请或批准延期的日期。", "When it was asked for or granted.")
            .also(&["date", "asked"]),
        key("to", Kind::When, "新的期限。", "The new deadline.").required().also(&["until", "due"]),
        key("by", Kind::Text, "由谁批准。", "Who granted it."),
        key("reason", Kind::Text, "原因。", "Why.").also(&["原因"]),
    ],
};

/// A pause.
pub static HOLD: Shape = Shape {
    name: "hold = { … }",
    keys: &[
        key(
            "from",
            Kind::Date,
            "暂停的第一天；不写即从现在起。",
            "The first day of the pause; without it, it has begun.",
        )
        .also(&["since", "start"]),
        key(
            "until",
            Kind::Date,
            "恢复提醒的第一天。",
            "The first day on which notices leave again.",
        )
        .required()
        .also(&["to", "end"]),
        key(
            "stops-clock",
            Kind::Flag,
            "期限是否相应顺延。",
            "Whether the deadline moves by its length.",
        ),
        key("reason", Kind::Text, "原因。", "Why.").also(&["原因"]),
    ],
};

/// An entry about progress.
pub static PROGRESS: Shape = Shape {
    name: "progress = [{ … }]",
    keys: &[
        key("on", Kind::When, "日期。", "Its day.").required().also(&["date"]),
        key("by", Kind::Text, "由谁填报。", "Who says so."),
        key("text", Kind::Text, "说明。", "What was said.").also(&["note"]),
        key("percent", Kind::Whole(0, 100), "完成的百分比。", "How much is done."),
    ],
};

/// A return.
pub static RETURNED: Shape = Shape {
    name: "returned = [{ … }]",
    keys: &[
        key("on", Kind::When, "日期。", "The day.").required().also(&["date"]),
        key("by", Kind::Text, "由谁退回。", "Who sent it back."),
        key("reason", Kind::Text, "原因。", "Why.").also(&["原因"]),
        key("done", Kind::When, "退回之前的办结日期。", "When it had been reported done."),
    ],
};

/// A milestone.
pub static MILESTONE: Shape = Shape {
    name: "milestones = [{ … }]",
    keys: &[
        key("id", Kind::Line, "节点编号，同一任务里不能重复。", "Its id, unique in the task.")
            .required(),
        key("title", Kind::Line, "任务名称，一行写完。", "What it is, in a line.")
            .required()
            .also(&["name", "标题"]),
        key("due", Kind::Due, "节点的期限。", "Its deadline.")
            .required()
            .also(&["deadline", "期限"]),
        key("extended", Kind::Tables(&EXTENDED), "后来批准的延期。", "Deadlines granted later.")
            .also(&["extension", "延期"]),
        key("done", Kind::When, "完成日期。", "When it was done.").also(&["finished", "完成"]),
        key("cancelled", Kind::When, "取消日期。", "When it was called off.")
            .also(&["canceled", "取消"]),
        key(
            "hold",
            Kind::OneOrMore(&HOLD),
            "节点自己的暂停，可以写几段。",
            "A pause of its own, or several.",
        )
        .also(&["暂停"]),
        key(
            "unit",
            Kind::Id(Noun::Unit),
            "所在单位，与任务不同时才写。",
            "Its unit, where it is not the task's.",
        ),
        key(
            "owner",
            Kind::Id(PARTY),
            "责任人，与任务不同时才写。",
            "Its owner, where it is not the task's.",
        ),
        key(
            "with",
            Kind::Ids(PARTY),
            "共同责任人，与任务不同时才写。",
            "Its co-owners, where they are not the task's.",
        ),
        key(
            "supervisor",
            Kind::Id(PARTY),
            "督导方，与任务不同时才写。",
            "Its supervisor, where it is not the task's.",
        ),
        key(
            "watchers",
            Kind::Ids(Noun::Recipient),
            "抄送的人，与任务不同时才写。",
            "Its watchers, where they are not the task's.",
        ),
    ],
};
