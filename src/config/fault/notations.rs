//! Values that have a notation of their own, and are not written in it: offsets, times, addresses, hosts.

use crate::config::fault::code::Code;
use crate::model::{CronFault, OffsetError};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotationFault {
    YearOutOfRange {
        year: i16,
        low: i16,
        high: i16,
    },
    BadOffset {
        written: String,
        why: OffsetError,
        /// Whether a length is wanted, not an offset.
        is_length: bool,
        meant: Option<String>,
    },
    /// `opened+1200mo` leads nowhere.
    BeyondDates {
        offset: String,
    },
    BadPercentage {
        written: String,
    },
    EmptyRhythm,
    MixedRhythm,
    BadHours {
        written: String,
    },
    BadTime {
        written: String,
    },
    BadRate {
        written: String,
    },
    BadCron {
        written: String,
        why: CronFault,
    },
    BadRoll {
        written: String,
    },
    /// `late`, or `due-within`.
    BadLate {
        written: String,
    },
    BadUrl {
        written: String,
    },
    NoWorkdays,
    BadListen {
        written: String,
    },
    HttpOpen,
    BadHost(HostFault),
    BadAddress {
        written: String,
        why: AddressFault,
        meant: Option<String>,
    },
    /// L3: a sender must be known to every mail server.
    SenderNotAscii {
        address: String,
    },
}

/// What is wrong with `mail.smtp.host`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HostFault {
    /// What is written there; `None` where it may hold a password.
    pub(crate) written: Option<String>,
    /// The lines to write instead; none where no host is to be seen in it.
    pub(crate) lines: Vec<String>,
}

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AddressFault {
    /// No `@` with something on both sides.
    Parts,
    /// What stands before the `@`.
    Name,
    Domain(String),
    /// `[…]` that is no IP address.
    Literal(String),
    Quotes,
    /// In the words of the mail library.
    Other(String),
}

impl NotationFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            NotationFault::YearOutOfRange { .. } => Code::YearOutOfRange,
            NotationFault::BadOffset { .. } | NotationFault::BeyondDates { .. } => Code::BadOffset,
            NotationFault::BadPercentage { .. } => Code::BadPercentage,
            NotationFault::EmptyRhythm | NotationFault::MixedRhythm => Code::BadRhythm,
            NotationFault::BadHours { .. } => Code::BadHours,
            NotationFault::BadTime { .. } => Code::BadTime,
            NotationFault::BadRate { .. } => Code::BadRate,
            NotationFault::BadCron { .. } => Code::BadCron,
            NotationFault::BadRoll { .. } => Code::BadRoll,
            NotationFault::BadLate { .. } => Code::BadLate,
            NotationFault::BadUrl { .. } => Code::BadUrl,
            NotationFault::NoWorkdays => Code::NoWorkdays,
            NotationFault::BadListen { .. } => Code::BadListen,
            NotationFault::HttpOpen => Code::HttpOpen,
            NotationFault::BadHost(_) => Code::BadHost,
            NotationFault::BadAddress { .. } | NotationFault::SenderNotAscii { .. } => {
                Code::BadAddress
            }
        }
    }
}
