//! Limits on how late a task is: `late = ">30d"` (P4, C1).

use std::fmt;
use std::str::FromStr;

use crate::model::{Span, TimeUnit};

/// So late, at least or more: `>30d`, `>=5wd`. It holds for open tasks only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Whether exactly so late is late enough.
    pub inclusive: bool,
    /// How many; 0 with `>` is any lateness.
    pub count: u32,
    /// Days, working days, weeks or months.
    pub unit: TimeUnit,
}

impl Late {
    /// Past its deadline, however little.
    pub const AT_ALL: Late = Late { inclusive: false, count: 0, unit: TimeUnit::Day };
}

/// `>30d`, `>=30d`; a length alone is at least so much.
impl FromStr for Late {
    type Err = ();

    fn from_str(text: &str) -> Result<Late, ()> {
        let text = text.trim();
        let (inclusive, rest) = match (text.strip_prefix(">="), text.strip_prefix('>')) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => (true, text),
        };
        let rest = rest.trim();
        let zero = TimeUnit::ALL.iter().find(|(suffix, _)| rest.strip_prefix('0') == Some(suffix));
        let (count, unit) = match (zero, rest.parse::<Span>()) {
            (Some((_, unit)), _) => (0, *unit),
            (None, Ok(span)) => (span.count, span.unit),
            (None, Err(_)) => return Err(()),
        };
        unit.is_day_based().then_some(Late { inclusive, count, unit }).ok_or(())
    }
}

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.inclusive { ">=" } else { ">" };
        write!(f, "{sign}{}{}", self.count, self.unit.suffix())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_read_back_as_they_are_written() {
        for text in [">30d", ">=5wd", ">0d", ">=2w", ">1mo"] {
            assert_eq!(text.parse::<Late>().map(|late| late.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("30d".parse(), Ok(Late { inclusive: true, count: 30, unit: TimeUnit::Day }));
        assert_eq!("> 30d".parse(), Ok(Late { inclusive: false, count: 30, unit: TimeUnit::Day }));
        for text in ["", ">", "30", "<30d", ">30h", ">-1d", "late"] {
            assert_eq!(text.parse::<Late>(), Err(()), "{text:?}");
        }
    }
}
