//! Templates of the admin's own.

use super::reasons::unread;
use super::{Said, title};
use crate::config::fault::TemplateFault;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};

pub(super) fn said(fault: &TemplateFault, language: Language) -> Said {
    match (fault, language) {
        (TemplateFault::None { folder }, ZhCn) => title(format!("模板文件夹 {folder} 里没有文件"))
            .label("这个文件夹")
            .help("文件名为 函种.语言.部分，如 reminder.zh-CN.html；或去掉 [templates]"),
        (TemplateFault::None { folder }, En) => title(format!(
            "the template folder {folder} has no files"
        ))
        .label("this folder")
        .help(
            "a file is named LETTER.LANGUAGE.PART, like reminder.en.html; or take [templates] out",
        ),
        (TemplateFault::Name { name }, ZhCn) => title(format!("模板文件 {name} 不知用于哪种函"))
            .label("在这个文件夹里")
            .help("文件名为 函种.语言.部分：reminder.zh-CN.txt、.html 或 .subject"),
        (TemplateFault::Name { name }, En) => {
            title(format!("of the template file {name} it is not known which letter it is for"))
                .label("in this folder")
                .help("it is named LETTER.LANGUAGE.PART: reminder.en.txt, .html or .subject")
        }
        (TemplateFault::Unreadable { path, reason }, ZhCn) => {
            title(format!("模板 {path} 读不了：{}", unread(reason, language))).label("这个文件夹")
        }
        (TemplateFault::Unreadable { path, reason }, En) => {
            title(format!("cannot read the template {path}: {}", unread(reason, language)))
                .label("this folder")
        }
        (TemplateFault::NotText { path }, ZhCn) => {
            title(format!("模板 {path} 不是 UTF-8 文本，或超过 256 KiB")).label("这个文件夹")
        }
        (TemplateFault::NotText { path }, En) => {
            title(format!("the template {path} is no text in UTF-8, or has more than 256 KiB"))
                .label("this folder")
        }
        (TemplateFault::Syntax { why }, ZhCn) => {
            title(format!("模板写法有误：{why}")).label("此处")
        }
        (TemplateFault::Syntax { why }, En) => {
            title(format!("the template is not well formed: {why}")).label("here")
        }
        (TemplateFault::Variable { name, meant }, ZhCn) => {
            let said = title(format!("模板里没有变量 `{name}`")).label("没有这个变量");
            match meant {
                Some(meant) => said.help(format!("是 `{meant}` 吗？全部变量见 docs/templates.md")),
                None => said.help("全部变量见 docs/templates.md"),
            }
        }
        (TemplateFault::Variable { name, meant }, En) => {
            let said = title(format!("there is no variable `{name}`")).label("no such variable");
            match meant {
                Some(meant) => {
                    said.help(format!("did you mean `{meant}`? docs/templates.md lists all"))
                }
                None => said.help("docs/templates.md lists all"),
            }
        }
        (TemplateFault::Fails { why }, ZhCn) => {
            title(format!("用样例数据填不出这个模板：{why}")).label("此处")
        }
        (TemplateFault::Fails { why }, En) => {
            title(format!("the template cannot be filled in with sample data: {why}")).label("here")
        }
        (TemplateFault::Empty, ZhCn) => title("用样例数据填出来是空的").label("这个模板"),
        (TemplateFault::Empty, En) => {
            title("nothing comes of the template with sample data").label("this template")
        }
    }
}
