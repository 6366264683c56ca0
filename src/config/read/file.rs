//! One file: its text becomes rows, with every finding that the file alone can give.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::DeTable;

use crate::config::allowed;
use crate::config::fault::{FileFault, ValueFault};
use crate::config::finding::Place;
use crate::config::gather::Findings;
use crate::config::read::context::Context;
use crate::config::read::mail::{read_letter, read_mail};
use crate::config::read::people::{read_calendar, read_group, read_person, read_unit, tell_gaps};
use crate::config::read::policies::{read_policy, read_rule};
use crate::config::read::raw::{RawFile, RawPerson, Text};
use crate::config::read::service::{
    read_admin, read_allow, read_answers, read_guard, read_imap, read_ledger, read_links, read_web,
};
use crate::config::read::syntax::Mended;
use crate::config::read::table::{Table, place};
use crate::config::read::tasks::{Lines, read_file_defaults, read_tasks};
use crate::config::read::{keys, listen, reports, syntax, tallies, web_address};
use crate::model::Language;

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

fn walk(tree: &Spanned<DeTable<'_>>, lines: &Lines, context: &mut Context<'_>) -> RawFile {
    let root = Table::open(tree.get_ref(), Place::default(), &keys::ROOT, context);
    if context.file > 0 {
        only_in_root(tree.get_ref(), context);
    }
    let mail = root.table("mail", &keys::MAIL, context);
    let answers = root.table("answers", &keys::ANSWERS, context);
    let (admin, all_well) = read_admin(&root, context);
    RawFile {
        include: root.texts("include", context).unwrap_or_default(),
        language: root.choice("language", Language::from_name, context).map(|spot| spot.value),
        mail_place: root.value("mail").map(place).unwrap_or_default(),
        mail: mail.map(|mail| read_mail(&mail, context)),
        admin,
        all_well,
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
        imap: answers.as_ref().and_then(|answers| read_imap(answers, context)),
        links: answers.as_ref().and_then(|answers| read_links(answers, context)),
        heartbeat: root
            .table("heartbeat", &keys::HEARTBEAT, context)
            .and_then(|heartbeat| heartbeat.line("url", context))
            .and_then(|written| web_address::read(&written, context)),
        calendars: each(root.named("calendars", &keys::CALENDAR, context), context, read_calendar),
        people: read_people(&root, context),
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

fn read_people(root: &Table<'_>, context: &mut Context<'_>) -> Vec<RawPerson> {
    let people = each(root.named("people", &keys::PERSON, context), context, read_person);
    tell_gaps(&people, context);
    people
}

fn only_in_root(tree: &DeTable<'_>, context: &mut Context<'_>) {
    for key in tree.keys() {
        let name: &str = key.get_ref();
        if keys::ROOT_ONLY.contains(&name) {
            let place = place(key);
            context.add(FileFault::OnlyInRoot { key: name.to_owned() }, place);
        }
    }
}
