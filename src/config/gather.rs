//! Findings while they are gathered: counted by kind, and a bounded number of each kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::config::allowed::Allowed;
use crate::config::fault::{CalendarFault, Code, Fault, ReferenceFault, SyntaxFault, ValueFault};
use crate::config::finding::{Finding, Level, Place, Site, Suggestion};
use crate::config::read::keys::Noun;
use crate::config::read::raw::RawFile;
use crate::config::read::syntax::{Edits, header_of, table_without_id};
use crate::config::sources::Sources;
use crate::config::suggest::looks;

/// Of one kind, so many findings are listed; the rest are counted.
const SHOWN: usize = 20;

/// Findings that are counted together: warnings of one code, and errors of one code in one file, so that
/// every file with an error is named.
type Kind = (Code, Option<u32>);

/// Findings while they are gathered. Those beyond [`SHOWN`] of a kind are counted, not kept: a hundred
/// thousand bad tasks must not become a hundred thousand findings.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Finding>,
    counts: HashMap<Kind, usize>,
    /// Places that the parser could not read; what touches them is not taken.
    broken: Vec<Place>,
    /// How many findings came, those among them that only follow from others.
    told: usize,
    /// Warnings that are known, and not told of.
    allowed: Arc<Allowed>,
    /// Ids of what could not be read, a line each.
    lost: String,
    /// Unknown ids of findings that are counted and not kept: of each kind as many as show that there are several.
    unlisted: Vec<(Noun, String)>,
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

    /// Findings without those that are known.
    pub(crate) fn allowing(allowed: Arc<Allowed>) -> Findings {
        Findings { allowed, ..Findings::default() }
    }

    /// The same from now on.
    pub(crate) fn allow(&mut self, allowed: Arc<Allowed>) {
        self.forget_allowed(&allowed);
        self.allowed = allowed;
    }

    /// A gatherer like this one, with nothing in it.
    pub(crate) fn empty(&self) -> Findings {
        Findings::allowing(self.allowed.clone())
    }

    /// Forgets what is known of the findings that are kept.
    pub(crate) fn forget_allowed(&mut self, allowed: &Allowed) {
        let counts = &mut self.counts;
        self.list.retain(|finding| {
            let is_known = allowed.knows_of(finding);
            if is_known && let Some(count) = counts.get_mut(&kind(finding)) {
                *count = count.saturating_sub(1);
            }
            !is_known
        });
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        self.told += 1;
        if self.follows_from_broken(&finding) || self.allowed.knows_of(&finding) {
            return;
        }
        let kind = kind(&finding);
        if self.counts.get(&kind).is_some_and(|count| *count > SHOWN)
            && let Fault::Reference(ReferenceFault::Unknown { noun, written, .. }) = &finding.fault
        {
            self.keep_unlisted(*noun, written);
        }
        self.count(kind, || finding);
    }

    fn keep_unlisted(&mut self, noun: Noun, id: &str) {
        let mut own = self.unlisted.iter().filter(|(other, _)| *other == noun);
        if own.clone().count() < 2 && !own.any(|(_, other)| other == id) {
            self.unlisted.push((noun, id.to_owned()));
        }
    }

    /// Adds a warning that is written out only if there is room for it. One gatherer must be handed
    /// them in the order of the files, so that those kept are the first.
    pub(crate) fn warn(&mut self, code: Code, site: Site, finding: impl FnOnce() -> Finding) {
        if self.allowed.knows(code, Some(site)) {
            return;
        }
        self.count((code, None), finding);
    }

    /// Whether another finding of this kind would be listed.
    pub(crate) fn has_room(&self, code: Code, file: Option<u32>) -> bool {
        self.counts.get(&(code, file)).is_none_or(|count| *count <= SHOWN)
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
        touched || finding.kind() == Code::MissingKey
    }

    /// What has this id could not be read; that was told.
    pub(crate) fn lose(&mut self, id: &str) {
        self.lost.push_str(id);
        self.lost.push('\n');
    }

    /// The ids of what could not be read, a line each.
    pub(crate) fn lost(&self) -> &str {
        &self.lost
    }

    /// Takes over what another gatherer found in later files.
    pub(crate) fn append(&mut self, other: Findings) {
        self.lost.push_str(&other.lost);
        other.unlisted.iter().for_each(|(noun, id)| self.keep_unlisted(*noun, id));
        self.list.extend(other.list);
        for (kind, count) in other.counts {
            *self.counts.entry(kind).or_default() += count;
        }
    }

    /// Turns places of a text that was mended into those of the text that was written.
    pub(crate) fn move_back(&mut self, edits: &Edits) {
        self.list.iter_mut().for_each(|finding| move_back(finding, edits));
    }

    /// The same of all files whose texts were mended.
    pub(crate) fn move_all_back(&mut self, edits: &BTreeMap<u32, Edits>) {
        for finding in &mut self.list {
            for file in finding.files().collect::<BTreeSet<u32>>() {
                if let Some(edits) = edits.get(&file) {
                    move_back_in(finding, file, edits);
                }
            }
        }
    }

    /// The files that errors point at first.
    pub(crate) fn at_fault(&self) -> BTreeSet<usize> {
        let errors = self.list.iter().filter(|finding| finding.level == Level::Error);
        errors.filter_map(Finding::site).map(|site| site.file as usize).collect()
    }

    /// How many findings came so far.
    pub(crate) fn told(&self) -> usize {
        self.told
    }

    /// Whether there are places that the parser could not read.
    pub(crate) fn is_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    pub(crate) fn any(&self) -> bool {
        !self.list.is_empty()
    }

    /// Forgets all findings of these kinds.
    pub(crate) fn forget(&mut self, codes: &[Code]) {
        self.list.retain(|finding| !codes.contains(&finding.kind()));
        self.counts.retain(|(code, _), _| !codes.contains(code));
    }

    /// Forgets ids that are unknown because the lines are lost in which they may have been defined; hands back those that
    /// may be of something without an id.
    pub(crate) fn forget_unknown(&mut self, lost: &str) -> Vec<(Noun, String)> {
        let mut nameless = Vec::new();
        if lost.is_empty() {
            return nameless;
        }
        let counts = &mut self.counts;
        self.list.retain(|finding| {
            let follows = match &finding.fault {
                Fault::Reference(ReferenceFault::Unknown { written, noun, .. }) => {
                    let is_lost = lost.contains(written.as_str());
                    let is_nameless = !is_lost && is_nameless(*noun, lost);
                    if is_nameless {
                        nameless.push((*noun, written.clone()));
                    }
                    is_lost || is_nameless
                }
                Fault::Calendar(
                    CalendarFault::TaskWithoutCalendar { .. }
                    | CalendarFault::UnitWithoutCalendar { .. }
                    | CalendarFault::ReportWithoutCalendar { .. },
                ) => is_default_lost(lost) || is_nameless(Noun::Calendar, lost),
                _ => false,
            };
            if follows && let Some(count) = counts.get_mut(&kind(finding)) {
                *count = count.saturating_sub(1);
            }
            !follows
        });
        let unlisted = std::mem::take(&mut self.unlisted).into_iter();
        nameless.extend(unlisted.filter(|(noun, _)| is_nameless(*noun, lost)));
        nameless
    }

    /// A header that lacks its id gets the only one by which such a thing is referred to and not defined. No id is for two.
    pub(crate) fn name_headers(&mut self, wanted: &[(Noun, String)], sources: &Sources) {
        let table_of = |finding: &Finding| match finding.fault {
            Fault::Syntax(SyntaxFault::HeaderWithoutId { table, meant: None }) => Some(table),
            _ => None,
        };
        let mut open: BTreeMap<&str, usize> = BTreeMap::new();
        self.list
            .iter()
            .filter_map(table_of)
            .for_each(|table| *open.entry(table).or_default() += 1);
        let takers = |noun: Noun| -> usize {
            open.iter().filter(|(table, _)| noun.is_in(table)).map(|(_, count)| count).sum()
        };
        for finding in &mut self.list {
            let Some(table) = table_of(finding) else { continue };
            if open.get(table) != Some(&1) {
                continue;
            }
            let own = || wanted.iter().filter(|(noun, _)| noun.is_in(table));
            let ids: BTreeSet<&String> = own().map(|(_, id)| id).collect();
            let (Some(id), Some(site)) = (ids.first(), finding.site()) else { continue };
            if ids.len() > 1 || own().any(|(noun, _)| takers(*noun) > 1) {
                continue;
            }
            let meant = header_of(table, id);
            let typed = sources.text(site.file).and_then(|text| text.get(site.place.range()));
            let comment = typed.and_then(|typed| Some(&typed[typed.find('#')?..]));
            let text = comment.map_or(meant.clone(), |comment| format!("{meant} {comment}"));
            finding.fault = SyntaxFault::HeaderWithoutId { table, meant: Some(meant) }.into();
            finding.replacement = Some(Suggestion { site, text });
        }
    }

    /// An id without its slash is not offered where another is so.
    pub(crate) fn forget_taken(&mut self, files: &[RawFile]) {
        let with_slash = |finding: &Finding| match &finding.fault {
            Fault::Value(ValueFault::SlashInId { written }) => Some(without_slash(written)),
            _ => None,
        };
        if !self.list.iter().any(|finding| with_slash(finding).is_some()) {
            return;
        }
        let mut ids: HashMap<String, usize> = HashMap::new();
        for file in files {
            let tasks = file.tasks.iter().map(|task| &task.id);
            let reports = file.reports.iter().map(|report| &report.name);
            let tallies = file.tallies.iter().map(|tally| &tally.name);
            for id in tasks.chain(reports).chain(tallies) {
                *ids.entry(without_slash(&id.value)).or_default() += 1;
            }
        }
        for finding in &mut self.list {
            let id = with_slash(finding);
            if id.is_some_and(|id| ids.get(&id).is_some_and(|count| *count > 1)) {
                finding.replacement = None;
            }
        }
    }

    /// Forgets that a text wants quotes where another finding says what to write in its place.
    pub(crate) fn forget_unquoted(&mut self) {
        let is_unquoted = |finding: &Finding| finding.kind() == Code::UnquotedText;
        if !self.list.iter().any(is_unquoted) {
            return;
        }
        let others = self.list.iter().filter(|finding| !is_unquoted(finding));
        let replaced = others.filter_map(|finding| finding.replacement.as_ref());
        let replaced: Vec<Site> = replaced.map(|one| one.site).collect();
        self.list.retain(|finding| {
            let within = |site: Site| {
                let holds = |one: &Site| {
                    one.file == site.file
                        && one.place.start <= site.place.start
                        && site.place.end <= one.place.end
                };
                replaced.iter().any(holds)
            };
            !(is_unquoted(finding) && finding.site().is_some_and(within))
        });
    }

    /// All of them by file and place, those beyond [`SHOWN`] of a kind folded into one that gives their number.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        // Those about one place come by their values, so that the same files give the same list.
        self.list.sort_by(|one, other| {
            let place = |finding: &Finding| (order(finding), finding.level, finding.code);
            let values = |finding: &Finding| format!("{:?}", finding.fault);
            place(one).cmp(&place(other)).then_with(|| values(one).cmp(&values(other)))
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

/// Whether an id of this kind may be that of something without one.
fn is_nameless(noun: Noun, lost: &str) -> bool {
    lost.lines().filter_map(table_without_id).any(|table| noun.is_in(table))
}

/// Whether `default` could not be read.
pub(crate) fn is_default_lost(lost: &str) -> bool {
    lost.lines().any(|id| id == "default")
}

/// An id as it looks with a dash for each slash.
fn without_slash(id: &str) -> String {
    looks(&id.replace('/', "-"))
}

/// In which order findings are told: by file; there what is no TOML first, since others may follow from it; by place.
pub(crate) fn order(finding: &Finding) -> impl Ord + use<> {
    let site = finding.site();
    (site.map(|site| site.file), !matches!(finding.fault, Fault::Syntax(_)), site)
}

fn move_back(finding: &mut Finding, edits: &Edits) {
    for file in finding.files().collect::<BTreeSet<u32>>() {
        move_back_in(finding, file, edits);
    }
}

/// What is to be replaced must stand for something that was written.
fn move_back_in(finding: &mut Finding, file: u32, edits: &Edits) {
    let replaced = finding.replacement.as_mut().filter(|one| one.site.file == file);
    if let Some(one) = replaced {
        match edits.replaced(one.site.place) {
            Some(place) => one.site.place = place,
            None => finding.replacement = None,
        }
    }
    for site in finding.sites.iter_mut().filter(|site| site.file == file) {
        site.place = edits.back(site.place);
    }
}

fn kind(finding: &Finding) -> Kind {
    let file = match finding.level {
        Level::Error => finding.site().map(|site| site.file),
        Level::Warning => None,
    };
    (finding.kind(), file)
}

/// Lets a finding stand for so many of its kind.
fn fold(finding: &mut Finding, count: usize) {
    finding.sites.truncate(1);
    finding.replacement = None;
    finding.count = count;
}
