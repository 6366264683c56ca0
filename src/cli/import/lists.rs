//! A list on disk, and the files that lie beside it: its mapping and its last copy (I4).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cli::import::plan::matches;
use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::locale;
use crate::import::again::Last;
use crate::import::mapping::Mapping;
use crate::import::sheet::List;
use crate::import::table::Table;
use crate::import::writing::Import;
use crate::sheets::{self, NoList, Other};
use crate::words::{Text, help_lists, import_news, no_list, system};

/// The cells of a list, or a refusal that says what the file is and what to do.
pub(super) fn read(path: &Path) -> anyhow::Result<List> {
    sheets::read(path).map_err(|why| Refused::usage(said(path, &why)))
}

fn said(path: &Path, why: &NoList) -> String {
    let language = locale::language();
    let path = super::path_of(path);
    let what = |text: Text| no_list::other(&path, text, language);
    match why {
        NoList::Unreadable(error) => {
            no_list::unreadable(&path, &system::reason(error, language), language)
        }
        NoList::TooLarge(mebibytes) => no_list::too_large(&path, *mebibytes, language),
        NoList::Empty => what(no_list::EMPTY),
        NoList::Damaged(why) => no_list::damaged(&path, why, language),
        NoList::OpenQuote(line) => no_list::open_quote(&path, *line, language),
        NoList::NoJson(why) => no_list::no_json(&path, why, language),
        NoList::NoListInJson => what(no_list::NO_LIST_IN_JSON),
        NoList::Other(other) => what(match other {
            Other::Html => no_list::HTML,
            Other::Xml2003 => no_list::XML_2003,
            Other::Biff => no_list::BIFF,
            Other::Protected => no_list::PROTECTED,
            Other::OpenDocument => no_list::OPEN_DOCUMENT,
            Other::BinaryWorkbook => no_list::BINARY_WORKBOOK,
            Other::Archive => no_list::ARCHIVE,
            Other::Pdf => no_list::PDF,
            Other::Picture => no_list::PICTURE,
            Other::Binary => no_list::BINARY,
        }),
    }
}

/// What lies beside a list.
pub(super) struct Beside {
    map: PathBuf,
    /// The copy last imported, if it was ever.
    pub(super) last: Option<Last>,
    /// The mapping file as it is, if there is one.
    text: Option<String>,
    /// What it says.
    pub(super) mapping: Mapping,
    /// The text of another list's mapping that is used instead, and how its file is called.
    taken: Option<(String, String)>,
}

/// So many mapping files are looked at for one whose headings are the same, the newest first.
const LOOKED_AT: usize = 50;

impl Beside {
    /// What lies beside a list, or where `--map` says.
    pub(super) fn of(list: &Path, map: Option<&Path>) -> anyhow::Result<Beside> {
        let map = map.map_or_else(|| list.with_extension("map.toml"), Path::to_owned);
        let text = match std::fs::read_to_string(&map) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                let language = locale::language();
                let why = system::reason(&error, language);
                return Err(Refused::no(no_list::unreadable(
                    &super::path_of(&map),
                    &why,
                    language,
                )));
            }
        };
        let mapping = text.as_deref().map(Mapping::read).transpose().map_err(|error| {
            Refused::usage(no_list::mapping(&super::path_of(&map), &error, locale::language()))
        })?;
        let last = read_last(&map)?;
        Ok(Beside { map, last, text, mapping: mapping.unwrap_or_default(), taken: None })
    }

    /// How the mapping file is called.
    pub(super) fn map_name(&self) -> String {
        self.map.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// How the mapping file of the other list is called that is used.
    pub(super) fn taken_from(&self) -> Option<&str> {
        self.taken.as_ref().map(|(_, name)| name.as_str())
    }

    /// A newer copy of a list may have another name. Without a mapping of its own it is read by one beside it whose headings
    /// are the same, all of them and no other.
    pub(super) fn take_another(&mut self, list: &List) {
        if self.text.is_some() {
            return;
        }
        for path in mappings_beside(&self.map) {
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let Ok(mapping) = Mapping::read(&text) else { continue };
            let tables = list.sheets.iter().filter_map(|sheet| Table::find(sheet, &mapping));
            let tables: Vec<Table> = tables.collect();
            let found: BTreeSet<&str> = tables.iter().flat_map(Table::headings_to_map).collect();
            if !found.is_empty()
                && found.iter().copied().eq(mapping.columns.keys().map(|one| &**one))
            {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                self.mapping = mapping;
                self.taken = Some((text, name));
                return;
            }
        }
    }

    /// A mapping file that `include` names would be read as tasks, and nothing would check any more.
    pub(super) fn is_no_part_of(&self, folder: &Path, includes: &[String]) -> anyhow::Result<()> {
        match includes.iter().find(|pattern| matches(folder, pattern, &self.map)) {
            None => Ok(()),
            Some(pattern) => {
                let path = super::path_of(&self.map);
                Err(Refused::no(import_news::map_included(&path, pattern, locale::language())))
            }
        }
    }

    /// Keeps the copy that the next import is compared with.
    pub(super) fn write_last(
        &self,
        list: &Path,
        import: &Import,
        last: Last,
    ) -> anyhow::Result<()> {
        let name = list.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let last = Last { list: name, imported: import.on.to_string(), ..last };
        let path = last_of(&self.map);
        let text = serde_json::to_string_pretty(&last)? + "\n";
        std::fs::write(&path, text).map_err(|error| unwritten(&path, &error))
    }

    /// Adds what is new to the mapping file.
    pub(super) fn write_mapping(&self, list: &Path, mapping: &Mapping) -> anyhow::Result<()> {
        let name = list.file_name().unwrap_or_default().to_string_lossy();
        let head = help_lists::mapping_head(&name, locale::language());
        // The head of the other list's mapping names that list.
        let taken = self.taken.as_ref().map(|(text, _)| format!("{head}{}", without_head(text)));
        let text = mapping.merged_into(self.text.as_deref().or(taken.as_deref()), &head);
        if self.text.as_deref() == Some(text.as_str()) {
            return Ok(());
        }
        std::fs::write(&self.map, text).map_err(|error| unwritten(&self.map, &error))
    }
}

fn unwritten(path: &Path, error: &std::io::Error) -> anyhow::Error {
    let language = locale::language();
    let why = system::reason(error, language);
    Refused::no(help_lists::map_unwritten(&super::path_of(path), &why, language))
}

/// The mapping files beside one that is not there, the newest first.
fn mappings_beside(map: &Path) -> Vec<PathBuf> {
    let folder = match map.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(SystemTime, PathBuf)> = entries
        .filter(|entry| entry.file_name().to_string_lossy().ends_with(".map.toml"))
        .filter_map(|entry| {
            let about = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            Some((about.modified().ok()?, entry.path()))
        })
        .collect();
    found.sort_by(|one, other| other.cmp(one));
    found.into_iter().take(LOOKED_AT).map(|(_, path)| path).collect()
}

/// A mapping without the comments before its first table.
fn without_head(text: &str) -> &str {
    let is_head = |line: &&str| line.starts_with('#') || line.trim().is_empty();
    let head: usize = text.split_inclusive('\n').take_while(is_head).map(str::len).sum();
    &text[head..]
}

/// `LIST.last` beside `LIST.map.toml`.
fn last_of(map: &Path) -> PathBuf {
    let name = map.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem =
        name.strip_suffix(".map.toml").or_else(|| name.strip_suffix(".toml")).unwrap_or(&name);
    map.with_file_name(format!("{stem}.last"))
}

fn read_last(map: &Path) -> anyhow::Result<Option<Last>> {
    let path = last_of(map);
    let refused = |why: String| {
        let language = locale::language();
        Refused::no(import_news::last_unreadable(&super::path_of(&path), &why, language))
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            serde_json::from_str(&text).map(Some).map_err(|error| refused(error.to_string()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(refused(system::reason(&error, locale::language()))),
    }
}
