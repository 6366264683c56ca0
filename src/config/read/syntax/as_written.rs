//! Texts and headers as a file has them.

/// The text in quotes, as it is; signs that none may hold are spelled out.
pub(crate) fn quoted(text: &str) -> String {
    let is_hidden = |sign: char| sign.is_control() && sign != '\t';
    if text.contains(is_hidden) {
        let spelled = |sign: char| match sign {
            '"' | '\\' => format!("\\{sign}"),
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            sign if is_hidden(sign) => format!("\\u{:04X}", u32::from(sign)),
            sign => sign.to_string(),
        };
        return format!("\"{}\"", text.chars().map(spelled).collect::<String>());
    }
    if !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    match text.contains('\'') {
        false => format!("'{text}'"),
        true => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// `[people.zhang]`
pub(crate) fn header_of(table: &str, id: &str) -> String {
    format!("[{table}.{}]", part_written(id))
}

pub(super) fn part_written(part: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    match !part.is_empty() && part.bytes().all(is_bare) {
        true => part.to_owned(),
        false => quoted(part),
    }
}
