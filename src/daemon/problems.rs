//! What is wrong with the files, in the log.

use crate::config::Problem;
use crate::log::tell;
use crate::model::Language;
use crate::words::log;
use crate::words::log::Both;

/// So many problems are told of one by one; `duban check` shows them all.
const PROBLEMS: usize = 20;

/// What is wrong with the files, a line each.
pub fn log_problems(problems: &[Problem]) {
    for problem in problems.iter().take(PROBLEMS) {
        let Problem { code, file, line, .. } = problem;
        let [zh, en] = [Language::ZhCn, Language::En].map(|language| problem.help(language));
        let what = Both::of(|language| problem.title(language));
        tell!(ERROR, what, file, line, code, help = en, help.zh = zh);
    }
    if let more @ 1.. = problems.iter().skip(PROBLEMS).map(|one| one.count).sum::<usize>() {
        tell!(ERROR, log::files::MORE_PROBLEMS, more);
    }
}
