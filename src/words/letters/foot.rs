//! The foot: who has the letter and why, whom to ask; and the salutation, which names the same people.

use super::super::Text;
use super::list_and;
use crate::model::Language;

/// How a person is addressed, where the configuration says nothing.
pub(crate) fn addressed(name: &str, person: bool, language: Language) -> String {
    match (language, person) {
        (Language::ZhCn, true) => format!("{name}同志"),
        _ => name.to_owned(),
    }
}

/// The salutation.
pub(crate) fn salutation(names: &[String], language: Language) -> String {
    match language {
        Language::ZhCn => format!("{}：", names.join("、")),
        Language::En => format!("Dear {},", list_and(names, language)),
    }
}

/// More than five people, whom the foot names.
pub(crate) const EVERYONE: Text = Text::of("各位同志：", "Dear colleagues,");

/// The same people in the ask.
pub(crate) const ALL_OF_YOU: Text = Text::of("各位同志", "all of you");

/// Why someone has the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// They own the task, or stand beside the owner.
    Owner,
    /// They head the task's unit.
    Head,
    /// They head a unit above it: that unit's name.
    Above(String),
    /// They supervise it.
    Supervisor,
}

impl Role {
    pub(crate) fn said(&self, language: Language) -> String {
        let name = match (self, language) {
            (Role::Owner, _) => Text::of("责任人", "owner"),
            (Role::Head, _) => Text::of("单位负责人", "head of the unit"),
            (Role::Supervisor, _) => Text::of("督办人", "supervisor"),
            (Role::Above(unit), Language::ZhCn) => return format!("{unit}负责人"),
            (Role::Above(unit), Language::En) => return format!("head of {unit}"),
        };
        name.said(language).to_owned()
    }
}

/// W3: for whom somebody stands in.
pub(crate) fn stands_for(absent: &str, role: Option<&str>, language: Language) -> String {
    match (language, role) {
        (Language::ZhCn, Some(role)) => format!("代{role}{absent}"),
        (Language::ZhCn, None) => format!("代{absent}"),
        (Language::En, Some(role)) => format!("for {absent}, {role}"),
        (Language::En, None) => format!("for {absent}"),
    }
}

pub(crate) const TO: Text = Text::of("主送", "To");
pub(crate) const CC: Text = Text::of("抄送", "Copied to");
pub(crate) const ATTACHED: Text = Text::of("附件", "Attached");
pub(crate) const CONTACT: Text = Text::of("联系人", "Questions");
