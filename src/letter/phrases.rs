//! What each letter says, in both languages, side by side.

use crate::letter::attached::Attached;
use crate::letter::mood::Mood;
use crate::model::{Language, LetterKind, Severity, TimeUnit};

/// The phrases of a language.
pub(crate) struct Phrases {
    language: Language,
    pub(crate) labels: Labels,
}

/// What stands before a task's facts.
pub(crate) struct Labels {
    pub(crate) deadline: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) owner: &'static str,
    pub(crate) supervisor: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) origin: &'static str,
    pub(crate) standing: &'static str,
}

static CHINESE: Phrases = Phrases {
    language: Language::ZhCn,
    labels: Labels {
        deadline: "整改期限",
        unit: "责任单位",
        owner: "责任人",
        supervisor: "督办人",
        severity: "程度",
        origin: "来源",
        standing: "长期任务",
    },
};

static ENGLISH: Phrases = Phrases {
    language: Language::En,
    labels: Labels {
        deadline: "Deadline",
        unit: "Unit",
        owner: "Owner",
        supervisor: "Supervisor",
        severity: "Severity",
        origin: "Origin",
        standing: "Recurring",
    },
};

/// The phrases of a language.
pub(crate) fn of(language: Language) -> &'static Phrases {
    match language {
        Language::ZhCn => &CHINESE,
        Language::En => &ENGLISH,
    }
}

impl Phrases {
    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::ZhCn => zh,
            Language::En => en,
        }
    }

    /// What a letter is called.
    pub(crate) fn name(&self, kind: LetterKind) -> &'static str {
        match kind {
            LetterKind::Assignment => self.pick("交办函", "Assignment"),
            LetterKind::Reminder => self.pick("提醒函", "Reminder"),
            LetterKind::Overdue => self.pick("逾期提醒", "Overdue notice"),
            LetterKind::Supervision => self.pick("督办函", "Supervision letter"),
            LetterKind::Circular => self.pick("通报", "Circular"),
            LetterKind::Verification => self.pick("核验通知", "Verification request"),
            LetterKind::LookBack => self.pick("回头看", "Look-back"),
            LetterKind::Returned => self.pick("退回通知", "Sent back"),
        }
    }

    /// Why the letter is written; true of every task in it.
    pub(crate) fn opening(&self, kind: LetterKind, mood: Mood) -> &'static str {
        match (kind, mood) {
            (LetterKind::Assignment, _) => self.pick(
                "现将以下整改任务交你办理，请认真组织落实，按期完成。",
                "The following is assigned to you to be put right by its deadline.",
            ),
            (LetterKind::Verification, _) => self.pick(
                "以下整改任务已报办结，请予核验。",
                "The following was reported done. Please verify it.",
            ),
            (LetterKind::LookBack, _) => self.pick(
                "以下整改任务销号已有一段时间，请组织“回头看”，核实整改成效是否巩固。",
                "The following was closed some time ago. Please look back at whether it still holds.",
            ),
            (LetterKind::Returned, _) => self.pick(
                "以下整改任务经核验未达要求，现予退回，请继续整改。",
                "The following was checked, found not yet done, and is sent back to you.",
            ),
            (LetterKind::Circular, Mood::Late) => self.pick(
                "以下整改任务逾期未办结，现予通报。",
                "The following is past its deadline and not done. This is made known by this circular.",
            ),
            (LetterKind::Circular, _) => self.pick(
                "现将以下整改任务的办理情况予以通报。",
                "This circular makes known how the following stands.",
            ),
            (LetterKind::Supervision, Mood::Late) => self.pick(
                "以下整改任务逾期至今未办结，现予督办。",
                "The following is past its deadline, still not done, and now under supervision.",
            ),
            (LetterKind::Supervision, Mood::InTime | Mood::Mixed) => self.pick(
                "以下整改任务尚未办结，现予督办。",
                "The following is not done yet, and now under supervision.",
            ),
            (LetterKind::Reminder | LetterKind::Overdue, Mood::Late) => self.pick(
                "以下整改任务已超过期限，至今未办结。",
                "The following is past its deadline and not done.",
            ),
            (LetterKind::Reminder | LetterKind::Overdue, Mood::InTime) => self.pick(
                "以下整改任务尚未办结，期限将至，特此提醒。",
                "The following is not done yet, and its deadline is coming.",
            ),
            (LetterKind::Reminder | LetterKind::Overdue, Mood::Mixed) => self.pick(
                "以下整改任务尚未办结，其中有的已超过期限。",
                "The following is not done yet, and some of it is past its deadline.",
            ),
            (_, Mood::Settled) => self.pick(
                "现将以下整改任务的情况告知如下。",
                "This is how the following stands.",
            ),
        }
    }

    /// What is not shown of so many tasks, and where it is; `all` is the attached table, and how many it has.
    pub(crate) fn more(
        &self,
        count: usize,
        shown: usize,
        all: Option<&(Attached, usize)>,
    ) -> String {
        let zh = self.language == Language::ZhCn;
        let Some((Attached { name, .. }, listed)) = all else {
            let [zh, en] = [
                "任务内容较长，此处从略，详见任务文件。",
                "This task's text is too long for a letter; its file has all of it.",
            ];
            return self.pick(zh, en).to_owned();
        };
        let attached = match (zh, shown == count) {
            (true, true) => format!("全部 {count} 项另见附件 {name}。"),
            (true, false) => format!("此处只列最紧要的 {shown} 项，全部 {count} 项见附件 {name}。"),
            (false, true) => format!("All {count} are in the attached {name}, too."),
            (false, false) => {
                format!(
                    "Only the {shown} most urgent are listed here; all {count} are in the attached {name}."
                )
            }
        };
        match (zh, *listed == count) {
            (_, true) => attached,
            (true, false) => format!(
                "此处只列最紧要的 {shown} 项，前 {listed} 项见附件 {name}，共 {count} 项见任务文件。"
            ),
            (false, false) => format!(
                "Only the {shown} most urgent are listed here, and the first {listed} in the attached {name}; the task \
                 files have all {count}."
            ),
        }
    }

    /// What is expected now.
    pub(crate) fn ask(&self, kind: LetterKind) -> &'static str {
        match kind {
            LetterKind::Assignment => self.pick(
                "请明确整改措施和具体责任人，在期限前完成整改并回复结果；确需延期的，请在期限届满前说明理由。",
                "Please settle who does what, finish by the deadline and report the result. If you need more time, ask before the deadline and say why.",
            ),
            LetterKind::Reminder => self.pick(
                "请对照期限抓紧办理，办结后及时回复；确需延期的，请在期限届满前说明理由。",
                "Please finish in time and report the result. If you need more time, ask before the deadline and say why.",
            ),
            LetterKind::Overdue => self.pick(
                "请立即办理，并回复未按期办结的原因、目前进展和预计办结时间。",
                "Please act now, and answer with the reason for the delay, the progress made and the day it will be done.",
            ),
            LetterKind::Supervision => self.pick(
                "请责任单位负责同志亲自过问，采取有力措施尽快办结，并书面回复原因、进展和办结时间。",
                "The head of the unit is asked to see to it in person, to have it finished without delay, and to report in writing on reasons, progress and the day it will be done.",
            ),
            LetterKind::Circular => self.pick(
                "请有关单位引以为戒，立即整改到位，并书面报告情况。",
                "The unit concerned is to put it right at once and to report in writing.",
            ),
            LetterKind::Verification => self.pick(
                "请对照整改要求逐项核实：确已整改到位的，告知管理员予以销号；未到位的，退回责任单位继续整改。",
                "Please check it against what was required. If it holds, tell the administrator to close it; if not, return it to its owner.",
            ),
            LetterKind::Returned => self.pick(
                "请对照退回原因逐项整改，完成后重新报办结，并附佐证材料。",
                "Please mend what it was sent back for, then report it done again, with what shows it.",
            ),
            LetterKind::LookBack => self.pick(
                "请核实问题是否反弹、措施是否管用、制度是否执行，并回复核实结果。",
                "Please check whether the problem has come back and whether the measures still work, and report what you find.",
            ),
        }
    }

    /// The formal last words.
    pub(crate) fn closing(&self, kind: LetterKind) -> &'static str {
        match kind {
            LetterKind::Assignment => self.pick("特此交办。", "Thank you."),
            LetterKind::Reminder | LetterKind::Overdue => self.pick("特此提醒。", "Thank you."),
            LetterKind::Supervision => self.pick("特此督办。", "This letter is on record."),
            LetterKind::Circular => self.pick("特此通报。", "This circular is on record."),
            LetterKind::Verification | LetterKind::LookBack | LetterKind::Returned => {
                self.pick("特此通知。", "Thank you.")
            }
        }
    }

    pub(crate) fn severity(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Low => self.pick("一般（低）", "low"),
            Severity::Medium => self.pick("一般", "medium"),
            Severity::High => self.pick("严重", "high"),
            Severity::Critical => self.pick("特别严重", "critical"),
        }
    }

    pub(crate) fn unit(&self, unit: TimeUnit) -> &'static str {
        match unit {
            TimeUnit::Minute => self.pick("分钟", "minute"),
            TimeUnit::Hour => self.pick("小时", "hour"),
            TimeUnit::WorkingHour => self.pick("个工作小时", "working hour"),
            TimeUnit::Day => self.pick("天", "day"),
            TimeUnit::WorkingDay => self.pick("个工作日", "working day"),
            TimeUnit::Week => self.pick("周", "week"),
            TimeUnit::Month => self.pick("个月", "month"),
        }
    }
}
