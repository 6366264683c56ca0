//! What the root file says about the service itself.

use toml::de::DeValue;

use crate::config::fault::{Code, ValueFault};
use crate::config::finding::{Level, Place};
use crate::config::read::context::Context;
use crate::config::read::raw::{RawImap, RawWeb, Spot};
use crate::config::read::secret::{read_kept, read_secret};
use crate::config::read::table::{Table, no_such_word, place};
use crate::config::read::{addresses, host, keys, listen, web_url};
use crate::model::{AnswerRules, DigestRhythm, Guard, LedgerUrl, Mailbox, Security};

/// Where the ledger is kept. A password in the URL is named, never written.
pub(super) fn read_ledger(ledger: &Table<'_>, context: &mut Context<'_>) -> Option<LedgerUrl> {
    let value = ledger.value("url")?;
    let place = place(value);
    if !matches!(value.get_ref(), DeValue::String(_)) {
        return read_kept(ledger, "url", place, context).map(LedgerUrl::Kept);
    }
    let url = ledger.line("url", context)?;
    let Some(server) = SERVERS.into_iter().find_map(|scheme| url.value.strip_prefix(scheme)) else {
        if &*url.value != "sqlite" {
            let written = url.value.to_string();
            context.add(ValueFault::UnknownLedger { written }, url.place);
        }
        return Some(LedgerUrl::Sqlite);
    };
    let (user, rest) = server.split_once('@').unwrap_or(("", server));
    if user.contains(':') || rest.contains("password=") {
        context.add(ValueFault::InlinePassword, Place { end: place.start, ..place });
    }
    Some(LedgerUrl::Server(url.value.as_ref().into()))
}

/// How a server's URL begins.
const SERVERS: [&str; 2] = ["postgres://", "postgresql://"];

pub(super) fn read_web(root: &Table<'_>, context: &mut Context<'_>) -> Option<RawWeb> {
    let web = root.table("web", &keys::WEB, context)?;
    let (listen, url) = (web.line("listen", context), web.line("url", context));
    Some(RawWeb {
        place: root.value("web").map(place).unwrap_or_default(),
        listen: listen.and_then(|written| listen::for_people(&written, context)),
        url: url.and_then(|written| web_url::read(&written, context)),
        key: read_secret(&web, "key", context),
    })
}

/// Whether letters have links, and where that is said.
pub(super) fn read_links(answers: &Table<'_>, context: &mut Context<'_>) -> Option<Spot<bool>> {
    let place = answers.value("links").map(place).unwrap_or_default();
    answers.flag("links", context).map(|value| Spot { value, place })
}

/// Who hears of trouble, and how often they hear that all is well (R4).
pub(super) fn read_admin(
    root: &Table<'_>,
    context: &mut Context<'_>,
) -> (Vec<Mailbox>, Option<DigestRhythm>) {
    let Some(admin) = root.table("admin", &keys::ADMIN, context) else {
        return (Vec::new(), None);
    };
    let texts = admin.texts("to", context).unwrap_or_default();
    let to = texts.iter().filter_map(|text| addresses::mailbox(text, context)).collect();
    let all_well = admin.choice("all-well", DigestRhythm::from_name, context);
    (to, all_well.map(|spot| spot.value))
}

/// Warnings that are known; an error is none.
pub(super) fn read_allow(root: &Table<'_>, context: &mut Context<'_>) -> Vec<Code> {
    let check = root.table("check", &keys::CHECK, context);
    let texts = check.and_then(|check| check.texts("allow", context)).unwrap_or_default();
    let mut codes = Vec::with_capacity(texts.len());
    for text in &texts {
        match Code::from_name(&text.value) {
            Some(code) if code.level() == Level::Warning => codes.push(code),
            Some(code) => {
                context.add(ValueFault::NotAWarning { code: code.to_string() }, text.place);
            }
            None => {
                let warnings = Code::ALL.iter().filter(|(_, code)| code.level() == Level::Warning);
                let words: Vec<&str> = warnings.map(|(name, _)| *name).collect();
                no_such_word(keys::CHECK.key("allow"), text, &words, context);
            }
        }
    }
    codes
}

pub(super) fn read_guard(guard: &Table<'_>, context: &mut Context<'_>) -> Guard {
    let default = Guard::default();
    let mut whole = |name, default| guard.whole(name, context).map_or(default, |spot| spot.value);
    let max_copies = whole("max-copies", default.max_copies);
    Guard {
        max_letters: whole("max-letters", default.max_letters),
        max_changes: whole("max-changes", default.max_changes),
        max_changes_share: guard
            .share("max-changes-share", context)
            .unwrap_or(default.max_changes_share),
        max_copies,
    }
}

pub(super) fn read_answers(answers: &Table<'_>, context: &mut Context<'_>) -> AnswerRules {
    let patience = answers.span("patience", context).map(|spot| spot.value);
    let trusted = answers.line("trusted-results", context);
    let maildir = answers.line("maildir", context);
    AnswerRules {
        patience: patience.unwrap_or(AnswerRules::default().patience),
        trusted_results: trusted.map(|spot| Box::from(&*spot.value)),
        maildir: maildir.map(|spot| Box::from(&*spot.value)),
        imap: None,
    }
}

pub(super) fn read_imap(answers: &Table<'_>, context: &mut Context<'_>) -> Option<RawImap> {
    let imap = answers.table("imap", &keys::IMAP, context)?;
    let port = imap.whole("port", context);
    let mut raw = RawImap {
        place: answers.value("imap").map(place).unwrap_or_default(),
        host: None,
        port: port.map(|port| Spot { value: port.value as u16, place: port.place }),
        security: imap.choice("security", Security::from_name, context),
        ca: imap.line("ca", context),
        user: imap.title("user", context),
        password: read_secret(&imap, "password", context),
        folder: imap.title("folder", context),
    };
    let beside = (raw.security(), raw.port.map(|port| port.value));
    raw.host = imap.line("host", context).map(|written| host::read(&written, beside, context));
    Some(raw)
}
