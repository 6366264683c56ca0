//! The steps by which a letter goes through a relay, as `test-mail` tells them.

use std::net::SocketAddr;

use crate::model::met::Met;

/// A step that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passed {
    /// The name has these addresses.
    Name(Vec<SocketAddr>),
    /// Something answers there.
    Connected,
    /// The connection is encrypted, and the certificate is good for the host's name.
    Secured {
        /// The protocol, as `TLSv1.3`.
        protocol: String,
        /// Whether `mail.smtp.ca` vouches for it rather than the system.
        own_authority: bool,
    },
    /// The connection is not encrypted, as the configuration wants it.
    InTheClear,
    /// The relay greeted, and answered to EHLO.
    Greeted,
    /// The login was taken.
    LoggedIn(String),
    /// The configuration names no user.
    NoLogin,
    /// The sender was taken.
    Sender(String),
    /// The recipient was taken.
    Recipient(String),
    /// The relay took the letter: its answer.
    Taken(Met),
}

/// The steps in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The host's name.
    Name,
    /// The connection.
    Connection,
    /// TLS and the certificate.
    Tls,
    /// Greeting and EHLO.
    Greeting,
    /// The login.
    Login,
    /// MAIL.
    Sender,
    /// RCPT.
    Recipient,
    /// The message.
    Letter,
}
