//! A field of a log line that is a list.

use std::fmt;

/// Sets the members of a list apart on their way to the log; no id holds it.
pub(crate) const LIST: char = '\u{1f}';

/// More of a list are not logged: the journal takes a thousand fields.
pub(crate) const MOST: usize = 500;

/// A field that is a list, of ids or of paths.
pub struct List<I>(pub I);

impl<I, T> fmt::Debug for List<I>
where
    I: IntoIterator<Item = T> + Clone,
    T: AsRef<str>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{LIST}")?;
        for one in self.0.clone().into_iter().take(MOST) {
            write!(f, "{}{LIST}", one.as_ref())?;
        }
        Ok(())
    }
}
