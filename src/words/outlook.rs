//! What `plan` says beside its list: letters by person, and what an edit changes in them.

use super::Text;
use super::counts::plural;
use crate::compare::letters::Shift;
use crate::model::Language;
use crate::view::planned::ShiftCounts;

// Options.

pub(crate) const PERSON: Text = Text::of(
    "只看这个人会收到的（主送或抄送）",
    "Only what this person will get, addressed or as a copy",
);
pub(crate) const BY: Text =
    Text::of("按人统计各会收到几封函", "Counts letters: by person, how many each will get");
pub(crate) const AGAINST: Text = Text::of(
    "与另一版本的文件比较：根文件、目录或 git 版本；谁会多收、少收、早收或晚收哪些函。有不同则退出码为 1",
    "Compares with another version of the files: a root file, a folder or a git revision. Who gets which letters more, \
     fewer, sooner or later; exit 1 if any",
);
pub(crate) const OTHER: Text = Text::of("版本", "OTHER");
pub(crate) const WHAT: Text = Text::of("项", "WHAT");

// Lists.

/// Of `plan --by person`.
pub(crate) const fn people(language: Language) -> [&'static str; 6] {
    match language {
        Language::ZhCn => ["人员", "地址", "函", "主送", "抄送", "提醒"],
        Language::En => ["PERSON", "ADDRESS", "LETTERS", "TO", "CC", "NOTICES"],
    }
}

/// Of `plan --against`.
pub(crate) const fn against(language: Language) -> [&'static str; 7] {
    match language {
        Language::ZhCn => ["人员", "变化", "任务", "阶段", "函", "原定", "现在"],
        Language::En => ["PERSON", "CHANGE", "TASK", "STAGE", "LETTER", "BEFORE", "NOW"],
    }
}

/// Beneath a plan: how many letters with how many notices go to how many people, and how many have none.
pub(crate) fn totals(
    (letters, without): (usize, usize),
    notices: usize,
    people: usize,
    language: Language,
) -> String {
    match language {
        Language::ZhCn => {
            let without = match without {
                0 => String::new(),
                without => format!("（其中报告、摘要等 {without} 封）"),
            };
            format!("共 {letters} 封函{without}、{notices} 条提醒，发给 {people} 人。")
        }
        Language::En => {
            let without = match without {
                0 => String::new(),
                1 => " (1 of them a report, digest or the like)".to_owned(),
                without => format!(" ({without} of them reports, digests and the like)"),
            };
            format!(
                "{}{without} with {}, to {}.",
                plural(letters, "letter"),
                plural(notices, "notice"),
                match people {
                    1 => "1 person".to_owned(),
                    people => format!("{people} people"),
                }
            )
        }
    }
}

/// The day with the most letters.
pub(crate) fn most(day: &str, letters: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("最多的一天是 {day}：{letters} 封。"),
        Language::En => format!("Most leave on {day}: {}.", plural(letters, "letter")),
    }
}

pub(crate) const AGAIN: Text = Text::of(
    "阶段后面的 `#1`、`#2`：这一阶段重复提醒的第 1 次、第 2 次。",
    "`#1`, `#2` behind a stage: the first and second time that it is repeated.",
);
pub(crate) const IN_DIGEST: Text = Text::of(
    "抄送里的“摘要”：不单独抄送，汇总在发给此人的摘要函里。",
    "`digest` among the copies: no copy by itself; the digest for this person tells of it.",
);

/// What becomes of a letter.
pub(crate) fn shift(shift: Shift, language: Language) -> &'static str {
    let name = match shift {
        Shift::More => Text::of("多收", "more"),
        Shift::Fewer => Text::of("少收", "fewer"),
        Shift::Sooner => Text::of("提前", "sooner"),
        Shift::Later => Text::of("推后", "later"),
    };
    name.said(language)
}

/// A letter's name, and whether it is a copy.
pub(crate) fn letter(name: &str, copied: bool, language: Language) -> String {
    match (language, copied) {
        (_, false) => name.to_owned(),
        (Language::ZhCn, true) => format!("{name}（抄送）"),
        (Language::En, true) => format!("{name} (Cc)"),
    }
}

/// How many of each.
pub(crate) fn shifts(counts: &ShiftCounts, language: Language) -> String {
    let ShiftCounts { more, fewer, sooner, later } = counts;
    match language {
        Language::ZhCn => {
            format!("多收 {more} 条，少收 {fewer} 条，提前 {sooner} 条，推后 {later} 条")
        }
        Language::En => format!("more {more}, fewer {fewer}, sooner {sooner}, later {later}"),
    }
}

pub(crate) const NO_CHANGE: Text = Text::of(
    "两个版本发给各人的函相同。",
    "By both versions everybody gets the same letters at the same time.",
);

// What goes wrong.

/// Before the errors of the other version.
pub(crate) fn other_does_not_check(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("用来比较的版本“{name}”有错误："),
        Language::En => format!("the version to compare with, `{name}`, does not check:"),
    }
}

/// A folder without a root file.
pub(crate) fn no_root_file(folder: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("目录“{folder}”里没有根文件（duban.toml 或 config/duban.toml）"),
        Language::En => {
            format!("the folder `{folder}` has no root file (duban.toml or config/duban.toml)")
        }
    }
}

/// Neither a file, nor a folder, nor a revision.
pub(crate) fn no_such_version(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("没有文件或目录“{name}”，git 里也没有这个版本"),
        Language::En => format!("there is no file or folder `{name}`, nor such a git revision"),
    }
}

/// git cannot tell.
pub(crate) fn no_git(name: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("没有文件或目录“{name}”，也不能当作 git 版本读取（“{why}”）")
        }
        Language::En => {
            format!(
                "there is no file or folder `{name}`, and git cannot read it as a revision: {why}"
            )
        }
    }
}
