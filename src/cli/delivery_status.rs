//! How delivery stands, under the list of `duban status`: nothing where all is well.

use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, style};
use crate::model::Language;
use crate::model::met::Met;
use crate::view::delivery::{Bounced, Outage, Refusals, Unreached, Unreadable, WaitingEdit};
use crate::view::{At, Delivery};
use crate::visible::one_line;
use crate::words::causes;
use crate::words::cures;
use crate::words::delivery;
use crate::words::quotes::quoted;

/// What a person should know, a line each.
pub(crate) fn print(status: &Delivery, language: Language) -> Result<(), Unwritten> {
    let time = |at: &At| locale::at(at, language);
    let cause = |met: &Met| causes::said(met, language);
    let mut lines = Vec::new();
    if let Some(Outage { since, why, cure, next_try, .. }) = &status.relay {
        let next = next_try.as_ref().map(time);
        lines.push(delivery::outage(&time(since), &cause(why), next.as_deref(), language));
        lines.extend(cure.map(|cure| delivery::what_to_do(cures::cure(cure, language), language)));
    }
    if let Some(Refusals { since, letters, answer }) = &status.refusing {
        lines.push(delivery::refusing(&time(since), *letters, &cause(answer), language));
    }
    for Unreadable { mailbox, since, why, .. } in &status.mailboxes {
        lines.push(delivery::mailbox(mailbox, &time(since), &cause(why), language));
    }
    if let Some(first) = status.unwritten.first() {
        let count = status.unwritten.len();
        let next = status.unwritten.iter().map(|one| &one.next_try);
        let next = next.min_by_key(|at| at.instant).unwrap_or(&first.next_try);
        let name = locale::target(&first.task, first.milestone.as_deref());
        let since = time(&first.since);
        lines.push(delivery::unwritten(
            (count, name),
            &since,
            &cause(&first.why),
            &time(next),
            language,
        ));
        let letter = status.unwritten.iter().find_map(|one| one.letter.as_deref());
        lines.extend(letter.map(|letter| delivery::as_written(letter, language)));
    }
    if let (1.., Some(oldest)) = (status.queued, &status.oldest_queued) {
        lines.push(delivery::queued(status.queued, &time(oldest), language));
    }
    if status.undelivered > 0 {
        lines.push(delivery::in_vain(status.undelivered, language));
    }
    if status.held > 0 {
        lines.push(delivery::held(status.held, language));
    }
    if let (1.., Some(since)) = (status.answers_waiting, &status.answers_since) {
        lines.push(delivery::answers(status.answers_waiting, &time(since), language));
    }
    if let Some(WaitingEdit { found, changes, moved, dropped }) = &status.edit {
        lines.push(delivery::edit(&time(found), *changes, (*moved, *dropped), language));
    }
    for Bounced { address, since, answer, .. } in &status.bounced {
        lines.push(delivery::bounced(
            address,
            &time(since),
            &one_line(&quoted(answer, language)),
            language,
        ));
    }
    for Unreached { address, letter, answer, .. } in &status.admin_unreached {
        let answer = answer.as_ref().map_or_else(|| "?".to_owned(), cause);
        lines.push(delivery::admin_unreached(address, letter, &answer, language));
    }
    lines.iter().try_for_each(|line| print_line!("{}", style::strong(line)))
}
