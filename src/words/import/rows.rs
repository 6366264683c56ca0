//! Why a row is left out.

use super::dates::unread;
use super::why::no_day;
use super::{key, short};
use crate::import::doubt::WhyNot;
use crate::model::Language;
use crate::words::Text;

/// Why a row is left out.
#[expect(clippy::too_many_lines)]
pub(crate) fn why_not(why: &WhyNot, language: Language) -> String {
    let text = match why {
        WhyNot::NoDeadlineColumn | WhyNot::NoDeadline => Text::of("没有期限", "it has no deadline"),
        WhyNot::Unread(of, text, why) => {
            let (what, why) = (key(*of, language), unread(why, language));
            return match language {
                Language::ZhCn => format!("{what} “{}” 读不出：{why}", short(text)),
                Language::En => format!("{what} `{}` cannot be read: {why}", short(text)),
            };
        }
        WhyNot::NotOpened(due) => {
            return match language {
                Language::ZhCn => {
                    format!("期限 {due} 从交办日期算起，而交办日期不明；请加 --opened 日期")
                }
                Language::En => format!(
                    "its deadline, {due}, counts from the day it was opened, which is not known; say --opened DAY"
                ),
            };
        }
        WhyNot::NoDay(said) => return no_day(*said, language),
        WhyNot::NoTitle => Text::of("没有标题", "it has no title"),
        WhyNot::TooManyFields(fields, headings) => {
            return match language {
                Language::ZhCn => {
                    format!("有 {fields} 个字段，表头只有 {headings} 个；含逗号的内容须加引号")
                }
                Language::En => format!(
                    "it has {fields} fields for {headings} headings; what holds the separator must be quoted"
                ),
            };
        }
        WhyNot::Hidden => Text::of("是隐藏行", "it is hidden"),
        WhyNot::Unknown(names) => {
            return match language {
                Language::ZhCn => format!("配置里没有：{}", names.join("、")),
                Language::En => format!("not in the files: {}", names.join(", ")),
            };
        }
        WhyNot::Ambiguous(name) => {
            return match language {
                Language::ZhCn => format!(
                    "叫“{name}”的不止一个；请在对照文件的 [values.people] 或 [values.units] 里写明"
                ),
                Language::En => format!(
                    "several are called `{name}`; say which in [values.people] or [values.units] of the mapping file"
                ),
            };
        }
        WhyNot::DoneBeforeOpened(done, opened) => {
            return match language {
                Language::ZhCn => format!("办结日期 {done} 早于交办日期 {opened}"),
                Language::En => format!("done on {done}, before it was opened on {opened}"),
            };
        }
        WhyNot::VerifiedBeforeDone(verified, done) => {
            return match language {
                Language::ZhCn => format!("销号日期 {verified} 早于办结日期 {done}"),
                Language::En => format!("verified on {verified}, before it was done on {done}"),
            };
        }
        WhyNot::DoesNotCheck(why) => return why.clone(),
        WhyNot::IdTaken(title) => {
            return match language {
                Language::ZhCn => format!("这个编号已属于另一项任务“{}”；请改编号", short(title)),
                Language::En => format!(
                    "the id belongs to another task already, `{}`; give it another one",
                    short(title)
                ),
            };
        }
        WhyNot::NoOwner(unit) => {
            return match language {
                Language::ZhCn => format!(
                    "没有责任人，单位“{unit}”也没有负责人；请在清单里填写，或在配置里给这个单位写 head"
                ),
                Language::En => format!(
                    "it has no owner, and the unit `{unit}` no head; fill in the list, or give the unit a `head` in the files"
                ),
            };
        }
        WhyNot::NoPolicy(policy) => {
            return match language {
                Language::ZhCn => format!("没有督办规则“{policy}”"),
                Language::En => format!("there is no policy `{policy}`"),
            };
        }
    };
    text.said(language).to_owned()
}
