//! Lists as files: what a file is by its bytes, and its cells as data (I1). Written are exports (I3).

pub(crate) mod book;
mod csv_file;
mod encoding;
pub(crate) mod export;
mod json;
mod number_format;
mod oscal;
pub(crate) mod report;
mod xlsx;
mod xlsx_layout;

use std::path::Path;

use crate::import::sheet::List;

/// Why a file is no list that can be read.
#[derive(Debug)]
pub enum NoList {
    /// It cannot be opened.
    Unreadable(std::io::Error),
    /// It is larger than this many MiB.
    TooLarge(u64),
    /// Nothing is in it.
    Empty,
    /// It is something else than its name says, or than can be read.
    Other(Other),
    /// It is damaged; what the library says.
    Damaged(String),
    /// A quote that opens on this line is never closed.
    OpenQuote(u32),
    /// It is no JSON; what the parser says.
    NoJson(String),
    /// JSON without a list in it.
    NoListInJson,
}

/// What a file is that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// A web page, as many systems export under the name of a spreadsheet.
    Html,
    /// The XML of Excel 2003.
    Xml2003,
    /// An old workbook (.xls, BIFF).
    Biff,
    /// A workbook with a password.
    Protected,
    /// An OpenDocument spreadsheet.
    OpenDocument,
    /// A binary workbook (.xlsb).
    BinaryWorkbook,
    /// A compressed archive that holds no workbook.
    Archive,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Bytes that are no text.
    Binary,
}

/// The largest file that is read.
const LARGEST: u64 = 64 << 20;

/// The cells of a file.
pub fn read(path: &Path) -> Result<List, NoList> {
    let file = crate::files::regular::open(path).map_err(NoList::Unreadable)?;
    let length = file.metadata().map_err(NoList::Unreadable)?.len();
    if length > LARGEST {
        return Err(NoList::TooLarge(LARGEST >> 20));
    }
    let mut bytes = Vec::with_capacity(length as usize);
    std::io::Read::read_to_end(&mut std::io::Read::take(file, LARGEST + 1), &mut bytes)
        .map_err(NoList::Unreadable)?;
    read_bytes(bytes)
}

/// The cells of a file, told by its bytes and not by its name.
pub fn read_bytes(bytes: Vec<u8>) -> Result<List, NoList> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(NoList::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return xlsx::read(bytes);
    }
    if let Some(other) = other(&bytes) {
        return Err(NoList::Other(other));
    }
    let (text, encoding) = encoding::decode(&bytes).ok_or(NoList::Other(Other::Binary))?;
    let start = text.trim_start();
    let lower: String = start.chars().take(400).collect::<String>().to_lowercase();
    if lower.starts_with("<?xml")
        && (lower.contains("urn:schemas-microsoft-com:office:spreadsheet")
            || lower.contains("mso-application"))
    {
        return Err(NoList::Other(Other::Xml2003));
    }
    let html = ["<html", "<!doctype html", "<table", "<meta", "<head", "<body", "<div", "<?xml"];
    if html.iter().any(|tag| lower.starts_with(tag)) {
        return Err(NoList::Other(Other::Html));
    }
    let mut list = match start.chars().next() {
        Some('{') => json::read(&text)?,
        Some('[') if serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok() => {
            json::read(&text)?
        }
        _ => csv_file::read(&text)?,
    };
    list.encoding = encoding;
    Ok(list)
}

/// What bytes are that are no text and no workbook of today.
fn other(bytes: &[u8]) -> Option<Other> {
    const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.starts_with(OLE) {
        // A workbook with a password is packed into the container of the old ones.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let protected = bytes.windows(name.len()).any(|window| window == name);
        return Some(if protected { Other::Protected } else { Other::Biff });
    }
    // BIFF2 to BIFF5 without a container.
    if matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..]) {
        return Some(Other::Biff);
    }
    let pictures: [&[u8]; 3] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8"];
    if pictures.iter().any(|start| bytes.starts_with(start)) {
        return Some(Other::Picture);
    }
    bytes.starts_with(b"%PDF").then_some(Other::Pdf)
}
