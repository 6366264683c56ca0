//! Why a file is no list, and what to do; why a mapping file cannot be used.

use super::Text;
use crate::import::mapping::MappingError;
use crate::model::Language;

/// A file that cannot be opened.
pub(crate) fn unreadable(path: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("打不开 {path}：{why}"),
        Language::En => format!("cannot open {path}: {why}"),
    }
}

/// A file that is too large.
pub(crate) fn too_large(path: &str, mebibytes: u64, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{path} 超过 {mebibytes} MB，不读；请拆成几份"),
        Language::En => {
            format!("{path} is larger than the {mebibytes} MiB that are read; split it")
        }
    }
}

/// A file that is something else.
pub(crate) fn other(path: &str, what: Text, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{path} {}", what.said(language)),
        Language::En => format!("{path} {}", what.said(language)),
    }
}

const SAVE_AS: &str = "open it in Excel, WPS or LibreOffice and save it as .xlsx";

pub(crate) const EMPTY: Text = Text::of("是空文件", "is empty");
pub(crate) const HTML: Text = Text::of(
    "其实是网页（HTML），许多系统这样导出：请用 Excel 或 WPS 打开，另存为 .xlsx",
    "is really a web page (HTML), as many systems export it: open it in Excel, WPS or LibreOffice and save it as .xlsx",
);
pub(crate) const XML_2003: Text = Text::of(
    "是 Excel 2003 的 XML 表格：请用 Excel 或 WPS 打开，另存为 .xlsx",
    "is an XML spreadsheet of Excel 2003: open it in Excel, WPS or LibreOffice and save it as .xlsx",
);
pub(crate) const BIFF: Text = Text::of(
    "是旧版工作簿（BIFF，.xls）：请用 Excel 或 WPS 打开，另存为 .xlsx",
    "is an old workbook (BIFF, .xls): open it in Excel, WPS or LibreOffice and save it as .xlsx",
);
pub(crate) const PROTECTED: Text = Text::of(
    "有打开密码：请用 Excel 或 WPS 去掉密码，另存为 .xlsx",
    "has a password: take it off in Excel, WPS or LibreOffice and save it as .xlsx",
);
pub(crate) const OPEN_DOCUMENT: Text = Text::of(
    "是 OpenDocument 表格（.ods）：请另存为 .xlsx",
    "is an OpenDocument spreadsheet (.ods): save it as .xlsx",
);
pub(crate) const BINARY_WORKBOOK: Text = Text::of(
    "是二进制工作簿（.xlsb）：请另存为 .xlsx",
    "is a binary workbook (.xlsb): save it as .xlsx",
);
pub(crate) const ARCHIVE: Text =
    Text::of("是压缩包，里面没有工作簿", "is an archive without a workbook in it");
pub(crate) const PDF: Text =
    Text::of("是 PDF：请找来原来的表格", "is a PDF: ask for the spreadsheet it was made from");
pub(crate) const PICTURE: Text =
    Text::of("是图片：请找来原来的表格", "is a picture: ask for the spreadsheet it was made from");
pub(crate) const BINARY: Text =
    Text::of("不是文字，也不是工作簿", "is neither text nor a workbook");

/// A damaged workbook.
pub(crate) fn damaged(path: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{path} 已损坏（{why}）：请用 Excel 或 WPS 打开，另存为 .xlsx"),
        Language::En => format!("{path} is damaged ({why}): {SAVE_AS}"),
    }
}

/// A quote that is never closed.
pub(crate) fn open_quote(path: &str, line: u32, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{path} 第 {line} 行有一个引号没有配对：其后各行会并成一格，请补上")
        }
        Language::En => format!(
            "{path}, line {line}: a quote opens and is never closed, so that all that follows would be one cell"
        ),
    }
}

/// A file that is no JSON, or has no list in it.
pub(crate) fn no_json(path: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{path} 不是有效的 JSON（{why}）"),
        Language::En => format!("{path} is no JSON ({why})"),
    }
}

pub(crate) const NO_LIST_IN_JSON: Text = Text::of(
    "里没有清单：须是 OSCAL 的 POA&M，或一组对象",
    "holds no list: it must be a POA&M in OSCAL, or an array of objects",
);

/// No sheet has headings that are known.
pub(crate) fn no_headings(path: &str, sheet: Option<&str>, language: Language) -> String {
    match (language, sheet) {
        (Language::ZhCn, Some(sheet)) => format!("{path} 没有名为“{sheet}”且认得出表头的工作表"),
        (Language::En, Some(sheet)) => {
            format!("{path} has no sheet `{sheet}` with headings that are known")
        }
        (Language::ZhCn, None) => format!(
            "{path} 里没有认出清单：须有一行表头，至少写明事项，以及编号、期限、责任人等之一"
        ),
        (Language::En, None) => format!(
            "no list was found in {path}: it needs a row of headings that names the title, and an id, a deadline, an owner or the like"
        ),
    }
}

/// A mapping file that cannot be used.
pub(crate) fn mapping(path: &str, error: &MappingError, language: Language) -> String {
    let why = match error {
        MappingError::Syntax(why) => match language {
            Language::ZhCn => format!("不是有效的 TOML（{why}）"),
            Language::En => format!("it is no TOML ({why})"),
        },
        MappingError::UnknownTable(name) => match language {
            Language::ZhCn => format!(
                "没有 [{name}] 这一节；可用的有 [columns]、[order]、[values.states]、[values.severities]、[values.people]、[values.units]、[ids]"
            ),
            Language::En => format!(
                "there is no [{name}]; there are [columns], [order], [values.states], [values.severities], [values.people], [values.units] and [ids]"
            ),
        },
        MappingError::UnknownValue(key, value, known) => match language {
            Language::ZhCn => format!("“{key}”不能是 {value}；可用的有 {}", known.join("、")),
            Language::En => {
                format!("`{key}` cannot be `{value}`; it is one of {}", known.join(", "))
            }
        },
        MappingError::NotText(key) => match language {
            Language::ZhCn => format!("“{key}”的值须是引号里的文字"),
            Language::En => format!("`{key}` wants text in quotes"),
        },
    };
    match language {
        Language::ZhCn => format!("对照文件 {path}：{why}"),
        Language::En => format!("the mapping file {path}: {why}"),
    }
}
