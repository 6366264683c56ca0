//! Files that are read, refused, watched and kept.

use super::super::Text;
use super::Both;
use crate::model::Language;

pub(crate) const SIGHUP: Text = Text::of("收到 SIGHUP，重新读取文件", "SIGHUP: reading the files");

/// The files were read anew, and this changed.
pub(crate) fn read(changes: &super::changes::Changes) -> Both {
    Both::of(|language| {
        let changes = super::changes::said(changes, language);
        match language {
            Language::ZhCn => format!("已读取文件：{changes}"),
            Language::En => format!("files read: {changes}"),
        }
    })
}

pub(crate) const REFUSED: Text = Text::of(
    "文件有误：原有文件仍按最后一次无误的版本执行，新文件暂不读取",
    "files do not check; their last good versions stay in force, and a new file is left out",
);
pub(crate) const REFUSED_WHOLE: Text = Text::of(
    "文件有误，其余文件离开它们也无法采用：全部文件仍按最后一次无误的版本执行",
    "files do not check, and no other goes without them; the last good version of all stays in force",
);
pub(crate) const MORE_PROBLEMS: Text = Text::of(
    "另有问题未列出，`duban check` 显示全部",
    "further problems; `duban check` shows all of them",
);
pub(crate) const NOT_IN_FORCE_YET: Text = Text::of(
    "新文件尚未采用，下一分钟再试",
    "the new files are not in force yet; tried again at the next minute",
);

/// The files are still being read.
pub(crate) fn slow(seconds: u64) -> Both {
    Both::of(|language| match language {
        Language::ZhCn => {
            format!("读取文件已超过 {seconds} 秒，可能是网络目录没有回应；仍按原有文件执行")
        }
        Language::En => format!(
            "the files are still being read after {seconds} s; a network folder may not answer. What was in force stays"
        ),
    })
}

pub(crate) const READ_AT_LAST: Text = Text::of("文件终于读完", "the files were read in the end");
pub(crate) const MAIL_SETTINGS: Text =
    Text::of("新的邮件设置已采用", "the new mail settings are in use");
pub(crate) const MAIL_SETTINGS_UNUSABLE: Text = Text::of(
    "新的邮件设置暂时用不了，函件仍按原设置发出",
    "the new mail settings cannot be used yet; letters leave by the old ones",
);

// Last good versions.

pub(crate) const LAST_GOOD_UNKEPT: Text = Text::of(
    "现行文件暂时无法存为备用版本，稍后再试",
    "what is in force now cannot be kept as last good; it is tried again",
);
pub(crate) const LAST_GOOD_DAMAGED: Text =
    Text::of("备用版本已损坏，移到一旁", "the last good files are damaged; they are moved aside");

// Watching.

/// Watching fails, and files are looked at so often instead.
pub(crate) fn unwatched(seconds: u64) -> Both {
    Both::of(|language| match language {
        Language::ZhCn => format!("无法监视文件变化，改为每 {seconds} 秒查看一次"),
        Language::En => format!("files cannot be watched; they are looked at every {seconds} s"),
    })
}

pub(crate) const FOLDER_UNWATCHED: Text = Text::of(
    "有一个目录无法监视，改为定时查看",
    "a folder cannot be watched; it is looked at from time to time",
);

// What an edit does to the list (L6, L8).

/// Letters about so many tasks are owed at once by an edit.
pub(crate) fn owed(tasks: usize) -> Both {
    Both::of(|language| match language {
        Language::ZhCn => format!("阶段、规则或暂缓有改动：{tasks} 项任务因此须立即发函"),
        Language::En => format!(
            "a stage, policy or hold was edited: letters about {tasks} tasks are owed at once that were not before"
        ),
    })
}

pub(crate) const EDIT_WAITS: Text = Text::of(
    "文件改动的任务超过 guard.max-changes、max-changes-share 的上限：所涉任务的函件暂扣；改动无误用 `duban release --changes`，\
     否则恢复原文件",
    "the files change more tasks than guard.max-changes and max-changes-share allow: letters about these tasks are held; \
     `duban release --changes` if that is meant, else put the old files back",
);
pub(crate) const MANY_SETTLED: Text =
    Text::of("许多未完成任务同时办结或暂缓", "many open tasks were closed or put on hold");
pub(crate) const GONE: Text =
    Text::of("有一项未完成任务已不在文件中", "an open task is gone from the files");
pub(crate) const SWEPT_UNRECORDED: Text = Text::of(
    "读取文件后已巡检一事暂时无法记录",
    "it cannot be recorded yet that a sweep was made since the files were read",
);

// Records of edits by commands (E2).

pub(crate) const SPOOLED: Text =
    Text::of("已接收留下的修改记录", "records of edits by commands were taken from the spool");
pub(crate) const SPOOL_UNREAD: Text = Text::of(
    "修改记录的文件夹暂时读不出，稍后再试",
    "the spool of records of edits cannot be read; it is tried again",
);
pub(crate) const SPOOL_UNREMOVED: Text = Text::of(
    "修改记录已记入台账，但原文件删不掉",
    "a record of an edit is in the ledger and cannot be removed from the spool",
);
pub(crate) const NO_RECORD: Text =
    Text::of("这不是修改记录，已删除", "this is no record of an edit; it is removed");
