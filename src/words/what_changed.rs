//! What `diff` says of changed files.

use std::collections::HashSet;

use super::Text;
use crate::compare::{Detail, Edit, Thing};
use crate::model::Language;

pub(crate) const DIFF: Text = Text::of(
    "说明服务采用之后，文件里又改了什么",
    "What has changed in the files since the daemon took them",
);

pub(crate) const NOTHING: Text =
    Text::of("文件与服务所采用的相同。", "The files say what they said when the daemon took them.");
pub(crate) const NEVER_TAKEN: Text = Text::of(
    "服务还没有采用过文件：没有可比较的版本（先运行 duban run）",
    "the daemon has not taken any files yet, so there is nothing to compare with; `duban run` takes them",
);
pub(crate) const ADDED: Text = Text::of("新增", "is new");
pub(crate) const GONE: Text = Text::of("已删去", "is gone");

/// The daemon took other files than these.
pub(crate) fn others_taken(root: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("服务采用的不是根文件“{root}”：请用 --config 和 --state-dir 指明同一处")
        }
        Language::En => format!(
            "the daemon did not take the root file `{root}`: name the files and the state folder that go together with \
             --config and --state-dir"
        ),
    }
}

/// `A-1 出台办法`, `人员 zhang 张三`.
pub(crate) fn name(thing: Thing, id: &str, title: &str, language: Language) -> String {
    let kind = match thing {
        Thing::Task | Thing::Milestone => "",
        Thing::Person => Text::of("人员 ", "person ").said(language),
        Thing::Group => Text::of("组 ", "group ").said(language),
        Thing::Unit => Text::of("单位 ", "unit ").said(language),
        Thing::Policy => Text::of("督办规则 ", "policy ").said(language),
        Thing::Calendar => Text::of("日历 ", "calendar ").said(language),
        Thing::Settings => Text::of("设置", "settings").said(language),
    };
    format!("{kind}{id} {title}").trim_end().to_owned()
}

/// A key with its values; a long value is not shown.
pub(crate) fn key(key: &str, values: (Option<&str>, Option<&str>), language: Language) -> String {
    let name = key_name(key, language);
    let colon = Text::of("：", ": ").said(language);
    match values {
        (Some(before), Some(after)) => format!("{name}{colon}{before} → {after}"),
        (None, Some(after)) => format!("{name}{colon}+ {after}"),
        (Some(before), None) => format!("{name}{colon}- {before}"),
        (None, None) => format!("{name}{colon}{}", Text::of("有改动", "changed").said(language)),
    }
}

/// A key in the reader's language, as the files write it where there is no other word.
pub(crate) fn key_name(key: &str, language: Language) -> String {
    let zh = match key {
        "title" => "标题",
        "deadline" => "现行期限",
        "detail" => "详情",
        "category" => "类别",
        "severity" => "严重程度",
        "source" => "来源",
        "batch" => "批次",
        "unit" => "单位",
        "owner" => "责任人",
        "with" => "共同责任人",
        "supervisor" => "督办人",
        "watchers" => "关注人",
        "policy" => "督办规则",
        "opened" => "交办",
        "due" => "最初期限",
        "extended" => "延期",
        "done" => "办结",
        "verified" => "销号",
        "cancelled" => "取消",
        "hold" => "暂缓",
        "done-through" => "已办至",
        "acknowledged" => "签收",
        "progress" => "进展",
        "returned" => "退回",
        "evidence" => "佐证",
        "looked-back" => "回头看",
        "fields" => "其他栏目",
        "links" => "链接",
        "name" => "名称",
        "email" => "邮件地址",
        "language" => "语言",
        "away" => "外出",
        "members" => "成员",
        "parent" => "上级",
        "head" => "负责人",
        "calendar" => "日历",
        "group" => "合并发函",
        "stages" => "阶段",
        "days" => "工作日与时间",
        "mail" => "邮件设置",
        "guard" => "防护限额",
        "admin" => "管理员",
        other => other,
    };
    match (language, key) {
        (Language::ZhCn, _) => zh.to_owned(),
        (Language::En, "deadline") => "deadline in force".to_owned(),
        (Language::En, key) => key.to_owned(),
    }
}

/// How many things are new, gone, changed.
pub(crate) fn counts(found: &[Detail], language: Language) -> String {
    let of = |edit: &Edit| found.iter().filter(|one| one.edit == *edit).count();
    let changed: HashSet<(Thing, &str)> = found
        .iter()
        .filter(|one| matches!(one.edit, Edit::Key { .. }))
        .map(|one| (one.thing, one.id.as_str()))
        .collect();
    let (added, gone, changed) = (of(&Edit::Added), of(&Edit::Gone), changed.len());
    match language {
        Language::ZhCn => format!("新增 {added} 项，删去 {gone} 项，改动 {changed} 项"),
        Language::En => {
            format!("{added} new, {gone} gone, {changed} changed")
        }
    }
}
