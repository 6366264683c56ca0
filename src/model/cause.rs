//! What an attempt at a letter can meet with, and at which step: codes, as the ledger keeps them. The sentences stand in
//! `words::causes`.

use crate::model::names::names;

/// What an attempt met with, or came to. What it names (a line, a limit, an address) is beside it, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The connection ended where a reply was due.
    HungUp,
    /// A line that is no reply.
    NotSmtp,
    /// A positive reply that is not the one the step needs.
    Unexpected,
    /// No answer within so long.
    NoAnswer,
    /// There was no reply at all.
    NothingSaid,
    /// The relay offers no STARTTLS.
    NoStartTls,
    /// More was said before TLS than may be.
    WordsBeforeTls,
    /// No login that duban knows; the relay offers these.
    NoLogin,
    /// The relay offers no login.
    NoLoginAtAll,
    /// The relay asks on after the password.
    AsksForMore,
    /// The letter has so many bytes, the relay takes so many.
    TooLarge,
    /// An address beyond ASCII, and no SMTPUTF8.
    NotAscii,
    /// No address, and why not.
    NoAddress,
    /// The certificates of `mail.smtp.ca`, and what is wrong with them.
    NoAuthorities,
    /// Nothing listens there.
    ConnectionRefused,
    /// The other end broke the connection off.
    ConnectionReset,
    /// It was broken while something was said.
    BrokenPipe,
    /// The system gave up.
    TimedOut,
    /// There is no way to the host.
    NoRoute,
    /// There is no way to its network.
    NoNetwork,
    /// There is no such host.
    NoSuchName,
    /// The host has no address.
    NameWithoutAddress,
    /// The name server does not answer.
    NoNameServer,
    /// The system does not allow it.
    NotAllowed,
    /// There is no such file.
    NoFile,
    /// The disk is full.
    DiskFull,
    /// The file system is read-only.
    ReadOnly,
    /// It is a folder.
    IsFolder,
    /// What should be a folder is none.
    NoFolder,
    /// There is such a file already.
    FileExists,
    /// The connection ended within the TLS handshake.
    EndedInTls,
    /// Nobody known vouches for the certificate.
    UnknownIssuer,
    /// The certificate is made out to other names than this.
    OtherName,
    /// The certificate has expired.
    Expired,
    /// The certificate is not valid yet.
    NotValidYet,
    /// The certificate is one that issues others.
    AuthorityItself,
    /// The ledger's server does not encrypt.
    ServerWithoutTls,
    /// Something else is wrong with the certificate.
    BadCertificate,
    /// What came was no TLS.
    NoTls,
    /// The other end ended TLS for this reason.
    TlsAlert,
    /// The file of the outbox could not be written, and why.
    OutboxUnwritable,
    /// The letter was written to this file.
    WrittenTo,
    /// This program took the letter.
    TakenBy,
    /// This program took longer than so many seconds.
    ProgramLate,
    /// This program was killed.
    ProgramKilled,
    /// This program ended with this status, and said this.
    ProgramStatus,
    /// duban was told to stop before the answer came.
    Stopped,
    /// duban failed in the middle of the attempt.
    Failed,
    /// The password is a credential of this name, and systemd handed over none.
    NoCredentials,
    /// The password cannot be read from this file, and why.
    PasswordUnreadable,
    /// Others may get at the password in this file, and what they may do.
    PasswordExposed,
    /// The variable of this name is not set.
    NoVariable,
    /// The password from there is empty.
    PasswordEmpty,
    /// The system knows no certificate authority; and what it said.
    NoRoots,
    /// A folder of a mailbox without lasting numbers of mails.
    NoUids,
    /// No certificate can bear this name.
    HostName,
    /// This file cannot be read, and why.
    FileUnreadable,
    /// There is no certificate of an authority in this file.
    NoCertificate,
    /// The transport is SMTP, and there is no relay.
    NoRelay,
    /// This program could not be run, and why.
    ProgramFailed,
    /// The letter's template failed, and how.
    Template,
    /// This answer, after the letter was handed over so many times.
    MayHaveArrived,
    /// A workbook beside the letter could not be written, and why.
    Workbook,
    /// A line of a reply has no end.
    LineTooLong,
    /// Nobody ever answered for the recipient.
    NeverAnswered,
    /// A folder stands where a file should be.
    FileIsFolder,
    /// A named pipe stands there.
    FileIsPipe,
    /// A socket stands there.
    FileIsSocket,
    /// A device stands there.
    FileIsDevice,
    /// The file is a link to this one, which is not there.
    LinkToNowhere,
    /// This file of the state folder is a link.
    LinkInState,
    /// A record of an edit has several names, or is too large.
    NoRecord,
    /// This file, and what is wrong with it.
    AtFile,
    /// What others may do with a file, and its mode.
    OpenToOthers,
    /// Everybody may read it.
    AllMayRead,
    /// Everybody may write it.
    AllMayWrite,
    /// Its group may write it.
    GroupMayWrite,
    /// Two causes at once.
    Both,
    /// No folder of $PATH has this program.
    NoProgramInPath,
    /// There is no such program.
    NoProgram,
    /// This program may not be run.
    NotExecutable,
    /// This program is named by a relative path.
    RelativeProgram,
    /// A pattern has three stars in a row.
    PatternStars,
    /// A pattern has `**` within a name.
    PatternDeep,
    /// A pattern has a bracket that is none.
    PatternBracket,
    /// A pattern is not UTF-8.
    PatternNotUtf8,
    /// This folder cannot be listed, and why.
    FolderUnlisted,
    /// A pattern leads through more than so many files.
    TooManyEntries,
}

names!(Cause {
    HungUp = "hung-up",
    NotSmtp = "not-smtp",
    Unexpected = "unexpected",
    NoAnswer = "no-answer",
    NothingSaid = "nothing-said",
    NoStartTls = "no-starttls",
    WordsBeforeTls = "words-before-tls",
    NoLogin = "no-login",
    NoLoginAtAll = "no-login-at-all",
    AsksForMore = "asks-for-more",
    TooLarge = "too-large",
    NotAscii = "not-ascii",
    NoAddress = "no-address",
    NoAuthorities = "no-authorities",
    ConnectionRefused = "connection-refused",
    ConnectionReset = "connection-reset",
    BrokenPipe = "broken-pipe",
    TimedOut = "timed-out",
    NoRoute = "no-route",
    NoNetwork = "no-network",
    NoSuchName = "no-such-name",
    NameWithoutAddress = "name-without-address",
    NoNameServer = "no-name-server",
    NotAllowed = "not-allowed",
    NoFile = "no-file",
    DiskFull = "disk-full",
    ReadOnly = "read-only",
    IsFolder = "is-folder",
    NoFolder = "no-folder",
    FileExists = "file-exists",
    EndedInTls = "ended-in-tls",
    UnknownIssuer = "unknown-issuer",
    OtherName = "other-name",
    Expired = "expired",
    NotValidYet = "not-valid-yet",
    AuthorityItself = "authority-itself",
    ServerWithoutTls = "server-without-tls",
    BadCertificate = "bad-certificate",
    NoTls = "no-tls",
    TlsAlert = "tls-alert",
    OutboxUnwritable = "outbox-unwritable",
    WrittenTo = "written-to",
    TakenBy = "taken-by",
    ProgramLate = "program-late",
    ProgramKilled = "program-killed",
    ProgramStatus = "program-status",
    Stopped = "stopped",
    Failed = "failed",
    NoCredentials = "no-credentials",
    PasswordUnreadable = "password-unreadable",
    PasswordExposed = "password-exposed",
    NoVariable = "no-variable",
    PasswordEmpty = "password-empty",
    NoRoots = "no-roots",
    NoUids = "no-uids",
    HostName = "host-name",
    FileUnreadable = "file-unreadable",
    NoCertificate = "no-certificate",
    NoRelay = "no-relay",
    ProgramFailed = "program-failed",
    Template = "template",
    MayHaveArrived = "may-have-arrived",
    Workbook = "workbook",
    LineTooLong = "line-too-long",
    NeverAnswered = "never-answered",
    FileIsFolder = "file-is-folder",
    FileIsPipe = "file-is-pipe",
    FileIsSocket = "file-is-socket",
    FileIsDevice = "file-is-device",
    LinkToNowhere = "link-to-nowhere",
    LinkInState = "link-in-state",
    NoRecord = "no-record",
    AtFile = "at-file",
    OpenToOthers = "open-to-others",
    AllMayRead = "all-may-read",
    AllMayWrite = "all-may-write",
    GroupMayWrite = "group-may-write",
    Both = "both",
    NoProgramInPath = "no-program-in-path",
    NoProgram = "no-program",
    NotExecutable = "not-executable",
    RelativeProgram = "relative-program",
    PatternStars = "pattern-stars",
    PatternDeep = "pattern-deep",
    PatternBracket = "pattern-bracket",
    PatternNotUtf8 = "pattern-not-utf8",
    FolderUnlisted = "folder-unlisted",
    TooManyEntries = "too-many-entries",
});

/// A step of the conversation with a relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The connection.
    Connect,
    /// TLS and its certificate.
    Tls,
    /// The relay's greeting.
    Greeting,
    /// EHLO.
    Hello,
    /// STARTTLS.
    StartTls,
    /// AUTH.
    Login,
    /// MAIL.
    Mail,
    /// RCPT.
    Recipient,
    /// DATA, before the message.
    Data,
    /// The message.
    Message,
    /// A mailbox of replies is read.
    Mailbox,
}

names!(Step {
    Connect = "connect",
    Tls = "tls",
    Greeting = "greeting",
    Hello = "ehlo",
    StartTls = "starttls",
    Login = "login",
    Mail = "mail",
    Recipient = "rcpt",
    Data = "data",
    Message = "message",
    Mailbox = "mailbox",
});
