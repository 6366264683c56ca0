//! A sign of life (R4).

use super::super::Text;
use crate::letter::admin::Waits;
use crate::model::Language;

pub(crate) const TITLE: Text = Text::of("平安函：系统运行正常", "All is well: duban runs");
pub(crate) const WITH_CARE: Text =
    Text::of("平安函：系统在运行，有事项待处理", "duban runs, and something waits for you");

pub(crate) const ASK_WAITS: Text =
    Text::of("请处理下列待办事项", "See to what is listed below as waiting");
pub(crate) const ASK_HOLIDAYS: Text = Text::of(
    "请补上下列年份的节假日：在此之前，放假和调休的日子按平常的星期计算",
    "Add the holidays of the years below: until then days off are counted by the weekday alone",
);
pub(crate) const ASK_BOTH: Text = Text::of(
    "请处理下列待办事项，并补上所列年份的节假日",
    "See to what is listed below as waiting, and add the holidays of the years that are missing",
);

/// When the next one is due.
pub(crate) fn next(at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "本函按 admin.all-well 定期发出，表明系统在运行。下一封应于 {at} 发出；届时没有收到，请登录主机查看。"
        ),
        Language::En => format!(
            "This letter comes round by admin.all-well and shows that duban runs. The next is due on {at}: if it stays away, \
             look at the machine."
        ),
    }
}

pub(crate) const TASKS: Text = Text::of("任务", "Tasks");
pub(crate) const SENT: Text = Text::of("函件", "Letters");
pub(crate) const COMING: Text = Text::of("下一步", "Next");
pub(crate) const WAITING: Text = Text::of("待办", "Waiting");
pub(crate) const HOLIDAYS: Text = Text::of("缺节假日", "No holidays");

/// Between several.
pub(crate) const AND: Text = Text::of("；", "; ");

/// How many are open, and late.
pub(crate) fn tasks(open: usize, late: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("未完成 {open} 项，其中逾期 {late} 项"),
        Language::En => format!("{open} open, {late} of them late"),
    }
}

/// Those that left, and those that are on their way.
pub(crate) fn sent(sent: u32, queued: u32, since: &str, language: Language) -> String {
    match (language, queued) {
        (Language::ZhCn, 0) => format!("自 {since} 起发出 {sent} 封"),
        (Language::ZhCn, _) => format!("自 {since} 起发出 {sent} 封，排队 {queued} 封"),
        (Language::En, 0) => format!("{sent} sent since {since}"),
        (Language::En, _) => format!("{sent} sent since {since}, {queued} in the queue"),
    }
}

/// How many reach a stage before the next word.
pub(crate) fn coming(count: usize, first: Option<&str>, language: Language) -> String {
    match (language, first) {
        (Language::ZhCn, None) => "下一封平安函之前，没有任务到提醒时点".to_owned(),
        (Language::ZhCn, Some(first)) => {
            format!("下一封平安函之前，有 {count} 项任务（节点）到提醒时点，最早 {first}")
        }
        (Language::En, None) => "no task reaches a stage before the next such letter".to_owned(),
        (Language::En, Some(first)) => format!(
            "tasks and milestones that reach a stage before the next such letter: {count}, the first on {first}"
        ),
    }
}

/// What waits for a person.
pub(crate) fn waits(what: Waits, many: usize, language: Language) -> String {
    match language {
        Language::ZhCn => match what {
            Waits::Held => format!("待放行的函件 {many} 封"),
            Waits::Failed => format!("未能送达的函件 {many} 封"),
            Waits::Answers => format!("待审核的反馈 {many} 条"),
            Waits::Files => format!("未生效的文件 {many} 个"),
            Waits::Unwritten => format!("函件写不出来的任务 {many} 项"),
            Waits::Edit => "一批改动待确认".to_owned(),
            Waits::Relay => "函件发不出去".to_owned(),
        },
        Language::En => match what {
            Waits::Held => format!("letters to release: {many}"),
            Waits::Failed => format!("letters that nobody has: {many}"),
            Waits::Answers => format!("answers to decide: {many}"),
            Waits::Files => format!("files not in force: {many}"),
            Waits::Unwritten => format!("tasks whose letter cannot be written: {many}"),
            Waits::Edit => "a large edit".to_owned(),
            Waits::Relay => "no letter can leave".to_owned(),
        },
    }
}

/// A year of a calendar.
pub(crate) fn year(calendar: &str, year: i16, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{year} 年（日历“{calendar}”）"),
        Language::En => format!("{year} (calendars.{calendar})"),
    }
}

pub(crate) const SHOWS_STATUS: Text =
    Text::of("查看全部任务和系统状态", "shows all tasks, and how duban stands");
pub(crate) const SHOWS_PLAN: Text = Text::of("查看今后要发的函件", "shows the letters to come");
