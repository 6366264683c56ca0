//! Whether the files name an address: as somebody's, or bare (W1).

use crate::model::{Config, Mailbox, Recipient, Role};

impl Config {
    /// Whether letters may go to that address by the files.
    pub fn names_address(&self, address: &str) -> bool {
        let is = |mailbox: &Mailbox| mailbox.address.0.eq_ignore_ascii_case(address);
        let in_role = |role: &Role| matches!(role, Role::Mailbox(mailbox) if is(mailbox));
        let watches =
            |watcher: &Recipient| matches!(watcher, Recipient::Mailbox(mailbox) if is(mailbox));
        let stages = self.policies.iter().flat_map(|policy| &policy.stages);
        let reports = self.reports.iter();
        self.people.iter().any(|person| person.email.0.eq_ignore_ascii_case(address))
            || self.admin.iter().chain(&self.mail.redirect).any(is)
            || stages.flat_map(|stage| stage.to.iter().chain(&stage.cc)).any(in_role)
            || reports.flat_map(|report| report.to.iter().chain(&report.cc)).any(in_role)
            || self.tasks.iter().any(|task| {
                let steps = task.milestones.iter().filter_map(|step| step.watchers.as_deref());
                std::iter::once(&*task.watchers).chain(steps).flatten().any(watches)
            })
    }
}
