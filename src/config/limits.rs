//! How much is taken: far more than any real list has, and so little that no file, by mistake or by malice, makes
//! duban run out of memory, of stack or of time. What is beyond is an error that names the place and the limit.

use crate::config::fault::ValueFault;
use crate::config::fault::values::{Chain, Many};
use crate::config::finding::{Finding, Place, Site};
use crate::config::gather::Findings;
use crate::config::read::keys;
use crate::config::read::keys::{Kind, Noun, Shape};
use crate::config::read::raw::{RawFile, Text};

/// The bytes of a file.
pub const FILE: usize = 64 << 20;

/// The bytes of a holiday set, and the days that it names.
pub(super) const HOLIDAYS: usize = 4 << 20;
pub(super) const DAYS: usize = 100_000;

/// The bytes of a template.
pub(super) const TEMPLATE: usize = 256 << 10;

/// The rules by which events of an .ics file come again.
pub(super) const RULES_OF_A_SET: usize = 500;

/// The files that `include` names.
pub const FILES: usize = 10_000;

/// The entries of folders that one pattern of `include` leads through.
pub const WALKED: usize = 100_000;

/// The characters of a text of one line, such as a title; of any other, such as `detail`.
const LINE: usize = 2_000;
const TEXT: usize = 1_000_000;

/// The members of an array, where nothing else is said.
const MEMBERS: usize = 1_000;

/// The people of a group, those of the groups in it included.
pub(super) const GROUP: usize = 10_000;

/// Groups within groups, units above units, delegates of delegates; components of an .ics file.
pub(super) const NESTED: usize = 100;

/// Tables and arrays within each other, and the parts of a dotted key: the TOML parser's own limit.
pub(super) const DEPTH: usize = 80;

/// What there may be of each kind in all files together.
const TASKS: usize = 1_000_000;
const PEOPLE: usize = 100_000;
const GROUPS: usize = 10_000;
const UNITS: usize = 100_000;
const POLICIES: usize = 10_000;
const CALENDARS: usize = 1_000;
const RULES: usize = 10_000;

/// The most members of the array that a key holds.
pub(super) fn members(shape: &Shape, key: &str) -> usize {
    match (shape.name == keys::ROOT.name, key) {
        (true, "task") => TASKS,
        (true, "rules") => RULES,
        (_, "members") => GROUP,
        (_, "closed" | "open") => 5_000,
        (_, "stages") => 100,
        _ => MEMBERS,
    }
}

/// The most characters of a text.
pub(super) fn characters(kind: Kind) -> usize {
    if matches!(kind, Kind::Text | Kind::Fields) { TEXT } else { LINE }
}

/// A list that is too long.
pub(super) fn too_many(what: Many, limit: usize, site: Site) -> Finding {
    Finding::new(ValueFault::TooMany { what, limit }).at(site)
}

/// A text that is too long.
pub(super) fn too_long(name: &str, limit: usize, place: Place, file: u32) -> Finding {
    // Where it begins is enough; it may be many lines long.
    let begin = Place { end: place.end.min(place.start + 40), ..place };
    Finding::new(ValueFault::TooLong { key: name.to_owned(), limit }).at(begin.of(file))
}

/// A chain of references that is too long.
pub(super) fn too_deep(what: Chain, site: Site) -> Finding {
    Finding::new(ValueFault::TooDeep { what, limit: NESTED }).at(site)
}

/// What all files together have too much of, pointed at where it gets too much.
pub(super) fn totals(files: &[RawFile], findings: &mut Findings) {
    let tasks = |raw: &RawFile| raw.tasks.len();
    total(Noun::Task, TASKS, files, tasks, |raw, at| &raw.tasks[at].id, findings);
    let people = |raw: &RawFile| raw.people.len();
    total(Noun::Person, PEOPLE, files, people, |raw, at| &raw.people[at].id, findings);
    let groups = |raw: &RawFile| raw.groups.len();
    total(Noun::Group, GROUPS, files, groups, |raw, at| &raw.groups[at].id, findings);
    let units = |raw: &RawFile| raw.units.len();
    total(Noun::Unit, UNITS, files, units, |raw, at| &raw.units[at].id, findings);
    let policies = |raw: &RawFile| raw.policies.len();
    total(Noun::Policy, POLICIES, files, policies, |raw, at| &raw.policies[at].id, findings);
    let calendars = |raw: &RawFile| raw.calendars.len();
    total(Noun::Calendar, CALENDARS, files, calendars, |raw, at| &raw.calendars[at].id, findings);
}

fn total<'f>(
    what: Noun,
    limit: usize,
    files: &'f [RawFile],
    count: impl Fn(&RawFile) -> usize,
    id: impl Fn(&'f RawFile, usize) -> &'f Text,
    findings: &mut Findings,
) {
    let mut before = 0;
    for (at, raw) in files.iter().enumerate() {
        let here = count(raw);
        if before + here > limit {
            let site = id(raw, limit - before).place.of(at as u32);
            findings.add(too_many(Many::Defined(what), limit, site));
            return;
        }
        before += here;
    }
}
