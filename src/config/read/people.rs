//! Calendars, people, groups and units.

use crate::config::fault::PeopleFault;
use crate::config::finding::{Finding, Place};
use crate::config::read::context::Context;
use crate::config::read::raw::{RawAway, RawCalendar, RawGroup, RawPerson, RawUnit, Text};
use crate::config::read::table::Table;
use crate::config::read::{addresses, hours, keys};
use crate::model::{DigestRhythm, Language, SendOn};

pub(super) fn read_calendar(id: Text, table: &Table<'_>, context: &mut Context<'_>) -> RawCalendar {
    let hours = table.text("hours", context).and_then(|text| hours::hours(&text, context));
    RawCalendar {
        id,
        timezone: table.line("timezone", context),
        workdays: hours::workdays(table, context),
        holidays: table.texts("holidays", context).unwrap_or_default(),
        closed: table.dates("closed", context),
        open: table.dates("open", context),
        hours_are_faulty: table.is_faulty("hours", &hours),
        hours,
        send_at: table.text("send-at", context).and_then(|text| hours::time(&text, context)),
        send_on: table.choice("send-on", SendOn::from_name, context).map(|spot| spot.value),
    }
}

/// So many addresses that are to be filled in are pointed at.
const GAPS_SHOWN: usize = 20;

/// Addresses that are to be filled in are one finding, however many they are: a list that was imported brings its people at once.
pub(super) fn tell_gaps(people: &[RawPerson], context: &mut Context<'_>) {
    let gaps = people.iter().filter_map(|person| {
        let name = person.name.as_deref().unwrap_or(&person.id.value);
        Some((person.gap?, name.to_owned()))
    });
    let gaps: Vec<(Place, String)> = gaps.collect();
    let shown = &gaps[..gaps.len().min(GAPS_SHOWN)];
    if !shown.is_empty() {
        let names = shown.iter().map(|(_, name)| name.clone()).collect();
        let finding = Finding::new(PeopleFault::NoAddress { names, count: gaps.len() });
        let places = shown.iter().map(|(place, _)| context.site(*place));
        context.findings.add(places.fold(finding, Finding::at));
    }
}

pub(super) fn read_person(id: Text, table: &Table<'_>, context: &mut Context<'_>) -> RawPerson {
    let away = table.tables("away", &keys::AWAY, context);
    let email = table.text("email", context);
    let gap = email.as_ref().filter(|text| text.value.trim().is_empty()).map(|text| text.place);
    let email = email.filter(|_| gap.is_none()).and_then(|text| addresses::mailbox(&text, context));
    RawPerson {
        id,
        name: table.title("name", context),
        email: email.map(|mailbox| mailbox.address.0),
        gap,
        language: table.choice("language", Language::from_name, context).map(|spot| spot.value),
        digest: table.choice("digest", DigestRhythm::from_name, context).map(|spot| spot.value),
        away: away.iter().map(|away| read_away(away, context)).collect(),
    }
}

fn read_away(away: &Table<'_>, context: &mut Context<'_>) -> RawAway {
    let from = away.date("from", context).map(|spot| spot.value);
    let until = away.date("until", context).map(|spot| spot.value);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        context.add(PeopleFault::AwayReversed, away.place);
    }
    RawAway { place: away.place, from, until, delegate: away.line("delegate", context) }
}

pub(super) fn read_group(id: Text, table: &Table<'_>, context: &mut Context<'_>) -> RawGroup {
    RawGroup { id, members: table.texts("members", context).unwrap_or_default() }
}

pub(super) fn read_unit(id: Text, table: &Table<'_>, context: &mut Context<'_>) -> RawUnit {
    let told = context.findings.told();
    let raw = RawUnit {
        id,
        name: table.title("name", context),
        parent: table.line("parent", context),
        head: table.line("head", context),
        supervisor: table.line("supervisor", context),
        calendar: table.line("calendar", context),
        is_faulty: false,
    };
    RawUnit { is_faulty: context.findings.told() > told, ..raw }
}
