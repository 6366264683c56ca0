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
    /// The last there whose accounts it is about: `2024年度`. Its tasks may be due years later.
    pub accounts: Option<i16>,
    /// The only one in its titles and its dates.
    pub only: Option<i16>,
}

/// One date alone says nothing of the others.
const ENOUGH: usize = 2;

/// The years that the rows above the headings, the sheet's name and the dates below them name.
pub(super) fn find(sheet: &Sheet, header: u32, columns: &[Column]) -> Named {
    let above = sheet.rows.iter().filter(|row| row.at < header);
    let titles = above.flat_map(|row| row.filled().map(|(_, cell)| &*cell.text));
    let within = titles.chain(sheet.name.as_deref()).flat_map(within);
    let (accounts, plain): (Vec<_>, Vec<_>) = within.partition(|(_, of)| *of == Of::Accounts);
    let [accounts, mut years] = [accounts, plain]
        .map(|found| found.into_iter().map(|(year, _)| year).collect::<BTreeSet<i16>>());
    let title = years.first().copied().filter(|_| years.len() == 1);
    let dates = of_dates(sheet, header, columns, &mut years);
    let only = years.first().copied().filter(|_| years.len() == 1);
    // A year of accounts is one of the dates where a date says so, too.
    let agree = dates > 0 && years == accounts;
    let only = only.filter(|_| title.is_some() || agree || dates >= ENOUGH);
    Named { title, accounts: accounts.last().copied(), only }
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

/// What a year in a title is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// Of the list, and so of its dates.
    List,
    /// Of accounts that were planned or looked at.
    Accounts,
}

/// The years of our time in a title: `2026年`, `FY 2026`; not those in `国发〔2024〕5号` or `ISO 27001:2022`.
fn within(text: &str) -> Vec<(i16, Of)> {
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
        let of = if is_of_accounts(before, after) { Of::Accounts } else { Of::List };
        years.extend(year.filter(is_ours).filter(|_| is_year).map(|year| (year, of)));
    }
    years
}

/// Whether what stands around a year makes it one of accounts: `2024年度`, `2024年市级预算执行`, `FY 2024`, `2024 budget`.
fn is_of_accounts(before: &str, after: &str) -> bool {
    const WORDS: [&str; 8] = [
        "fy",
        "fiscal",
        "fiscal year",
        "financial year",
        "budget",
        "budget year",
        "haushaltsjahr",
        "geschäftsjahr",
    ];
    let (before, after) = (before.trim_end(), after.trim_start());
    let ends = |word: &str| {
        let rest = before.strip_suffix(word);
        rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    };
    let begins = |word: &str| {
        let rest = after.strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let chinese = after.strip_prefix('年').is_some_and(|rest| {
        let own = rest.split(|one: char| one.is_ascii_digit()).next().unwrap_or(rest);
        rest.starts_with('度') || own.contains("预算") || own.contains("决算")
    });
    chinese || WORDS.iter().any(|word| ends(word) || begins(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_titles() {
        use Of::{Accounts, List};
        for (title, years) in [
            ("2026年市局整改任务台账", &[(2026, List)][..]),
            ("２０２６年第二批", &[(2026, List)]),
            ("关于落实国发〔2024〕5号文件的台账（2026年）", &[(2026, List)]),
            ("落实国发〔2024〕5号文件台账", &[]),
            ("2025年、2026年", &[(2025, List), (2026, List)]),
            ("2024年度预算执行审计发现问题整改台账", &[(2024, Accounts)]),
            ("2024年市级预算执行审计整改台账", &[(2024, Accounts)]),
            ("2024年度决算审计整改台账（2025年）", &[(2024, Accounts), (2025, List)]),
            ("CAPA register 2026", &[(2026, List)]),
            ("FY2026 actions", &[(2026, Accounts)]),
            ("FY 2024 audit findings", &[(2024, Accounts)]),
            ("Findings, fiscal year 2024", &[(2024, Accounts)]),
            ("Audit of the 2024 budget", &[(2024, Accounts)]),
            ("Fiscalité 2024", &[(2024, List)]),
            ("ISO 27001:2022 findings", &[]),
            ("Room 20266", &[]),
            ("", &[]),
        ] {
            assert_eq!(within(title), years, "{title}");
        }
    }
}
