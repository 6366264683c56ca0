//! The steps of the conversation with a mail server.

/// A step of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Connect,
    Tls,
    Greeting,
    Hello,
    StartTls,
    Login,
    Mail,
    /// MAIL with what only this letter asks for.
    OwnMail,
    Recipient,
    Data,
    Message,
    /// What is asked of a mailbox that is read.
    Mailbox,
}
