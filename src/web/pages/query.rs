//! What stands behind the `?` of a page's address, and in a form that was sent: names with values.

use form_urlencoded::{Serializer, parse};

/// So many are read, each of so many bytes; more is nobody's filter.
const MOST: usize = 60;
const LONGEST: usize = 12 << 10;

/// A list's address has so many bytes behind its `?`; each of its links repeats them.
const ADDRESS: usize = 1200;

/// Names with values, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// What stands behind the `?`; a longer one is nobody's filter. That of a task's page has the task's id, however long.
    pub(super) fn of_address(text: Option<&str>, of_task: bool) -> Query {
        let most = if of_task { LONGEST } else { ADDRESS };
        let text = text.filter(|text| text.len() <= most);
        Query::of(text.unwrap_or_default().as_bytes())
    }

    pub(super) fn of(text: &[u8]) -> Query {
        let pairs = parse(text).take(MOST).filter(|(_, value)| value.len() <= LONGEST);
        Query(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    pub(super) fn pairs(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The last value of that name that is not empty.
    pub(super) fn one(&self, name: &str) -> Option<&str> {
        let mut values = self.pairs().filter(|(one, value)| *one == name && !value.is_empty());
        values.next_back().map(|(_, value)| value)
    }

    /// The same with another value, or none; from its first page on.
    pub(super) fn with(&self, name: &str, value: Option<&str>) -> String {
        let kept =
            self.pairs().filter(|(one, value)| *one != name && *one != "page" && !value.is_empty());
        let kept = kept.chain(value.map(|value| (name, value)));
        let text = Serializer::new(String::new()).extend_pairs(kept).finish();
        format!("?{text}")
    }

    /// What a form keeps that changes only that.
    pub(super) fn without(&self, name: &str) -> Vec<(String, String)> {
        let kept =
            self.0.iter().filter(|(one, value)| one != name && one != "page" && !value.is_empty());
        kept.cloned().collect()
    }
}

/// `?id=A-1&milestone=draft`
pub(super) fn address(pairs: &[(&str, &str)]) -> String {
    format!("?{}", Serializer::new(String::new()).extend_pairs(pairs).finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_added_changed_and_taken_away() {
        let query = Query::of("colour=red&text=%E5%8A%9E%E6%B3%95+a&page=3&unit=".as_bytes());
        assert_eq!(query.one("text"), Some("办法 a"));
        assert_eq!(query.one("unit"), None);
        assert_eq!(query.with("colour", None), "?text=%E5%8A%9E%E6%B3%95+a");
        assert_eq!(query.with("text", Some("x&y=\"")), "?colour=red&text=x%26y%3D%22");
        assert_eq!(query.with("page", Some("2")), "?colour=red&text=%E5%8A%9E%E6%B3%95+a&page=2");
        assert_eq!(query.without("colour"), [("text".to_owned(), "办法 a".to_owned())]);
    }

    #[test]
    fn more_than_anybody_asks_is_left_out() {
        let many = "colour=red&".repeat(1000);
        assert_eq!(Query::of(many.as_bytes()).pairs().count(), MOST);
        let long = format!("text={}", "a".repeat(LONGEST + 1));
        assert_eq!(Query::of(long.as_bytes()), Query::default());
        assert_eq!(Query::of_address(Some(&many), false), Query::default());
        assert_eq!(Query::of_address(Some(&many), true).pairs().count(), MOST);
    }
}
