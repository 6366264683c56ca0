//! Letters to the admin (`[admin] to`): what each one says, as data, in the office's language.
//!
//! `notice` is what there is to tell; a file for each subject says what of it is shown; `view` is what the templates see.

mod all_well;
mod answers;
mod edits;
mod failed_templates;
mod files;
mod held;
mod mailbox;
mod nodes;
pub mod notice;
mod recipients;
mod relay;
mod unwritten;
pub mod view;

use jiff::Timestamp;

pub use notice::{
    AdminNotice, AllWell, Gone, Held, Outage, Told, Unreached, Unwritten, Waiting, Waits,
};
pub use view::AdminView;

use crate::model::met::Met;
use crate::model::{Config, Language};
use crate::words::causes;

impl AdminNotice<'_> {
    /// What the letter shows.
    pub fn view(&self, config: &Config, now: Timestamp) -> AdminView {
        let said = Said { language: config.language, config };
        let shown = match self {
            AdminNotice::Undelivered(list) => recipients::undelivered(list, &said),
            AdminNotice::Held(why, letters) => held::held(*why, letters, now, &said),
            AdminNotice::StillHeld { letters, edit } => held::still_held(letters, *edit, &said),
            AdminNotice::HeldEdit { changes, waits, limit } => {
                edits::held(changes, *waits, *limit, &said)
            }
            AdminNotice::Answers(list, again) => answers::wait(list, *again, &said),
            AdminNotice::Gone(gone) => edits::gone(gone, &said),
            AdminNotice::Settled(settled) => edits::settled(settled, &said),
            AdminNotice::Refused(refusal, _) => files::refused(refusal, &said),
            AdminNotice::InForce(since) => files::in_force(*since, &said),
            AdminNotice::RelayDown(outage) => relay::down(outage, &said),
            AdminNotice::RelayUp(outage) => relay::up(outage, now, &said),
            AdminNotice::MailboxDown(mailbox, outage) => mailbox::down(mailbox, outage, &said),
            AdminNotice::MailboxUp(mailbox, outage) => mailbox::up(mailbox, outage, now, &said),
            AdminNotice::TakenAgain(refusing, letters) => {
                relay::taken_again(refusing, letters, now, &said)
            }
            AdminNotice::Unwritten(all, since) => unwritten::unwritten(all, *since, &said),
            AdminNotice::WrittenAgain(since) => unwritten::written_again(*since, &said),
            AdminNotice::OlderCopy(node) => nodes::older_copy(node, &said),
            AdminNotice::AllWell(one) => all_well::all_well(one, &said),
            AdminNotice::Templates(failed) => failed_templates::failed(failed, &said),
        };
        AdminView::of(config, shown)
    }
}

/// What these files go by.
struct Said<'c> {
    language: Language,
    config: &'c Config,
}

impl Said<'_> {
    /// What an attempt met with.
    fn cause(&self, met: &Met) -> String {
        causes::said(met, self.language)
    }

    /// A time in the office's zone.
    fn local(&self, at: Timestamp) -> String {
        match self.config.office_calendar() {
            Some(calendar) => {
                calendar.timezone().to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
            }
            None => format!("{at:.0}"),
        }
    }
}
