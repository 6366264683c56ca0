//! What is said of tallies whose parts do not fit together.

use super::{Said, title};
use crate::config::fault::TallyFault;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};

/// A list: one arm for each kind.
pub(super) fn said(fault: &TallyFault, language: Language) -> Said {
    match fault {
        TallyFault::OnlyOfLetters { name, key } => only_of_letters(name, key, language),
        TallyFault::NoCounts { name, key } => no_counts(name, key, language),
        TallyFault::SubtreeWithoutUnits { name } => match language {
            ZhCn => title(format!("累计预警 `{name}` 写了 `subtree`，却不是按单位计数的"))
                .label("这里")
                .help("写 `per = \"unit\"`，或者删去 `subtree`"),
            En => title(format!("the tally `{name}` has `subtree`, and is not counted for units"))
                .label("this tally")
                .help("write per = \"unit\", or leave `subtree` out"),
        },
        TallyFault::ExactAgain => match language {
            ZhCn => title("`again` 以天计：每天只判断一次")
                .label("这里")
                .help("写成天、工作日、周或月，例如 \"1mo\"、\"5wd\""),
            En => title("`again` is counted in days: tallies are judged once a day")
                .label("this length")
                .help("write days, working days, weeks or months, as \"1mo\" or \"5wd\""),
        },
        TallyFault::UnknownStage { name, stage } => match language {
            ZhCn => title(format!(
                "累计预警 `{name}` 要数督办阶段 `{stage}` 的函件，但没有规则有这个阶段"
            ))
            .label("没有这个阶段"),
            En => title(format!(
                "the tally `{name}` counts letters of the stage `{stage}`, and no policy has it"
            ))
            .label("no such stage"),
        },
    }
}

fn only_of_letters(name: &str, key: &str, language: Language) -> Said {
    let for_tasks = key == "per";
    match (language, for_tasks) {
        (ZhCn, true) => title(format!("累计预警 `{name}` 数的是任务，不能按每项任务计数"))
            .label("这里")
            .help("写 `of = \"letters\"`，或者换一个 `per`"),
        (ZhCn, false) => title(format!("累计预警 `{name}` 数的是任务，`{key}` 只用于函件"))
            .label("这里")
            .help(format!("写 `of = \"letters\"`，或者删去 `{key}`")),
        (En, true) => {
            title(format!("the tally `{name}` counts tasks, and cannot be per = \"task\""))
                .label("this tally")
                .help("write of = \"letters\", or another `per`")
        }
        (En, false) => title(format!("the tally `{name}` counts tasks; `{key}` is for letters"))
            .label("this tally")
            .help(format!("write of = \"letters\", or leave `{key}` out")),
    }
}

fn no_counts(name: &str, key: &str, language: Language) -> Said {
    let no_period = key == "period";
    match (language, no_period) {
        (ZhCn, true) => title(format!("累计预警 `{name}` 数的是函件，但没有写从何时算起"))
            .label("这里")
            .help("写 `period = \"month\"`、\"quarter\" 或 \"year\""),
        (ZhCn, false) => title(format!("累计预警 `{name}` 数的是函件，但没有写数哪些"))
            .label("这里")
            .help("写 `counts = { letter = \"supervision\" }`，或按督办阶段写 `counts = { stage = \"…\" }`"),
        (En, true) => {
            title(format!("the tally `{name}` counts letters, and does not say since when"))
                .label("this tally")
                .help("write period = \"month\", \"quarter\" or \"year\"")
        }
        (En, false) => title(format!("the tally `{name}` counts letters, and does not say which"))
            .label("this tally")
            .help("write counts = { letter = \"supervision\" }, or counts = { stage = \"…\" }"),
    }
}
