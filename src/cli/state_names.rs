//! What the ledger's states are called. JSON has the English names.

use crate::ledger::{Disposition, Held, LetterState, RecipientState};
use crate::model::Language;
use crate::words::lists;

/// The name of a letter's state.
pub(super) fn letter_state(state: LetterState, language: Language) -> &'static str {
    let name = match state {
        LetterState::Queued => lists::QUEUED,
        LetterState::Held => lists::HELD,
        LetterState::Sent => lists::SENT,
        LetterState::Failed => lists::FAILED,
        LetterState::Replaced => lists::REPLACED,
        LetterState::Withdrawn => lists::WITHDRAWN,
        LetterState::Discarded => lists::DISCARDED,
    };
    name.said(language)
}

/// Why a letter is held.
pub(super) fn why_held(held: Held, language: Language) -> &'static str {
    let why = match held {
        Held::Ask => lists::ITS_STAGE_ASKS,
        Held::Guard => lists::TOO_MANY_LETTERS,
        Held::Changes => lists::TOO_MANY_CHANGES,
    };
    why.said(language)
}

/// The name of a recipient's state.
pub(super) fn recipient_state(state: RecipientState, language: Language) -> &'static str {
    let name = match state {
        RecipientState::Pending => lists::PENDING,
        RecipientState::Delivered => lists::DELIVERED,
        RecipientState::Refused => lists::REFUSED,
    };
    name.said(language)
}

/// What became of a notice.
pub(super) fn disposition(disposition: Disposition, language: Language) -> &'static str {
    let name = match disposition {
        Disposition::Letter => lists::IN_LETTER,
        Disposition::Superseded => lists::SUPERSEDED,
        Disposition::Adopted => lists::ADOPTED,
        Disposition::Replaced => lists::WRITTEN_ANEW,
        Disposition::Withdrawn => lists::TAKEN_BACK,
    };
    name.said(language)
}
