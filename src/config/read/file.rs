//! One file: its text becomes rows, with every finding that the file alone can give.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::allowed;
use crate::config::fault::{Code, FileFault, NotationFault, PeopleFault, ValueFault};
use crate::config::finding::{Level, Place};
use crate::config::gather::Findings;
use crate::config::read::context::Context;
use crate::config::read::keys;
use crate::config::read::raw::{
    RawAway, RawCalendar, RawDefaults, RawExtension, RawFile, RawGroup, RawHold, RawLetter,
    RawMail, RawMilestone, RawPerson, RawPolicy, RawProgress, RawRare, RawReturned, RawRule,
    RawSmtp, RawStage, RawTask, RawUnit, RawWeb, Spot, Text,
};
use crate::config::read::syntax::Mended;
use crate::config::read::table::{Table, known_severities, no_such_word};
use crate::config::read::{
    addresses, host, hours, listen, reports, syntax, tallies, web_address, web_url,
};
use crate::model::{
    AnchorKind, AnswerRules, DigestRhythm, Guard, Importance, Language, LedgerUrl, LetterKind,
    Password, Release, Security, SendOn, Severity, SubjectStart, TransportKind, Unless,
};

/// Reads a file's text.
pub(crate) fn read(text: &str, file: u32, today: Date, findings: &mut Findings) -> RawFile {
    let (tree, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() && !syntax::is_suspicious(text) {
        let lines = Lines::of(text, tree.get_ref());
        let mut context = Context::of(file, findings).in_text(text, today);
        return walk(&tree, &lines, &mut context);
    }
    drop((tree, errors));
    read_mended(syntax::mended(text, file, today), file, today, findings)
}

/// Reads a text that was mended. What is found in it is told of at the place where it was written.
fn read_mended(mended: Mended, file: u32, today: Date, findings: &mut Findings) -> RawFile {
    let Mended { text, edits, mut broken, lost, findings: slips } = mended;
    let (tree, errors) = DeTable::parse_recoverable(&text);
    broken.extend(errors.iter().filter_map(|error| error.span()).map(Place::new));
    let mut own = Findings::around(broken);
    let lines = Lines::of(&text, tree.get_ref());
    let mut context = Context::of(file, &mut own).in_text(&text, today);
    let mut raw = walk(&tree, &lines, &mut context);
    own.move_back(&edits);
    slips.into_iter().for_each(|slip| findings.add(slip));
    findings.append(own);
    raw.edits = Some(edits);
    raw.lost = lost;
    raw
}

/// The lines on which the tasks begin, found in one pass.
struct Lines(Vec<(u32, u32)>);

impl Lines {
    fn of(text: &str, tree: &DeTable<'_>) -> Lines {
        let mut starts: Vec<u32> = match tree.get("task").map(Spanned::get_ref) {
            Some(DeValue::Array(tasks)) => {
                tasks.iter().map(|task| task.span().start as u32).collect()
            }
            _ => Vec::new(),
        };
        starts.sort_unstable();
        let (mut line, mut at) = (1, 0);
        let counted = starts.into_iter().map(|start| {
            let until = (start as usize).min(text.len()).max(at);
            line += text.as_bytes()[at..until].iter().filter(|byte| **byte == b'\n').count() as u32;
            at = until;
            (start, line)
        });
        Lines(counted.collect())
    }

    fn line(&self, start: u32) -> u32 {
        let at = self.0.binary_search_by_key(&start, |(start, _)| *start);
        at.map_or(1, |at| self.0[at].1)
    }
}

fn walk(tree: &Spanned<DeTable<'_>>, lines: &Lines, context: &mut Context<'_>) -> RawFile {
    let root = Table::open(tree.get_ref(), Place::default(), &keys::ROOT, context);
    if context.file > 0 {
        only_in_root(tree.get_ref(), context);
    }
    let mail = root.table("mail", &keys::MAIL, context);
    let answers = root.table("answers", &keys::ANSWERS, context);
    RawFile {
        include: root.texts("include", context).unwrap_or_default(),
        language: root.choice("language", Language::from_name, context).map(|spot| spot.value),
        mail_place: root.value("mail").map(crate::config::read::table::place).unwrap_or_default(),
        mail: mail.map(|mail| read_mail(&mail, context)),
        admin: read_admin(&root, context),
        templates: root
            .table("templates", &keys::TEMPLATES, context)
            .and_then(|templates| templates.line("folder", context)),
        letters: each(root.named("letters", &keys::LETTERS, context), context, read_letter),
        ledger: root
            .table("ledger", &keys::LEDGER, context)
            .and_then(|ledger| read_ledger(&ledger, context)),
        guard: root.table("guard", &keys::GUARD, context).map(|guard| read_guard(&guard, context)),
        answers: answers.as_ref().map(|answers| read_answers(answers, context)),
        http: root
            .table("http", &keys::HTTP, context)
            .and_then(|http| http.line("listen", context))
            .and_then(|written| listen::for_monitoring(&written, context)),
        web: read_web(&root, context),
        links: answers.as_ref().and_then(|answers| read_links(answers, context)),
        heartbeat: root
            .table("heartbeat", &keys::HEARTBEAT, context)
            .and_then(|heartbeat| heartbeat.line("url", context))
            .and_then(|written| web_address::read(&written, context)),
        calendars: each(root.named("calendars", &keys::CALENDAR, context), context, read_calendar),
        people: each(root.named("people", &keys::PERSON, context), context, read_person),
        groups: each(root.named("groups", &keys::GROUP, context), context, read_group),
        units: each(root.named("units", &keys::UNIT, context), context, read_unit),
        policies: each(root.named("policies", &keys::POLICY, context), context, read_policy),
        rules: root
            .tables("rules", &keys::RULE, context)
            .iter()
            .map(|rule| read_rule(rule, context))
            .collect(),
        reports: root
            .tables("reports", &keys::REPORT, context)
            .iter()
            .filter_map(|report| reports::read(report, context))
            .collect(),
        tallies: root
            .tables("tallies", &keys::TALLY, context)
            .iter()
            .filter_map(|tally| tallies::read(tally, context))
            .collect(),
        defaults: read_file_defaults(&root, context),
        tasks: read_tasks(&root, lines, context),
        allow: read_allow(&root, context),
        allowed_lines: allowed::lines(context.text()),
        edits: None,
        lost: String::new(),
    }
}

/// Where the ledger is kept. A password in the URL is named, never written.
fn read_ledger(ledger: &Table<'_>, context: &mut Context<'_>) -> Option<LedgerUrl> {
    let value = ledger.value("url")?;
    let place = crate::config::read::table::place(value);
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

fn each<T>(
    tables: Vec<(Text, Table<'_>)>,
    context: &mut Context<'_>,
    read: fn(Text, &Table<'_>, &mut Context<'_>) -> T,
) -> Vec<T> {
    let mut list = Vec::with_capacity(tables.len());
    for (id, table) in tables {
        if id.value.trim().is_empty() || id.value.chars().any(char::is_control) {
            context.add(ValueFault::BadId { written: id.value.to_string() }, id.place);
        }
        list.push(read(id, &table, context));
    }
    list
}

fn only_in_root(tree: &DeTable<'_>, context: &mut Context<'_>) {
    for key in tree.keys() {
        let name: &str = key.get_ref();
        if keys::ROOT_ONLY.contains(&name) {
            let place = crate::config::read::table::place(key);
            context.add(FileFault::OnlyInRoot { key: name.to_owned() }, place);
        }
    }
}

fn read_mail(mail: &Table<'_>, context: &mut Context<'_>) -> RawMail {
    RawMail {
        from: mail.letterhead("from", context),
        reply_to: mail.letterhead("reply-to", context),
        subject_prefix: mail.title("subject-prefix", context),
        subject: mail.choice("subject", SubjectStart::from_name, context).map(|spot| spot.value),
        transport: mail.choice("transport", TransportKind::from_name, context),
        redirect: mail.mailbox("redirect", context),
        detail: mail.flag("detail", context).unwrap_or(false),
        calendar: mail.flag("calendar", context),
        contact: mail.title("contact", context),
        salutation: mail.plain("salutation", context),
        sendmail: mail.line("sendmail", context),
        smtp: mail.table("smtp", &keys::SMTP, context).map(|smtp| read_smtp(&smtp, context)),
    }
}

fn read_letter(id: Text, letter: &Table<'_>, context: &mut Context<'_>) -> RawLetter {
    let like = letter.choice("like", LetterKind::of_stage, context);
    RawLetter { id, number: letter.line("number", context), like }
}

fn read_smtp(smtp: &Table<'_>, context: &mut Context<'_>) -> RawSmtp {
    let port = smtp.whole("port", context);
    let mut raw = RawSmtp {
        host: None,
        port: port.map(|port| Spot { value: port.value as u16, place: port.place }),
        security: smtp.choice("security", Security::from_name, context),
        ca: smtp.line("ca", context),
        username: smtp.line("username", context),
        password: read_secret(smtp, "password", context),
        login_is_faulty: false,
        connections: smtp.whole("connections", context).map(|spot| spot.value),
        rate: smtp.text("rate", context).and_then(|text| hours::rate(&text, context)),
    };
    raw.login_is_faulty =
        smtp.is_faulty("username", &raw.username) || smtp.is_faulty("password", &raw.password);
    raw.host = smtp.line("host", context).map(|written| host::read(&written, &raw, context));
    raw
}

/// A secret is named, never written. A text in its place is taken for the secret itself, and not shown.
fn read_secret(
    of: &Table<'_>,
    key: &str,
    context: &mut Context<'_>,
) -> Option<Spot<Option<Password>>> {
    let value = of.value(key)?;
    let place = crate::config::read::table::place(value);
    if let DeValue::String(_) = value.get_ref() {
        context.add(ValueFault::InlinePassword, Place { end: place.start, ..place });
        return Some(Spot { value: None, place });
    }
    Some(Spot { value: read_kept(of, key, place, context), place })
}

/// Where a secret stands.
fn read_kept(
    of: &Table<'_>,
    key: &str,
    place: Place,
    context: &mut Context<'_>,
) -> Option<Password> {
    let told = context.findings.told();
    let table = of.table(key, &keys::PASSWORD, context)?;
    let mut named: Vec<Password> = Vec::new();
    named.extend(table.title("credential", context).map(Password::Credential));
    named.extend(table.title("file", context).map(Password::File));
    named.extend(table.title("env", context).map(Password::Env));
    if named.len() > 1 || (named.is_empty() && context.findings.told() == told) {
        context.add(ValueFault::BadPassword, place);
    }
    named.pop()
}

fn read_web(root: &Table<'_>, context: &mut Context<'_>) -> Option<RawWeb> {
    let web = root.table("web", &keys::WEB, context)?;
    let (listen, url) = (web.line("listen", context), web.line("url", context));
    Some(RawWeb {
        place: root.value("web").map(crate::config::read::table::place).unwrap_or_default(),
        listen: listen.and_then(|written| listen::for_people(&written, context)),
        url: url.and_then(|written| web_url::read(&written, context)),
        key: read_secret(&web, "key", context),
    })
}

/// Whether letters have links, and where that is said.
fn read_links(answers: &Table<'_>, context: &mut Context<'_>) -> Option<Spot<bool>> {
    let place = answers.value("links").map(crate::config::read::table::place).unwrap_or_default();
    answers.flag("links", context).map(|value| Spot { value, place })
}

fn read_admin(root: &Table<'_>, context: &mut Context<'_>) -> Vec<crate::model::Mailbox> {
    let Some(admin) = root.table("admin", &keys::ADMIN, context) else {
        return Vec::new();
    };
    let texts = admin.texts("to", context).unwrap_or_default();
    texts.iter().filter_map(|text| addresses::mailbox(text, context)).collect()
}

/// Warnings that are known; an error is none.
fn read_allow(root: &Table<'_>, context: &mut Context<'_>) -> Vec<Code> {
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

fn read_guard(guard: &Table<'_>, context: &mut Context<'_>) -> Guard {
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

fn read_answers(answers: &Table<'_>, context: &mut Context<'_>) -> AnswerRules {
    let patience = answers.span("patience", context).map(|spot| spot.value);
    let trusted = answers.line("trusted-results", context);
    let maildir = answers.line("maildir", context);
    AnswerRules {
        patience: patience.unwrap_or(AnswerRules::default().patience),
        trusted_results: trusted.map(|spot| Box::from(&*spot.value)),
        maildir: maildir.map(|spot| Box::from(&*spot.value)),
    }
}

fn read_calendar(id: Text, table: &Table<'_>, context: &mut Context<'_>) -> RawCalendar {
    let hours = table.text("hours", context).and_then(|text| hours::hours(&text, context));
    RawCalendar {
        id,
        timezone: table.line("timezone", context),
        workdays: hours::workdays(table, context),
        holidays: table.texts("holidays", context).unwrap_or_default(),
        closed: table.dates("closed", context),
        open: table.dates("open", context),
        hours_are_faulty: table.is_faulty("hours", &hours),
        hours,
        send_at: table.text("send-at", context).and_then(|text| hours::time(&text, context)),
        send_on: table.choice("send-on", SendOn::from_name, context).map(|spot| spot.value),
    }
}

fn read_person(id: Text, table: &Table<'_>, context: &mut Context<'_>) -> RawPerson {
    let away = table.tables("away", &keys::AWAY, context);
    let name = table.title("name", context);
    let email = table.text("email", context).and_then(|text| match text.value.trim() {
        "" => {
            let who = name.as_deref().unwrap_or(&id.value).to_owned();
            context.add(NotationFault::EmptyAddress { who }, text.place);
            None
        }
        _ => addresses::mailbox(&text, context),
    });
    RawPerson {
        id,
        name,
        email: email.map(|mailbox| mailbox.address.0),
        language: table.choice("language", Language::from_name, context).map(|spot| spot.value),
        digest: table.choice("digest", DigestRhythm::from_name, context).map(|spot| spot.value),
        away: away.iter().map(|away| read_away(away, context)).collect(),
    }
}

fn read_away(away: &Table<'_>, context: &mut Context<'_>) -> RawAway {
    let from = away.date("from", context).map(|spot| spot.value);
    let until = away.date("until", context).map(|spot| spot.value);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        context.add(PeopleFault::AwayReversed, away.place);
    }
    RawAway { place: away.place, from, until, delegate: away.line("delegate", context) }
}

fn read_group(id: Text, table: &Table<'_>, context: &mut Context<'_>) -> RawGroup {
    RawGroup { id, members: table.texts("members", context).unwrap_or_default() }
}

fn read_unit(id: Text, table: &Table<'_>, context: &mut Context<'_>) -> RawUnit {
    let told = context.findings.told();
    let raw = RawUnit {
        id,
        name: table.title("name", context),
        parent: table.line("parent", context),
        head: table.line("head", context),
        supervisor: table.line("supervisor", context),
        calendar: table.line("calendar", context),
        is_faulty: false,
    };
    RawUnit { is_faulty: context.findings.told() > told, ..raw }
}

fn read_policy(id: Text, table: &Table<'_>, context: &mut Context<'_>) -> RawPolicy {
    let told = context.findings.told();
    let stages = table.tables("stages", &keys::STAGE, context);
    RawPolicy {
        id,
        group: table.flag("group", context).unwrap_or(true),
        is_faulty: context.findings.told() > told,
        stages: stages.iter().map(|stage| read_stage(stage, context)).collect(),
    }
}

fn read_stage(stage: &Table<'_>, context: &mut Context<'_>) -> RawStage {
    let to = stage.texts("to", context);
    RawStage {
        name: stage.line("name", context),
        place: stage.place,
        from: stage
            .choice("from", AnchorKind::from_name, context)
            .map_or(AnchorKind::Due, |spot| spot.value),
        at: stage.at("at", context),
        repeat: stage.rhythm("repeat", context),
        repeat_written: stage.is_typed("repeat"),
        times: stage.whole("times", context),
        to_is_empty: to.as_ref().is_some_and(Vec::is_empty),
        to: to.unwrap_or_default(),
        cc: stage.texts("cc", context).unwrap_or_default(),
        letter: stage.line("letter", context),
        release: stage
            .choice("release", Release::from_name, context)
            .map_or(Release::Auto, |spot| spot.value),
        importance: stage
            .choice("importance", Importance::from_name, context)
            .map_or(Importance::Normal, |spot| spot.value),
        unless: stage.choice("unless", Unless::from_name, context),
        answer: stage.span("answer", context).map(|spot| spot.value),
    }
}

fn read_rule(rule: &Table<'_>, context: &mut Context<'_>) -> RawRule {
    let told = context.findings.told();
    let mut when = Vec::new();
    if let Some(table) = rule.table("when", &keys::WHEN, context) {
        for key in keys::WHEN.keys {
            when.extend(table.any_of(key.name, context).map(|values| (key.name, values)));
        }
    }
    known_severities(&when, context);
    let (policy, due) = (rule.line("policy", context), rule.due("due", context));
    RawRule { when, policy, due, is_faulty: context.findings.told() > told }
}

fn read_file_defaults(root: &Table<'_>, context: &mut Context<'_>) -> RawDefaults {
    let told = context.findings.told();
    let defaults = root.table("defaults", &keys::DEFAULTS, context);
    let raw = defaults.map(|table| read_defaults(&table, context)).unwrap_or_default();
    RawDefaults { is_faulty: context.findings.told() > told, ..raw }
}

/// The keys that a task and `[defaults]` share.
fn read_defaults(table: &Table<'_>, context: &mut Context<'_>) -> RawDefaults {
    let opened = table.when("opened", context);
    RawDefaults {
        policy: table.line("policy", context),
        unit: table.line("unit", context),
        owner: table.line("owner", context),
        with: table.texts("with", context).unwrap_or_default().into(),
        supervisor: table.line("supervisor", context),
        watchers: table.texts("watchers", context).unwrap_or_default().into(),
        severity: table.choice("severity", Severity::from_name, context).map(|spot| spot.value),
        source: table.text("source", context).map(|text| text.value),
        batch: table.text("batch", context).map(|text| text.value),
        category: table.text("category", context).map(|text| text.value),
        opened_is_faulty: table.is_faulty("opened", &opened),
        opened,
        is_faulty: false,
    }
}

fn read_tasks(root: &Table<'_>, lines: &Lines, context: &mut Context<'_>) -> Vec<RawTask> {
    let tables = root.tables("task", &keys::TASK, context);
    let mut tasks = Vec::with_capacity(tables.len());
    for table in &tables {
        let told = context.findings.told();
        let task = read_task(table, lines, context).map(|task| RawTask {
            is_faulty: context.findings.told() > told || context.findings.is_broken(),
            ..task
        });
        tasks.extend(task);
    }
    tasks
}

/// A task without an id cannot be spoken of; its missing key was reported.
fn read_task(table: &Table<'_>, lines: &Lines, context: &mut Context<'_>) -> Option<RawTask> {
    let own = read_defaults(table, context);
    let extended = read_extended(table, context);
    let milestones = table.tables("milestones", &keys::MILESTONE, context);
    let links = table.texts("links", context).unwrap_or_default();
    let (every, done) = (table.span("every", context), table.when("done", context));
    let rare = RawRare {
        cancelled: table.when("cancelled", context),
        holds: read_holds(table, context),
        acknowledged: table.when("acknowledged", context),
        progress: read_progress(table, context),
        returned: read_returned(table, context),
        evidence: plain_texts(table, "evidence", context),
        looked_back: table.dates("looked-back", context),
        fields: table.fields("fields", context),
        every_is_faulty: table.is_faulty("every", &every),
        every,
        done_through: table.date("done-through", context),
    };
    let task = RawTask {
        title: table.title("title", context).unwrap_or_default(),
        detail: table.plain("detail", context),
        own,
        due: table.due("due", context),
        due_written: table.is_typed("due") || context.findings.is_broken(),
        extended,
        done_is_faulty: table.is_faulty("done", &done),
        done,
        verified: table.when("verified", context),
        links: links.into_iter().map(|link| link.value.as_ref().into()).collect(),
        milestones: milestones.iter().filter_map(|one| read_milestone(one, context)).collect(),
        rare: (rare != RawRare::default()).then(|| Box::new(rare)),
        line: lines.line(table.place.start),
        is_faulty: false,
        id: table.line("id", context)?,
    };
    if task.id.value.contains('/') {
        let fault = ValueFault::SlashInId { written: task.id.value.to_string() };
        context.add(fault, task.id.place);
    }
    Some(task)
}

fn read_extended(table: &Table<'_>, context: &mut Context<'_>) -> Box<[RawExtension]> {
    let extensions = table.tables("extended", &keys::EXTENDED, context);
    let read = extensions.iter().map(|one| {
        let on = one.when("on", context);
        RawExtension {
            on_is_faulty: one.is_faulty("on", &on),
            on,
            to: one.when("to", context),
            by: one.plain("by", context),
            reason: one.plain("reason", context),
        }
    });
    read.collect()
}

fn plain_texts(table: &Table<'_>, name: &str, context: &mut Context<'_>) -> Vec<Box<str>> {
    let texts = table.texts(name, context).unwrap_or_default();
    texts.into_iter().map(|text| text.value.as_ref().into()).collect()
}

fn read_holds(table: &Table<'_>, context: &mut Context<'_>) -> Vec<RawHold> {
    let holds = table.one_or_more("hold", &keys::HOLD, context);
    let read = holds.iter().map(|hold| {
        let from = hold.date("from", context).map(|spot| spot.value);
        RawHold {
            place: hold.place,
            from_is_faulty: hold.is_faulty("from", &from),
            from,
            until: hold.date("until", context).map(|spot| spot.value),
            stops_clock: hold.flag("stops-clock", context).unwrap_or(false),
            reason: hold.plain("reason", context),
        }
    });
    read.collect()
}

fn read_progress(table: &Table<'_>, context: &mut Context<'_>) -> Vec<RawProgress> {
    let entries = table.tables("progress", &keys::PROGRESS, context);
    let read = entries.iter().map(|entry| RawProgress {
        on: entry.when("on", context),
        by: entry.plain("by", context),
        text: entry.plain("text", context),
        percent: entry.whole("percent", context).map(|percent| percent.value as u8),
    });
    read.collect()
}

fn read_returned(table: &Table<'_>, context: &mut Context<'_>) -> Vec<RawReturned> {
    let returns = table.tables("returned", &keys::RETURNED, context);
    let read = returns.iter().map(|one| RawReturned {
        on: one.when("on", context),
        by: one.plain("by", context),
        reason: one.plain("reason", context),
        done: one.when("done", context),
    });
    read.collect()
}

fn read_milestone(table: &Table<'_>, context: &mut Context<'_>) -> Option<RawMilestone> {
    Some(RawMilestone {
        title: table.title("title", context).unwrap_or_default(),
        due: table.due("due", context),
        extended: read_extended(table, context),
        done: table.when("done", context),
        cancelled: table.when("cancelled", context),
        holds: read_holds(table, context),
        unit: table.line("unit", context),
        owner: table.line("owner", context),
        with: table.texts("with", context),
        supervisor: table.line("supervisor", context),
        watchers: table.texts("watchers", context),
        has_header: !table.is_inline(context),
        id: table.line("id", context)?,
    })
}
