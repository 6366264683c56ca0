//! `[letters.KIND]`: settings of single kinds of letters.

use super::{Said, title};
use crate::config::fault::LetterFault;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};
use crate::model::NumberFlaw;
use crate::words::letters::name;

pub(super) fn said(fault: &LetterFault, language: Language) -> Said {
    match (fault, language) {
        (LetterFault::Unknown { written, meant }, ZhCn) => {
            let said = title(format!("没有 `{written}` 这种函")).label("没有这种函");
            match meant {
                Some(meant) => said.help(format!("是 `{meant}` 吗？")),
                None => said.help("写 `reminder` 这样的函种，或某个阶段的 `letter` 所写的名称"),
            }
        }
        (LetterFault::Unknown { written, meant }, En) => {
            let said = title(format!("there is no letter `{written}`")).label("no such letter");
            match meant {
                Some(meant) => said.help(format!("did you mean `{meant}`?")),
                None => said.help(
                    "name a letter such as `reminder`, or what the `letter` of a stage names",
                ),
            }
        }
        (LetterFault::BadNumber { written, flaw }, ZhCn) => {
            title(format!("文号 `{written}` 写得不对：{}", flawed(flaw, language)))
                .label("此处")
                .help("{year} 处填年份，{n} 处填第几号，{n:03} 补足三位：\"督办〔{year}〕{n}号\"")
        }
        (LetterFault::BadNumber { written, flaw }, En) => title(format!(
            "`{written}` is no pattern for numbers: {}",
            flawed(flaw, language)
        ))
        .label("here")
        .help("{year} is the year, {n} the count, {n:03} with three digits: \"No. {year}-{n}\""),
        (LetterFault::LikeOfBuiltIn { letter }, ZhCn) => {
            title(format!("`{letter}` 是内置的函种，不用 `like`"))
                .label("不用写")
                .help("去掉这一行；`like` 只用于自拟的函种")
        }
        (LetterFault::LikeOfBuiltIn { letter }, En) => {
            title(format!("`{letter}` is a built-in letter and needs no `like`"))
                .label("not needed")
                .help("take the line out; `like` is for letters of your own")
        }
        (LetterFault::MissingParts { letter, files, like }, ZhCn) => {
            let like = like.map_or("提醒函或逾期提醒".to_owned(), |like| {
                name(like, language).to_owned()
            });
            title(format!("函种 `{letter}` 缺 {}：用内置的{like}代替", files.join("、")))
                .label("这种函")
                .help("把缺的文件放进模板文件夹")
        }
        (LetterFault::MissingParts { letter, files, like }, En) => {
            let like = like.map_or("reminder or overdue notice".to_owned(), |like| {
                name(like, language).to_lowercase()
            });
            title(format!(
                "the letter `{letter}` has no {}: the built-in {like} stands in",
                files.join(", ")
            ))
            .label("this letter")
            .help("put the files into the templates' folder")
        }
        (LetterFault::NoYear { written }, ZhCn) => {
            title(format!("文号 `{written}` 里没有年份：明年又从 1 号起，与今年的重复"))
                .label("没有 {year}")
                .help("在文号里加上 {year}")
        }
        (LetterFault::NoYear { written }, En) => title(format!(
            "the number `{written}` has no year: next year the same numbers come again"
        ))
        .label("without {year}")
        .help("put {year} into it"),
    }
}

fn flawed(flaw: &NumberFlaw, language: Language) -> String {
    match (flaw, language) {
        (NumberFlaw::Unknown(name), ZhCn) => format!("不认识 {{{name}}}"),
        (NumberFlaw::Unknown(name), En) => format!("{{{name}}} is not known"),
        (NumberFlaw::Brace, ZhCn) => "花括号不成对".to_owned(),
        (NumberFlaw::Brace, En) => "a brace has no other half".to_owned(),
        (NumberFlaw::NoCount, ZhCn) => "缺 {n}，各函的文号就都一样".to_owned(),
        (NumberFlaw::NoCount, En) => "without {n} all letters bear one number".to_owned(),
        (NumberFlaw::TwoCounts, ZhCn) => "{n} 只能写一次".to_owned(),
        (NumberFlaw::TwoCounts, En) => "{n} may stand in it once".to_owned(),
    }
}
