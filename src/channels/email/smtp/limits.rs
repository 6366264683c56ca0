//! L5: how long each step of the conversation may take.

use std::time::Duration;

/// L5: how long each step may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Name lookup, TCP and TLS, each.
    pub connect: Duration,
    /// The reply to EHLO, STARTTLS, AUTH, RSET and QUIT.
    pub command: Duration,
    /// The greeting, and the reply to MAIL, RCPT and DATA: a relay may ask others before it answers
    /// (RFC 5321 §4.5.3.2).
    pub envelope: Duration,
    /// The reply to the final dot, the message's way included.
    pub message: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connect: Duration::from_secs(30),
            command: Duration::from_secs(60),
            envelope: Duration::from_secs(300),
            message: Duration::from_secs(600),
        }
    }
}
