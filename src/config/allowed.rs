//! Warnings that are known and not told of again: by `[check] allow` in the root file, or by a comment at the line,
//! `# duban: allow due-on-day-off`.

use std::collections::{HashMap, HashSet};

use crate::config::fault::Code;
use crate::config::finding::{Finding, Level, Site};

/// A line, and the warnings that are not told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AllowedLine {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) codes: Vec<Code>,
}

/// What is not told of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Allowed {
    /// Everywhere.
    pub(crate) codes: HashSet<Code>,
    /// By file, its lines in their order.
    pub(crate) lines: HashMap<u32, Vec<AllowedLine>>,
}

impl Allowed {
    /// Whether a finding of this code at this place is known. Errors never are.
    pub(crate) fn knows(&self, code: Code, site: Option<Site>) -> bool {
        if code.level() == Level::Error {
            return false;
        }
        self.codes.contains(&code) || site.is_some_and(|site| self.at(code, site))
    }

    /// The same of a finding.
    pub(crate) fn knows_of(&self, finding: &Finding) -> bool {
        self.knows(finding.kind(), finding.site())
    }

    fn at(&self, code: Code, site: Site) -> bool {
        let Some(lines) = self.lines.get(&site.file) else { return false };
        let at = lines.partition_point(|line| line.end < site.place.start);
        lines
            .get(at)
            .is_some_and(|line| line.start <= site.place.start && line.codes.contains(&code))
    }
}

/// What a comment begins with that allows.
const MARK: &str = "duban: allow ";

/// The lines of a text that have such a comment, or follow one that stands alone.
pub(crate) fn lines(text: &str) -> Vec<AllowedLine> {
    if !text.contains(MARK) {
        return Vec::new();
    }
    let (mut lines, mut start) = (Vec::new(), 0);
    // Those of comments that stand alone, for the next line.
    let mut coming: Vec<Code> = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end().len();
        let allows =
            line.rsplit_once('#').and_then(|(_, comment)| comment.trim().strip_prefix(MARK));
        let named = allows.unwrap_or_default().split([',', ' ', '，', '、']);
        coming.extend(named.filter_map(|code| Code::from_name(code.trim())));
        let is_code = !line.trim().is_empty() && !line.trim_start().starts_with('#');
        if is_code && !coming.is_empty() {
            let codes = std::mem::take(&mut coming);
            lines.push(AllowedLine { start: start as u32, end: end as u32, codes });
        }
        start += line.len();
    }
    lines
}
