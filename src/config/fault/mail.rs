//! `[mail]`: what a way of sending lacks, and what does not go together.

use crate::config::fault::code::Code;
use crate::model::Security;
use crate::model::met::Met;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MailFault {
    MissingSmtp,
    /// The machine has no certificate authorities.
    NoAuthorities {
        why: Met,
    },
    UnusedCa,
    BadCa {
        why: Met,
    },
    ExposedPassword {
        path: String,
        why: Met,
    },
    UnreadablePassword {
        why: Met,
    },
    /// `alone` is the program where options stand behind it.
    NoSendmail {
        why: Met,
        alone: Option<String>,
    },
    MissingPassword,
    MissingUsername,
    ClearPassword,
    UnlikelyPort {
        port: u16,
        what: PortUse,
        security: Security,
        cure: PortCure,
    },
}

/// What a port is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PortUse {
    TlsAtOnce,
    NoTlsAtFirst,
    ReadingMail,
    SendingMail,
    Pop,
    Web,
}

/// What is likely to be meant where port and security do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PortCure {
    Port(u16),
    /// Another `security`, in the place of the one that is written.
    Security(Security),
    /// A `security` beside the port.
    AddSecurity(Security),
}

impl MailFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            MailFault::MissingSmtp => Code::MissingSmtp,
            MailFault::NoAuthorities { .. } => Code::NoAuthorities,
            MailFault::UnusedCa => Code::UnusedCa,
            MailFault::BadCa { .. } => Code::BadCa,
            MailFault::ExposedPassword { .. } => Code::ExposedPassword,
            MailFault::UnreadablePassword { .. } => Code::UnreadablePassword,
            MailFault::NoSendmail { .. } => Code::NoSendmail,
            MailFault::MissingPassword => Code::MissingPassword,
            MailFault::MissingUsername => Code::MissingUsername,
            MailFault::ClearPassword => Code::ClearPassword,
            MailFault::UnlikelyPort { .. } => Code::UnlikelyPort,
        }
    }
}
