//! Headers of people, units and the like that stand at the top though they belong below a table: `[甲县]` for
//! `[units."甲县"]`, `[[people]]` with an `id` for `[people.zhang]`.

use super::as_written::{header_of, quoted};
use super::below::{key, own_key, pairs, root_table, value};
use super::headers::Header;
use super::scan::{Line, Scan, What, comment};
use super::slip::{Slip, whole};
use super::without_id;
use crate::config::fault::SyntaxFault;
use crate::config::finding::Place;
use crate::config::read::keys::{Kind, PERSON, ROOT, Shape, TASK};
use crate::config::suggest;

/// What is wrong with the header of that line, if it is one of these. `in_task` says whether it stands below a task.
pub(super) fn slip(text: &str, scan: &Scan, at: usize, in_task: bool) -> Option<Slip> {
    let typed = &text[scan.lines[at].range.clone()];
    let header = Header::of(typed);
    let part = match header.parts.as_slice() {
        [part] => part,
        [list, id] => return id_in_header(text, scan, at, list, id),
        _ => return None,
    };
    match root_table(part) {
        Some(table) if header.brackets >= 2 => as_item(text, scan, at, table),
        Some(table) => without_id::slip(text, scan, at, table),
        None if part.is_empty() => None,
        None if suggest::key(part, &ROOT).is_none() => {
            let of_task = || part_of_task(text, scan, at, part).filter(|_| in_task);
            let own = || alone(text, scan, at, part);
            let slip = match suggest::exact_key(part, &TASK) {
                Some(_) => of_task().or_else(own),
                None => own().or_else(of_task),
            };
            slip.or_else(|| as_task(text, scan, at, part))
        }
        // `[calendar]`, `[polices]`.
        None => {
            let near = suggest::key(part, &ROOT).and_then(root_table)?;
            without_id::slip(text, scan, at, near)
        }
    }
}

/// `[task.A-2]`: each item of a list has its id as a key.
fn id_in_header(text: &str, scan: &Scan, at: usize, list: &str, id: &str) -> Option<Slip> {
    let name = suggest::key(list, &ROOT)?;
    let key = ROOT.keys.iter().find(|key| key.name == name)?;
    let Kind::Tables(shape) = key.kind else { return None };
    let own = shape.keys.first().filter(|key| key.required && matches!(key.kind, Kind::Line))?;
    let is_part = id.is_empty() || suggest::key(id, shape).is_some();
    (!is_part).then(|| item(text, scan, at, (name, shape, own.name), id))
}

/// Whether what follows this header belongs to a task, where what stands before it did or did not.
pub(super) fn is_in_task(line: &str, before: bool) -> bool {
    let header = Header::of(line);
    let Some(first) = header.parts.first() else { return false };
    match suggest::exact_key(first, &ROOT) {
        Some(name) => name == "task",
        None => before && header.parts.len() == 1 && suggest::key(first, &TASK).is_some(),
    }
}

/// `[[milestones]]` below a task.
fn part_of_task(text: &str, scan: &Scan, at: usize, part: &str) -> Option<Slip> {
    let key = TASK.key(suggest::key(part, &TASK)?);
    let line = &scan.lines[at];
    let typed = &text[line.range.clone()];
    let is_double = match key.kind {
        Kind::Tables(_) => true,
        Kind::Table(_) | Kind::Fields => false,
        Kind::OneOrMore(_) => Header::of(typed).brackets >= 2,
        _ => return None,
    };
    let meant = match is_double {
        true => format!("[[task.{}]]", key.name),
        false => format!("[task.{}]", key.name),
    };
    let place = whole(typed, line.range.start);
    let put = format!("{meant} {}", typed[comment(typed)..].trim()).trim_end().to_owned();
    Some(Slip {
        fault: SyntaxFault::WrongHeader { meant: Some(meant) },
        places: vec![place],
        cure: Some((place, put)),
        instead: Vec::new(),
    })
}

/// `[A-1]` with the keys of a task. What a task has is no id.
fn as_task(text: &str, scan: &Scan, at: usize, id: &str) -> Option<Slip> {
    if suggest::key(id, &TASK).is_some() {
        return None;
    }
    let has = |name: &str| pairs(scan, at).any(|line| own_key(text, line, &TASK) == Some(name));
    (has("title") && (has("due") || has("every")))
        .then(|| item(text, scan, at, ("task", &TASK, "id"), id))
}

/// The header of a list's item, and below it the key that bears its id, unless it is there.
fn item(
    text: &str,
    scan: &Scan,
    at: usize,
    (list, shape, own): (&str, &Shape, &str),
    id: &str,
) -> Slip {
    let line = &scan.lines[at];
    let typed = &text[line.range.clone()];
    let place = whole(typed, line.range.start);
    let behind = typed[comment(typed)..].trim();
    let header = format!("[[{list}]] {behind}").trim_end().to_owned();
    let is_there = pairs(scan, at).any(|line| own_key(text, line, shape) == Some(own));
    let (meant, put) = match is_there {
        true => (format!("[[{list}]]"), header),
        false => {
            let line = format!("{own} = {}", quoted(id));
            (format!("[[{list}]] {line}"), format!("{header}\n{line}"))
        }
    };
    Slip {
        fault: SyntaxFault::IdInHeader { id: id.to_owned(), meant },
        places: vec![place],
        cure: Some((place, put)),
        instead: Vec::new(),
    }
}

/// `[[people]]`: each has a header with its id, and no key for it. Whoever has no id is called by the name.
fn as_item(text: &str, scan: &Scan, at: usize, table: &'static str) -> Option<Slip> {
    let line = &scan.lines[at];
    let place = whole(&text[line.range.clone()], line.range.start);
    let slip = |meant, cure, instead| {
        let fault = SyntaxFault::WrongHeader { meant };
        Some(Slip { fault, places: vec![place], cure, instead })
    };
    let is_id = |line: &&Line| suggest::exact_key(key(text, line), &TASK) == Some("id");
    let is_name = |line: &&Line| suggest::exact_key(key(text, line), &PERSON) == Some("name");
    let id_line = pairs(scan, at).find(is_id);
    let named = id_line.or_else(|| pairs(scan, at).find(is_name));
    let Some((named, id)) = named.and_then(|named| Some((named, value(text, named)?))) else {
        if let Some(slip) = without_id::slip(text, scan, at, table) {
            return Some(slip);
        }
        // Nobody knows whose it is; it takes no other's place.
        return slip(None, None, vec![(place, header_of(table, &format!("… {at}")))]);
    };
    let header = header_of(table, id);
    let meant = Some(header.clone());
    if id_line.is_none() && has_name(table) {
        return slip(meant, Some((place, header)), Vec::new());
    }
    let between = text[line.range.end..named.range.start].trim_end_matches(['\n', '\r']);
    let put = format!("{header}{between}");
    slip(meant, Some((Place::new(line.range.start..named.range.end), put)), Vec::new())
}

/// Whether the entries of a table have a name beside their ids.
fn has_name(table: &str) -> bool {
    let key = ROOT.keys.iter().find(|key| key.name == table);
    key.is_some_and(|key| match key.kind {
        Kind::Named(shape) => shape.keys.iter().any(|key| key.name == "name"),
        _ => false,
    })
}

/// `[甲县]`: the keys below it, or the empty header before it, say whose it is.
fn alone(text: &str, scan: &Scan, at: usize, part: &str) -> Option<Slip> {
    let line = &scan.lines[at];
    let typed = &text[line.range.clone()];
    let table = empty_before(text, scan, at).or_else(|| by_keys(text, scan, at))?;
    let meant = header_of(table, part);
    let place = whole(typed, line.range.start);
    let put = format!("{meant} {}", typed[comment(typed)..].trim()).trim_end().to_owned();
    let (part, fault_table) = (part.to_owned(), table);
    Some(Slip {
        fault: SyntaxFault::HeaderBelow { part, table: fault_table, meant },
        places: vec![place],
        cure: Some((place, put)),
        instead: Vec::new(),
    })
}

/// `[units]` without a key of its own, just before.
fn empty_before(text: &str, scan: &Scan, at: usize) -> Option<&'static str> {
    let before = scan.lines[..at].iter().rfind(|line| line.what != What::Blank);
    let before = before.filter(|line| line.what == What::Header)?;
    match Header::of(&text[before.range.clone()]).parts.as_slice() {
        [part] => root_table(part),
        _ => None,
    }
}

fn by_keys(text: &str, scan: &Scan, at: usize) -> Option<&'static str> {
    let has = |names: &[&str]| pairs(scan, at).any(|line| names.contains(&key(text, line)));
    match () {
        () if has(&["title", "due", "every"]) => None,
        () if has(&["email"]) => Some("people"),
        () if has(&["members"]) => Some("groups"),
        () if has(&["stages"]) => Some("policies"),
        () if has(&["timezone", "workdays", "holidays"]) => Some("calendars"),
        () if has(&["name", "head", "parent"]) => Some("units"),
        () => None,
    }
}
