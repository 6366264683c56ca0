//! Tasks and milestones: defaults of their file, references, dates, and the order of those.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::config::fault::{CalendarFault, DateFault, PolicyFault, ValueFault};
use crate::config::finding::{Finding, Place, Site};
use crate::config::gather::Findings;
use crate::config::read::keys::Noun;
use crate::config::read::raw::{
    RawDefaults, RawDue, RawFile, RawHold, RawMilestone, RawRare, RawTask, RawWhen, Spot, Text,
};
use crate::config::resolve::alike::alike;
use crate::config::resolve::dates::{self, Opened};
use crate::config::resolve::ids::{Free, Lookup, Slot};
use crate::config::resolve::roles::Roles;
use crate::config::resolve::rules::{self, Features, Rule};
use crate::config::resolve::spots::Spots;
use crate::config::resolve::warnings::Warnings;
use crate::model::{
    Calendar, CalendarIx, Config, Course, Milestone, Offset, Party, PolicyIx, Recipient, Severity,
    Task, UnitIx, When,
};
use crate::parallel;

/// Resolves the tasks of these files, ordered by id.
pub(crate) fn resolve(
    files: Vec<(u32, RawFile)>,
    config: &Config,
    lookup: &Lookup<'_>,
    rules: &[Rule],
    now: Timestamp,
    faulty: &HashSet<UnitIx>,
    findings: &mut Findings,
) -> Vec<Arc<Task>> {
    let start = || Tasks {
        config,
        lookup,
        rules,
        findings: findings.empty(),
        roles: Roles::default(),
        warnings: Warnings::at(now),
        without_policy: Vec::new(),
        without_calendar: None,
        found: Vec::new(),
        unresolved: 0,
        faulty,
    };
    let step = |tasks: &mut Tasks<'_>, _: usize, (file, raw)| tasks.file(file, raw);
    let mut gathered = parallel::fold(files, start, step).into_iter();
    let Some(mut all) = gathered.next() else { return Vec::new() };
    gathered.for_each(|other| all.merge(other));
    all.finish(findings)
}

/// The tasks while they are resolved.
struct Tasks<'x> {
    config: &'x Config,
    lookup: &'x Lookup<'x>,
    rules: &'x [Rule],
    findings: Findings,
    roles: Roles,
    warnings: Warnings,
    /// By file: the first task without a policy, and how many there are.
    without_policy: Vec<(u32, Text, usize)>,
    without_calendar: Option<(Site, usize)>,
    found: Vec<(Arc<Task>, Site)>,
    /// How many ids were unknown so far.
    unresolved: usize,
    /// Units in which something is wrong: a role that seems not to be filled may be no second mistake.
    faulty: &'x HashSet<UnitIx>,
}

/// What `[defaults]` gives, looked up once.
struct Defaults {
    raw: RawDefaults,
    /// Whether an id in it is unknown.
    is_unresolved: bool,
    policy: Option<PolicyIx>,
    unit: Option<UnitIx>,
    owner: Option<Party>,
    supervisor: Option<Party>,
    with: Box<[Party]>,
    watchers: Box<[Recipient]>,
}

impl Tasks<'_> {
    fn file(&mut self, file: u32, raw: RawFile) {
        let defaults = self.defaults(raw.defaults, file);
        for task in raw.tasks {
            let site = task.id.place.of(file);
            if let Some(task) = self.task(task, file, &defaults) {
                self.found.push((Arc::new(task), site));
            }
        }
    }

    fn defaults(&mut self, raw: RawDefaults, file: u32) -> Defaults {
        let unresolved = self.unresolved;
        let defaults = Defaults {
            is_unresolved: false,
            policy: raw
                .policy
                .as_ref()
                .and_then(|id| self.lookup.policy(id, file, &mut self.findings)),
            unit: self.unit(raw.unit.as_ref(), file),
            owner: self.party(raw.owner.as_ref(), file),
            supervisor: self.party(raw.supervisor.as_ref(), file),
            with: self.parties(&raw.with, file),
            watchers: self.recipients(&raw.watchers, file),
            raw,
        };
        Defaults { is_unresolved: self.unresolved > unresolved, ..defaults }
    }

    #[expect(clippy::too_many_lines, reason = "one field after another")]
    fn task(&mut self, raw: RawTask, file: u32, defaults: &Defaults) -> Option<Task> {
        let own = &raw.own;
        let unresolved = self.unresolved;
        let is_faulty = raw.is_faulty || defaults.raw.is_faulty || defaults.is_unresolved;
        let unit = match &own.unit {
            Some(id) => self.unit(Some(id), file),
            None => defaults.unit,
        };
        // It stands in no calendar; that its unit is unknown was told.
        if unit.is_none()
            && self.unresolved > unresolved
            && self.lookup.default_calendar().is_none()
        {
            return None;
        }
        let severity = own.severity.or(defaults.raw.severity).unwrap_or(Severity::Medium);
        let policy = self.policy(&raw, file, defaults, severity);
        let calendar = self.calendar(unit, raw.id.place.of(file))?;
        let opened = own.opened.or(defaults.raw.opened).map(|spot| self.when(spot, calendar));
        let is_unread = own.opened_is_faulty || defaults.raw.opened_is_faulty;
        let dated = Opened { at: opened, is_unread, calendar: &self.config[calendar] };
        let due = self.due(&raw, dated, file, defaults, severity);
        self.order(&raw, opened, calendar, file);
        let owner = own.owner.as_ref();
        let supervisor = own.supervisor.as_ref();
        let slot = if own.with.is_empty() { Slot::Owner } else { Slot::One };
        let owner = match owner {
            Some(id) => self.party_in(slot, id, file),
            None => defaults.owner,
        };
        let supervisor =
            if supervisor.is_some() { self.party(supervisor, file) } else { defaults.supervisor };
        let with = match own.with.is_empty() {
            true => defaults.with.clone(),
            false => self.parties(&own.with, file),
        };
        let watchers = match own.watchers.is_empty() {
            true => defaults.watchers.clone(),
            false => self.recipients(&own.watchers, file),
        };
        let ids = raw.milestones.iter().map(|one| one.id.place.of(file)).collect();
        let last = raw.milestones.last().filter(|last| last.has_header);
        let done_of_last = last.and_then(|last| last.done).map(|done| done.place.of(file));
        let holds = raw.rare.iter().flat_map(|rare| &rare.holds);
        let holds = holds.map(|hold| hold.place.of(file)).collect();
        let milestones = self.milestones(raw.milestones, dated, calendar, file);
        let spots = Spots {
            id: raw.id.place.of(file),
            due: raw.due.map(|due| due.place.of(file)),
            done: raw.done.map(|done| done.place.of(file)),
            verified: raw.verified.map(|verified| verified.place.of(file)),
            extended: raw
                .extended
                .iter()
                .filter_map(|one| one.to)
                .map(|to| to.place.of(file))
                .collect(),
            holds,
            milestones: ids,
            done_of_last,
        };
        let shared =
            |own: Option<Arc<str>>, default: &Option<Arc<str>>| own.or_else(|| default.clone());
        let own = raw.own;
        let rare = raw.rare.map(|rare| *rare).unwrap_or_default();
        let dated = &self.config[calendar];
        let course = Course {
            acknowledged: rare.acknowledged.map(|spot| dates::when(spot.value, dated)),
            progress: dates::progress(rare.progress, dated),
            returned: dates::returned(rare.returned, dated),
            evidence: rare.evidence.into(),
            looked_back: rare.looked_back.iter().map(|day| day.value).collect(),
            fields: rare.fields.into(),
        };
        let course = (course != Course::default()).then(|| Box::new(course));
        let task = Task {
            id: raw.id.value.as_ref().into(),
            title: raw.title,
            detail: raw.detail,
            category: shared(own.category, &defaults.raw.category),
            severity,
            source: shared(own.source, &defaults.raw.source),
            batch: shared(own.batch, &defaults.raw.batch),
            unit,
            owner,
            with,
            supervisor,
            watchers,
            policy: policy?,
            calendar,
            opened,
            due: due?,
            extended: dates::extended(raw.extended, &self.config[calendar]),
            done: raw.done.map(|spot| self.when(spot, calendar)),
            verified: raw.verified.map(|spot| self.when(spot, calendar)),
            cancelled: rare.cancelled.map(|spot| self.when(spot, calendar)),
            holds: dates::holds(rare.holds),
            every: rare.every.map(|every| every.value),
            done_through: rare.done_through.map(|through| through.value),
            links: raw.links,
            course,
            milestones,
            file,
            line: raw.line,
        };
        let units = || std::iter::successors(task.unit, |at| self.config[*at].parent);
        if !is_faulty
            && self.unresolved == unresolved
            && !units().any(|at| self.faulty.contains(&at))
        {
            self.roles.check(self.config, &task, spots.id);
        }
        self.warnings.of_task(self.config, &task, &spots, &mut self.findings);
        Some(task)
    }

    fn milestones(
        &mut self,
        raw: Box<[RawMilestone]>,
        opened: Opened<'_>,
        calendar: CalendarIx,
        file: u32,
    ) -> Box<[Milestone]> {
        let mut known: HashMap<Arc<str>, Site> = HashMap::new();
        let mut milestones = Vec::with_capacity(raw.len());
        let ids = raw.iter().map(|one| (&*one.id.value, one.id.place.of(file)));
        alike(Noun::Milestone, ids, &mut self.findings);
        let mut free = Free::default();
        let own: Vec<Arc<str>> = raw.iter().map(|one| one.id.value.clone()).collect();
        for one in raw.into_vec() {
            let (site, id) = (one.id.place.of(file), one.id.value.clone());
            if let Some(first) = known.insert(id.clone(), site) {
                let is_taken = |new: &str| own.iter().any(|id| &**id == new);
                let id = (Noun::Milestone, &*id);
                free.twice(id, first, site, is_taken, &mut self.findings);
            }
            milestones.extend(self.milestone(one, opened, calendar, file));
        }
        milestones.into_boxed_slice()
    }

    fn milestone(
        &mut self,
        raw: RawMilestone,
        opened: Opened<'_>,
        calendar: CalendarIx,
        file: u32,
    ) -> Option<Milestone> {
        let unit = self.unit(raw.unit.as_ref(), file);
        let calendar = unit.map_or(calendar, |unit| self.config[unit].calendar);
        let dated = &self.config[calendar];
        let due =
            raw.due.and_then(|due| dates::due(due, opened, dated, file, &mut self.findings))?;
        let done = raw.done.map(|spot| dates::when(spot.value, dated));
        let cancelled = raw.cancelled.map(|spot| dates::when(spot.value, dated));
        let extended = dates::extended(raw.extended, dated);
        Some(Milestone {
            id: raw.id.value.as_ref().into(),
            title: raw.title,
            unit,
            owner: self.party(raw.owner.as_ref(), file),
            with: raw.with.map(|with| self.parties(&with, file)),
            supervisor: self.party(raw.supervisor.as_ref(), file),
            watchers: raw.watchers.map(|watchers| self.recipients(&watchers, file)),
            calendar,
            due,
            extended,
            holds: dates::holds(raw.holds),
            done,
            cancelled,
        })
    }

    /// Its own, else its file's, else that of the first rule that matches.
    fn policy(
        &mut self,
        raw: &RawTask,
        file: u32,
        defaults: &Defaults,
        severity: Severity,
    ) -> Option<PolicyIx> {
        let own = &raw.own;
        if let Some(id) = &own.policy {
            return self.lookup.policy(id, file, &mut self.findings);
        }
        if defaults.raw.policy.is_some() {
            return defaults.policy;
        }
        let chosen = rules::policy(self.rules, &features(own, &defaults.raw, severity));
        let is_faulty =
            raw.is_faulty || defaults.raw.is_faulty || rules::may_be_for_others(self.rules);
        if chosen.is_none() && !is_faulty {
            match self.without_policy.last_mut().filter(|(last, ..)| *last == file) {
                Some((_, _, count)) => *count += 1,
                None => self.without_policy.push((file, raw.id.clone(), 1)),
            }
        }
        chosen.flatten()
    }

    /// T0: its own, else that of the first rule that matches and has one.
    fn due(
        &mut self,
        raw: &RawTask,
        opened: Opened<'_>,
        file: u32,
        defaults: &Defaults,
        severity: Severity,
    ) -> Option<When> {
        if let Some(due) = raw.due {
            return dates::due(due, opened, opened.calendar, file, &mut self.findings);
        }
        // What is written there and is no deadline was told of.
        if raw.due_written {
            return None;
        }
        let Some(due) = rules::due(self.rules, &features(&raw.own, &defaults.raw, severity)) else {
            if !rules::may_be_for_others(self.rules) {
                self.findings.add(no_due(&raw.id, file));
            }
            return None;
        };
        if opened.at.is_none()
            && let RawDue::FromOpened(offset) = due.value
        {
            if !opened.is_unread {
                self.findings.add(rule_without_opened(raw, offset, file, due.place));
            }
            return None;
        }
        // The rule stands in the root file.
        dates::due(due, opened, opened.calendar, 0, &mut self.findings)
    }

    fn calendar(&mut self, unit: Option<UnitIx>, site: Site) -> Option<CalendarIx> {
        let found = match unit {
            Some(unit) => Some(self.config[unit].calendar),
            None => self.lookup.default_calendar(),
        };
        if found.is_none() {
            self.without_calendar.get_or_insert((site, 0)).1 += 1;
        }
        found.filter(|_| !self.config.calendars.is_empty())
    }

    /// A task is opened, then done, then verified.
    fn order(&mut self, raw: &RawTask, opened: Option<When>, calendar: CalendarIx, file: u32) {
        let calendar = &self.config[calendar];
        let placed = |spot: Option<Spot<RawWhen>>| {
            spot.map(|spot| (dates::when(spot.value, calendar), spot.place.of(file)))
        };
        let (done, verified) = (placed(raw.done), placed(raw.verified));
        let task = || raw.id.value.to_string();
        let opened_at = raw.own.opened.map(|spot| spot.place.of(file));
        if let (Some((done, at)), Some(opened)) = (done, opened)
            && dates::before(done, opened, calendar)
        {
            let finding = Finding::new(DateFault::DoneBeforeOpened { task: task() }).at(at);
            self.findings.add(opened_at.into_iter().fold(finding, Finding::at));
        }
        if let (Some((verified, at)), Some((done, done_at))) = (verified, done)
            && dates::before(verified, done, calendar)
        {
            let finding = Finding::new(DateFault::VerifiedBeforeDone { task: task() });
            self.findings.add(finding.at(at).at(done_at));
        }
        if let (Some((_, at)), None, false) = (verified, done, raw.done_is_faulty) {
            let finding = Finding::new(DateFault::VerifiedWithoutDone { task: task() });
            self.findings.add(finding.at(at));
        }
        let Some(rare) = &raw.rare else { return };
        self.holds(raw, &rare.holds, file);
        self.returns(raw, rare, done, calendar, file);
        if let (Some(through), None, false) = (rare.done_through, rare.every, rare.every_is_faulty)
        {
            let finding = Finding::new(DateFault::DoneThroughWithoutEvery);
            self.findings.add(finding.at(through.place.of(file)));
        }
        if let Some(every) = rare.every.filter(|every| !every.value.unit.is_day_based()) {
            self.findings.add(Finding::new(DateFault::BadEvery).at(every.place.of(file)));
        }
    }

    /// T0: a hold ends after it begins; one that stops the clock has a beginning, stands on no standing task, and
    /// the last extension says from when it holds.
    fn holds(&mut self, raw: &RawTask, holds: &[RawHold], file: u32) {
        let standing = raw.rare.as_ref().is_some_and(|rare| rare.every.is_some());
        let undated =
            raw.extended.last().is_some_and(|last| last.on.is_none() && !last.on_is_faulty);
        for hold in holds {
            let site = hold.place.of(file);
            let reversed = hold.from.zip(hold.until).is_some_and(|(from, until)| until <= from);
            let fault = match hold.stops_clock {
                _ if reversed => DateFault::HoldReversed,
                true if hold.from_is_faulty => continue,
                true if hold.from.is_none() => DateFault::HoldWithoutFrom,
                true if standing => DateFault::HoldOfStanding,
                true if undated => DateFault::ExtensionWithoutOn,
                _ => continue,
            };
            self.findings.add(Finding::new(fault).at(site));
        }
    }

    /// A task that was sent back is done after that, or not yet.
    fn returns(
        &mut self,
        raw: &RawTask,
        rare: &RawRare,
        done: Option<(When, Site)>,
        calendar: &Calendar,
        file: u32,
    ) {
        let last = rare.returned.iter().filter_map(|one| one.on).next_back();
        let (Some((done, at)), Some(last)) = (done, last) else { return };
        if dates::before(done, dates::when(last.value, calendar), calendar) {
            let fault = DateFault::DoneBeforeReturned { task: raw.id.value.to_string() };
            self.findings.add(Finding::new(fault).at(at).at(last.place.of(file)));
        }
    }

    fn when(&self, spot: Spot<RawWhen>, calendar: CalendarIx) -> When {
        dates::when(spot.value, &self.config[calendar])
    }

    fn unit(&mut self, id: Option<&Text>, file: u32) -> Option<UnitIx> {
        let unit = self.lookup.unit(id?, file, &mut self.findings);
        self.unresolved += usize::from(unit.is_none());
        unit
    }

    fn party(&mut self, id: Option<&Text>, file: u32) -> Option<Party> {
        self.party_in(Slot::One, id?, file)
    }

    fn party_in(&mut self, slot: Slot, id: &Text, file: u32) -> Option<Party> {
        let party = self.lookup.party_in(slot, id, file, &mut self.findings);
        self.unresolved += usize::from(party.is_none());
        party
    }

    fn parties(&mut self, ids: &[Text], file: u32) -> Box<[Party]> {
        ids.iter().filter_map(|id| self.party_in(Slot::List, id, file)).collect()
    }

    fn recipients(&mut self, ids: &[Text], file: u32) -> Box<[Recipient]> {
        ids.iter().filter_map(|id| self.lookup.recipient(id, file, &mut self.findings)).collect()
    }

    /// Takes over what another core gathered.
    fn merge(&mut self, other: Tasks<'_>) {
        self.findings.append(other.findings);
        self.roles.merge(other.roles);
        self.warnings.merge(other.warnings);
        self.without_policy.extend(other.without_policy);
        self.without_calendar = match (self.without_calendar, other.without_calendar) {
            (Some((one, count)), Some((two, more))) => Some((one.min(two), count + more)),
            (one, two) => one.or(two),
        };
        self.found.extend(other.found);
    }

    /// The tasks by id, and the findings that concern many of them.
    fn finish(mut self, findings: &mut Findings) -> Vec<Arc<Task>> {
        for (file, id, count) in self.without_policy {
            self.findings.add(no_policy(&id, count, file));
        }
        if let Some((site, count)) = self.without_calendar {
            self.findings.add(no_calendar(site, count));
        }
        self.roles.finish(self.config, &mut self.findings);
        self.warnings.finish(self.config, self.lookup, &mut self.findings);
        // Of two with one id, the first read comes first.
        self.found
            .sort_unstable_by(|(one, at), (other, then)| (&one.id, at).cmp(&(&other.id, then)));
        let found = &self.found;
        let is_taken = |new: &str| found.binary_search_by(|(task, _)| (*task.id).cmp(new)).is_ok();
        let mut free = Free::default();
        for pair in found.windows(2) {
            if let [(first, first_at), (second, at)] = pair
                && first.id == second.id
            {
                let id = (Noun::Task, &*second.id);
                free.twice(id, *first_at, *at, is_taken, &mut self.findings);
            }
        }
        let mut ids: Vec<_> = self.found.iter().map(|(task, site)| (&*task.id, *site)).collect();
        ids.sort_unstable_by_key(|(_, site)| *site);
        alike(Noun::Task, ids, &mut self.findings);
        findings.append(self.findings);
        self.found.into_iter().map(|(task, _)| task).collect()
    }
}

fn no_calendar(site: Site, count: usize) -> Finding {
    Finding::new(CalendarFault::TaskWithoutCalendar { count }).at(site)
}

/// What rules look at in a task.
fn features<'t>(own: &'t RawDefaults, given: &'t RawDefaults, severity: Severity) -> Features<'t> {
    fn text<'t>(own: &'t Option<Text>, given: &'t Option<Text>) -> Option<&'t str> {
        own.as_ref().or(given.as_ref()).map(|text| &*text.value)
    }
    Features {
        severity,
        source: own.source.as_deref().or(given.source.as_deref()),
        category: own.category.as_deref().or(given.category.as_deref()),
        batch: own.batch.as_deref().or(given.batch.as_deref()),
        unit: text(&own.unit, &given.unit),
        owner: text(&own.owner, &given.owner),
        supervisor: text(&own.supervisor, &given.supervisor),
    }
}

fn no_due(id: &Text, file: u32) -> Finding {
    let fault = ValueFault::NoDue { task: id.value.to_string() };
    Finding::new(fault).at(id.place.of(file))
}

fn rule_without_opened(raw: &RawTask, offset: Offset, file: u32, rule: Place) -> Finding {
    let (task, offset) = (raw.id.value.to_string(), offset.to_string());
    let finding = Finding::new(DateFault::RuleWithoutOpened { task, offset });
    finding.at(raw.id.place.of(file)).at(rule.of(0))
}

fn no_policy(id: &Text, count: usize, file: u32) -> Finding {
    let fault = PolicyFault::NoPolicy { task: id.value.to_string(), count };
    Finding::new(fault).at(id.place.of(file))
}
