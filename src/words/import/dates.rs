//! What was assumed to read a date, and why one cannot be read.

use crate::import::dates::{How, Unread};
use crate::import::sheet::Flaw;
use crate::model::Language;
use crate::words::Text;

pub(super) fn assumption(how: &How, language: Language) -> String {
    let text = match how {
        How::Year(year) => {
            return match language {
                Language::ZhCn => format!("没写年份，按 {year} 年"),
                Language::En => format!("no year is written, {year} is assumed"),
            };
        }
        How::BeforeList(list) => {
            return match language {
                Language::ZhCn => {
                    format!("早于清单日期 {list} 而未办结，若指下一年，请在清单里写上年份")
                }
                Language::En => format!(
                    "that is before the list's own date, {list}, and it is not finished: if the next year is meant, write the year into the list"
                ),
            };
        }
        How::LastDay => Text::of("取其最后一天", "its last day"),
        How::FirstDay => Text::of("取其第一天", "its first day"),
        How::ThirdOfMonth => {
            Text::of("上旬为 10 日、中旬为 20 日", "a third of a month ends on the 10th or 20th")
        }
        How::EndOfRange => Text::of("起止日期取后者", "the end of the stretch"),
        How::Serial => Text::of("表格软件的日期序号", "a spreadsheet's number of a day"),
        How::ExtensionInside => Text::of("格内注明的延期", "an extension stands in the same cell"),
        How::OtherBeginning => Text::of("起算日按交办日期", "counted from the day it was opened"),
        How::ShownShorter => Text::of("显示的只到月或年", "only a month or a year is shown"),
    };
    text.said(language).to_owned()
}

/// Why a cell is no date.
pub(super) fn unread(why: &Unread, language: Language) -> String {
    let text = match why {
        Unread::Flawed(Flaw::NoValue) => Text::of(
            "公式还没有结果；请用表格软件打开并保存一次",
            "its formula has no value yet; open the file in a spreadsheet and save it",
        ),
        Unread::Flawed(Flaw::Error) => Text::of("公式出错", "its formula ends in an error"),
        Unread::NoSuchDay => Text::of("没有这一天", "there is no such day"),
        Unread::NoDay => Text::of("没有写日期", "it names no day"),
        Unread::Standing(Some(every)) => {
            return match language {
                Language::ZhCn => {
                    format!(
                        "是周期性的：请加一列“周期”，写 {every} 或“每月”“每季度”这样的词，期限写第一次的日期"
                    )
                }
                Language::En => format!(
                    "it comes round: add a column `every` with {every}, or words like `quarterly`, and the first day as the deadline"
                ),
            };
        }
        Unread::Standing(None) => Text::of(
            "是长期任务：请加一列“周期”（如“每季度”，也可写 3mo），期限写第一次的日期",
            "it goes on: add a column `every` (like `quarterly`, or 3mo), and the first day as the deadline",
        ),
        Unread::WhichFirst => Text::of(
            "分不清日和月的先后；请加 --day-first 或 --month-first",
            "day and month could be either way round; say --day-first or --month-first",
        ),
        Unread::NoYear => Text::of(
            "没有年份；请加 --year 年份，或在清单里写上年份",
            "no year; say --year YEAR, or write it into the list",
        ),
        Unread::LostZero => Text::of(
            "末尾的 0 可能丢了（12.3 也许是 12.30）；请写成 12月3日 或 12月30日",
            "its last zero may be lost (12.3 may have been 12.30); write the date with its year",
        ),
        Unread::Several => Text::of("有几个日期", "it holds several dates"),
        Unread::FinancialYear => Text::of(
            "是财政年度的一段，起点不明",
            "a part of a financial year, whose beginning is unknown",
        ),
        Unread::Week => Text::of("只到周，请写明哪一天", "a week, not a day"),
        Unread::OnlyMonth => Text::of("只到月，请写明哪一天", "no day, only a month or a year"),
        Unread::NoDate => Text::of("不是日期", "it is no date"),
    };
    text.said(language).to_owned()
}
