//! Rows of the ledger as they are shown.

use jiff::tz::TimeZone;

use crate::daemon::lease;
use crate::ledger::{
    DeliveryStatus, Disposition, Held, LetterRow, LetterState, NodeRow, NoticeRow, RecipientRow,
    RecipientState,
};
use crate::view;
use crate::view::delivery::{
    Bounced, Outage, Refusals, Unreached, Unreadable, Unwritten, WaitingEdit,
};
use crate::view::{At, Delivery, Fate, On, Reach, Recipient, Standing, WhyHeld};

/// Where a letter stands. One that was tried before is retrying.
pub(crate) fn standing(letter: &LetterRow) -> Standing {
    match letter.state {
        LetterState::Queued if letter.last_answer.is_some() => Standing::Retrying,
        LetterState::Sent if letter.unreached => Standing::Undelivered,
        LetterState::Held if letter.is_let_go() => Standing::Released,
        state => of_state(state),
    }
}

/// The same of its state alone.
pub(crate) fn of_state(state: LetterState) -> Standing {
    match state {
        LetterState::Queued => Standing::Queued,
        LetterState::Held => Standing::Held,
        LetterState::Sent => Standing::Sent,
        LetterState::Failed => Standing::Failed,
        LetterState::Withdrawn => Standing::Withdrawn,
        LetterState::Replaced => Standing::Replaced,
        LetterState::Discarded => Standing::Discarded,
    }
}

pub(crate) fn reach(state: RecipientState) -> Reach {
    match state {
        RecipientState::Pending => Reach::Pending,
        RecipientState::Delivered => Reach::Delivered,
        RecipientState::Refused => Reach::Refused,
        RecipientState::Bounced => Reach::Bounced,
    }
}

pub(crate) fn why_held(held: Held) -> WhyHeld {
    match held {
        Held::Ask => WhyHeld::Ask,
        Held::Guard => WhyHeld::Guard,
        Held::Changes => WhyHeld::Edit,
    }
}

pub(crate) fn fate(disposition: Disposition) -> Fate {
    match disposition {
        Disposition::Letter => Fate::Letter,
        Disposition::Superseded => Fate::Superseded,
        Disposition::Adopted => Fate::Adopted,
        Disposition::Withdrawn => Fate::Withdrawn,
        Disposition::Replaced => Fate::Replaced,
    }
}

/// A letter, its times in that zone.
pub(crate) fn letter(letter: &LetterRow, zone: &TimeZone) -> view::LetterRow {
    let at = |instant| At::within(zone, instant);
    let state = standing(letter);
    view::LetterRow {
        letter: letter.id.clone(),
        kind: letter.name().to_owned(),
        number: letter.own_number.clone(),
        subject: letter.subject.clone(),
        state,
        held: letter.held.filter(|_| state == Standing::Held).map(why_held),
        created: at(letter.created),
        attempts: letter.attempts,
        next_attempt: letter.next_attempt.map(at),
        last_answer: letter.last_answer.clone(),
        recipients: letter.recipients.iter().map(recipient).collect(),
    }
}

fn recipient(one: &RecipientRow) -> Recipient {
    Recipient {
        address: one.address.clone(),
        copied: one.copied,
        state: reach(one.state),
        answer: one.answer.clone(),
    }
}

/// A notice, its times in that zone, with the letter that it went into.
pub(crate) fn notice(
    notice: &NoticeRow,
    letter: Option<&LetterRow>,
    zone: &TimeZone,
) -> view::NoticeRow {
    let at = |instant| At::within(zone, instant);
    view::NoticeRow {
        recorded: at(notice.recorded),
        subject_kind: notice.id.subject.kind(),
        about: notice.id.subject.id().to_owned(),
        task: notice.id.subject.task().map(str::to_owned),
        milestone: notice.id.subject.milestone().map(str::to_owned),
        subject: notice.id.subject.clone(),
        from: notice.id.from.name(),
        anchor: On::within(zone, notice.id.anchor),
        stage: notice.id.stage.to_string(),
        occurrence: notice.id.occurrence,
        moment: at(notice.moment),
        disposition: fate(notice.disposition),
        letter: notice.letter.clone(),
        letter_state: letter.map(|letter| of_state(letter.state)),
        letter_number: letter.and_then(|letter| letter.own_number.clone()),
    }
}

/// How delivery stands, its times in that zone.
#[expect(clippy::too_many_lines, reason = "one field after another")]
pub(crate) fn delivery(status: &DeliveryStatus, zone: &TimeZone) -> Delivery {
    let at = |instant| At::within(zone, instant);
    let DeliveryStatus {
        relay,
        refusing,
        mailboxes,
        unwritten,
        queued,
        oldest,
        held,
        edit,
        in_vain,
        unreached,
        bounced,
        answers,
        answers_since,
    } = status;
    Delivery {
        queued: *queued,
        oldest_queued: oldest.map(at),
        held: *held,
        answers_waiting: *answers,
        answers_since: answers_since.map(at),
        undelivered: *in_vain,
        edit: edit.as_ref().map(|edit| WaitingEdit {
            found: at(edit.found),
            changes: edit.changes,
            moved: edit.moved,
            dropped: edit.dropped,
        }),
        relay: relay.as_ref().map(|relay| Outage {
            since: at(relay.since),
            why: relay.why.clone(),
            needs_admin: relay.needs_admin,
            cure: relay.cure,
            next_try: (*queued > 0).then(|| at(relay.next_try)),
        }),
        mailboxes: mailboxes
            .iter()
            .map(|one| Unreadable {
                mailbox: one.mailbox.clone(),
                since: at(one.since),
                why: one.why.clone(),
                needs_admin: one.needs_admin,
            })
            .collect(),
        refusing: refusing.as_ref().map(|refusing| Refusals {
            since: at(refusing.since),
            letters: refusing.letters,
            answer: refusing.answer.clone(),
        }),
        unwritten: unwritten
            .iter()
            .map(|one| Unwritten {
                task: one.task.clone(),
                milestone: Some(one.milestone.clone()).filter(|name| !name.is_empty()),
                letter: one.letter.clone(),
                since: at(one.since),
                why: one.why.clone(),
                next_try: at(one.next_try),
            })
            .collect(),
        bounced: bounced
            .iter()
            .map(|one| Bounced {
                address: one.address.clone(),
                since: at(one.since),
                letter: one.letter.clone(),
                answer: one.text.clone(),
            })
            .collect(),
        admin_unreached: unreached
            .iter()
            .map(|one| Unreached {
                address: one.address.clone(),
                letter: one.letter.clone(),
                answer: one.answer.clone(),
                settled: one.settled.map(at),
            })
            .collect(),
    }
}

/// The nodes that share the ledger.
pub(crate) fn nodes(rows: Vec<NodeRow>, zone: &TimeZone) -> Vec<view::Node> {
    let at = |instant| At::within(zone, instant);
    let node = |row: NodeRow| view::Node {
        node: row.name,
        version: row.version,
        files: row.files,
        living: row.living,
        sweeps: row.sweeps,
        lease_until: at(row.until),
        seen: at(row.seen),
        clock_ahead: row.ahead.as_millis() as f64 / 1000.0,
        clock_off: lease::is_off(row.ahead),
        letters: row.letters,
        letters_free: row.free.filter(|_| row.letters > 0).map(at),
    };
    rows.into_iter().map(node).collect()
}
