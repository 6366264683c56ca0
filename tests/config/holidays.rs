//! T2: what is read of holiday sets, above all of .ics files as exporters write them; and what is said of the rest.

use duban::config::Loaded;
use duban::model::Language;
use jiff::ToSpan;
use jiff::civil::{Weekday, date};

use super::{AROUND, load, shown};

const ZONE: &str = "Europe/Berlin";

/// A configuration whose calendar names one set.
fn with_set(name: &str, bytes: &[u8], zone: &str) -> Loaded {
    let root = AROUND.replace("['CN']", &format!("['{name}']")).replace("Asia/Shanghai", zone);
    load(&[("/d/duban.toml", root.as_bytes()), (&format!("/d/{name}"), bytes)])
}

/// A calendar of these events; the first begins in line 3.
fn calendar(events: &[&str]) -> String {
    let events: String = events
        .iter()
        .map(|event| format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", event.replace('\n', "\r\n")))
        .collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

/// The days of 2026 and 2027 that are not as the week has them.
fn changed(loaded: &Loaded) -> Vec<String> {
    let config = loaded.config.as_ref().unwrap_or_else(|| panic!("{}", shown(loaded)));
    let calendar = &config.calendars[0];
    let weekend = [Weekday::Saturday, Weekday::Sunday];
    let days = date(2026, 1, 1).series(1.day()).take(730);
    let changed =
        days.filter(|day| calendar.is_working_day(*day) == weekend.contains(&day.weekday()));
    changed
        .map(|day| day.strftime("%m%d").to_string() + if day.year() == 2027 { "'" } else { "" })
        .collect()
}

/// What is said of the lines of the set.
fn notes(loaded: &Loaded) -> Vec<String> {
    let about = loaded.findings.iter().filter(|one| one.code == "holiday-event");
    about.map(|one| one.title(Language::En)).collect()
}

/// These events change these days, and nothing is said.
#[track_caller]
fn reads(events: &[&str], wanted: &str) {
    let loaded = with_set("h.ics", calendar(events).as_bytes(), ZONE);
    assert_eq!(changed(&loaded).join(" "), wanted, "{events:#?}");
    assert_eq!(notes(&loaded), [""; 0], "{events:#?}");
}

/// The second of two events, which begins in line 6, is not read, and that is said.
#[track_caller]
fn passes_over(event: &str, why: &str) {
    let loaded =
        with_set("h.ics", calendar(&["DTSTART;VALUE=DATE:20261118", event]).as_bytes(), ZONE);
    assert_eq!(changed(&loaded), ["1118"], "{event}");
    let words = format!("/d/h.ics:6: the event that begins here is not read: {why}");
    assert_eq!(notes(&loaded), [words], "{event}");
}

#[test]
fn whole_days_in_every_form_that_exporters_write() {
    for (event, wanted) in [
        ("DTSTART;VALUE=DATE:20261224", "1224"),
        ("DTSTART:20261224\nDTEND:20261225", "1224"),
        ("DTSTART;VALUE=DATE:20261223\nDTEND;VALUE=DATE:20261225", "1223 1224"),
        ("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224", "1224"),
        ("DTSTART;VALUE=DATE:20260511\nDURATION:P1W", "0511 0512 0513 0514 0515"),
        ("DTSTART;VALUE=DATE:20260511\nDURATION:P2D", "0511 0512"),
        ("DTSTART:20260511T000000\nDURATION:PT48H", "0511 0512"),
        ("dtstart;value=date:20261224\ndtend;value=date:20261225", "1224"),
        // Outlook: midnight to midnight, in a zone that only Windows knows.
        (
            "DTSTART;TZID=\"W. Europe Standard Time\":20261224T000000\n\
             DTEND;TZID=\"W. Europe Standard Time\":20261225T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
            "1224",
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20261224T000000\nDTEND;TZID=Europe/Berlin:20261226T000000",
            "1224 1225",
        ),
        ("DTSTART:20261224T000000\nDTEND:20261224T235900", "1224"),
        ("DTSTART:20261224T000000\nDTEND:20261224T235959", "1224"),
        ("DTSTART:20261224T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "1224"),
        // Midnight in the calendar's zone, in winter and in summer.
        ("DTSTART:20261223T230000Z\nDTEND:20261224T230000Z", "1224"),
        ("DTSTART:20260713T220000Z\nDTEND:20260714T220000Z", "0714"),
        // Days off are transparent as well as observances.
        ("DTSTART;VALUE=DATE:20261224\nTRANSP:TRANSPARENT\nDESCRIPTION:Public holiday", "1224"),
        (
            "DTSTART;VALUE=DATE:20261224\nBEGIN:VALARM\nTRIGGER:-PT15M\nDESCRIPTION:Observance\nEND:VALARM",
            "1224",
        ),
    ] {
        reads(&[event], wanted);
    }
}

#[test]
fn rules_bring_days_back() {
    for (event, wanted) in [
        ("DTSTART;VALUE=DATE:20161224\nDTEND;VALUE=DATE:20161225\nRRULE:FREQ=YEARLY", "1224 1224'"),
        ("DTSTART;VALUE=DATE:20160501\nRRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1", "0501"),
        ("DTSTART;VALUE=DATE:20161224\nRRULE:FREQ=YEARLY;UNTIL=20261231", "1224"),
        ("DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY;INTERVAL=2", "1224"),
        ("DTSTART;VALUE=DATE:20261005\nRRULE:FREQ=DAILY;COUNT=3", "1005 1006 1007"),
        ("DTSTART;VALUE=DATE:20261005\nRRULE:FREQ=DAILY;UNTIL=20261006", "1005 1006"),
        ("DTSTART;VALUE=DATE:20261005\nRRULE:FREQ=DAILY;UNTIL=20261006T000000Z", "1005 1006"),
        ("DTSTART;VALUE=DATE:19421126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "1126 1125'"),
        ("DTSTART;VALUE=DATE:20200525\nRRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5", "0525 0531'"),
        ("DTSTART;VALUE=DATE:20261030\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "1030 1127"),
        ("DTSTART;VALUE=DATE:20261012\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2", "1012 1026"),
        (
            "DTSTART;VALUE=DATE:20261130\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2",
            "1130 1231",
        ),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYYEARDAY=100;COUNT=2", "0101 0410"),
        (
            "DTSTART;VALUE=DATE:20261223\nDTEND;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;COUNT=2",
            "1223 1224 1223' 1224'",
        ),
        ("DTSTART;VALUE=DATE:20161224\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20261224", "1224'"),
        // Weekends, for ever; a company that is shut for weeks.
        ("DTSTART;VALUE=DATE:20261003\nRRULE:FREQ=WEEKLY", ""),
        ("DTSTART;VALUE=DATE:20261214\nRRULE:FREQ=DAILY;COUNT=5", "1214 1215 1216 1217 1218"),
        ("DTSTART;VALUE=DATE:20261224\nRDATE;VALUE=DATE:20261228,20261230", "1224 1228 1230"),
        (
            "DTSTART;TZID=Europe/Berlin:20161224T000000\nDTEND;TZID=Europe/Berlin:20161225T000000\n\
             RRULE:FREQ=YEARLY\nEXDATE;TZID=Europe/Berlin:20271224T000000",
            "1224",
        ),
        // Outlook: the last midnight, in UTC.
        (
            "DTSTART;TZID=\"China Standard Time\":20261005T000000\nDTEND;TZID=\"China Standard Time\":20261006T000000\n\
             RRULE:FREQ=DAILY;UNTIL=20261006T160000Z",
            "1005 1006 1007",
        ),
        (
            "DTSTART;TZID=America/New_York:20261005T000000\nDURATION:P1D\nRRULE:FREQ=DAILY;UNTIL=20261007T040000Z",
            "1005 1006 1007",
        ),
    ] {
        reads(&[event], wanted);
    }
    // A Friday that was moved to the Monday, and one that was called off.
    let series = "UID:s\nDTSTART;VALUE=DATE:20261002\nRRULE:FREQ=WEEKLY;COUNT=4";
    let moved = "UID:s\nRECURRENCE-ID;VALUE=DATE:20261009\nDTSTART;VALUE=DATE:20261012";
    let off =
        "UID:s\nRECURRENCE-ID;VALUE=DATE:20261016\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20261016";
    reads(&[series, moved, off], "1002 1012 1023");
    reads(&[moved, off, series], "1002 1012 1023");
}

#[test]
fn what_is_called_off_is_no_day_off() {
    let other = "DTSTART;VALUE=DATE:20261118";
    reads(&[other, "DTSTART;VALUE=DATE:20261224\nSTATUS:CANCELLED"], "1118");
    reads(&["DTSTART;VALUE=DATE:20261224\nSTATUS:CANCELLED"], "");
    let withdrawn = format!(
        "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT\nEND:VCALENDAR\n{}",
        calendar(&[other])
    );
    let loaded = with_set("h.ics", withdrawn.as_bytes(), ZONE);
    assert_eq!(changed(&loaded), ["1118"]);
}

/// As Chinese feeds and Apple write them; 2026-12-26 and 27 are a weekend.
#[test]
fn make_up_days_are_worked() {
    for summary in [
        "SUMMARY:元旦 补班 第1天/共1天",
        "SUMMARY;LANGUAGE=zh_CN:元旦（班）",
        "SUMMARY:元旦调休上班",
        "SUMMARY:Make-up day",
        "SUMMARY:元旦\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY",
    ] {
        reads(&[&format!("DTSTART;VALUE=DATE:20261226\n{summary}")], "1226");
    }
    for summary in [
        "SUMMARY:Bank holiday (not a business day)",
        "SUMMARY:Non-business day",
        "SUMMARY:清明节放假 1 天，不补班",
        "SUMMARY:Heiligabend (kein Arbeitstag)",
        "SUMMARY:元旦放假（1月4日上班）\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY",
    ] {
        reads(&[&format!("DTSTART;VALUE=DATE:20261224\n{summary}")], "1224");
    }
    // By its hours.
    reads(
        &[
            "DTSTART;TZID=Asia/Shanghai:20261227T090000\nDTEND;TZID=Asia/Shanghai:20261227T180000\nSUMMARY:元旦 补班",
        ],
        "1227",
    );
    // Whether Thursday, 2026-12-24 is off or worked, it is no Saturday's affair.
    reads(&["DTSTART:20261224\nSUMMARY:元旦 补班", "DTSTART:20261225\nSUMMARY:元旦 假期"], "1225");
    let marked = [
        "DTSTART:20261001\nSUMMARY:国庆节（休）\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY",
        "DTSTART:20261118\nSUMMARY:腊八节",
        "DTSTART:20261010\nSUMMARY:国庆节（班）\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY",
    ];
    let loaded = with_set("h.ics", calendar(&marked).as_bytes(), ZONE);
    assert_eq!(changed(&loaded), ["1001", "1010"]);
    assert_eq!(notes(&loaded).len(), 1, "{:?}", notes(&loaded));
    assert!(notes(&loaded)[0].starts_with("/d/h.ics:8: "), "{:?}", notes(&loaded));
}

#[test]
fn an_event_that_is_not_read_is_said_with_its_line() {
    for (event, why) in [
        ("DTSTART:20261224T090000\nDTEND:20261224T100000", "it does not last whole days"),
        ("DTSTART:20261224T000000", "it does not last whole days"),
        ("DTSTART:20261224T000000Z\nDTEND:20261225T000000Z", "it does not last whole days"),
        ("DTSTART;VALUE=DATE:20261324", "its DTSTART is no date"),
        ("DTSTART;VALUE=DATE:2026-12-24", "its DTSTART is no date"),
        ("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:morgen", "its DTEND is no date"),
        ("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261220", "it ends before it begins"),
        ("DTSTART;VALUE=DATE:20261224\nDURATION:P1M", "its DURATION is none"),
        ("DTSTART;VALUE=DATE:20261224\nDURATION:-P1D", "its DURATION is none"),
        ("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20280101", "it lasts longer than a year"),
        ("DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=YEARLY", "it begins before 1900 or after 2200"),
        ("SUMMARY:Heiligabend", "it has no DTSTART"),
        (
            "DTSTART:20261224\nSUMMARY:Mother's Day\nDESCRIPTION:Observance\\nTo hide observances\\, go to Google Calendar Setting\n s > Holidays in India\nTRANSP:TRANSPARENT",
            "it is an observance, and no day off",
        ),
        ("DTSTART:20261224\nSUMMARY:Heiligabend (half-day)", "only half of the day is off"),
        (
            "DTSTART:20261224\nSUMMARY:元旦放假（1月4日上班）",
            "its name tells of days off and of a working day, and not which this is",
        ),
        (
            "DTSTART:20261226\nSUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E8=A1=A5=E7=8F=AD",
            "its name is written as vCalendar 1.0 has it (ENCODING); save it as iCalendar 2.0",
        ),
        ("DTSTART:20261224\nEXRULE:FREQ=YEARLY", "it has an EXRULE, which is not known here"),
        (
            "DTSTART:20261224\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261223",
            "it changes all further times of another (RANGE)",
        ),
    ] {
        passes_over(event, why);
    }
    // What is read in part is said as well.
    for (event, line, words) in [
        ("DTSTART:20261224\nRRULE:FREQ=HOURLY", 5, "this rule is not read"),
        ("DTSTART:20261224\nRRULE:FREQ=YEARLY;BYEASTER=0", 5, "this rule is not read"),
        ("DTSTART:20261224\nRRULE:FREQ=DAILY", 5, "by this rule more than 100 days of every year"),
        ("DTSTART:20261224\nRRULE:FREQ=DAILY;INTERVAL=3", 5, "by this rule more than 100 days"),
        (
            "DTSTART:20261224\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,TH",
            5,
            "by this rule more than 100 days",
        ),
        ("DTSTART:20261224\nRRULE:FREQ=DAILY;UNTIL=21991231", 5, "by this rule more than 100 days"),
        ("DTSTART:20261224\nRRULE:FREQ=DAILY;COUNT=9000", 5, "by this rule more than 100 days"),
        (
            "DTSTART:20261224\nDTEND:20261225\nRRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=MO,TU,WE,TH",
            6,
            "by this rule more than 100 days",
        ),
        ("DTSTART:20261224\nEXDATE:gestern", 5, "a date in this line is none"),
        ("DTSTART:20261224\nDESCRIPTION:a\nb", 6, "this is no line of a calendar"),
    ] {
        let loaded = with_set("h.ics", calendar(&[event]).as_bytes(), ZONE);
        assert_eq!(changed(&loaded), ["1224"], "{event}");
        let said = notes(&loaded).concat();
        assert!(said.starts_with(&format!("/d/h.ics:{line}: {words}")), "{said}");
    }
}

/// Days off that follow one another count for the year in which they begin.
#[test]
fn a_set_knows_the_years_in_which_its_days_off_begin() {
    let once = "DTSTART;VALUE=DATE:20260501";
    let rule = "DTSTART;VALUE=DATE:20161224\nRRULE:FREQ=YEARLY";
    for (events, known) in [
        (&["DTSTART;VALUE=DATE:20261223\nDTEND;VALUE=DATE:20270102"][..], &[2026][..]),
        (&["DTSTART;VALUE=DATE:20261231", "DTSTART;VALUE=DATE:20270101"], &[2026]),
        (
            &["DTSTART;VALUE=DATE:20261231", "DTSTART;VALUE=DATE:20270101", "DTSTART:20270501"],
            &[2026, 2027],
        ),
        (&[once, "DTSTART:20251227\nSUMMARY:补班"], &[2026]),
        // A rule alone does not know what comes beside it.
        (&[once, rule], &[2026]),
        (&[rule, "DTSTART;VALUE=DATE:20160501\nRRULE:FREQ=YEARLY"], &[2025, 2026, 2027]),
        (&["DTSTART;VALUE=DATE:20261005\nRRULE:FREQ=DAILY;COUNT=3"], &[2026]),
    ] {
        let loaded = with_set("h.ics", calendar(events).as_bytes(), ZONE);
        let config = loaded.config.as_ref().unwrap_or_else(|| panic!("{}", shown(&loaded)));
        let covers = |year: &i16| config.calendars[0].covers(*year);
        let years: Vec<i16> = (2025..=2027).filter(covers).collect();
        assert_eq!(years, known, "{events:#?}");
    }
}

#[test]
fn two_calendars_in_one_file_are_both_read_and_folds_part_characters() {
    let two = format!("{}{}", calendar(&["DTSTART:20261224"]), calendar(&["DTSTART:20261118"]));
    assert_eq!(changed(&with_set("h.ics", two.as_bytes(), ZONE)), ["1118", "1224"]);
    // Within 元, whose bytes are E5 85 83; with the mark that Windows puts before UTF-8.
    let mut folded = b"\xEF\xBB\xBFBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261224\r\nSUMMARY:\xE5\x85\r\n \x83".to_vec();
    folded.extend("旦 补\r\n\t班\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".as_bytes());
    let loaded = with_set("h.ics", &folded, ZONE);
    assert_eq!(changed(&loaded), [""; 0], "a Thursday that is worked: {}", shown(&loaded));
    let config = loaded.config.as_ref().expect("it checks");
    let named = config.calendars[0].exception(date(2026, 12, 24)).and_then(|day| day.name.clone());
    assert_eq!(named.as_deref(), Some("元旦 补班"));
}

/// Which file a name in `holidays` leads to, its text is told to nobody.
#[test]
fn what_is_no_holiday_set_is_refused_in_our_own_words() {
    let secret = "hunter2";
    let begin = "BEGIN:VCALENDAR\n";
    for (name, text, words) in [
        ("h.ics", "hunter2\n".to_owned(), "line 1: a calendar begins with BEGIN:VCALENDAR"),
        ("h.ics", "hunter2:x\n".to_owned(), "line 1: a calendar begins with BEGIN:VCALENDAR"),
        ("h.ics", "BEGIN:hunter2\n".to_owned(), "line 1: a calendar begins with BEGIN:VCALENDAR"),
        ("h.ics", format!("{begin}END:hunter2\n"), "line 2 ends what did not begin"),
        (
            "h.ics",
            format!("{begin}BEGIN:VEVENT\nDTSTART:20261224\n"),
            "it ends in the middle of a calendar",
        ),
        ("h.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n".to_owned(), "it has no event"),
        ("h.toml", "hunter2\n".to_owned(), "line 1: this is no TOML"),
        ("h.toml", "a = 1\nhunter2 = x\n".to_owned(), "line 2: this is no TOML"),
        ("h.toml", "hunter2 = 1\n".to_owned(), "it has no `[years.2026.off]`"),
        ("h.toml", "[years.hunter2]\n".to_owned(), "line 1: after `years.` a year is wanted"),
        ("h.toml", "[years]\n2026 = 'hunter2'\n".to_owned(), "line 2: a year is a table"),
        (
            "h.toml",
            "[years.2026]\nhunter2 = []\n".to_owned(),
            "line 2: the keys of a year are `off` and `work`",
        ),
        (
            "h.toml",
            "[years.2026]\noff = 'hunter2'\n".to_owned(),
            "line 2: days are a table or an array",
        ),
        ("h.toml", "[years.2026]\noff = ['hunter2']\n".to_owned(), "line 2: a day is wanted here"),
        ("h.toml", "[years.2026.off]\nhunter2 = ''\n".to_owned(), "line 2: there is no such day"),
    ] {
        let loaded = with_set(name, text.as_bytes(), ZONE);
        let said = shown(&loaded);
        assert!(loaded.config.is_none() && said.contains(words), "{text}: {said}");
        assert!(!said.contains(secret), "{text}: {said}");
        let problems: Vec<String> = loaded
            .problems()
            .iter()
            .map(|one| format!("{one:?} {}", one.told(Language::En)))
            .collect();
        assert!(!problems.concat().contains(secret), "{text}: {problems:?}");
    }
}

/// A whole calendar is taken, however little of it is read: what is not is said.
#[test]
fn a_set_of_which_no_day_is_read_is_said_and_told_nothing_of() {
    let loaded =
        with_set("h.ics", calendar(&["DTSTART:hunter2\nSUMMARY:hunter2"]).as_bytes(), ZONE);
    assert_eq!(changed(&loaded), [""; 0]);
    assert_eq!(notes(&loaded).len(), 1);
    assert!(notes(&loaded)[0].starts_with("/d/h.ics:3: "), "{:?}", notes(&loaded));
    assert!(!shown(&loaded).contains("hunter2"), "{}", shown(&loaded));
}

#[test]
fn a_set_has_five_hundred_rules_at_most_and_each_ends() {
    let with = |count: usize, rule: &str| {
        let event = format!("DTSTART:20261224\nRRULE:{rule}");
        with_set("h.ics", calendar(&vec![event.as_str(); count]).as_bytes(), ZONE)
    };
    assert!(with(500, "FREQ=DAILY;COUNT=2").config.is_some());
    let beyond = shown(&with(501, "FREQ=DAILY;COUNT=2"));
    assert!(beyond.contains("more than 500 of its events come again by a rule"), "{beyond}");
    // There is no 30 February: only the first day is left.
    for never in ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"] {
        assert_eq!(changed(&with(1, never)), ["1224"], "{never}");
    }
}
