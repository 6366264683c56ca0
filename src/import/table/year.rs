//! The year of dates that name none: the only one that a list names besides.

use std::collections::BTreeSet;

use super::Column;
use crate::import::dates::{Reader, Reading, Role};
use crate::import::sheet::Sheet;
use crate::import::text::folded;

/// The years that a list names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Named {
    /// The one in its titles and its name.
    pub title: Option<i16>,
    /// The only one in its titles and its dates.
    pub only: Option<i16>,
}

/// One date alone says nothing of the others.
const ENOUGH: usize = 2;

/// The years that the rows above the headings, the sheet's name and the dates below them name.
pub(super) fn find(sheet: &Sheet, header: u32, columns: &[Column]) -> Named {
    let above = sheet.rows.iter().filter(|row| row.at < header);
    let titles = above.flat_map(|row| row.filled().map(|(_, cell)| &*cell.text));
    let mut years: BTreeSet<i16> = titles.chain(sheet.name.as_deref()).flat_map(within).collect();
    let title = years.first().copied().filter(|_| years.len() == 1);
    let dates = of_dates(sheet, header, columns, &mut years);
    let only = years.first().copied().filter(|_| years.len() == 1);
    Named { title, only: only.filter(|_| title.is_some() || dates >= ENOUGH) }
}

/// Adds the years of all dates until there are several; how many dates there were.
fn of_dates(sheet: &Sheet, header: u32, columns: &[Column], years: &mut BTreeSet<i16>) -> usize {
    let mut dates = 0;
    for column in columns.iter().filter(|column| column.key.is_date()) {
        let below = sheet.rows.iter().filter(|row| row.at > header && !row.hidden);
        let cells = below.filter_map(|row| row.cell(column.at)).filter(|cell| !cell.is_empty());
        let reader = Reader { role: Role::Start, year: None, order: column.order.order() };
        for cell in cells {
            match reader.cell(cell) {
                Reading::Read(when, _) => _ = years.insert(when.day().year()),
                Reading::Extended(first, to, _) => {
                    years.extend([first.day().year(), to.day().year()]);
                }
                _ => continue,
            }
            dates += 1;
            if years.len() > 1 {
                return dates;
            }
        }
    }
    dates
}

/// The years of our time in a title: `2026年`, `FY 2026`; not those in `国发〔2024〕5号` or `ISO 27001:2022`.
fn within(text: &str) -> Vec<i16> {
    let text = folded(text);
    let is_chinese = text.contains('年');
    let mut years = Vec::new();
    let mut at = 0;
    for number in text.split(|one: char| !one.is_ascii_digit()) {
        let (before, after) = (&text[..at], &text[at + number.len()..]);
        at += number.len() + after.chars().next().map_or(0, char::len_utf8);
        let stands_alone =
            (before.is_empty() || before.ends_with([' ', '(']) || before.ends_with("fy"))
                && (after.is_empty() || after.starts_with([' ', ')', ',', '.']));
        let is_year = if is_chinese { after.starts_with('年') } else { stands_alone };
        let year: Option<i16> = number.parse().ok();
        let is_ours = |year: &i16| number.len() == 4 && (2000..2100).contains(year);
        years.extend(year.filter(is_ours).filter(|_| is_year));
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_titles() {
        for (title, years) in [
            ("2026年市局整改任务台账", &[2026][..]),
            ("２０２６年第二批", &[2026]),
            ("关于落实国发〔2024〕5号文件的台账（2026年）", &[2026]),
            ("落实国发〔2024〕5号文件台账", &[]),
            ("2025年、2026年", &[2025, 2026]),
            ("CAPA register 2026", &[2026]),
            ("FY2026 actions", &[2026]),
            ("ISO 27001:2022 findings", &[]),
            ("Room 20266", &[]),
            ("", &[]),
        ] {
            assert_eq!(within(title), years, "{title}");
        }
    }
}
