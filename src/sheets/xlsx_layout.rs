//! What the library does not tell of a workbook: hidden rows and columns, formulas that were never computed.

use std::collections::{HashMap, HashSet};
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{NoList, Other};

/// The layout of a sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    /// Rows that are hidden, from 1.
    pub(super) hidden_rows: HashSet<u32>,
    /// Columns that are hidden, from 0.
    pub(super) hidden_columns: Vec<u32>,
    /// Cells with a formula and no value: row from 1, column from 0.
    pub(super) unvalued: HashSet<(u32, u32)>,
}

type Archive = ZipArchive<Cursor<Vec<u8>>>;

/// Unpacked, a workbook may be this large.
const LARGEST: u64 = 2 << 30;

/// The layouts of the sheets by name; or what the archive is, if no workbook.
pub(super) fn read(bytes: &[u8]) -> Result<HashMap<String, Layout>, NoList> {
    let damaged = |error: String| NoList::Damaged(error);
    let mut archive =
        ZipArchive::new(Cursor::new(bytes.to_vec())).map_err(|error| damaged(error.to_string()))?;
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.into_owned()).collect();
    let has = |name: &str| names.iter().any(|one| one.eq_ignore_ascii_case(name));
    if !has("xl/workbook.xml") {
        return Err(NoList::Other(match () {
            () if has("xl/workbook.bin") => Other::BinaryWorkbook,
            () if has("content.xml") => Other::OpenDocument,
            () => Other::Archive,
        }));
    }
    let mut unpacked = 0;
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(|error| damaged(error.to_string()))?;
        unpacked += file.size();
    }
    if unpacked > LARGEST {
        return Err(NoList::TooLarge(LARGEST >> 20));
    }
    let paths = relations(&mut archive);
    let sheets = sheets(&mut archive);
    let mut layouts = HashMap::new();
    for (name, relation) in sheets {
        let Some(path) = paths.get(&relation) else { continue };
        layouts.insert(name, layout(&mut archive, path).unwrap_or_default());
    }
    Ok(layouts)
}

/// Every start of an element of a file in the archive, with whether it is empty, and every end.
fn walk(archive: &mut Archive, path: &str, mut each: impl FnMut(Step<'_>)) -> Option<()> {
    let file = archive.by_name(path).ok()?.take(LARGEST);
    let mut reader = Reader::from_reader(BufReader::new(file));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) => each(Step::Start(&element)),
            Event::Empty(element) => {
                each(Step::Start(&element));
                each(Step::End(element.local_name().as_ref()));
            }
            Event::End(element) => each(Step::End(element.local_name().as_ref())),
            Event::Text(text) => each(Step::Text(!text.trim().is_empty())),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

enum Step<'e> {
    Start(&'e BytesStart<'e>),
    End(&'e str),
    /// A text, and whether anything is in it.
    Text(bool),
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|one| one.key.local_name().as_ref() == name);
    let value = found?.value.into_owned();
    Some(quick_xml::escape::unescape(&value).map(std::borrow::Cow::into_owned).unwrap_or(value))
}

/// The paths of sheets by relation.
fn relations(archive: &mut Archive) -> HashMap<String, String> {
    let mut paths = HashMap::new();
    walk(archive, "xl/_rels/workbook.xml.rels", |step| {
        let Step::Start(element) = step else { return };
        if element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) =
                (attribute(element, "Id"), attribute(element, "Target"))
        {
            let path = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("xl/{target}"),
            };
            paths.insert(id, path);
        }
    });
    paths
}

/// The names of sheets with their relations.
fn sheets(archive: &mut Archive) -> Vec<(String, String)> {
    let mut sheets = Vec::new();
    walk(archive, "xl/workbook.xml", |step| {
        let Step::Start(element) = step else { return };
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
        {
            sheets.push((name, id));
        }
    });
    sheets
}

fn layout(archive: &mut Archive, path: &str) -> Option<Layout> {
    let mut layout = Layout::default();
    let (mut row, mut column) = (0, 0);
    let (mut formula, mut in_value, mut valued) = (false, false, false);
    let whole = |text: Option<String>| text.and_then(|text| text.parse::<u32>().ok());
    walk(archive, path, |step| match step {
        Step::Start(element) => match element.local_name().as_ref() {
            "col" if is_hidden(element) => {
                let (first, last) =
                    (whole(attribute(element, "min")), whole(attribute(element, "max")));
                if let (Some(first), Some(last)) = (first, last) {
                    // All columns to the right of the table may be hidden.
                    layout
                        .hidden_columns
                        .extend((first.max(1)..=last.min(first + 400)).map(|column| column - 1));
                }
            }
            "row" => {
                row = whole(attribute(element, "r")).unwrap_or(row + 1);
                column = 0;
                if is_hidden(element) {
                    layout.hidden_rows.insert(row);
                }
            }
            "c" => {
                column = attribute(element, "r").and_then(|at| column_of(&at)).unwrap_or(column);
                (formula, valued) = (false, false);
            }
            "f" => formula = true,
            "v" | "is" => in_value = true,
            _ => {}
        },
        Step::Text(filled) => valued |= in_value && filled,
        Step::End("v" | "is") => in_value = false,
        Step::End("c") => {
            if formula && !valued {
                layout.unvalued.insert((row, column));
            }
            column += 1;
        }
        Step::End(_) => {}
    })?;
    Some(layout)
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    let is_true = |value: String| matches!(value.as_str(), "1" | "true");
    attribute(element, "hidden").is_some_and(is_true)
        || (element.local_name().as_ref() == "row"
            && attribute(element, "zeroHeight").is_some_and(is_true))
}

/// `AB12` → 27.
fn column_of(at: &str) -> Option<u32> {
    let letters = at.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters.fold(0u32, |whole, letter| whole * 26 + u32::from(letter - b'A') + 1);
    column.checked_sub(1)
}
