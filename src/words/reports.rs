//! Reports: what `duban report` and the letter say of the figures.

use super::Text;
use super::counts::plural;
use super::figures;
use crate::model::{Language, Per, Roll};
use crate::view::figures::{About, Figures, Rows, Summary};

// The command.

pub(crate) const REPORT: Text = Text::of(
    "按定期报告的算法，给出任一天的报告",
    "A report for any day, counted as the one that is sent",
);
pub(crate) const NAME: Text = Text::of("名称", "NAME");
pub(crate) const WHICH: Text = Text::of(
    "[[reports]] 里的名称；不写则列出全部",
    "The name in [[reports]]; without it all are listed",
);
pub(crate) const ON: Text = Text::of(
    "截至哪一天，默认为现在；过去的日子按文件里现在的日期推算",
    "As of which day, by default now; a past day is told by the dates that the files have now",
);
pub(crate) const PART: Text = Text::of("单位或督导方", "PART");
pub(crate) const ABOUT: Text =
    Text::of("只要其中一份：一个下级单位或督导方", "One part of it: a child unit or a supervisor");
pub(crate) const TO: Text = Text::of(
    "写到文件；由后缀决定格式：.html、.txt、.md、.json、.xlsx 或 .csv，-.md 写到标准输出",
    "Where to; the ending says the kind: .html, .txt, .md, .json, .xlsx or .csv; -.md is standard output",
);
pub(crate) const KIND: Text = Text::of("报告", "report");
pub(crate) const NONE: Text = Text::of(
    "没有定期报告：文件里没有 [[reports]]",
    "There are no reports: the files have no [[reports]]",
);

/// Above what to write for one.
pub(crate) const WRITE_ONE: Text = Text::of(
    "在 duban.toml 里这样写一份（`cron`：分 时 日 月 星期；`to` 里换成人员的编号）：",
    "Write one in duban.toml (`cron`: minute hour day month weekday; in `to` somebody's id):",
);

/// Its title.
pub(crate) const ONE_TITLE: Text = Text::of("整改工作情况通报", "Monthly circular");

/// Beneath it.
pub(crate) const THEN: Text = Text::of(
    "然后执行：`duban report monthly --to 通报.html`",
    "Then: `duban report monthly --to circular.html`",
);

/// Of the list of reports.
pub(crate) const fn headings(language: Language) -> [&'static str; 5] {
    match language {
        Language::ZhCn => ["名称", "标题", "定时", "份数", "下次"],
        Language::En => ["NAME", "TITLE", "CRON", "PARTS", "NEXT"],
    }
}

/// Of reports in `plan`.
pub(crate) const fn coming(language: Language) -> [&'static str; 6] {
    match language {
        Language::ZhCn => ["发出", "函", "名称", "关于", "主送", "抄送"],
        Language::En => ["RELEASE", "LETTER", "NAME", "ABOUT", "TO", "CC"],
    }
}

/// When it comes: its cron, by which calendar, what becomes of days off, and how it is divided.
pub(crate) fn schedule(
    cron: &str,
    calendar: &str,
    roll: Roll,
    per: &str,
    language: Language,
) -> String {
    let off = rolled(roll, language);
    match language {
        Language::ZhCn => format!("{cron}（日历 {calendar}）{off}，{per}"),
        Language::En => format!("{cron} (calendar {calendar}){off}, {per}"),
    }
}

fn rolled(roll: Roll, language: Language) -> String {
    match (language, roll) {
        (_, Roll::None) => String::new(),
        (Language::ZhCn, Roll::Later) => "，遇休息日顺延".to_owned(),
        (Language::ZhCn, Roll::Earlier) => "，遇休息日提前".to_owned(),
        (Language::ZhCn, Roll::WorkingDay(n)) => format!("，遇休息日放到其后第 {n} 个工作日"),
        (Language::En, Roll::Later) => ", a day off moves later".to_owned(),
        (Language::En, Roll::Earlier) => ", a day off moves earlier".to_owned(),
        (Language::En, Roll::WorkingDay(n)) => {
            format!(", a day off moves to working day {n} after it")
        }
    }
}

/// When it is next.
pub(crate) fn next(at: Option<&str>, language: Language) -> String {
    match (language, at) {
        (Language::ZhCn, Some(at)) => format!("下次：{at}"),
        (Language::ZhCn, None) => "不再有下次".to_owned(),
        (Language::En, Some(at)) => format!("next: {at}"),
        (Language::En, None) => "never again".to_owned(),
    }
}

/// The last time.
pub(crate) fn last(line: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("上次：{line}"),
        Language::En => format!("last: {line}"),
    }
}

pub(crate) const NEVER: Text = Text::of("还没有发过", "never told so far");
pub(crate) const NOTHING_TO_TELL: Text =
    Text::of("现在没有可报的，到时不发", "has nothing to tell now, and would be passed over");
pub(crate) const WHOLE: Text = Text::of("全部", "the whole");

/// It went into this letter.
pub(crate) fn in_letter(at: &str, letter: &str, state: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{at}，函件 {letter}（{state}）"),
        Language::En => format!("{at}, letter {letter} ({state})"),
    }
}

/// It went into no letter.
pub(crate) fn without_letter(at: &str, fate: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{at}（{fate}）"),
        Language::En => format!("{at} ({fate})"),
    }
}

/// In `status`: a report, and when it is next.
pub(crate) fn line(name: &str, next: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("报告 {name}：{next}"),
        Language::En => format!("report {name}: {next}"),
    }
}

/// How a report is divided.
pub(crate) fn per(per: Per, language: Language) -> &'static str {
    let text = match per {
        Per::Whole => Text::of("一份", "one"),
        Per::Unit => Text::of("每个下级单位一份", "one a unit"),
        Per::Supervisor => Text::of("每个督导方一份", "one a supervisor"),
    };
    text.said(language)
}

/// There is no such part.
pub(crate) fn no_part(typed: &str, known: &[&str], language: Language) -> String {
    let known = known.join(super::lists::AND.said(language));
    match (language, known.is_empty()) {
        (Language::ZhCn, true) => format!("这份报告不分份，没有“{typed}”这一份"),
        (Language::ZhCn, false) => format!("这份报告没有“{typed}”这一份；有：{known}"),
        (Language::En, true) => format!("the report is not divided: it has no part `{typed}`"),
        (Language::En, false) => format!("the report has no part `{typed}`; it has: {known}"),
    }
}

/// An ending that says no kind.
pub(crate) fn which_kind(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "“{name}”看不出格式：文件名须以 .html、.txt、.md、.json、.xlsx 或 .csv 结尾；写到标准输出用 -.md 之类"
        ),
        Language::En => format!(
            "`{name}` says no kind: it must end in .html, .txt, .md, .json, .xlsx or .csv; -.md and the like is standard \
             output"
        ),
    }
}

/// What was written.
pub(crate) fn written(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已写到 {path}"),
        Language::En => format!("written to {path}"),
    }
}

/// The picture of a chart cannot be drawn.
pub(crate) fn no_chart(why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("画不出图：{why}"),
        Language::En => format!("a chart cannot be drawn: {why}"),
    }
}

// The report.

/// What it is called, where it has no title.
pub(crate) const TITLE: Text = Text::of("整改工作情况通报", "Report on rectification");
pub(crate) const FIGURES: Text = Text::of("总体情况", "Figures");
pub(crate) const BY_AGE: Text = Text::of("逾期多久", "Overdue by age");
pub(crate) const BY_UNIT: Text = Text::of("分单位", "By unit");
pub(crate) const BY_SUPERVISOR: Text = Text::of("分督导方", "By supervisor");
pub(crate) const OVERDUE: Text = Text::of("逾期任务", "Overdue tasks");
pub(crate) const WAITING: Text = Text::of("待核验", "Awaiting verification");
pub(crate) const CHANGES: Text = Text::of("本期变化", "What changed");
pub(crate) const BACKLOG: Text = Text::of("近十二个月未办结数", "Open tasks over twelve months");
pub(crate) const DOUBTS: Text = Text::of("数据存疑", "Doubts about the data");
pub(crate) const ALL: Text = Text::of("合计", "All");

const UNIT: Text = Text::of("单位", "Unit");
const SUPERVISOR: Text = Text::of("督导方", "Supervisor");
pub(crate) const TASK: Text = Text::of("任务", "Task");
pub(crate) const LATE: Text = Text::of("逾期", "Late");
pub(crate) const WAITS: Text = Text::of("已等", "Waits");
pub(crate) const FIGURE: Text = Text::of("项目", "Figure");
pub(crate) const NUMBER: Text = Text::of("数字", "Number");
pub(crate) const CLOSED: Text = Text::of("本期办结", "Closed");
pub(crate) const MONTH: Text = Text::of("截至", "At the end of");
pub(crate) const WHAT: Text = Text::of("变化", "Change");
pub(crate) const DAYS: Text = Text::of("逾期天数", "Days late");

/// Headings of the sheet of changes.
pub(crate) const fn changes(language: Language) -> [&'static str; 7] {
    match language {
        Language::ZhCn => ["编号", "标题", "责任单位", "责任人", "变化", "日期", "延至"],
        Language::En => ["Id", "Title", "Unit", "Owner", "Change", "On", "To"],
    }
}

/// The heading of what the rows are about.
pub(crate) fn about_column(rows: Rows, language: Language) -> &'static str {
    match rows {
        Rows::Units => UNIT.said(language),
        Rows::Supervisors => SUPERVISOR.said(language),
    }
}

/// What a row is about.
pub(crate) fn row_name(summary: &Summary, about: About, language: Language) -> String {
    match (about, about.name(&summary.stood)) {
        (About::UnitAlone(_), Some(name)) => figures::alone(name, language),
        (_, Some(name)) => name.to_owned(),
        (_, None) => match summary.by {
            Rows::Units => figures::NO_UNIT.said(language).to_owned(),
            Rows::Supervisors => NO_SUPERVISOR.said(language).to_owned(),
        },
    }
}

const NO_SUPERVISOR: Text = Text::of("（无督导方）", "(no supervisor)");

/// The first that a reader is to learn.
pub(crate) fn verdict(figures: &Figures, language: Language) -> String {
    let Figures { open, overdue, total, .. } = *figures;
    match (language, total, overdue) {
        (Language::ZhCn, 0, _) => "没有任务".to_owned(),
        (Language::ZhCn, _, 0) => format!("未办结 {open} 项，没有逾期"),
        (Language::ZhCn, _, _) => format!("未办结 {open} 项，逾期 {overdue} 项"),
        (Language::En, 0, _) => "No tasks".to_owned(),
        (Language::En, _, 0) => format!("{}, none overdue", plural(open, "open task")),
        (Language::En, _, _) => {
            let verb = if overdue == 1 { "is" } else { "are" };
            format!("{overdue} of {} {verb} overdue", plural(open, "open task"))
        }
    }
}

/// Beside it: what was closed, and promises.
pub(crate) fn notes(figures: &Figures, language: Language) -> Vec<String> {
    let (in_time, late) = (figures.closed_in_time, figures.closed_late);
    let rate = figures::rate(figures.kept_permille());
    let closed = match (language, in_time + late) {
        (Language::ZhCn, 0) => "本期没有办结".to_owned(),
        (Language::En, 0) => "none closed in the period".to_owned(),
        (Language::ZhCn, closed) => format!("本期办结 {closed} 项，其中按期 {in_time} 项"),
        (Language::En, closed) => format!("{closed} closed in the period, {in_time} in time"),
    };
    let kept = match language {
        Language::ZhCn => format!("最初期限兑现率 {rate}"),
        Language::En => format!("{rate} of first promises kept"),
    };
    vec![closed, kept]
}

/// What is asked by when.
pub(crate) fn ask(figures: &Figures, until: &str, language: Language) -> String {
    match (language, figures.overdue, figures.waiting) {
        (Language::ZhCn, 1.., _) => {
            format!("请于 {until}前，对逾期任务逐项办结；办不结的，说明原因并申请延期。")
        }
        (Language::En, 1.., _) => format!(
            "By {until}: finish each overdue task, or give the reason and ask for an extension."
        ),
        (Language::ZhCn, 0, waiting @ 1..) => {
            format!("请于 {until}前，核验已办结的 {waiting} 项任务。")
        }
        (Language::En, 0, waiting @ 1..) => {
            let tasks = if waiting == 1 { "task that is" } else { "tasks that are" };
            format!("By {until}: verify the {waiting} {tasks} done.")
        }
        (Language::ZhCn, 0, 0) => "供参阅，无须回复。".to_owned(),
        (Language::En, 0, 0) => "For information: nothing is asked.".to_owned(),
    }
}

/// Who is to see to it: the unit or the supervisor.
pub(crate) fn whom(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("请{name}办理"),
        Language::En => format!("For {name}"),
    }
}

/// Since when, and that a past day is told by the dates of today.
pub(crate) fn period(since: &str, moment: &str, past: bool, language: Language) -> String {
    let said = figures::period(since, moment, language);
    match (past, language) {
        (false, _) => said,
        (true, Language::ZhCn) => format!("{said}过去的日子按文件里现在的日期推算。"),
        (true, Language::En) => {
            format!("{said} A past day is told by the dates that the files have now.")
        }
    }
}

/// So many days.
pub(crate) fn days(days: i64, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{days} 天"),
        Language::En => plural(usize::try_from(days).unwrap_or(0), "day"),
    }
}

/// Rows that are not shown.
pub(crate) fn more(count: usize, attached: bool, language: Language) -> String {
    match (language, attached) {
        (Language::ZhCn, false) => format!("另有 {count} 项未列出。"),
        (Language::ZhCn, true) => format!("另有 {count} 项未列出，见附件。"),
        (Language::En, false) => format!("{count} more are not shown."),
        (Language::En, true) => format!("{count} more are not shown here; all are attached."),
    }
}

/// The subject of the letter.
pub(crate) fn subject(title: &str, about: Option<&str>, day: &str, language: Language) -> String {
    match (language, about) {
        (Language::ZhCn, Some(about)) => format!("{title}（{about}，{day}）"),
        (Language::ZhCn, None) => format!("{title}（{day}）"),
        (Language::En, Some(about)) => format!("{title}: {about}, {day}"),
        (Language::En, None) => format!("{title}, {day}"),
    }
}
