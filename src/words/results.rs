//! What commands answer when they have done their work, or why they have nothing to do.

use super::Text;
use super::counts::plural;
use crate::model::Language;

// When the daemon goes by what a command has written into its ledger.

pub(crate) const WITHIN_A_MINUTE: Text = Text::of("将在一分钟内", "within a minute");
pub(crate) const ONCE_IT_RUNS: Text = Text::of("待服务启动后即", "once duban runs");

pub(crate) const NO_SUCH_LETTER: Text = Text::of("没有这样的函件。", "there is no such letter");

/// `release` of one letter.
pub(crate) fn released(letter: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {letter} 已放行。"),
        Language::En => format!("letter {letter} released"),
    }
}

/// `discard` of one letter.
pub(crate) fn discarded(letter: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {letter} 已作废。"),
        Language::En => format!("letter {letter} discarded"),
    }
}

/// The large edit is taken as meant.
pub(crate) fn edit_taken(when: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("批量改动已认可，{when}照此执行。"),
        Language::En => format!("the edit is taken as meant, {when}"),
    }
}

/// `retry`.
pub(crate) fn retried(count: usize, when: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{count} 份函件{when}再试。"),
        Language::En => format!("letters to be tried {when}: {count}"),
    }
}

/// L3: letters whose recipients have another address by now.
pub(crate) fn told_anew(count: usize, when: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{count} 份函件收件人的地址已变，{when}按新地址另行拟发。"),
        Language::En => format!(
            "letters whose recipients have another address by now, written anew to it {when}: {count}"
        ),
    }
}

/// `retry LETTER` of a letter in doubt (L2).
pub(crate) const MAY_HAVE_ARRIVED: Text = Text::of(
    "该函可能已经送达：收件人可能收到两份。",
    "it may have arrived before: its recipients may get a second copy",
);

/// `retry`, which leaves letters in doubt alone.
pub(crate) fn left_to_their_time(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "另有 {count} 份可能已经送达，仍按原定时间再试（duban letters）；要立即重发，请指名：duban retry 函号。"
        ),
        Language::En => format!(
            "left to their time, since they may have arrived: {count} (`duban letters`); `duban retry LETTER` sends one now"
        ),
    }
}

/// `retry --failed`, likewise.
pub(crate) fn not_sent_again(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("另有 {count} 份可能已经送达，没有重发；要重发，请指名：duban retry 函号。")
        }
        Language::En => format!(
            "not sent again, since they may have arrived: {count} (`duban letters`); `duban retry LETTER` sends one"
        ),
    }
}

/// `adopt`.
pub(crate) fn adopted(stages: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已接管：{stages} 个已到的督办阶段记为已知，没有发出任何函件。"),
        Language::En => {
            format!("adopted: {stages} reached stages are recorded as known; nothing was sent")
        }
    }
}

/// Some of them were reminders of deadlines that still lie ahead.
pub(crate) fn adopted_ahead(tasks: &[String], language: Language) -> String {
    const NAMED: usize = 10;
    let (named, more) = tasks.split_at(tasks.len().min(NAMED));
    match language {
        Language::ZhCn => {
            let more = if more.is_empty() { "" } else { " 等" };
            let named = named.join("、");
            format!(
                "其中 {} 项的期限还没有到：{named}{more}。这些任务已到的提醒不再发出，下一个督办阶段照常；现在就要提醒，执行 duban urge。",
                tasks.len()
            )
        }
        Language::En => {
            let more = if more.is_empty() { "" } else { " …" };
            let (are, named) = (plural(tasks.len(), "deadline"), named.join(", "));
            format!(
                "among them are reminders of {are} still ahead: {named}{more}. These reminders will not go; the next stages will. \
                 To remind them now: duban urge"
            )
        }
    }
}

/// `ledger backup`.
pub(crate) fn backed_up(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("台账已备份到 {path}"),
        Language::En => format!("the ledger is copied to {path}"),
    }
}

/// `ledger check` of a sound ledger.
pub(crate) fn sound(letters: u64, notices: u64, language: Language) -> String {
    match language {
        Language::ZhCn => format!("台账完好：{letters} 份函件，{notices} 条提醒记录。"),
        Language::En => format!("the ledger is sound: {letters} letters, {notices} notices"),
    }
}

/// `render` where nothing would be sent.
pub(crate) fn nothing_due(id: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "{id} 现在没有要发的函件；原因见 `duban explain {id}`，或用 --stage 指定督办阶段"
        ),
        Language::En => format!(
            "nothing is due for {id} now; see `duban explain {id}`, or name a stage with --stage"
        ),
    }
}

/// `render --stage` of a stage that is not live.
pub(crate) fn no_live_stage(stage: &str, live: &[&str], language: Language) -> String {
    match (language, live) {
        (Language::ZhCn, []) => {
            format!("现在没有起作用的督办阶段，“{stage}”也不例外；见 `duban explain`")
        }
        (Language::ZhCn, live) => {
            format!("“{stage}”不是现在起作用的督办阶段；起作用的有：{}", live.join("、"))
        }
        (Language::En, []) => {
            format!("no stage is live, `{stage}` neither; see `duban explain`")
        }
        (Language::En, live) => {
            format!("there is no live stage `{stage}`; live are: {}", live.join(", "))
        }
    }
}

/// One task has more notices than `plan` shows.
pub(crate) fn too_many_of_one(target: &str, most: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "单是 {target} 在这段时间里就有 {most} 条以上的提醒；请用 --until 缩短时间，或用 --task 看别的任务"
        ),
        Language::En => format!(
            "`{target}` alone has more than {most} notices in that time; ask for a shorter one with --until, or for \
             another task with --task"
        ),
    }
}

/// One task has more notices before the time asked for than `plan` goes through.
pub(crate) fn too_many_before(target: &str, most: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "单是 {target} 在这段时间之前就有 {most} 条以上的提醒；请用 --from 提早起点，或用 --task 看别的任务"
        ),
        Language::En => format!(
            "`{target}` alone has more than {most} notices before that time; ask for an earlier one with --from, or \
             for another task with --task"
        ),
    }
}

/// There are more notices than `plan --json` gives.
pub(crate) fn too_many(most: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "这段时间里有 {most} 条以上的提醒；请用 --until 缩短时间，或用 --task 只看一项任务"
        ),
        Language::En => format!(
            "there are more than {most} notices in that time; ask for a shorter one with --until, or for one task \
             with --task"
        ),
    }
}

/// There are more notices than the table of `plan` shows.
pub(crate) fn too_many_for_a_table(most: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "这段时间里有 {most} 条以上的提醒；请用 --until 缩短时间，用 --task 只看一项任务，或用 --json 看更多"
        ),
        Language::En => format!(
            "there are more than {most} notices in that time; ask for a shorter one with --until, for one task with \
             --task, or for more with --json"
        ),
    }
}

/// `show` of a letter whose bytes cannot be read as one.
pub(crate) fn no_message(letter: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {letter} 的内容不是一封邮件"),
        Language::En => format!("the bytes of letter {letter} are no message"),
    }
}

/// `check` of files without an error: so many files, tasks and warnings.
pub(crate) fn fine(files: usize, tasks: usize, warnings: usize, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{files} 个文件，{tasks} 项任务；0 个错误，{warnings} 个提醒")
        }
        Language::En => format!(
            "{}, {}; 0 errors, {}",
            plural(files, "file"),
            plural(tasks, "task"),
            plural(warnings, "warning")
        ),
    }
}

pub(crate) const FINE: Text = Text::of("检查通过：", "fine: ");
pub(crate) const DOES_NOT_CHECK: Text =
    Text::of("配置检查未通过：", "the configuration does not check: ");

/// `check` of files with errors.
pub(crate) fn found(errors: usize, warnings: usize, files: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{files} 个文件里有 {errors} 个错误，{warnings} 个提醒"),
        Language::En => format!(
            "{}, {} in {}",
            plural(errors, "error"),
            plural(warnings, "warning"),
            plural(files, "file")
        ),
    }
}

/// The first error, behind how many there are.
pub(crate) fn first_error(error: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("\n第一个错误：{error}"),
        Language::En => format!("\nthe first error: {error}"),
    }
}

// Files that are not in force as they are now (R1, R2).

pub(crate) const SOME_NOT_IN_FORCE: Text = Text::of(
    "下列文件未按现状采用，以下所示以其最后一次无误的版本为准（新文件暂不读取）：",
    "These files are not in force as they are now. What is shown goes by their last good versions; a new file is \
     left out:",
);
pub(crate) const NONE_IN_FORCE: Text = Text::of(
    "文件的改动有误，一概未采用，以下所示以最后一次无误的版本为准：",
    "Something in the files does not check, and none of the changes is in force. What is shown goes by the last \
     good version:",
);
/// Nothing is in force, for addresses are to be filled in; what will be is shown.
pub(crate) fn no_addresses(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "还有 {count} 个邮箱地址没有填（duban check 指出在哪里）。补齐之前什么也不发；以下是补齐以后的样子，没有地址的人有标记。"
        ),
        Language::En => format!(
            "{} to be filled in (`duban check` shows where). Nothing is sent before; what follows is how it will be, \
             and whoever has no address is marked.",
            match count {
                1 => "1 email address is".to_owned(),
                count => format!("{count} email addresses are"),
            }
        ),
    }
}

pub(crate) const CHECK_SHOWS_ALL: Text =
    Text::of("duban check 列出全部问题。", "`duban check` shows every problem.");
pub(crate) const LAST_GOOD_UNREAD: Text = Text::of(
    "读不了最后一次无误的版本（请以运行服务的用户执行）",
    "the last good versions of the files cannot be read (call duban as the user that the daemon runs as)",
);

/// A template of the admin's own could not be filled in.
pub(crate) fn template_failed(path: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("模板 {path} 填不出来，改用内置的样式：{why}"),
        Language::En => {
            format!(
                "the template {path} could not be filled in, so the built-in one is used: {why}"
            )
        }
    }
}

/// No browser could be started.
pub(crate) fn not_opened(browser: &str, page: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{browser} 打不开网页；网页在 {page}"),
        Language::En => format!("{browser} does not open the page; it is in {page}"),
    }
}
