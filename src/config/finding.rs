//! What is wrong with the files, as data: each finding names its kind, its places and, where one is
//! known, the cure. How it looks on a terminal is the affair of `render`.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::ops::Range;

use serde::Serialize;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The configuration is refused.
    Error,
    /// It is taken, but looks like a mistake.
    Warning,
}

/// A stretch of bytes in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A place and the file it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    /// Which of the sources.
    pub file: u32,
    /// Where in it.
    pub place: Place,
}

/// Text beside a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What is pointed at.
    pub site: Site,
    /// What is said of it; may be empty.
    pub text: String,
}

/// What to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is replaced.
    pub site: Site,
    /// By what.
    pub text: String,
}

/// One thing that is wrong, or looks wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// Its kind, stable over versions: `unknown-key`.
    pub code: &'static str,
    /// What is wrong, with the offending value.
    pub message: String,
    /// Where; the first is the place itself, the others belong to it.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// What to write instead, where that is certain enough.
    pub replacement: Option<Suggestion>,
    /// How many findings it stands for: 1, or the number of those of its kind that are not listed.
    pub count: usize,
}

impl Place {
    /// The place of a range of bytes.
    pub fn new(range: Range<usize>) -> Place {
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Place { start: at(range.start), end: at(range.end) }
    }

    /// The place as a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the two touch.
    pub fn touches(self, other: Place) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// This place in a file.
    pub fn of(self, file: u32) -> Site {
        Site { file, place: self }
    }
}

impl Finding {
    pub(crate) fn error(code: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(Level::Error, code, message.into())
    }

    pub(crate) fn warning(code: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(Level::Warning, code, message.into())
    }

    fn new(level: Level, code: &'static str, message: String) -> Finding {
        let (labels, help, replacement) = (Vec::new(), None, None);
        Finding { level, code, message, labels, help, replacement, count: 1 }
    }

    /// Points at a place; the first call names the place itself.
    pub(crate) fn at(mut self, site: Site, text: impl Into<String>) -> Finding {
        self.labels.push(Label { site, text: text.into() });
        self
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Finding {
        self.help = Some(text.into());
        self
    }

    /// Says what to write at a place instead.
    pub(crate) fn instead(mut self, site: Site, text: impl Into<String>) -> Finding {
        self.replacement = Some(Suggestion { site, text: text.into() });
        self
    }

    /// Every file that it points into.
    pub(crate) fn files(&self) -> impl Iterator<Item = u32> + '_ {
        let replaced = self.replacement.iter().map(|one| one.site.file);
        self.labels.iter().map(|label| label.site.file).chain(replaced)
    }

    /// Where it is shown: the first label.
    pub fn site(&self) -> Option<Site> {
        self.labels.first().map(|label| label.site)
    }
}

/// A finding in one line, for a log and for letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its kind.
    pub code: &'static str,
    /// The file that it points at first.
    pub file: Option<String>,
    /// The line there, where the text is at hand.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do, where that is not plain.
    pub help: Option<String>,
    /// How many findings it stands for.
    pub count: usize,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(file), Some(line)) = (&self.file, self.line) {
            write!(f, "{file}:{line}: ")?;
        }
        f.write_str(&self.what)
    }
}

/// Of one kind, so many findings are listed; the rest are counted.
const SHOWN: usize = 20;

/// Findings that are counted together: warnings of one code, and errors of one code in one file, so that
/// every file with an error is named.
type Kind = (Level, &'static str, Option<u32>);

/// Findings while they are gathered. Those beyond [`SHOWN`] of a kind are counted, not kept: a hundred
/// thousand bad tasks must not become a hundred thousand findings.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Finding>,
    counts: HashMap<Kind, usize>,
    /// Places that the parser could not read; what touches them is not taken.
    broken: Vec<Place>,
}

impl Findings {
    /// Findings of a file in which the parser could not read these places. What it could not read comes out
    /// as something else; that is not a second mistake.
    pub(crate) fn around(mut broken: Vec<Place>) -> Findings {
        broken.sort_unstable();
        let mut joined: Vec<Place> = Vec::with_capacity(broken.len());
        for place in broken {
            match joined.last_mut().filter(|last| last.touches(place)) {
                Some(last) => last.end = last.end.max(place.end),
                None => joined.push(place),
            }
        }
        Findings { broken: joined, ..Findings::default() }
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        if self.follows_from_broken(&finding) {
            return;
        }
        self.count(kind(&finding), || finding);
    }

    /// Adds a warning that is written out only if there is room for it. One gatherer must be handed
    /// them in the order of the files, so that those kept are the first.
    pub(crate) fn warn(&mut self, code: &'static str, finding: impl FnOnce() -> Finding) {
        self.count((Level::Warning, code, None), finding);
    }

    /// Whether another finding of this kind would be listed.
    pub(crate) fn has_room(&self, level: Level, code: &'static str, file: Option<u32>) -> bool {
        self.counts.get(&(level, code, file)).is_none_or(|count| *count <= SHOWN)
    }

    fn count(&mut self, kind: Kind, finding: impl FnOnce() -> Finding) {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= SHOWN + 1 {
            self.list.push(finding());
        }
    }

    /// A key is not missing either that stands where the parser lost its way.
    fn follows_from_broken(&self, finding: &Finding) -> bool {
        if self.broken.is_empty() {
            return false;
        }
        let Some(place) = finding.site().map(|site| site.place) else { return false };
        let at = self.broken.partition_point(|one| one.end < place.start);
        let touched = self.broken.get(at).is_some_and(|one| one.touches(place));
        touched || finding.code == "missing-key"
    }

    /// Takes over what another gatherer found in later files.
    pub(crate) fn append(&mut self, other: Findings) {
        self.list.extend(other.list);
        for (kind, count) in other.counts {
            *self.counts.entry(kind).or_default() += count;
        }
    }

    /// The files that errors point at first.
    pub(crate) fn at_fault(&self) -> BTreeSet<usize> {
        let errors = self.list.iter().filter(|finding| finding.level == Level::Error);
        errors.filter_map(Finding::site).map(|site| site.file as usize).collect()
    }

    /// Whether there are places that the parser could not read.
    pub(crate) fn is_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    pub(crate) fn any(&self) -> bool {
        !self.list.is_empty()
    }

    /// Forgets all findings of these kinds.
    pub(crate) fn forget(&mut self, codes: &[&str]) {
        self.list.retain(|finding| !codes.contains(&finding.code));
        self.counts.retain(|(_, code, _), _| !codes.contains(code));
    }

    /// All of them by file and place, those beyond [`SHOWN`] of a kind folded into one that gives their number.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        // Those about one place come by their words, so that the same files give the same list.
        self.list.sort_by(|one, other| {
            let place = |finding: &Finding| (finding.site(), finding.level, finding.code);
            place(one).cmp(&place(other)).then_with(|| one.message.cmp(&other.message))
        });
        let mut shown: HashMap<Kind, usize> = HashMap::new();
        self.list.retain_mut(|finding| {
            let kind = kind(finding);
            let shown = shown.entry(kind).or_default();
            *shown += 1;
            let total = self.counts.get(&kind).copied().unwrap_or(0);
            if *shown == SHOWN + 1 && total > SHOWN + 1 {
                fold(finding, total - SHOWN);
            }
            *shown <= SHOWN + 1
        });
        self.list
    }
}

fn kind(finding: &Finding) -> Kind {
    let file = match finding.level {
        Level::Error => finding.site().map(|site| site.file),
        Level::Warning => None,
    };
    (finding.level, finding.code, file)
}

fn fold(finding: &mut Finding, count: usize) {
    let code = finding.code;
    finding.message = format!("{} more of `{code}`, of which this is the first", grouped(count));
    finding.labels.truncate(1);
    finding.replacement = None;
    finding.count = count;
}

/// A number with its thousands set apart.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
