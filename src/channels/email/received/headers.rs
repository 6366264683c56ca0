//! Headers of a mail that came in, and the ids in them.

/// A header: its name in small letters, its value on one line.
pub(super) type Header = (String, String);

/// The first header of that name.
pub(super) fn first<'h>(headers: &'h [Header], name: &str) -> &'h str {
    let header = headers.iter().find(|(known, _)| known == name);
    header.map(|(_, value)| value.as_str()).unwrap_or_default()
}

/// What stands in angle brackets.
pub(super) fn ids(value: &str) -> Vec<String> {
    let parts = value.split('<').skip(1).filter_map(|part| part.split_once('>'));
    parts.map(|(id, _)| id.trim().to_owned()).filter(|id| !id.is_empty()).collect()
}
