//! What is said of moving a ledger, and of moving old letters out of it.

use super::Text;
use crate::model::Language;

pub(crate) const NOT_EMPTY: Text = Text::of(
    "那里已有台账，其中有记录；请换一个空的数据库",
    "there is a ledger with rows in it already; name an empty database",
);
pub(crate) const SAME_KIND: Text = Text::of(
    "本命令在文件与 PostgreSQL 之间转移台账。文件请用 `duban ledger backup` 复制，数据库请用 pg_dump",
    "this command moves a ledger between a file and PostgreSQL. Copy a file by `duban ledger backup`, a database by pg_dump",
);
pub(crate) const LIKE_A_LEDGER: Text = Text::of(
    "应为 sqlite（状态目录里的台账）、sqlite:文件、postgres://… 或 @文件（其中写着 URL）",
    "expected: sqlite (the one in the state folder), sqlite:FILE, postgres://…, or @FILE in which a URL stands",
);
pub(crate) const INLINE_PASSWORD: Text = Text::of(
    "命令行上的密码本机用户都看得到。请把 URL 写进一个只有 duban 可读的文件，再写 @文件",
    "everybody on this machine can read a password on the command line. Put the URL into a file that only duban may read, \
     and write @FILE",
);

/// A row does not read back as it was written.
pub(crate) fn differs(row: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("读回的记录与原来的不同：{row}"),
        Language::En => format!("a row does not read back as it was: {row}"),
    }
}

/// A database without a ledger.
pub(crate) fn no_ledger(url: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{url} 里没有台账"),
        Language::En => format!("there is no ledger in {url}"),
    }
}

/// `ledger copy` is done.
pub(crate) fn copied(letters: u64, notices: u64, to: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "台账已复制到 {to} 并逐行核对：{letters} 份函件，{notices} 条提醒记录。\n原台账未改动。启动 duban 之前，请让配置指向新的台账；\
             不要再用旧的：它不知道以后发过什么。"
        ),
        Language::En => format!(
            "the ledger is copied to {to} and compared row by row: {letters} letters, {notices} notices\nThe old one is left \
             as it is. Name the new one in the root file before duban is started, and start none on the old one: it will \
             not know what was sent."
        ),
    }
}

/// `ledger archive` is done.
pub(crate) fn archived(
    letters: u64,
    notices: u64,
    edits: u64,
    file: &str,
    language: Language,
) -> String {
    match language {
        Language::ZhCn => format!(
            "已移到 {file}：{letters} 份函件，{notices} 条提醒记录，{edits} 条修改记录。`duban history` 和 `duban show` 照样读得到，\
             文件请保存好。"
        ),
        Language::En => format!(
            "moved to {file}: {letters} letters, {notices} notices, {edits} edits. `duban history` and `duban show` still read \
             them there; keep the file"
        ),
    }
}

/// `ledger archive` for a day that is too near.
pub(crate) fn archive_too_new(latest: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "今年的和最近 90 天的记录还用得着（按年计的累计、退信、回复链接），留在台账里；最晚可以写 {latest}"
        ),
        Language::En => format!(
            "what is of this year or of the last 90 days stays (tallies of a year, bounces, links for answers still need \
             it): name {latest} or a day before"
        ),
    }
}

/// The file for an archive is something else.
pub(crate) fn no_archive(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{path} 不是本台账的归档文件：请换一个文件名"),
        Language::En => format!("{path} is no archive of this ledger; name another file"),
    }
}

/// An archive is no ledger to work on.
pub(crate) fn is_archive(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "{path} 是移出的旧记录（`duban ledger archive`），不是台账；没有台账，duban 无从知道发过什么"
        ),
        Language::En => format!(
            "{path} is an archive of old letters (`duban ledger archive`), and no ledger: by it alone duban cannot know what was \
             sent"
        ),
    }
}

/// An archive is not where it was made.
pub(crate) fn archive_missing(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("较早的记录在归档文件 {path} 里，而它不在那里；用 --archive 指出它现在的位置")
        }
        Language::En => format!(
            "older records are in the archive {path}, which is not there; name it with --archive where it is now"
        ),
    }
}
