//! Why a step of the conversation did not succeed, and what that means: for the letter, for one
//! recipient, or for every letter alike.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::{Response, Severity};

use crate::channels::delivery::Trouble;
use crate::channels::email::smtp::diagnosis;
use crate::channels::email::smtp::step::Step;
use crate::io_cause;
use crate::ledger::Outcome;
use crate::model::cause;
use crate::model::cause::Cause;
use crate::model::cure::Cure;
use crate::model::met::{Met, What};

/// The relay has forgotten the login, or wants one (RFC 4954 §6).
const FORGOTTEN: u16 = 530;

/// Why a step did not succeed.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    step: Step,
    why: What,
    /// The reply's code, if there was a reply.
    code: Option<u16>,
    /// Whether waiting cannot mend it, although no reply said so.
    hopeless: bool,
    /// What would mend it, where that is known.
    cure: Option<Cure>,
}

impl Failure {
    fn new(step: Step, why: Met, code: Option<u16>) -> Failure {
        Failure { step, why: why.what, code, hopeless: false, cure: None }
    }

    pub(crate) fn of(step: Step, error: &Error) -> Failure {
        let said = error.source().map(ToString::to_string);
        let by_system = error.source().and_then(|source| source.downcast_ref::<io::Error>());
        let code = error.status().map(u16::from);
        let why = match (code, said, by_system) {
            (Some(code), said, _) => {
                format!("{code} {}", said.unwrap_or_default()).trim_end().into()
            }
            (None, _, Some(error)) => io_cause::met(error),
            // So lettre says that the connection ended where a reply was due.
            (None, Some(said), _) if said == "incomplete response" => Met::of(Cause::HungUp, &[]),
            // And so that what came cannot be read, up to the line.
            (None, Some(said), _) if error.is_response() => {
                let line = said.split_once(" at: ").map_or(said.as_str(), |(_, line)| line);
                return Failure::unreadable(step, line);
            }
            (None, Some(said), _) => said.trim_end().into(),
            (None, None, _) => error.to_string().into(),
        };
        Failure::new(step, why, code)
    }

    /// What came is no reply. Whoever greets so speaks no SMTP.
    fn unreadable(step: Step, line: &str) -> Failure {
        let why = Met::of(Cause::NotSmtp, &[line.trim()]);
        let failure = Failure::new(step, why, None);
        match step {
            Step::Greeting => failure.for_good().mended_by(Cure::NotSmtp),
            _ => failure,
        }
    }

    /// The connection broke; a certificate that is not trusted breaks it for good.
    pub(crate) fn broken(step: Step, failure: &io::Error) -> Failure {
        let diagnosis::Diagnosis { hopeless, cure } = diagnosis::of(step, failure);
        Failure { hopeless, cure, ..Failure::new(step, io_cause::met(failure), None) }
    }

    pub(crate) fn late(step: Step, limit: Duration) -> Failure {
        let failure = Failure::new(step, Met::of(Cause::NoAnswer, &[&format!("{limit:?}")]), None);
        let cure = (step == Step::Connect).then_some(Cure::Network);
        Failure { cure, ..failure }
    }

    /// In the server's words; whether waiting cannot mend it.
    pub(crate) fn said(step: Step, why: String, for_good: bool) -> Failure {
        Failure { hopeless: for_good, ..Failure::new(step, why.into(), None) }
    }

    /// Something only an admin can mend.
    pub(crate) fn needs_admin(step: Step, cause: Cause, values: &[&str]) -> Failure {
        Failure::admin_must_mend(step, Met::of(cause, values))
    }

    /// The same, where what it names is a cause itself.
    pub(crate) fn admin_must_mend(step: Step, why: Met) -> Failure {
        Failure::new(step, why, None).for_good()
    }

    /// A reply line with another code than the step needs.
    pub(crate) fn answered(step: Step, line: &str) -> Failure {
        let code = line.get(..3).and_then(|code| code.parse().ok());
        match code {
            None => Failure::unreadable(step, line),
            code => Failure::new(step, line.into(), code),
        }
    }

    /// A reply that is positive, and not the one the step needs.
    pub(crate) fn unexpected(step: Step, reply: &Response) -> Failure {
        let why = Met::of(Cause::Unexpected, &[&shown(reply)]);
        Failure::new(step, why, Some(u16::from(reply.code())))
    }

    /// What we know ourselves of an address or a letter: no relay will take it.
    pub(crate) fn impossible(step: Step, cause: Cause, values: &[&str]) -> Failure {
        Failure::new(step, Met::of(cause, values), Some(550))
    }

    /// It will be the same the next time.
    pub(crate) fn for_good(self) -> Failure {
        Failure { hopeless: true, ..self }
    }

    /// This would mend it.
    pub(crate) fn mended_by(self, cure: Cure) -> Failure {
        Failure { cure: Some(cure), ..self }
    }

    /// What was said, but for these words.
    pub(crate) fn without(self, hidden: &[String]) -> Failure {
        Failure { why: self.why.with_words(&|words| without(words, hidden)), ..self }
    }

    /// The same at another step, which could not be taken for that reason.
    pub(crate) fn at(&self, step: Step) -> Failure {
        Failure { step, ..self.clone() }
    }

    /// What MAIL met with was said of this letter alone.
    pub(crate) fn of_this_letter(self) -> Failure {
        Failure { step: Step::OwnMail, ..self }
    }

    /// Whether the relay left the step unanswered, or answered what makes no sense there: then the two
    /// are out of step.
    pub(crate) fn is_without_reply(&self) -> bool {
        !matches!(self.code, Some(400..=599))
    }

    /// RFC 5321 §3.8: with 421 the relay closes the session.
    pub(crate) fn is_goodbye(&self) -> bool {
        self.code == Some(421)
    }

    /// Whether nothing more can be said in this session.
    pub(crate) fn ends_session(&self) -> bool {
        self.is_without_reply() || self.is_goodbye()
    }

    /// Whether a session that was used before serves no longer, and another one may: it has ended, has forgotten the
    /// login, or has had as many letters as the relay takes in one. Relays say the last with whatever 4xx to MAIL
    /// or DATA; a new session tells whether it was that.
    pub(crate) fn spends_session(&self) -> bool {
        let at_letter = matches!(self.step, Step::Mail | Step::OwnMail | Step::Data);
        let not_now = matches!(self.code, Some(400..=499));
        self.ends_session()
            || self.is_login_forgotten()
            || self.is_session_limit()
            || (at_letter && not_now)
    }

    /// The relay has not taken the message, and may in another session.
    pub(crate) fn is_session_limit_or_goodbye(&self) -> bool {
        self.is_session_limit() || self.is_goodbye()
    }

    /// Whether the reply speaks of what a session may carry.
    pub(crate) fn is_session_limit(&self) -> bool {
        let said = self.why.words().to_lowercase();
        let of_session = ["session", "connection"].iter().any(|word| said.contains(word));
        let limits = ["too many", "limit", "exceed", "maximum", "max ", "per "];
        let limited = limits.iter().any(|word| said.contains(word));
        !self.is_without_reply() && ((of_session && limited) || self.is_too_many_messages(&said))
    }

    /// Some do not name the session.
    fn is_too_many_messages(&self, said: &str) -> bool {
        let of_messages =
            ["messages", "mails", "transactions"].iter().any(|word| said.contains(word));
        of_messages && (said.contains("too many") || said.contains("maximum"))
    }

    /// Whether the relay refuses a mechanism of AUTH that it offered (RFC 4954 §4).
    pub(crate) fn is_of_mechanism(&self) -> bool {
        self.step == Step::Login && self.code == Some(504)
    }

    fn is_login_forgotten(&self) -> bool {
        self.code == Some(FORGOTTEN)
    }

    fn is_permanent(&self) -> bool {
        matches!(self.code, Some(500..=599))
    }

    /// RFC 5321 §4.5.3.1.10: the relay takes only so many recipients at once, said with 452 and by
    /// some with 552. The rest go in a transaction of their own.
    pub(crate) fn is_too_many(&self) -> bool {
        let said = self.why.words();
        let full_mailbox = said.contains(" 4.2.2") || said.contains(" 5.2.2");
        self.step == Step::Recipient && matches!(self.code, Some(452 | 552)) && !full_mailbox
    }

    /// Whether it says nothing of the letter: no other letter would fare better. The sender is the
    /// same for all, so what MAIL meets with is of this kind, but for the letter's size (RFC 3463
    /// X.3.4); so is a login that was forgotten, at whatever step it is missed.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        let said = self.why.words();
        let too_big = said.contains(" 5.3.4") || said.contains(" 4.3.4");
        let about_all = match self.step {
            Step::OwnMail | Step::Recipient | Step::Data | Step::Message => {
                self.is_login_forgotten()
            }
            Step::Mail => !too_big,
            _ => true,
        };
        about_all.then(|| self.all_letters())
    }

    /// The same, where it is known to concern all letters.
    pub(crate) fn all_letters(&self) -> Trouble {
        Trouble { why: self.met(), needs_admin: self.needs_an_admin(), cure: self.cure() }
    }

    /// What would mend it, as far as it tells.
    fn cure(&self) -> Option<Cure> {
        let wants_tls = self.why.words().to_ascii_uppercase().contains("STARTTLS");
        self.cure.or(match (self.step, self.code) {
            // RFC 3207 §4 and RFC 4954 §6 share a code.
            (_, Some(FORGOTTEN)) if wants_tls => Some(Cure::NeedsTls),
            (_, Some(FORGOTTEN)) => Some(Cure::NeedsLogin),
            (Step::Greeting | Step::Hello, Some(500..=599)) => Some(Cure::Welcome),
            (Step::Login, Some(538)) => Some(Cure::NeedsTls),
            (Step::Login, Some(500..=599)) => Some(Cure::Login),
            (Step::Mail, Some(500..=599)) => Some(Cure::Sender),
            _ => None,
        })
    }

    /// Whether the connection was made, and what greeted there was no relay, or nothing.
    pub(crate) fn is_no_greeting(&self) -> bool {
        self.step == Step::Greeting && self.code.is_none()
    }

    /// Whether the relay does not know duban's login: then no session will do.
    pub(crate) fn is_of_tls(&self) -> bool {
        matches!(self.step, Step::Tls | Step::StartTls)
    }

    pub(crate) fn is_login(&self) -> bool {
        self.step == Step::Login && self.needs_an_admin()
    }

    fn needs_an_admin(&self) -> bool {
        self.hopeless || self.is_permanent()
    }

    /// L3: what it means for one recipient. "Never" only where the relay said so, and said it of the recipient.
    pub(crate) fn outcome(&self) -> Outcome {
        match self.is_permanent() && !self.is_login_forgotten() {
            true => Outcome::Refused(self.met()),
            false => Outcome::Deferred(self.met()),
        }
    }

    /// What was met with, and at which step.
    pub(crate) fn met(&self) -> Met {
        let step = match self.step {
            Step::Connect => cause::Step::Connect,
            Step::Tls => cause::Step::Tls,
            Step::Greeting => cause::Step::Greeting,
            Step::Hello => cause::Step::Hello,
            Step::StartTls => cause::Step::StartTls,
            Step::Login => cause::Step::Login,
            Step::Mail | Step::OwnMail => cause::Step::Mail,
            Step::Recipient => cause::Step::Recipient,
            Step::Data => cause::Step::Data,
            Step::Message => cause::Step::Message,
            Step::Mailbox => cause::Step::Mailbox,
        };
        Met { relay: None, step: Some(step), what: self.why.clone() }
    }
}

/// A text in which a relay may have repeated a secret.
pub(crate) fn without(said: &str, hidden: &[String]) -> String {
    let hidden = hidden.iter().filter(|secret| !secret.is_empty());
    hidden.fold(said.to_owned(), |said, secret| said.replace(secret.as_str(), "…"))
}

/// A reply as it is shown and kept.
pub(crate) fn shown(reply: &Response) -> String {
    let lines: Vec<&str> = reply.message().collect();
    format!("{} {}", reply.code(), lines.join(" ")).trim_end().to_owned()
}

/// The reply if it is of the severity the step needs.
pub(crate) fn judged(
    step: Step,
    done: Result<Response, Failure>,
    wanted: Severity,
) -> Result<Response, Failure> {
    match done {
        Ok(reply) if reply.code().severity == wanted => Ok(reply),
        Ok(reply) => Err(Failure::unexpected(step, &reply)),
        Err(failure) => Err(failure),
    }
}
