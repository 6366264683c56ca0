//! What would mend a relay that takes no letters.

use crate::model::names::names;

/// What would mend it, as far as the failure tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cure {
    /// Nothing listens at that host and port.
    Port,
    /// There is no host of that name.
    Host,
    /// Nothing answers: a firewall, a network that is down.
    Network,
    /// The port expects TLS from the first byte.
    TlsFirst,
    /// The port speaks in the clear first, and perhaps offers STARTTLS.
    StartTls,
    /// The relay offers no STARTTLS.
    NoStartTls,
    /// The relay takes nothing without TLS.
    NeedsTls,
    /// The relay knows only TLS older than 1.2.
    OldTls,
    /// Nobody known vouches for the relay's certificate.
    Issuer,
    /// The certificate is that of an authority, and not one of a server.
    AuthorityItself,
    /// The certificate is made out to another name.
    Name,
    /// The certificate has expired, or is not valid yet.
    Date,
    /// What listens there speaks no SMTP.
    NotSmtp,
    /// The relay turns this machine away.
    Welcome,
    /// The relay does not take the user name or the password.
    Login,
    /// The relay offers no login that duban knows.
    Mechanism,
    /// The relay takes nothing without a login.
    NeedsLogin,
    /// The relay does not take the sender.
    Sender,
}

names!(Cure {
    Port = "port",
    Host = "host",
    Network = "network",
    TlsFirst = "tls-first",
    StartTls = "starttls",
    NoStartTls = "no-starttls",
    NeedsTls = "needs-tls",
    OldTls = "old-tls",
    Issuer = "issuer",
    AuthorityItself = "authority-itself",
    Name = "name",
    Date = "date",
    NotSmtp = "not-smtp",
    Welcome = "welcome",
    Login = "login",
    Mechanism = "mechanism",
    NeedsLogin = "needs-login",
    Sender = "sender",
});
