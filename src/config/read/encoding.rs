//! Bytes to text. TOML is UTF-8; what office machines write instead is named, not just refused.

use crate::config::fault::FileFault;
use crate::config::limits;

/// Why a file is no text, and where that shows first.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotText {
    pub(crate) fault: FileFault,
    /// The first byte that gave it away, in the text that [`shown`] makes.
    pub(crate) byte: usize,
}

/// The text of a file, without the byte order mark that some editors put before it.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, (String, NotText)> {
    if bytes.len() > limits::FILE {
        return Err((String::new(), too_large()));
    }
    match String::from_utf8(bytes) {
        // Letters alone are UTF-8 in UTF-16, too, with a zero between each two.
        Ok(text) if is_utf16(text.as_bytes()) => {
            let byte = text.find('\0').unwrap_or_default();
            Err((text, NotText { fault: FileFault::Utf16, byte }))
        }
        Ok(mut text) => {
            if text.starts_with(MARK) {
                text.drain(..MARK.len_utf8());
            }
            Ok(text)
        }
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let why = explain(error.as_bytes(), valid);
            Err((shown(error.as_bytes()), why))
        }
    }
}

/// The byte order mark.
const MARK: char = '\u{feff}';

/// Text to show, whatever the bytes: the same as the file wherever the file is UTF-8.
pub(crate) fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn explain(bytes: &[u8], byte: usize) -> NotText {
    let fault = match () {
        () if is_utf16(bytes) => FileFault::Utf16,
        () if is_gb18030(bytes) => FileFault::Gbk,
        () => FileFault::NotUtf8 { byte: bytes.get(byte).copied().unwrap_or_default() },
    };
    NotText { fault, byte }
}

fn too_large() -> NotText {
    NotText { fault: FileFault::TooLarge { mib: limits::FILE >> 20 }, byte: 0 }
}

/// With its mark, or by the zeros beside each ASCII letter.
fn is_utf16(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4096)];
    let zeros = start.iter().filter(|byte| **byte == 0).count();
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || zeros * 4 > start.len()
}

/// Whether every byte fits GB18030's one-, two- and four-byte forms.
fn is_gb18030(mut rest: &[u8]) -> bool {
    loop {
        rest = match rest {
            [] => return true,
            [0x00..=0x7F, rest @ ..] => rest,
            [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, rest @ ..] => rest,
            [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, rest @ ..] => rest,
            _ => return false,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> &'static str {
        decode(bytes.to_vec()).map_or_else(|(_, why)| why.fault.code().name(), |_| "text")
    }

    #[test]
    fn each_encoding_has_its_own_word() {
        assert_eq!(code("id = '督办'\r\n".as_bytes()), "text");
        assert_eq!(code(b"\xEF\xBB\xBFid = 1\n"), "text");
        // 标题 in GBK.
        assert_eq!(code(b"title = '\xB1\xEA\xCC\xE2'\n"), "gbk");
        assert_eq!(code(b"\xFF\xFEi\0d\0"), "utf-16");
        assert_eq!(code(b"i\0d\0 \0=\0 \0x\0"), "utf-16");
        assert_eq!(code(b"i\0d\0=\0'\0\x63\x77\x9e\x52'\0"), "utf-16");
        assert_eq!(code(b"name = 'caf\xE9'"), "not-utf-8");
    }
}
