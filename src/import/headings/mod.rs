//! Which key a heading names, in Chinese, English and German, and how surely.

mod chinese;
mod latin;

use crate::import::key::Key;
use crate::import::text::{folded, plain};

/// How surely a heading names a key: 100 where the word is the key's own.
pub type Rank = u32;

/// The key of a heading, and how surely. A file's own key names (`done-through`) are known, too.
pub fn recognise(heading: &str) -> Option<(Key, Rank)> {
    let words = normal(heading);
    if words.is_empty() || words.chars().count() > 60 {
        return None;
    }
    let own = words.replace(' ', "-");
    let named =
        Key::from_name(&own).filter(|key| !matches!(key, Key::Field | Key::Check | Key::Light));
    let named = named.map(|key| (key, 100));
    named.or_else(|| {
        if is_chinese(&words) { chinese::recognise(&words) } else { latin::recognise(&words) }
    })
}

/// The heading that is looked up: brackets and what is in them gone, `dueDate` and `due_date` as `due date`.
pub fn normal(heading: &str) -> String {
    let text = plain(heading);
    let text = text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(text.len());
    let (mut depth, mut before) = (0u32, ' ');
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '_' | '/' | '\\' | ':' | '*' | '?' | '.' | '#' | '：' | '？' | '"' => {
                out.push(if c == '#' { '#' } else { ' ' })
            }
            c => {
                if c.is_uppercase() && before.is_lowercase() {
                    out.push(' ');
                }
                out.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    if is_chinese(&words) { words.replace(' ', "") } else { words }
}

/// From this rank on a heading says itself that it is of addresses.
pub const SURE: Rank = 60;
/// Whether a heading is about reaching people, without saying that it is somebody else than the owner.
pub fn is_contact(heading: &str) -> bool {
    const HOW: [&str; 11] = [
        "联系", "电话", "手机", "邮箱", "邮件", "contact", "phone", "mobile", "mail", "kontakt",
        "tel.",
    ];
    const OTHERS: [&str; 11] = [
        "督",
        "领导",
        "审核",
        "抄送",
        "填",
        "supervisor",
        "manager",
        "cc",
        "reviewer",
        "inspector",
        "auditor",
    ];
    let heading = folded(heading);
    let has = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    has(&HOW) && !has(&OTHERS)
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn i1_headings_are_known_in_three_languages() {
        for (heading, key) in [
            ("序号", Key::Id),
            ("编号", Key::Id),
            ("POAM ID", Key::Id),
            ("case_enquiry_id", Key::Id),
            ("Issue ID", Key::Id),
            ("cveID", Key::Id),
            ("Ref", Key::Id),
            ("Audit Finding Reference Number", Key::Id),
            ("Lfd. Nr.", Key::Id),
            ("反馈问题", Key::Title),
            ("隐患内容", Key::Title),
            ("审计发现问题", Key::Title),
            ("督办事项", Key::Title),
            ("整改事项", Key::Title),
            ("Action", Key::Title),
            ("Finding / Nonconformity", Key::Title),
            ("Weakness Name", Key::Title),
            ("vulnerabilityName", Key::Title),
            ("case_title", Key::Title),
            ("Objective", Key::Title),
            ("Maßnahme", Key::Title),
            ("具体表现", Key::Detail),
            ("整改措施", Key::TitleMore),
            ("整改措施与要求", Key::TitleMore),
            ("Planned Corrective Action", Key::TitleMore),
            ("责任单位", Key::Unit),
            ("被审计单位", Key::Unit),
            ("牵头单位", Key::Unit),
            ("责任科室", Key::Unit),
            ("department", Key::Unit),
            ("责任人", Key::Owner),
            ("整改责任人及电话", Key::Owner),
            ("Lead", Key::Owner),
            ("Point of Contact", Key::Owner),
            ("Owner Responsible", Key::Owner),
            ("Verantwortlich", Key::Owner),
            ("Responsible?", Key::Owner),
            ("责任领导", Key::Leader),
            ("分管领导", Key::Supervisor),
            ("复查人", Key::Supervisor),
            ("整改时限", Key::Due),
            ("整改期限", Key::Due),
            ("完成时限", Key::Due),
            ("计划完成时间", Key::Due),
            ("Due Date", Key::Due),
            ("Target", Key::Due),
            ("Remediation Deadline", Key::Due),
            ("Scheduled Completion Date", Key::Due),
            ("target_dt", Key::Due),
            ("Due At", Key::Due),
            ("Start Due", Key::Due),
            ("Frist", Key::Due),
            ("Fällig am", Key::Due),
            ("Delivery Dates", Key::Due),
            ("Revised target", Key::Extended),
            ("延期后时限", Key::Extended),
            ("target_current", Key::Extended),
            ("完成时间", Key::Done),
            ("完成日期", Key::Done),
            ("Closure Date", Key::Done),
            ("closed_dt", Key::Done),
            ("Resolved Time", Key::Done),
            ("销号日期", Key::Verified),
            ("复查日期", Key::Review),
            ("是否销号", Key::IsVerified),
            ("Closed?", Key::IsDone),
            ("交办日期", Key::Opened),
            ("排查日期", Key::Opened),
            ("Date raised", Key::Opened),
            ("Discovered", Key::Opened),
            ("open_dt", Key::Opened),
            ("Created At", Key::Opened),
            ("Original Detection Date", Key::Opened),
            ("dateAdded", Key::Opened),
            ("Start Date", Key::Opened),
            ("进展情况", Key::Status),
            ("整改结果", Key::Status),
            ("隐患状态", Key::Status),
            ("Status", Key::Status),
            ("case_status", Key::Status),
            ("工作进展", Key::Progress),
            ("进度", Key::Percent),
            ("% complete", Key::Percent),
            ("亮灯", Key::Light),
            ("更新时间", Key::Updated),
            ("问题类别", Key::Category),
            ("隐患级别", Key::Severity),
            ("Severity", Key::Severity),
            ("Frequency", Key::Every),
            ("问题来源", Key::Source),
        ] {
            assert_eq!(recognise(heading).map(|found| found.0), Some(key), "{heading}");
        }
        for heading in [
            "备注",
            "涉及金额（万元）",
            "CweId",
            "latitude",
            "Budget (EUR)",
            "Control ID",
            "Project IDs",
            "配合单位",
            "联系电话",
        ] {
            let found = recognise(heading).map(|found| found.0);
            assert!(matches!(found, None | Some(Key::Field)), "{heading}: {found:?}");
        }
    }
}
