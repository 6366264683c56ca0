//! What `--help` says of `import` and `export`, and the head of a mapping file.

use super::Text;
use crate::model::Language;

pub(crate) const LIST: Text = Text::of("清单", "LIST");
pub(crate) const SHEET: Text = Text::of("工作表", "SHEET");
pub(crate) const DAY: Text = Text::of("日期", "DAY");
pub(crate) const YEAR: Text = Text::of("年份", "YEAR");

pub(crate) const IMPORT: Text = Text::of(
    "读入一份清单（.xlsx、.csv、OSCAL POA&M 的 .json），先只列出读到什么、哪里存疑",
    "Reads a list (.xlsx, .csv, a POA&M in OSCAL) and shows what was read and what is doubtful",
);
pub(crate) const LIST_FILE: Text = Text::of(
    "清单文件；是什么格式看内容，不看扩展名",
    "The list; what it is, is told by its bytes, not by its name",
);
pub(crate) const ONE_SHEET: Text = Text::of(
    "只读这一张工作表 [默认：认得出表头的各张可见工作表]",
    "Only this sheet [default: every visible one with headings that are known]",
);
pub(crate) const MAP: Text = Text::of(
    "对照文件：哪一列是什么；可以修改 [默认：清单旁边的 清单名.map.toml]",
    "The mapping file, which column is which key; it may be edited [default: LIST.map.toml beside the list]",
);
pub(crate) const WRITE: Text = Text::of(
    "写入：新任务写到 tasks/清单名.toml，变化改进现有文件 [默认：只显示]",
    "Writes: new tasks to tasks/LIST.toml, changes into the files that are there [default: only shows]",
);
pub(crate) const POLICY: Text =
    Text::of("没有写明规则的新任务按这套督办规则", "The policy of new tasks that name none");
pub(crate) const UNIT: Text = Text::of("没有单位的行归这个单位", "The unit of rows that name none");
pub(crate) const OWNER: Text =
    Text::of("没有责任人的行由这个人（或组）负责", "The owner of rows that name none");
pub(crate) const CREATE: Text =
    Text::of("配置里没有的人员和单位一并建立", "Makes people and units that the files do not have");
pub(crate) const DONE_ON: Text = Text::of(
    "已办结而没有日期的行，办结日期记为这一天",
    "The day of rows that are finished and have none",
);
pub(crate) const OPENED: Text = Text::of(
    "没有交办日期的行，交办日期记为这一天",
    "The day on which rows were opened that do not say",
);
pub(crate) const YEAR_OF: Text = Text::of(
    "没写年份的日期属于哪一年 [默认：清单自己的日期所在的年份，没有则是清单别处写明的]",
    "The year of dates without one [default: that of the list's own date, else the one that the list names besides]",
);
pub(crate) const DAY_FIRST: Text = Text::of(
    "03/02/2026 是 2 月 3 日（日在前）",
    "03/02/2026 is the 3rd of February, where a column does not say",
);
pub(crate) const MONTH_FIRST: Text = Text::of(
    "03/02/2026 是 3 月 2 日（月在前）",
    "03/02/2026 is the 2nd of March, where a column does not say",
);
pub(crate) const ALL: Text = Text::of(
    "列出全部存疑处和未导入的行",
    "Lists every doubtful cell and every row that is left out",
);

pub(crate) const EXPORT: Text = Text::of(
    "把任务清单导出成表格、日历等文件",
    "Writes the list as a spreadsheet, a calendar or another file",
);
pub(crate) const EXPORT_TO: Text = Text::of(
    "写到哪里；格式看扩展名：.xlsx、.csv、.json、.ics、.md；写到标准输出用 -.csv 之类",
    "The file; its ending says the kind: .xlsx, .csv, .json, .ics or .md; -.csv and the like is standard output",
);
pub(crate) const BOM: Text = Text::of(
    "在 .csv 开头加上字节序标记，Excel 由此认出 UTF-8",
    "Begins a .csv with the mark by which Excel knows UTF-8",
);

/// What a column can be, as the mapping file writes it.
const KEYS: &str = "id title title+ detail unit owner with email supervisor watchers category severity source batch";
const DATED: &str = "opened due extended every done done-through verified cancelled review updated";
const STATES: &str = "status is-done is-verified percent progress policy field ignore";
const SAID: &str = "open done verified returned cancelled";
const GRAVE: &str = "low medium high critical";

/// The head of a mapping file.
pub(crate) fn mapping_head(list: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "# {list} 的对照文件。下次导入照此读；可以修改。\n\
             # [columns] 每个表头读作哪个键；最后两个键是自有字段和不读：\n\
             #   {KEYS}\n\
             #   {DATED}\n\
             #   {STATES}\n\
             # [order] 某列日期的先后：{DAY_FIRST_WORD} 或 {MONTH_FIRST_WORD}\n\
             # [values.states] 清单里的词是哪种状态：{SAID}\n\
             # [values.severities] 清单里的词是哪种程度：{GRAVE}\n\
             # [values.people]、[values.units] 清单里的名称是配置里的哪个人、哪个单位\n\n"
        ),
        Language::En => format!(
            "# How {list} is read. The next import goes by it; it may be edited.\n\
             # [columns] which key a heading is; the last two keep it as a field of your own, or leave it out:\n\
             #   {KEYS}\n\
             #   {DATED}\n\
             #   {STATES}\n\
             # [order] what comes first in a column's dates: {DAY_FIRST_WORD} or {MONTH_FIRST_WORD}\n\
             # [values.states] the state that a word of the list means: {SAID}\n\
             # [values.severities] the severity that a word means: {GRAVE}\n\
             # [values.people], [values.units] the id in the files of a name in the list\n\n"
        ),
    }
}

const DAY_FIRST_WORD: &str = "day-first";
const MONTH_FIRST_WORD: &str = "month-first";

/// The mapping file cannot be written.
pub(crate) fn map_unwritten(path: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("写不出对照文件 {path}：{why}；可以用 --map 指定别处"),
        Language::En => {
            format!("the mapping file {path} cannot be written: {why}; --map names another place")
        }
    }
}
