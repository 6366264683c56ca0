//! A list on disk, and the files that lie beside it: its mapping and its last copy (I4).

use std::path::{Path, PathBuf};

use crate::cli::import::planned::matches;
use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::locale;
use crate::import::again::Last;
use crate::import::mapping::Mapping;
use crate::import::sheet::List;
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
}

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
        Ok(Beside { map, last, text, mapping: mapping.unwrap_or_default() })
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
        let text = mapping.merged_into(self.text.as_deref(), &head);
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
