//! What is said once of a list or a sheet.

use crate::import::doubt::Remark;
use crate::model::Language;

/// What is said once.
#[expect(clippy::too_many_lines)]
pub(crate) fn remark(remark: &Remark, language: Language) -> String {
    let list = |names: &[String]| names.join(crate::words::lists::AND.said(language));
    let of = |sheet: &Option<String>| match (language, sheet) {
        (Language::ZhCn, Some(sheet)) => format!("工作表“{sheet}”"),
        (Language::En, Some(sheet)) => format!("sheet `{sheet}`"),
        (Language::ZhCn, None) => "清单".to_owned(),
        (Language::En, None) => "the list".to_owned(),
    };
    match remark {
        Remark::HiddenSheets(names) => match language {
            Language::ZhCn => format!("隐藏的工作表未读：{}", list(names)),
            Language::En => format!("hidden sheets are left out: {}", list(names)),
        },
        Remark::NoHeadings(names) => match language {
            Language::ZhCn => format!("没有认出表头的工作表未读：{}", list(names)),
            Language::En => {
                format!("sheets without headings that are known are left out: {}", list(names))
            }
        },
        Remark::HiddenColumns(sheet, columns) => match language {
            Language::ZhCn => format!("{}隐藏的列未读：{}", of(sheet), list(columns)),
            Language::En => {
                format!("hidden columns of {} are left out: {}", of(sheet), list(columns))
            }
        },
        Remark::NoDeadlines(sheet) => match language {
            Language::ZhCn => format!("{}没有期限一列", of(sheet)),
            Language::En => format!("{} has no column of deadlines", of(sheet)),
        },
        Remark::NoIds(sheet) => match language {
            Language::ZhCn => {
                format!("{}没有编号一列：编号由标题和单位生成，记在对照文件里", of(sheet))
            }
            Language::En => format!(
                "{} has no column of ids: they are made from title and unit, and kept in the mapping file",
                of(sheet)
            ),
        },
        Remark::NoOwners(sheet) => match language {
            Language::ZhCn => format!("{}没有责任人一列：由责任单位负责人负责", of(sheet)),
            Language::En => {
                format!("{} has no column of owners: the heads of the units are", of(sheet))
            }
        },
        Remark::WhichFirst(place, heading) => match language {
            Language::ZhCn => format!(
                "{place}“{heading}”：整列都分不清日和月的先后；请加 --day-first 或 --month-first，或写在对照文件的 [order] 里"
            ),
            Language::En => format!(
                "{place} `{heading}`: nothing in this column says whether day or month comes first; say --day-first or --month-first, or write it in [order] of the mapping file"
            ),
        },
        Remark::PerhapsSwapped(place, heading) => match language {
            Language::ZhCn => format!(
                "{place}“{heading}”：有的日期是文字（日在前），有的是真日期；后者的日和月可能被表格软件弄反了"
            ),
            Language::En => format!(
                "{place} `{heading}`: some dates are texts with the day first, others real dates, whose day and month a spreadsheet may have swapped"
            ),
        },
        Remark::FinishedSheet(name) => match language {
            Language::ZhCn => format!("工作表“{name}”名为已办结：其中各行按已办结处理"),
            Language::En => format!(
                "sheet `{name}` is named for what is finished: its rows are taken as finished"
            ),
        },
        Remark::MappingOf(map) => match language {
            Language::ZhCn => format!("表头与另一份清单的完全一样，沿用它的对照文件 {map}"),
            Language::En => {
                format!("the headings are those of another list, whose mapping file {map} is used")
            }
        },
        Remark::Contact(heading, true, map) => match language {
            Language::ZhCn => format!(
                "“{heading}”一列读作责任人邮箱；不对，就在对照文件 {map} 的 [columns] 里写 \"{heading}\" = \"field\""
            ),
            Language::En => format!(
                "`{heading}` is read as the owners' addresses; if it is not that, write \"{heading}\" = \"field\" in [columns] of the mapping file {map}"
            ),
        },
        Remark::Contact(heading, false, map) => match language {
            Language::ZhCn => format!(
                "“{heading}”一列里有邮箱地址，但没有读作责任人邮箱；要读，就在对照文件 {map} 的 [columns] 里写 \"{heading}\" = \"email\""
            ),
            Language::En => format!(
                "`{heading}` holds addresses, which are not taken for the owners'; if they are, write \"{heading}\" = \"email\" in [columns] of the mapping file {map}"
            ),
        },
        Remark::NoUnits(place, heading, rows) => {
            let (count, rows) = (rows.len(), super::rows_in_short(rows));
            match language {
                Language::ZhCn => format!(
                    "{place}“{heading}”：有 {count} 行空着（第 {rows} 行），这些行没有单位；与上一行相同的，请合并单元格，或写“同上”"
                ),
                Language::En => format!(
                    "{place} `{heading}`: empty in {} ({rows}), which have no unit; where it is that of the row above, merge the cells or write `ditto`",
                    crate::words::counts::plural(count, "row")
                ),
            }
        }
        Remark::Encoding(name) => match language {
            Language::ZhCn => format!("文件没有注明编码，按 {name} 读"),
            Language::En => format!("the file does not say its encoding; it was read as {name}"),
        },
        Remark::OwnDate(day, place) => match language {
            Language::ZhCn => format!("清单的日期：{day}（{place}）"),
            Language::En => format!("the list's own date: {day} ({place})"),
        },
        Remark::LongTitles(count) => match language {
            Language::ZhCn => format!("{count} 个标题过长，已截短，全文在详情里"),
            Language::En => {
                format!("{count} titles are long and were cut; the whole text is in the detail")
            }
        },
    }
}
