//! Where the two engines differ in words. The ledger's SQL is one text: placeholders are `?1`, the greater and the lesser
//! of two values are `greatest` and `least`, yes and no are TRUE and FALSE.

use std::borrow::Cow;

/// The text as SQLite knows it.
pub(super) fn sqlite(sql: &str) -> Cow<'_, str> {
    match sql.contains("greatest(") || sql.contains("least(") {
        true => Cow::Owned(sql.replace("greatest(", "max(").replace("least(", "min(")),
        false => Cow::Borrowed(sql),
    }
}

/// The text as PostgreSQL knows it.
pub(super) fn postgres(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql.chars().peekable();
    while let Some(next) = rest.next() {
        let placeholder = next == '?' && rest.peek().is_some_and(char::is_ascii_digit);
        text.push(if placeholder { '$' } else { next });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_is_told_to_each_engine_in_its_words() {
        let sql = "UPDATE letter SET at = greatest(?2, least(?10, at)) WHERE id = ?1 AND x <> '?'";
        assert_eq!(
            sqlite(sql),
            "UPDATE letter SET at = max(?2, min(?10, at)) WHERE id = ?1 AND x <> '?'"
        );
        assert_eq!(
            postgres(sql),
            "UPDATE letter SET at = greatest($2, least($10, at)) WHERE id = $1 AND x <> '?'"
        );
    }
}
