//! Lists as they should not be: what cannot be read one way is told of, and nothing is read shifted or in silence.

use std::path::PathBuf;

use duban::import::dates::Unread;
use duban::import::doubt::{Remark, Why, WhyNot};
use duban::import::read::{Read, Settings};
use duban::sheets::{self, NoList, Other};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};
use tempfile::TempDir;

use super::{due, item, read_file, read_text};

const HEADINGS: [&str; 6] = ["编号", "整改事项", "责任单位", "责任人", "整改时限", "完成日期"];

/// A workbook made by this, and the folder that holds it.
fn workbook(make: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.xlsx");
    let mut book = Workbook::new();
    make(&mut book).expect("made");
    book.save(&path).expect("saved");
    (folder, path)
}

fn head(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    for (column, heading) in HEADINGS.iter().enumerate() {
        sheet.write_string(0, column as u16, *heading)?;
    }
    Ok(())
}

fn row(sheet: &mut Worksheet, row: u32, cells: [&str; 6]) -> Result<(), XlsxError> {
    for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        sheet.write_string(row, column as u16, *text)?;
    }
    Ok(())
}

fn read(make: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Read {
    let (_folder, path) = workbook(|book| {
        let sheet = book.add_worksheet();
        head(sheet)?;
        make(sheet)
    });
    read_file(&path, &Settings::default())
}

#[test]
fn i1_formulas_are_read_by_their_value_and_told_of_without_one() {
    let read = read(|sheet| {
        row(sheet, 1, ["T-1", "甲", "一科", "张三", "", ""])?;
        sheet.write_formula(
            1,
            4,
            Formula::new("=TEXT(46203,\"yyyy-mm-dd\")").set_result("2026-06-30"),
        )?;
        row(sheet, 2, ["T-2", "乙", "一科", "张三", "", ""])?;
        sheet.write_formula(2, 4, Formula::new("=E2+1").set_result(""))?;
        row(sheet, 3, ["T-3", "丙", "一科", "张三", "2026-07-01", ""])?;
        Ok(())
    });
    assert_eq!(due(item(&read, 2)).as_deref(), Some("2026-06-30"));
    assert_eq!(due(item(&read, 4)).as_deref(), Some("2026-07-01"));
    assert!(item(&read, 3).due.is_err(), "a formula without a value is no deadline");
}

#[test]
fn i1_hidden_rows_columns_and_sheets_are_named_and_left_out() {
    let (_folder, path) = workbook(|book| {
        let sheet = book.add_worksheet().set_name("台账")?;
        head(sheet)?;
        row(sheet, 1, ["T-1", "甲", "一科", "张三", "2026-06-30", ""])?;
        row(sheet, 2, ["T-2", "乙", "一科", "张三", "2026-06-30", ""])?;
        sheet.set_row_hidden(2)?;
        sheet.set_column_hidden(3)?;
        let hidden = book.add_worksheet().set_name("旧台账")?;
        head(hidden)?;
        row(hidden, 1, ["T-9", "旧", "一科", "张三", "2020-06-30", ""])?;
        hidden.set_hidden(true);
        Ok(())
    });
    let read = read_file(&path, &Settings::default());
    assert_eq!(read.items.len(), 1, "{:?}", read.items);
    assert_eq!(item(&read, 2).owner, None, "a hidden column is not read");
    assert!(
        matches!(&read.left_out[..], [row] if row.why == WhyNot::Hidden && row.place.to_string() == "台账!3")
    );
    assert!(
        read.remarks.contains(&Remark::HiddenSheets(vec!["旧台账".to_owned()])),
        "{:?}",
        read.remarks
    );
    assert!(
        read.remarks
            .contains(&Remark::HiddenColumns(Some("台账".to_owned()), vec!["D".to_owned()]))
    );
}

#[test]
fn i1_dates_are_read_in_both_systems_and_as_shown() {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let month = Format::new().set_num_format("yyyy\"年\"m\"月\"");
    let read = read(|sheet| {
        row(sheet, 1, ["T-1", "甲", "一科", "张三", "", ""])?;
        sheet.write_datetime_with_format(1, 4, &ExcelDateTime::from_ymd(2026, 6, 30)?, &day)?;
        row(sheet, 2, ["T-2", "乙", "一科", "张三", "", ""])?;
        sheet.write_datetime_with_format(2, 4, &ExcelDateTime::from_ymd(2026, 6, 1)?, &month)?;
        row(sheet, 3, ["T-3", "丙", "一科", "张三", "'2026-07-01", ""])?;
        row(sheet, 4, ["T-4", "丁", "一科", "张三", "", ""])?;
        sheet.write_number(4, 4, 46203.0)?;
        Ok(())
    });
    let dues: Vec<Option<String>> = read.items.iter().map(due).collect();
    let wanted = ["2026-06-30", "2026-06-30", "2026-07-01", "2026-06-30"];
    assert_eq!(dues, wanted.map(|due| Some(due.to_owned())));
    let doubtful: Vec<String> = read.doubts.iter().map(|doubt| doubt.place.to_string()).collect();
    assert_eq!(doubtful, ["Sheet1!E3", "Sheet1!E5"], "the month and the bare number are told of");
}

#[test]
fn i1_two_sheets_are_read_and_their_ids_kept_apart() {
    let (_folder, path) = workbook(|book| {
        for name in ["一季度", "二季度"] {
            let sheet = book.add_worksheet().set_name(name)?;
            sheet.write_string(0, 0, "序号")?;
            sheet.write_string(0, 1, "问题")?;
            sheet.write_string(0, 2, "整改时限")?;
            sheet.write_number(1, 0, 1)?;
            sheet.write_string(1, 1, format!("{name}的问题"))?;
            sheet.write_string(1, 2, "2026-06-30")?;
        }
        Ok(())
    });
    let read = read_file(&path, &Settings::default());
    let ids: Vec<&str> = read.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["1-1", "1-2"]);
    let repeated = read.doubts.iter().filter(|doubt| matches!(doubt.why, Why::IdRepeated(_)));
    assert_eq!(repeated.count(), 2);
    let one =
        read_file(&path, &Settings { sheet: Some("二季度".to_owned()), ..Settings::default() });
    assert_eq!(one.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["1"]);
}

#[test]
fn i1_a_record_with_more_fields_than_headings_is_refused_and_never_read_shifted() {
    let read = read_text(
        "编号,问题,时限,备注\nA-1,账实不符,涉及设备,2026-06-30,\nA-2,正常,2026-06-30,\n",
        &Settings::default(),
    );
    assert!(
        matches!(&read.left_out[..], [row] if row.why == WhyNot::TooManyFields(5, 4) && row.place.row == 2)
    );
    assert_eq!(read.items.len(), 1);
    assert_eq!(item(&read, 3).id, "A-2");
}

#[test]
fn i1_the_separator_and_the_encoding_are_found() {
    let text = "Nr.;Maßnahme;Verantwortlich;Fällig am\r\n1;Kühlung prüfen, dann melden;Müller;31.03.2026\r\n";
    let bytes: Vec<u8> =
        text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let mut list = sheets::read_bytes(bytes).expect("a list");
    let read =
        duban::import::read::read(&mut list, &Default::default(), &Settings::default(), || {});
    let item = item(&read, 2);
    assert_eq!(
        (item.title.as_str(), item.owner.as_deref()),
        ("Kühlung prüfen, dann melden", Some("Müller"))
    );
    assert_eq!(due(item).as_deref(), Some("2026-03-31"));
    assert!(read.remarks.iter().any(|remark| matches!(remark, Remark::Encoding(_))));
}

#[test]
fn i1_a_column_that_does_not_say_day_or_month_asks() {
    let text = "Ref,Action,Due date\nA,One,03/02/2026\nB,Two,04/05/2026\n";
    let read = read_text(text, &Settings::default());
    assert!(read.items.iter().all(|item| item.due.is_err()));
    assert!(
        read.remarks.iter().any(|remark| matches!(remark, Remark::WhichFirst(..))),
        "{:?}",
        read.remarks
    );
    let order = Some(duban::import::dates::Order::MonthFirst);
    let read = read_text(text, &Settings { order, ..Settings::default() });
    assert_eq!(due(item(&read, 2)).as_deref(), Some("2026-03-02"));
    // One value that allows but one reading decides for all.
    let read = read_text(&format!("{text}C,Three,25/12/2026\n"), &Settings::default());
    assert_eq!(due(item(&read, 2)).as_deref(), Some("2026-02-03"));
}

#[test]
fn i1_words_for_no_deadline_leave_the_row_out_or_wait_for_a_rule() {
    let text = "编号,问题,整改时限\n1,甲,长期坚持\n2,乙,立行立改\n3,丙,\n4,丁,6月底前\n5,戊,Q3 2026\n6,己,每月25日前\n";
    let read = read_text(text, &Settings::default());
    let why = |row| item(&read, row).due.as_ref().err().and_then(|none| none.why.clone());
    assert_eq!(why(2), Some(Unread::Standing(None)));
    assert_eq!(why(3), Some(Unread::NoDay));
    assert_eq!(why(4), None);
    assert_eq!(why(5), Some(Unread::NoYear));
    assert_eq!(due(item(&read, 6)).as_deref(), Some("2026-09-30"));
    assert_eq!(why(7), Some(Unread::Standing(Some("1mo".to_owned()))));
    let read = read_text(&format!("填报日期：2026年3月2日\n{text}"), &Settings::default());
    assert_eq!(
        due(item(&read, 6)).as_deref(),
        Some("2026-06-30"),
        "the list's own date gives the year"
    );
}

#[test]
fn i1_finished_rows_are_never_left_open() {
    let text = "编号,问题,整改时限,状态\n1,甲,2026-06-30,已完成\n2,乙,2026-06-30,整改中\n";
    let read = read_text(text, &Settings::default());
    assert!(
        matches!(&read.left_out[..], [row] if matches!(row.why, WhyNot::NoDay(_))),
        "{:?}",
        read.left_out
    );
    let done_on = Some(jiff::civil::date(2026, 5, 1));
    let read = read_text(text, &Settings { done_on, ..Settings::default() });
    assert_eq!(
        item(&read, 2).done.as_ref().map(ToString::to_string).as_deref(),
        Some("2026-05-01")
    );
    assert_eq!(item(&read, 3).done, None);
    let own = read_text(&format!("截至2026年4月1日\n\n{text}"), &Settings::default());
    assert_eq!(item(&own, 4).done.as_ref().map(ToString::to_string).as_deref(), Some("2026-04-01"));
}

#[test]
fn i1_an_id_is_never_a_rows_number() {
    let text = "问题,责任单位,整改时限\n甲,一科,2026-06-30\n乙,二科,2026-06-30\n";
    let first = read_text(text, &Settings::default());
    let id = item(&first, 2).id.clone();
    assert!(id.starts_with("t-"), "{id}");
    let moved = read_text(
        "问题,责任单位,整改时限\n丙,一科,2026-06-30\n甲,一科,2026-06-30\n",
        &Settings::default(),
    );
    assert_eq!(item(&moved, 3).id, id, "the same wherever the row stands");
    assert_eq!(first.mapping.ids["甲 | 一科"], id);
}

#[test]
fn i1_what_a_file_is_is_told_by_its_bytes() {
    let refused = |bytes: &[u8]| match sheets::read_bytes(bytes.to_vec()) {
        Err(NoList::Other(other)) => Some(other),
        _ => None,
    };
    let html = std::fs::read(super::list("zh-s7-html-named.xls")).expect("read");
    assert_eq!(refused(&html), Some(Other::Html));
    assert_eq!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0"), Some(Other::Biff));
    assert_eq!(refused(b"\x09\x08\x10\0\0\x06"), Some(Other::Biff));
    assert_eq!(refused(b"%PDF-1.7"), Some(Other::Pdf));
    let xml = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>";
    assert_eq!(refused(xml.as_bytes()), Some(Other::Xml2003));
    assert!(matches!(sheets::read_bytes(b" \n".to_vec()), Err(NoList::Empty)));
    assert!(matches!(sheets::read_bytes(b"PK\x03\x04damaged".to_vec()), Err(NoList::Damaged(_))));
    assert!(matches!(sheets::read_bytes(b"{\"a\": 1}".to_vec()), Err(NoList::NoListInJson)));
    assert!(matches!(sheets::read_bytes(b"{\"a\": ".to_vec()), Err(NoList::NoJson(_))));
}

#[test]
fn i1_merged_cells_are_filled_down_only_where_the_file_says_so() {
    let read = read(|sheet| {
        row(sheet, 1, ["T-1", "甲", "", "张三", "2026-06-30", ""])?;
        row(sheet, 2, ["T-2", "乙", "", "李四", "2026-06-30", ""])?;
        sheet.merge_range(1, 2, 2, 2, "一科", &Format::new())?;
        row(sheet, 3, ["T-3", "丙", "", "王五", "2026-06-30", ""])?;
        Ok(())
    });
    let units: Vec<Option<&str>> = read.items.iter().map(|item| item.unit.as_deref()).collect();
    assert_eq!(units, [Some("一科"), Some("一科"), None]);
}

#[test]
fn i1_a_sheet_of_what_is_closed_is_finished() {
    let (_folder, path) = workbook(|book| {
        let sheet = book.add_worksheet().set_name("已销号")?;
        for (column, heading) in ["编号", "问题", "整改时限", "更新日期"].iter().enumerate()
        {
            sheet.write_string(0, column as u16, *heading)?;
        }
        for (column, text) in ["T-1", "甲", "2026-06-30", "2026-05-05"].iter().enumerate() {
            sheet.write_string(1, column as u16, *text)?;
        }
        Ok(())
    });
    let read = read_file(&path, &Settings::default());
    assert_eq!(
        item(&read, 2).done.as_ref().map(ToString::to_string).as_deref(),
        Some("2026-05-05")
    );
}
