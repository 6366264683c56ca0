//! Lists read and written: real ones and hostile ones (I1), imported again (I2), exported (I3).

mod address_books;
mod again;
mod clerk;
mod exported;
mod hostile;
mod inferred;
mod lists;
mod messy;
mod office;

use std::path::{Path, PathBuf};

use duban::import::doubt::{Doubt, LeftOut};
use duban::import::item::{Due, Item};
use duban::import::mapping::Mapping;
use duban::import::read::{Read, Settings, read};
use duban::sheets;

/// A list of `tests/lists`.
pub fn list(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lists").join(name)
}

/// A file as it is read with these settings.
pub fn read_file(path: &Path, settings: &Settings) -> Read {
    let mut list = sheets::read(path).unwrap_or_else(|why| panic!("{}: {why:?}", path.display()));
    read(&mut list, &Mapping::default(), settings, || {})
}

/// A text as it is read.
pub fn read_text(text: &str, settings: &Settings) -> Read {
    let mut list = sheets::read_bytes(text.as_bytes().to_vec()).expect("a list");
    read(&mut list, &Mapping::default(), settings, || {})
}

/// The task of a row.
pub fn item(read: &Read, row: u32) -> &Item {
    read.items
        .iter()
        .find(|item| item.place.row == row)
        .unwrap_or_else(|| panic!("row {row} was not read; left out: {:?}", read.left_out))
}

/// Its first promise as text.
pub fn due(item: &Item) -> Option<String> {
    item.due.as_ref().ok().map(|due| match due {
        Due::When(when) => when.to_string(),
        Due::FromOpened(distance) => format!("opened{distance}"),
    })
}

/// Doubts and rows left out, as they are told in English.
pub fn told(read: &Read) -> Vec<(String, String)> {
    let doubts =
        read.doubts.iter().map(|Doubt { place, text, .. }| (place.to_string(), text.clone()));
    let rows =
        read.left_out.iter().map(|LeftOut { place, title, .. }| (place.to_string(), title.clone()));
    let without = read.items.iter().filter_map(|item| {
        let none = item.due.as_ref().err()?;
        Some((none.place.as_ref()?.to_string(), none.text.clone()))
    });
    doubts.chain(rows).chain(without).collect()
}
