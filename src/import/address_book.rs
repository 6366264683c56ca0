//! A list of people with their addresses (通讯录): which columns hold them, and what each row says. Nothing is guessed:
//! a row that can be read in two ways says both.

use std::sync::Arc;

use crate::import::headings::normal;
use crate::import::names;
use crate::import::sheet::{List, Place, Row, Sheet};
use crate::import::text::{folded, one_line, plain};

/// A sheet of people with its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// The sheet, where the file has sheets.
    pub sheet: Option<Arc<str>>,
    /// The row of the headings.
    pub header: u32,
    /// The columns that are read, by their letters' numbers, and their headings.
    pub columns: Vec<(Role, u32, String)>,
    /// What its rows say, in order.
    pub entries: Vec<Entry>,
    /// Hidden rows, which are not read.
    pub hidden: Vec<u32>,
}

/// What a column of an address book holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The whole name.
    Name,
    /// The given name.
    First,
    /// The family name.
    Last,
    /// The unit.
    Unit,
    /// The address.
    Email,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where its address stands.
    pub place: Place,
    /// The name as it is shown.
    pub name: String,
    /// The name in each way in which it may be written.
    pub forms: Vec<String>,
    /// The unit.
    pub unit: String,
    /// The addresses, each once.
    pub addresses: Vec<String>,
    /// The cell of addresses as it is.
    pub written: String,
    /// Whether the record has more fields than there are headings.
    pub shifted: bool,
}

/// So many rows are looked at for headings.
const LOOKED_AT: usize = 60;

/// The sheets with people and addresses, or that one.
pub fn find(list: &mut List, only: Option<&str>) -> Vec<Book> {
    let wanted = |sheet: &&mut Sheet| {
        only.is_none_or(|only| sheet.name.as_deref().is_some_and(|name| name == only))
    };
    list.sheets.iter_mut().filter(wanted).filter_map(book).collect()
}

/// A name as it is looked up: Chinese ones are often spread out, `张 三`.
pub fn key(name: &str) -> String {
    let name = folded(name);
    match is_chinese(&name) {
        true => name.split_whitespace().collect(),
        false => name,
    }
}

fn is_chinese(name: &str) -> bool {
    let fits = |one: char| ('\u{4e00}'..='\u{9fff}').contains(&one) || one.is_whitespace();
    name.chars().all(fits)
}

fn book(sheet: &mut Sheet) -> Option<Book> {
    let rows = sheet.rows.iter().filter(|row| row.filled().next().is_some()).take(LOOKED_AT);
    let scored = rows.filter_map(|row| Some((columns(sheet, row)?, row.at)));
    let best = scored.max_by_key(|(columns, at)| (columns.len(), std::cmp::Reverse(*at)));
    let (columns, header) = best?;
    sheet.fill_down();
    sheet.fill_dittos(header);
    let width = sheet.row(header).and_then(|row| row.width);
    let below = || sheet.rows.iter().filter(|row| row.at > header);
    let hidden = below().filter(|row| row.hidden && row.filled().next().is_some());
    let hidden = hidden.map(|row| row.at).collect();
    let shown = below().filter(|row| !row.hidden);
    let entries: Vec<Entry> = shown.filter_map(|row| entry(sheet, row, &columns, width)).collect();
    let has_addresses = entries.iter().any(|entry| !entry.addresses.is_empty());
    let sheet = sheet.name.clone();
    has_addresses.then_some(Book { sheet, header, columns, entries, hidden })
}

/// The columns, if the row is one of headings. Hidden columns are not read.
fn columns(sheet: &Sheet, row: &Row) -> Option<Vec<(Role, u32, String)>> {
    let shown = row.filled().filter(|(column, _)| !sheet.hidden_columns.contains(column));
    let mut found: Vec<(Role, u32, String)> = Vec::new();
    for (column, cell) in shown {
        let heading = one_line(&cell.text);
        let Some(role) = role(&heading) else { continue };
        if role == Role::Email || found.iter().all(|(known, ..)| *known != role) {
            found.push((role, column, heading));
        }
    }
    let has = |found: &[(Role, u32, String)], role| found.iter().any(|(known, ..)| *known == role);
    // `Name` beside `Vorname` is the family name.
    if has(&found, Role::First) && has(&found, Role::Name) && !has(&found, Role::Last) {
        let name = found.iter_mut().find(|(role, ..)| *role == Role::Name)?;
        name.0 = Role::Last;
    }
    // An address beside the one for work is not taken.
    let is_private = |(role, _, heading): &(Role, u32, String)| {
        *role == Role::Email && has_word(&normal(heading), &PRIVATE)
    };
    let emails = found.iter().filter(|(role, ..)| *role == Role::Email).count();
    let private = found.iter().filter(|one| is_private(one)).count();
    if private < emails {
        found.retain(|one| !is_private(one));
    }
    let named = has(&found, Role::Name)
        || has(&found, Role::Unit)
        || (has(&found, Role::First) && has(&found, Role::Last));
    (named && has(&found, Role::Email)).then_some(found)
}

const PRIVATE: [&str; 8] =
    ["个人", "私人", "备用", "其他", "private", "personal", "privat", "other"];

fn has_word(heading: &str, words: &[&str]) -> bool {
    words.iter().any(|word| heading.contains(word))
}

fn role(heading: &str) -> Option<Role> {
    const EMAIL: [&str; 5] = ["邮箱", "邮件", "电邮", "email", "mail"];
    const NO_EMAIL: [&str; 4] = ["邮编", "mailing", "mailbox no", "日期"];
    const NAMES: [&str; 18] = [
        "姓名",
        "名字",
        "人员",
        "人员名称",
        "联系人",
        "name",
        "full name",
        "fullname",
        "display name",
        "contact",
        "contact name",
        "contact person",
        "person",
        "employee",
        "employee name",
        "mitarbeiter",
        "ansprechpartner",
        "ansprechpartnerin",
    ];
    const FIRST: [&str; 5] = ["first name", "given name", "forename", "vorname", "名"];
    const LAST: [&str; 6] =
        ["last name", "surname", "family name", "nachname", "familienname", "姓"];
    const UNITS: [&str; 24] = [
        "单位",
        "部门",
        "科室",
        "处室",
        "股室",
        "机构",
        "department",
        "dept",
        "unit",
        "organisation",
        "organization",
        "office",
        "company",
        "division",
        "team",
        "abteilung",
        "dienststelle",
        "behörde",
        "amt",
        "referat",
        "firma",
        "bereich",
        "agency",
        "bureau",
    ];
    let words = normal(heading);
    if words.is_empty() || words.chars().count() > 30 {
        return None;
    }
    let is = |list: &[&str]| list.contains(&words.as_str());
    let bare = words.strip_suffix("名称").or_else(|| words.strip_suffix(" name")).unwrap_or(&words);
    match () {
        () if has_word(&words, &EMAIL) && !has_word(&words, &NO_EMAIL) => Some(Role::Email),
        () if is(&FIRST) => Some(Role::First),
        () if is(&LAST) => Some(Role::Last),
        () if is(&NAMES) || words.ends_with("姓名") => Some(Role::Name),
        () if UNITS.iter().any(|unit| bare.ends_with(unit)) => Some(Role::Unit),
        () => None,
    }
}

/// What a row says; nothing where nobody is named and no address stands.
fn entry(
    sheet: &Sheet,
    row: &Row,
    columns: &[(Role, u32, String)],
    width: Option<u32>,
) -> Option<Entry> {
    let of = |wanted: Role| columns.iter().filter(move |(role, ..)| *role == wanted);
    let text = |wanted: Role| {
        let cell = of(wanted).next().and_then(|(_, column, _)| row.cell(*column));
        cell.map(|cell| one_line(&plain(&cell.text))).unwrap_or_default()
    };
    let written: Vec<String> = of(Role::Email)
        .filter_map(|(_, column, _)| row.cell(*column))
        .map(|cell| one_line(&cell.text))
        .filter(|text| !text.is_empty() && !names::is_nobody(&plain(text)))
        .collect();
    let mut addresses: Vec<String> = Vec::new();
    for address in written.iter().flat_map(|text| names::addresses(text)) {
        if !addresses.iter().any(|known| known.eq_ignore_ascii_case(&address)) {
            addresses.push(address);
        }
    }
    let unit = text(Role::Unit);
    let (forms, name) = match (of(Role::Name).next(), of(Role::First).next()) {
        (Some(_), _) => of_one_cell(&text(Role::Name)),
        (None, Some(_)) => of_two_cells(&text(Role::First), &text(Role::Last)),
        (None, None) => (vec![unit.clone()], unit.clone()),
    };
    if name.is_empty() && addresses.is_empty() {
        return None;
    }
    let (_, column, heading) = of(Role::Email).next()?;
    let place = sheet.place(row, Some((*column, &Arc::from(heading.as_str()))));
    let shifted = width.zip(row.width).is_some_and(|(headings, fields)| fields > headings);
    Some(Entry { place, name, forms, unit, addresses, written: written.join(" "), shifted })
}

/// `张三（主任）` is 张三, too.
fn of_one_cell(text: &str) -> (Vec<String>, String) {
    let read = names::people(text, |_| false).names;
    let name = match read.as_slice() {
        [one] if is_chinese(one) => key(one),
        [one] => one.clone(),
        _ => text.to_owned(),
    };
    (vec![text.to_owned(), name.clone()], name)
}

/// Chinese names begin with the family's.
fn of_two_cells(first: &str, last: &str) -> (Vec<String>, String) {
    let joined = key(&format!("{last} {first}"));
    let name = match is_chinese(&joined) {
        true => joined.clone(),
        false => format!("{first} {last}").trim().to_owned(),
    };
    (vec![name.clone(), format!("{last} {first}"), format!("{last}, {first}"), joined], name)
}
