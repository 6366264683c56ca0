//! Bytes to text, in whatever encoding an office machine saved them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The text, and the encoding where it was guessed. `None` if the bytes are no text.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, Option<&'static str>)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return is_text(&text).then(|| (text.into_owned(), None));
    }
    if let Some(encoding) = utf16(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return is_text(&text).then(|| (text.into_owned(), Some(encoding.name())));
    }
    if bytes.contains(&0) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return is_text(text).then(|| (text.to_owned(), None));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    // GB18030 holds all of GBK, and the rare signs of names as well.
    let encoding = if encoding == encoding_rs::GBK { encoding_rs::GB18030 } else { encoding };
    let (text, failed) = encoding.decode_without_bom_handling(bytes);
    let (text, encoding) = match failed {
        false => (text, encoding),
        true => retry(bytes).unwrap_or((text, encoding)),
    };
    is_text(&text).then(|| (text.into_owned(), Some(encoding.name())))
}

/// Another encoding that all bytes fit, where the guessed one has none for some of them.
fn retry(bytes: &[u8]) -> Option<(std::borrow::Cow<'_, str>, &'static Encoding)> {
    let others = [encoding_rs::GB18030, encoding_rs::BIG5, encoding_rs::WINDOWS_1252];
    others.into_iter().find_map(|encoding| {
        let (text, failed) = encoding.decode_without_bom_handling(bytes);
        (!failed).then_some((text, encoding))
    })
}

/// UTF-16 without a mark: every other byte of ASCII signs is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(2000) & !1];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even, odd) {
        (0, 0) => None,
        (0, _) => Some(UTF_16LE),
        (_, 0) => Some(UTF_16BE),
        _ => None,
    }
    .filter(|encoding| *encoding != UTF_8)
}

fn is_text(text: &str) -> bool {
    !text
        .chars()
        .take(4000)
        .any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}' | '\u{85}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i1_any_encoding_of_an_office_is_read() {
        let text = "编号,整改事项,责任单位,整改期限\n1,出台办法并报市委办备案,市农业农村局,2026年3月31日\n";
        let gbk = encoding_rs::GBK.encode(text).0.into_owned();
        assert_eq!(decode(&gbk), Some((text.to_owned(), Some("gb18030"))));
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&le), Some((text.to_owned(), Some("UTF-16LE"))));
        let marked: Vec<u8> = [vec![0xFF, 0xFE], le].concat();
        assert_eq!(decode(&marked), Some((text.to_owned(), None)));
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&be), Some((text.to_owned(), Some("UTF-16BE"))));
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()), Some((text.to_owned(), None)));
        let latin = "Ma\u{df}nahme;Verantwortlich;F\u{e4}llig am\nK\u{fc}hlung pr\u{fc}fen;M\u{fc}ller;31.03.2026\n";
        let bytes = encoding_rs::WINDOWS_1252.encode(latin).0.into_owned();
        assert_eq!(decode(&bytes), Some((latin.to_owned(), Some("windows-1252"))));
        assert_eq!(decode(&[0, 159, 146, 150, 0, 1]), None);
    }
}
