//! Dates as lists write them.

use super::*;

const DEADLINE: Reader = Reader { role: Role::Deadline, year: Some(2026), order: None };

fn shown(reader: Reader, text: &str) -> String {
    match reader.text(text) {
        Reading::Empty => "empty".to_owned(),
        Reading::Read(when, how) => format!("{when} {how:?}"),
        Reading::Extended(first, to, how) => format!("{first} → {to} {how:?}"),
        Reading::FromOpened(distance, how) => format!("{distance} {how:?}"),
        Reading::Unread(why) => format!("{why:?}"),
    }
}

#[test]
fn i1_what_has_one_reading_is_read_without_a_doubt() {
    for (text, date) in [
        ("2026-03-05", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("2026.10.31", "2026-10-31"),
        ("2026. 3. 5", "2026-03-05"),
        ("2026年3月5日前", "2026-03-05"),
        ("２０２６年５月３１日前", "2026-05-31"),
        ("2026年 05 月 25 日", "2026-05-25"),
        ("二〇二六年三月五日", "2026-03-05"),
        ("2026年3月5日（周四）前完成整改", "2026-03-05"),
        ("2026年12月底", "2026-12-31"),
        ("2026年2月底前", "2026-02-28"),
        ("20260430", "2026-04-30"),
        ("31 Mar 26", "2026-03-31"),
        ("October 31, 2022", "2022-10-31"),
        ("August, 31, 2023", "2023-08-31"),
        ("February 28,2023", "2023-02-28"),
        ("Tue, 3 February 2026", "2026-02-03"),
        ("by 5th of May 2026", "2026-05-05"),
        ("31.03.2026", "2026-03-31"),
        ("bis 31. März 2026", "2026-03-31"),
        ("Ende Mai 2026", "2026-05-31"),
        ("30/09/26", "2026-09-30"),
        ("01/30/2018", "2018-01-30"),
        ("05/05/2026", "2026-05-05"),
        ("2022-02-04 13:47:30", "2022-02-04T13:47:30"),
        ("2024-03-12T16:58:31Z", "2024-03-12T16:58:31Z"),
        ("2023-06-23T17:00:00-04:00", "2023-06-23T17:00:00-04:00"),
        ("2026年3月5日17时30分", "2026-03-05T17:30:00"),
        ("2026-03-05 5:00 PM", "2026-03-05T17:00:00"),
    ] {
        assert_eq!(shown(DEADLINE, text), format!("{date} []"), "{text}");
    }
}

#[test]
fn i1_what_was_assumed_is_told() {
    for (text, wanted) in [
        ("6月底前", "2026-06-30 [Year(2026)]"),
        ("3月5日", "2026-03-05 [Year(2026)]"),
        ("年底前", "2026-12-31 [Year(2026), LastDay]"),
        ("2026年底前", "2026-12-31 [LastDay]"),
        ("2026年6月", "2026-06-30 [LastDay]"),
        ("2026-06", "2026-06-30 [LastDay]"),
        ("2026年一季度", "2026-03-31 [LastDay]"),
        ("第三季度末", "2026-09-30 [Year(2026), LastDay]"),
        ("2026年上半年", "2026-06-30 [LastDay]"),
        ("2026年6月中旬", "2026-06-20 [ThirdOfMonth, LastDay]"),
        ("明年3月底", "2027-03-31 [Year(2027)]"),
        ("Q3 2026", "2026-09-30 [LastDay]"),
        ("2026-Q3", "2026-09-30 [LastDay]"),
        ("end of Q1 2026", "2026-03-31 [LastDay]"),
        ("H1 2026", "2026-06-30 [LastDay]"),
        ("End of May", "2026-05-31 [Year(2026)]"),
        ("end of 2026", "2026-12-31 [LastDay]"),
        ("June 2023", "2023-06-30 [LastDay]"),
        ("46203", "2026-06-30 [Serial]"),
        ("7月1日至9月30日", "2026-09-30 [Year(2026), EndOfRange]"),
        ("2026年7月1日至9月30日", "2026-09-30 [EndOfRange]"),
        ("2026.7.1-2026.9.30", "2026-09-30 [EndOfRange]"),
        ("2026-8-31（延期至2026-11-15）", "2026-08-31 → 2026-11-15 [ExtensionInside]"),
        ("within 30 days", "+30d []"),
        ("收到审计报告之日起60日内", "+60d [OtherBeginning]"),
        ("自交办之日起三十个工作日内", "+30wd []"),
    ] {
        assert_eq!(shown(DEADLINE, text), wanted, "{text}");
    }
}

#[test]
fn i1_what_allows_no_single_reading_is_not_read() {
    for (text, wanted) in [
        ("2026年2月30日前", "NoSuchDay"),
        ("2026-13-01", "NoSuchDay"),
        ("2026-02-30", "NoSuchDay"),
        ("03/02/26", "WhichFirst"),
        ("26.3.5", "WhichFirst"),
        ("Mar-26", "WhichFirst"),
        ("立行立改，长期坚持", "Standing(None)"),
        ("每月25日前", "Standing(Some(\"1mo\"))"),
        ("Ongoing", "Standing(None)"),
        ("Recurring", "Standing(None)"),
        ("即知即改", "NoDay"),
        ("限期整改", "NoDay"),
        ("待上级批复", "NoDay"),
        ("ASAP", "NoDay"),
        ("N/A", "NoDay"),
        ("—", "NoDay"),
        ("9月初稿，11月提交审议", "Several"),
        ("Q1,Q2,Q3,Q4", "Several"),
        ("H2 FY26/27", "FinancialYear"),
        ("wk/c 6 July 2026", "Week"),
        ("Superseded by A005", "NoDay"),
        ("0202/2026", "NoDate"),
        ("<5% by 2026-12-31", "NoDate"),
        ("3.5", "NoDate"),
    ] {
        assert_eq!(shown(DEADLINE, text), wanted, "{text}");
    }
    let without_year = Reader { year: None, ..DEADLINE };
    for text in ["6月底前", "3月5日", "End of May", "Q2", "3/15"] {
        assert_eq!(shown(without_year, text), "NoYear", "{text}");
    }
}

#[test]
fn i1_a_column_decides_what_comes_first() {
    let of = |texts: &[&str]| Decision::of(texts.iter().copied());
    assert_eq!(of(&["03/02/26", "30/09/26"]), Decision::Decided(Order::DayFirst));
    assert_eq!(of(&["8/5/2025", "8/26/2025"]), Decision::Decided(Order::MonthFirst));
    assert_eq!(of(&["12 Jan 26", "03/02/26", "2026-02-19"]), Decision::Open);
    assert_eq!(of(&["13/01/2026", "01/13/2026"]), Decision::Both);
    assert_eq!(of(&["2026-02-19", "05/05/2026", ""]), Decision::NoMatter);
    let first = Reader { order: Some(Order::MonthFirst), ..DEADLINE };
    assert_eq!(shown(first, "03/02/26"), "2026-03-02 []");
    assert_eq!(shown(first, "30/09/26"), "2026-09-30 []");
}

#[test]
fn i1_a_month_is_a_day_only_where_that_says_something() {
    assert_eq!(
        shown(Reader { role: Role::Start, ..DEADLINE }, "2026年6月"),
        "2026-06-01 [FirstDay]"
    );
    assert_eq!(shown(Reader { role: Role::Fact, ..DEADLINE }, "2026年6月"), "OnlyMonth");
    assert_eq!(shown(Reader { role: Role::Fact, ..DEADLINE }, "/"), "empty");
}

#[test]
fn a_day_in_prose_is_found() {
    assert_eq!(within("<5% by 2026-12-31"), Some(jiff::civil::date(2026, 12, 31)));
    assert_eq!(within("2026-03-15 re-check passed"), Some(jiff::civil::date(2026, 3, 15)));
    assert_eq!(within("ISO 27001-2022"), None);
}
