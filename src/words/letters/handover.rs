//! Handovers (W7): what is somebody's from now on, and what is theirs no more.

use super::super::Text;
use super::super::counts::plural;
use crate::model::Language;

pub(crate) const TAKEN: Text =
    Text::of("现由您负责（最急的在前）", "Yours from now on (most urgent first)");
pub(crate) const GIVEN: Text = Text::of("不再由您负责", "No longer yours");
pub(crate) const TASK: Text = Text::of("任务", "Task");
pub(crate) const STANDING: Text = Text::of("情况", "How it stands");

/// What the note to somebody is called of whom nothing is asked any more.
pub(crate) const NOTE: Text = Text::of("移交告知", "Note of handover");

/// How many tasks change hands, and how many of those taken over are late.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counts {
    pub(crate) taken: usize,
    pub(crate) given: usize,
    pub(crate) late: usize,
}

/// The subject, behind the office's prefix: of one task its title.
pub(crate) fn subject(counts: Counts, title: &str, language: Language) -> String {
    let Counts { taken, given, .. } = counts;
    match (language, taken, given) {
        (Language::ZhCn, 1, 0) => format!("交接函｜{title}"),
        (Language::ZhCn, 0, 1) => format!("移交告知｜{title}"),
        (Language::ZhCn, 0, _) => format!("移交告知｜{given} 项任务"),
        (Language::ZhCn, _, _) => format!("交接函｜{taken} 项任务"),
        (Language::En, 1, 0) => format!("Handover: {title}"),
        (Language::En, 0, 1) => format!("Handed over: {title}"),
        (Language::En, 0, _) => format!("Handed over: {}", plural(given, "task")),
        (Language::En, _, _) => format!("Handover: {}", plural(taken, "task")),
    }
}

/// What is new, in a line.
pub(crate) fn verdict(counts: Counts, language: Language) -> String {
    let Counts { taken, given, .. } = counts;
    match (language, taken) {
        (Language::ZhCn, 0) => format!("{given} 项任务不再由您负责"),
        (Language::ZhCn, _) => format!("{taken} 项任务现由您负责"),
        (Language::En, 0) => format!("{} no longer yours", plural_is(given)),
        (Language::En, _) => format!("{} now yours", plural_is(taken)),
    }
}

fn plural_is(count: usize) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", plural(count, "task"))
}

/// How many of them are late.
pub(crate) fn verdict_note(counts: Counts, language: Language) -> Option<String> {
    let Counts { taken, late, .. } = counts;
    if taken == 0 || late == 0 {
        return None;
    }
    Some(match (language, late == taken) {
        (Language::ZhCn, true) => "已逾期".to_owned(),
        (Language::En, true) => "overdue".to_owned(),
        (Language::ZhCn, false) => format!("其中 {late} 项已逾期"),
        (Language::En, false) => format!("{late} of them overdue"),
    })
}

/// What is asked of whom takes over; of whom hands over nothing but the papers.
pub(crate) fn ask(counts: Counts, language: Language) -> &'static str {
    let text = match (counts.taken, counts.given) {
        (1, _) => Text::of(
            "请接手办理：向原责任人了解进展和材料，按下列期限办结。",
            "Please take it over: ask the former owner how it stands and for the papers, and see to it by the deadline below.",
        ),
        (2.., _) => Text::of(
            "请接手办理：向原责任人了解进展和材料，按下列期限办结。",
            "Please take these over: ask the former owner how they stand and for the papers, and see to them by the deadlines below.",
        ),
        (0, 1) => Text::of(
            "请把有关材料和进展移交现责任人；此后的提醒不再发给您。",
            "Please pass on papers and progress to who owns it now; you get no more reminders of it.",
        ),
        (0, _) => Text::of(
            "请把有关材料和进展移交现责任人；此后的提醒不再发给您。",
            "Please pass on papers and progress to who owns them now; you get no more reminders of these.",
        ),
    };
    text.said(language)
}

/// Who answered for it before; who does now.
pub(crate) fn others(names: &str, taken: bool, language: Language) -> String {
    match (language, taken) {
        (Language::ZhCn, true) => format!("原责任人{names}"),
        (Language::ZhCn, false) => format!("现责任人{names}"),
        (Language::En, true) => format!("formerly {names}"),
        (Language::En, false) => format!("now {names}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_task_is_it_and_several_are_they() {
        let asked = |taken, given| ask(Counts { taken, given, late: 0 }, Language::En);
        for (taken, given, said) in [
            (1, 0, "see to it by the deadline"),
            (2, 0, "see to them by the deadlines"),
            (0, 1, "who owns it now"),
            (0, 2, "who owns them now"),
        ] {
            assert!(asked(taken, given).contains(said), "{}", asked(taken, given));
        }
    }
}
