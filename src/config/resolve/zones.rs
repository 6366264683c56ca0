//! `timezone`: a place of the IANA database. Zones that people write, and the database does not know or knows as
//! something else.

use jiff::tz::TimeZone;

use crate::config::fault::CalendarFault;
use crate::config::fault::calendars::ReversedZone;
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::read::raw::Text;
use crate::config::suggest;

/// Zones that people write and the database does not know, or knows otherwise.
const SLIPS: [(&str, &str); 21] = [
    ("asia/beijing", "Asia/Shanghai"),
    ("beijing", "Asia/Shanghai"),
    ("china", "Asia/Shanghai"),
    ("cst", "Asia/Shanghai"),
    ("asia/shenzhen", "Asia/Shanghai"),
    ("asia/guangzhou", "Asia/Shanghai"),
    ("china standard time", "Asia/Shanghai"),
    ("北京", "Asia/Shanghai"),
    ("北京时间", "Asia/Shanghai"),
    ("东八区", "Asia/Shanghai"),
    ("上海", "Asia/Shanghai"),
    ("中国", "Asia/Shanghai"),
    ("中国标准时间", "Asia/Shanghai"),
    ("乌鲁木齐", "Asia/Urumqi"),
    ("香港", "Asia/Hong_Kong"),
    ("台北", "Asia/Taipei"),
    ("jst", "Asia/Tokyo"),
    ("ist", "Asia/Kolkata"),
    ("bst", "Europe/London"),
    ("pst", "America/Los_Angeles"),
    ("edt", "America/New_York"),
];

/// For minutes ahead of UTC a place where clocks stand so all year. The database's own names for such zones
/// (`Etc/GMT-8`) have the sign the other way round.
const PLACES: [(i32, &str); 32] = [
    (-660, "Pacific/Pago_Pago"),
    (-600, "Pacific/Honolulu"),
    (-540, "Pacific/Gambier"),
    (-480, "Pacific/Pitcairn"),
    (-420, "America/Phoenix"),
    (-360, "America/Guatemala"),
    (-300, "America/Panama"),
    (-240, "America/Puerto_Rico"),
    (-180, "America/Sao_Paulo"),
    (-120, "America/Noronha"),
    (-60, "Atlantic/Cape_Verde"),
    (0, "UTC"),
    (60, "Africa/Lagos"),
    (120, "Africa/Johannesburg"),
    (180, "Africa/Nairobi"),
    (210, "Asia/Tehran"),
    (240, "Asia/Dubai"),
    (270, "Asia/Kabul"),
    (300, "Asia/Karachi"),
    (330, "Asia/Kolkata"),
    (345, "Asia/Kathmandu"),
    (360, "Asia/Dhaka"),
    (390, "Asia/Yangon"),
    (420, "Asia/Bangkok"),
    (480, "Asia/Shanghai"),
    (540, "Asia/Tokyo"),
    (570, "Australia/Darwin"),
    (600, "Australia/Brisbane"),
    (660, "Pacific/Guadalcanal"),
    (720, "Pacific/Tarawa"),
    (780, "Pacific/Tongatapu"),
    (840, "Pacific/Kiritimati"),
];

/// The zone that is named; a finding says which is likely to be meant.
pub(super) fn read(named: &Text, file: u32, findings: &mut Findings) -> Option<TimeZone> {
    let site = named.place.of(file);
    match TimeZone::get(&named.value) {
        Ok(zone) => {
            if let Some(finding) = reversed(&named.value, site) {
                findings.add(finding);
            }
            Some(zone)
        }
        Err(_) => {
            findings.add(unknown(&named.value, site));
            None
        }
    }
}

fn unknown(named: &str, site: Site) -> Finding {
    let typed = named.trim().to_lowercase();
    let slip = SLIPS.iter().find(|(slip, _)| *slip == typed).map(|(_, zone)| (*zone).to_owned());
    let by_offset = || offset(&typed).and_then(place).map(str::to_owned);
    let near = || {
        let known: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
        suggest::nearest(named, known.iter().map(String::as_str)).map(str::to_owned)
    };
    // What is nearest to an offset in letters is another offset.
    let is_offset = offset(&typed).is_some();
    let meant = slip.or_else(by_offset).or_else(|| if is_offset { None } else { near() });
    let (name, zone) = (named.to_owned(), meant.clone());
    let finding = Finding::new(CalendarFault::UnknownZone { name, meant }).at(site);
    match zone {
        Some(zone) => finding.instead(site, format!("\"{zone}\"")),
        None => finding,
    }
}

/// `Etc/GMT+8` lies behind UTC, as in POSIX: whoever writes it means, as a rule, the other.
fn reversed(named: &str, site: Site) -> Option<Finding> {
    let lower = named.to_lowercase();
    let written = offset(lower.strip_prefix("etc/")?).filter(|written| *written != 0)?;
    let (meant, in_fact) = (place(written), place(-written));
    let finding = Finding::new(CalendarFault::ReversedZone(ReversedZone {
        name: named.to_owned(),
        hours: written.abs() / 60,
        is_behind: written > 0,
        meant,
        in_fact,
    }));
    let finding = finding.at(site);
    // Who wrote a minus may know of the reversal: east of Greenwich nobody means it otherwise.
    Some(match meant.filter(|_| written > 0) {
        Some(meant) => finding.instead(site, format!("\"{meant}\"")),
        None => finding,
    })
}

fn place(minutes: i32) -> Option<&'static str> {
    PLACES.iter().find(|(at, _)| *at == minutes).map(|(_, place)| *place)
}

/// The minutes of `utc+8`, `gmt-05:30`, `+0800`, `utc8`, by the sign as it is written.
fn offset(typed: &str) -> Option<i32> {
    let bare = typed.strip_prefix("utc").or_else(|| typed.strip_prefix("gmt")).unwrap_or(typed);
    let bare = bare.trim();
    let (sign, digits) = match bare.strip_prefix(['-', '−', '－']) {
        Some(digits) => (-1, digits),
        None => (1, bare.strip_prefix(['+', '＋']).unwrap_or(bare)),
    };
    let (hours, minutes) = match digits.split_once([':', '：']) {
        Some(both) => both,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let number = |text: &str| text.parse::<u8>().ok().map(i32::from);
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn clocks_in_these_places_stand_so_all_year() {
        for (minutes, place) in PLACES {
            let zone = TimeZone::get(place).expect(place);
            for day in [date(2026, 1, 15), date(2026, 7, 15)] {
                let instant = TimeZone::UTC.to_timestamp(day.at(12, 0, 0, 0)).expect("a time");
                let offset = zone.to_offset(instant).seconds();
                assert_eq!(offset, minutes * 60, "{place} on {day}");
            }
        }
    }

    #[test]
    fn offsets_as_people_write_them() {
        for (typed, minutes) in [
            ("utc+8", 480),
            ("gmt+08:00", 480),
            ("+0800", 480),
            ("utc+5:30", 330),
            ("gmt-5", -300),
            ("utc8", 480),
        ] {
            assert_eq!(offset(typed), Some(minutes), "{typed}");
        }
        for none in ["", "asia/shanghai", "+", "utc+99", "+8.5"] {
            assert_eq!(offset(none), None, "{none}");
        }
    }
}
