//! What the commands say that edit the files.

use jiff::civil::Date;

use super::Text;
use super::counts::plural;
use crate::config::edit::{EditError, Entry};
use crate::model::Language;

/// The difference was shown, and `--dry-run` wanted no more.
/// An edit by a login that tells nobody who it was.
pub(crate) fn whose(login: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("经办人记作登录名 {login}，看不出是谁；请加 --by 姓名，如 --by 张三")
        }
        Language::En => {
            format!(
                "recorded as done by {login}, the login, which tells nobody who it was; say --by NAME"
            )
        }
    }
}

pub(crate) const NOTHING_WRITTEN: Text =
    Text::of("没有写入任何文件（--dry-run）。", "nothing was written (--dry-run)");

/// The result has an error that the files did not have. The findings stand above.
pub(crate) const DOES_NOT_CHECK: Text = Text::of(
    "这样修改后，配置就有上面的错误；没有写入任何文件。",
    "with this edit the files would have the errors above; nothing was written",
);

/// `away` with its days the wrong way round.
pub(crate) const ENDS_BEFORE: Text =
    Text::of("--until 早于 --from。", "--until lies before --from");

// Who and why is recorded (E2).

/// Above the edits in `history`.
pub(crate) const EDITS: Text = Text::of("经命令作出的修改：", "Edits by commands:");

/// Beside a wish whose letters are not written yet.
pub(crate) const NOT_YET: Text = Text::of("（待巡检）", " (awaits the next sweep)");

/// Beside a command whose files were not all written.
pub(crate) const CUT_SHORT: Text = Text::of("（未写完）", " (cut short)");

/// There is no ledger to record it in.
pub(crate) const NO_LEDGER_YET: Text = Text::of(
    "还没有台账（服务尚未运行过），何人、为何修改没有记录。",
    "there is no ledger yet, since duban never ran: who edits and why is not recorded",
);

/// It was left in the spool.
pub(crate) const SPOOLED: Text = Text::of(
    "您无权打开台账；何人、为何修改已留交服务记入台账。",
    "the ledger is not yours to open: who edits and why was left for duban to record",
);

/// Neither the ledger nor the spool could be written.
pub(crate) fn not_recorded(ledger: &str, spool: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "何人、为何修改没有记录：{ledger}；也无法留在状态目录里交给服务：{spool}。可请管理员把您加入用户组 duban。"
        ),
        Language::En => format!(
            "who edits and why is not recorded: {ledger}; nor can it be left in the spool of the state folder: {spool}. \
             Who is in the group duban can."
        ),
    }
}

/// L8: with what commands changed within the hour, it is more than the guard lets pass.
pub(crate) fn many(tasks: usize, limit: usize, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("一小时内经命令改动的任务和节点将达 {tasks} 项，多于限额 {limit} 项（guard）")
        }
        Language::En => format!(
            "with this, commands will have changed {tasks} tasks and milestones within an hour, more than the guard's {limit}"
        ),
    }
}

pub(crate) fn say_yes(why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{why}。确认请加 --yes。"),
        Language::En => format!("{why}. Say --yes if that is meant."),
    }
}

pub(crate) fn go_on(why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{why}。写入吗？[y/N] "),
        Language::En => format!("{why}. Write it? [y/N] "),
    }
}

/// Files were written.
pub(crate) fn written(files: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已写入 {files} 个文件。"),
        Language::En => format!("written: {}", plural(files, "file")),
    }
}

/// The file says so already.
pub(crate) fn already(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{name}：文件里已经如此，无须修改。"),
        Language::En => format!("{name}: the file says so already"),
    }
}

/// What is to be taken back is not there; what there is.
pub(crate) fn no_such_entry(whose: &str, known: &[&str], language: Language) -> String {
    match language {
        Language::ZhCn => format!("{whose} 没有这一条；现有的是：{}", known.join("；")),
        Language::En => format!("{whose} has no such entry, but {}", known.join("; ")),
    }
}

/// There are several, and which one is meant must be said.
pub(crate) fn several_entries(whose: &str, known: &[&str], language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{whose} 有不止一条，请在 --undo 后写明日期：{}", known.join("；"))
        }
        Language::En => {
            format!(
                "{whose} has several; say which, with its day after --undo: {}",
                known.join("; ")
            )
        }
    }
}

/// An extension or a hold: its day, and why.
pub(crate) fn entry(day: &str, reason: Option<&str>, language: Language) -> String {
    match (language, reason) {
        (_, None) => day.to_owned(),
        (Language::ZhCn, Some(reason)) => format!("{day}（{reason}）"),
        (Language::En, Some(reason)) => format!("{day} ({reason})"),
    }
}

/// An absence, and who stands in.
pub(crate) fn absence(
    (from, until): (Date, Date),
    delegate: Option<&str>,
    language: Language,
) -> String {
    let days = match language {
        Language::ZhCn => format!("{from} 至 {until}"),
        Language::En => format!("{from} to {until}"),
    };
    entry(&days, delegate, language)
}

/// Whoever wrote the file could not give it back to its owner.
pub(crate) fn owner_lost(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!(
                "{path} 现在归您所有：无权把它交还原来的属主。如服务因此读不到，请用 chown 改回。"
            )
        }
        Language::En => format!(
            "{path} belongs to you now: you may not give it back to its owner. If duban cannot read it any more, use chown."
        ),
    }
}

// Why a file is not edited.

pub(crate) fn unreadable(path: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("读不出 {path}：{why}"),
        Language::En => format!("cannot read {path}: {why}"),
    }
}

pub(crate) fn not_utf8(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{path} 不是 UTF-8 编码，不能修改；请先转换编码（见 duban check）")
        }
        Language::En => {
            format!(
                "{path} is not UTF-8 and cannot be edited; convert it first (see `duban check`)"
            )
        }
    }
}

/// The text does not let itself be edited.
pub(crate) fn cannot_edit(path: Option<&str>, error: &EditError, language: Language) -> String {
    let why = match (error, language) {
        (EditError::Syntax(said), Language::ZhCn) => {
            format!("不是正确的 TOML：“{said}”；请先改正（见 duban check）")
        }
        (EditError::Syntax(said), Language::En) => {
            format!("it is no TOML: {said}; mend that first (see `duban check`)")
        }
        (EditError::NoSuch(entry), _) => no_such(entry, path.is_some(), language),
        (EditError::OtherShape(entry, key), Language::ZhCn) => {
            format!("{entry} 的 {key} 写法特殊，无法在此基础上修改；请用编辑器修改")
        }
        (EditError::OtherShape(entry, key), Language::En) => {
            format!(
                "the `{key}` of {entry} is written in a way that cannot be added to; edit it by hand"
            )
        }
    };
    match (path, language) {
        (None, _) => why,
        (Some(path), Language::ZhCn) => format!("{path}：{why}"),
        (Some(path), Language::En) => format!("{path}: {why}"),
    }
}

fn no_such(entry: &Entry, in_file: bool, language: Language) -> String {
    match (language, in_file) {
        (Language::ZhCn, true) => format!("文件里已经没有 {entry}"),
        (Language::ZhCn, false) => format!("哪个文件里都没有 {entry}"),
        (Language::En, true) => format!("{entry} does not stand there any more"),
        (Language::En, false) => format!("{entry} stands in no file"),
    }
}

/// Somebody saved the file while the command worked.
pub(crate) fn changed(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{path} 刚刚被别人改过，没有写入；请再执行一次"),
        Language::En => {
            format!("{path} was changed meanwhile and is not written over; give the command again")
        }
    }
}

pub(crate) fn exists(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{path} 已经存在，不会覆盖"),
        Language::En => format!("{path} exists already and is not written over"),
    }
}

pub(crate) fn unwritable(path: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("写不了 {path}：{why}"),
        Language::En => format!("cannot write {path}: {why}"),
    }
}

/// Some files were written before that one.
pub(crate) fn halfway(files: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("；此前已写入 {files} 个文件，再执行一次即可补齐"),
        Language::En => format!(
            "; {} before it {} written: give the same command again to complete it",
            plural(files, "file"),
            if files == 1 { "was" } else { "were" }
        ),
    }
}

// Why a command makes no sense of a task.

pub(crate) fn is_cancelled(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{name} 已取消；如要恢复，先执行 duban reopen {name}"),
        Language::En => format!("{name} is cancelled; `duban reopen {name}` opens it again"),
    }
}

pub(crate) fn is_verified(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{name} 已销号；如要恢复，先执行 duban reopen {name}"),
        Language::En => format!("{name} is verified; `duban reopen {name}` opens it again"),
    }
}

pub(crate) fn is_closed(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{name} 已不在办理中；如要恢复，先执行 duban reopen {name}")
        }
        Language::En => format!("{name} is not open; `duban reopen {name}` opens it again"),
    }
}

/// A day that `--on` names has not come.
pub(crate) fn lies_ahead(on: &str, today: Date, language: Language) -> String {
    match language {
        Language::ZhCn => format!("--on {on} 还没有到（今天是 {today}）；发生之后再记"),
        Language::En => {
            format!("--on {on} lies ahead (today is {today}): record it once it has happened")
        }
    }
}

/// An extension that is none.
pub(crate) fn no_later(name: &str, present: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{name} 现在的期限是 {present}：--to 要更晚。要把期限提前，请在文件里改")
        }
        Language::En => format!(
            "{name} is due {present}: --to must be later. To bring a deadline forward, edit the file"
        ),
    }
}

/// A hold that holds nothing back.
pub(crate) fn hold_is_over(name: &str, until: Date, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{name}：--until {until} 已经到了，暂停不起作用；它是恢复发函的第一天")
        }
        Language::En => format!(
            "{name}: --until {until} has come, so nothing would be held back; it is the first day on which letters go again"
        ),
    }
}

/// `hold --end` of what does not rest on that day, and the holds that there are.
pub(crate) fn nothing_holds(name: &str, day: Date, known: &[String], language: Language) -> String {
    match (language, known) {
        (Language::ZhCn, []) => format!("{name} 没有暂停，没有可以提前恢复的"),
        (Language::En, []) => format!("{name} is not on hold, so nothing can end"),
        (Language::ZhCn, known) => {
            format!("{name} 在 {day} 没有暂停；现有的是：{}", known.join("；"))
        }
        (Language::En, known) => {
            format!("{name} is not on hold on {day}; its holds: {}", known.join("; "))
        }
    }
}

/// `hold --end` of a milestone whose task is on hold.
pub(crate) fn task_holds(name: &str, task: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{name} 本身没有暂停，暂停的是整个任务：duban hold {task} --end")
        }
        Language::En => {
            format!("{name} is on hold only because its task is: duban hold {task} --end")
        }
    }
}

/// A hold: its days, and why.
pub(crate) fn held(
    from: Option<Date>,
    until: Date,
    reason: Option<&str>,
    language: Language,
) -> String {
    let days = match (language, from) {
        (Language::ZhCn, None) => format!("到 {until} 恢复"),
        (Language::ZhCn, Some(from)) => format!("{from} 起，{until} 恢复"),
        (Language::En, None) => format!("until {until}"),
        (Language::En, Some(from)) => format!("from {from} until {until}"),
    };
    entry(&days, reason, language)
}

/// Somebody is away on some of these days already: the first entry counts (W3).
pub(crate) fn away_then(
    name: &str,
    (from, until): (Date, Date),
    delegate: Option<&str>,
    language: Language,
) -> String {
    match language {
        Language::ZhCn => {
            let delegate = delegate.map_or("无人代收".to_owned(), |one| format!("由{one}代收"));
            format!(
                "{name} 在 {from} 至 {until} 已记为外出（{delegate}），重叠的几天以先写的为准；那一条记错了可先用 duban away … --undo {from} 撤销，或另选日期"
            )
        }
        Language::En => {
            let delegate =
                delegate.map_or("nobody stands in".to_owned(), |one| format!("{one} stands in"));
            format!(
                "{name} is away from {from} to {until} already ({delegate}), and on days in both the first entry counts: \
                 take that entry back (duban away … --undo {from}), or give other days"
            )
        }
    }
}

/// Which task or milestone a difference is about.
pub(crate) fn about(name: &str, title: &str, owner: Option<&str>, language: Language) -> String {
    match (language, owner) {
        (Language::ZhCn, None) => format!("{name} “{title}”"),
        (Language::ZhCn, Some(owner)) => format!("{name} “{title}”（{owner}）"),
        (Language::En, None) => format!("{name} “{title}”"),
        (Language::En, Some(owner)) => format!("{name} “{title}” ({owner})"),
    }
}

pub(crate) fn verify_before_done(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{name} 还没有办结，不能销号；先执行 duban done {name}"),
        Language::En => {
            format!("{name} is not done and cannot be verified; first `duban done {name}`")
        }
    }
}

pub(crate) fn return_before_done(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{name} 还没有办结，无可退回"),
        Language::En => format!("{name} is not done: there is nothing to send back"),
    }
}

/// A key that milestones do not have.
pub(crate) fn not_of_milestones(name: &str, command: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{name} 是节点；duban {command} 只用于任务"),
        Language::En => format!("{name} is a milestone; `duban {command}` is for tasks"),
    }
}

// `add`.

pub(crate) const ASK_TITLE: Text = Text::of("标题：", "Title:");
pub(crate) const ASK_ID: Text = Text::of("编号：", "Id:");
pub(crate) const ASK_UNIT: Text = Text::of("责任单位（可不填）：", "Unit (may be left out):");
pub(crate) const ASK_OWNER: Text =
    Text::of("责任人（不填则为单位负责人）：", "Owner (left out, the unit's head):");
pub(crate) const ASK_DUE: Text =
    Text::of("整改期限（不填则按规则）：", "Deadline (left out, that of a rule):");

pub(crate) fn task_exists(id: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已经有任务 {id}"),
        Language::En => format!("there is a task {id} already"),
    }
}

/// Several files have tasks, and none is the unit's.
pub(crate) fn which_file(files: &[String], language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("写进哪个文件？请用 --file 指定其中一个：{}", files.join("、"))
        }
        Language::En => {
            format!("which file is it to stand in? Name one by --file: {}", files.join(", "))
        }
    }
}

/// `--due` that is neither a date nor counted from `opened`.
pub(crate) fn no_deadline(text: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("期限不能是“{text}”：写作日期，如 2026-11-30，或交办后多久，如 opened+30d")
        }
        Language::En => format!(
            "a deadline cannot be `{text}`: it is a date, like 2026-11-30, or counted from `opened`, like opened+30d"
        ),
    }
}

/// `A-1: deadline 2026-11-30 Mon`
pub(crate) fn new_deadline(id: &str, due: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{id}：期限 {due}"),
        Language::En => format!("{id}: deadline {due}"),
    }
}

/// When a stage comes.
pub(crate) fn stage_comes(stage: &str, at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{stage}：{at}"),
        Language::En => format!("{stage}: {at}"),
    }
}

// What follows from an edit.

/// `A-1: deadline 2026-11-30 Mon → 2026-12-31 Thu`
pub(crate) fn deadline_moves(name: &str, was: &str, is: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{name}：期限 {was} → {is}"),
        Language::En => format!("{name}: deadline {was} \u{2192} {is}"),
    }
}

/// How often a deadline was extended before, and to which dates.
pub(crate) fn extended_before(promise: &str, dates: &[String], language: Language) -> String {
    match (language, dates.len()) {
        (Language::ZhCn, 0) => format!("原期限 {promise}，此前没有延期"),
        (Language::ZhCn, count) => {
            format!("原期限 {promise}，此前已延期 {count} 次：{}", dates.join("、"))
        }
        (Language::En, 0) => format!("first promise {promise}, never extended before"),
        (Language::En, count) => format!(
            "first promise {promise}, extended {} before: {}",
            plural(count, "time"),
            dates.join(", ")
        ),
    }
}

/// A stage leaves at another time.
pub(crate) fn stage_moves(
    stage: &str,
    was: Option<&str>,
    is: Option<&str>,
    language: Language,
) -> String {
    match (was, is, language) {
        (Some(was), Some(is), Language::ZhCn) => format!("{stage}：{was} → {is}"),
        (Some(was), Some(is), Language::En) => format!("{stage}: {was} \u{2192} {is}"),
        (Some(was), None, Language::ZhCn) => format!("{stage}：{was} → 不再有"),
        (Some(was), None, Language::En) => format!("{stage}: {was} \u{2192} never"),
        (None, Some(is), Language::ZhCn) => format!("{stage}：原来没有 → {is}"),
        (None, Some(is), Language::En) => format!("{stage}: never \u{2192} {is}"),
        (None, None, _) => stage.to_owned(),
    }
}

/// So many tasks are listed.
const LISTED: usize = 20;

fn listed(lines: &[String]) -> String {
    let mut text: String = lines.iter().take(LISTED).map(|line| format!("  {line}\n")).collect();
    if lines.len() > LISTED {
        text += &format!("  \u{2026} +{}\n", lines.len() - LISTED);
    }
    text
}

/// What a new owner takes over.
pub(crate) fn takes_over(who: &str, lines: &[String], language: Language) -> String {
    let head = match (language, lines.len()) {
        (Language::ZhCn, 0) => format!("{who} 没有接手未办结的任务。"),
        (Language::ZhCn, count) => format!("{who} 接手 {count} 项："),
        (Language::En, 0) => format!("{who} takes over nothing that is open"),
        (Language::En, count) => format!("{who} takes over {count}:"),
    };
    format!("{head}\n{}", listed(lines))
}

/// About which tasks a stand-in is written to.
pub(crate) fn stands_in(who: &str, absent: &str, lines: &[String], language: Language) -> String {
    let count = lines.len();
    let head = match language {
        Language::ZhCn => format!("{who} 代 {absent} 收函，涉及未办结的 {count} 项："),
        Language::En => {
            format!("{who} gets the letters to {absent}; open tasks of theirs: {count}")
        }
    };
    format!("{head}\n{}", listed(lines))
}

/// Nobody is written to in place of one who is away.
pub(crate) fn nobody_stands_in(absent: &str, lines: &[String], language: Language) -> String {
    let count = lines.len();
    let head = match language {
        Language::ZhCn => format!(
            "没有人代 {absent} 收函：函件仍发给本人。涉及未办结的 {count} 项；要指定代收人，请加 --delegate："
        ),
        Language::En => format!(
            "nobody stands in: letters still go to {absent}. --delegate names somebody. Open tasks of theirs: {count}"
        ),
    };
    format!("{head}\n{}", listed(lines))
}
