//! Templates of the admin's own that could not be filled in.

use super::super::Text;
use crate::model::Language;

pub(crate) fn title(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("有函件模板填不出来：{count} 个"),
        Language::En => format!("Templates that could not be filled in: {count}"),
    }
}

pub(crate) const ASK: Text =
    Text::of("请按下列原因改好模板并保存", "Mend the templates by the reasons below and save them");

pub(crate) const OPENING: Text = Text::of(
    "用这些模板的函件已按内置的样式发出，一封未少。模板改好之前都照此办理，不再另行通知。",
    "Letters that use these templates have left in the built-in form, and none is missing. So do all others until the \
     templates are mended; you are not told again.",
);

pub(crate) const CHECKS: Text = Text::of("检查全部文件和模板", "checks all files and templates");
