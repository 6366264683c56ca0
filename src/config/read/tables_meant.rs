//! Tables that something else stands for: `hold = "等批复"`, `milestones = ["草案"]`, `progress = 60`.

use jiff::ToSpan;
use jiff::civil::Date;
use toml::de::DeValue;

use super::days::{self, Day};
use super::keys::{AWAY, EXTENDED, HOLD, MILESTONE, PROGRESS, RETURNED, Shape};
use super::syntax::{on_one_line, quoted};

/// What a day may be that somebody forgot to write.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub(super) today: Date,
    /// The deadline of the task.
    pub(super) due: Option<Date>,
}

/// A table as it would be written.
pub(super) struct Meant {
    pub(super) table: String,
    /// Whether a day in it is a guess.
    pub(super) is_guess: bool,
}

/// The table that stands for this value; `number` counts those of a list from 1.
pub(super) fn table(
    shape: &Shape,
    value: &DeValue<'_>,
    number: usize,
    around: Around,
) -> Option<Meant> {
    let said = Said::of(value, around.today)?;
    let (today, due) = (around.today, around.due);
    let later = |day: Date| day.checked_add(30.days()).unwrap_or(day);
    let soon = later(today);
    let day = said.days.last().copied();
    let guess = |guess: Date| day.unwrap_or(guess);
    let reason = match said.words.as_str() {
        "" => String::new(),
        words => format!(", reason = {}", quoted(words)),
    };
    let inner = match () {
        () if *shape == HOLD => {
            let until = guess(due.filter(|due| *due > today).unwrap_or(soon));
            format!("until = {until}{reason}")
        }
        () if *shape == EXTENDED => {
            let to = guess(due.map_or(soon, |due| later(due.max(today))));
            format!("to = {to}{reason}")
        }
        () if *shape == RETURNED => format!("on = {}{reason}", guess(today)),
        () if *shape == PROGRESS => progress(&said, guess(today)),
        () if *shape == MILESTONE => {
            let title = if said.words.is_empty() { "…" } else { &said.words };
            let title = quoted(title);
            format!("id = \"{number}\", title = {title}, due = {}", guess(due.unwrap_or(soon)))
        }
        () if *shape == AWAY => {
            let from = said.days.first().copied().unwrap_or(today);
            let until = guess(from).max(from);
            format!("from = {from}, until = {until}")
        }
        () => return None,
    };
    // What goes on is of today.
    let is_dated = day.is_some() || *shape == PROGRESS;
    Some(Meant { table: format!("{{ {inner} }}"), is_guess: !is_dated || said.is_guess })
}

/// The tables that stand for these texts, one after another.
pub(super) fn list(shape: &Shape, texts: &[&str], around: Around) -> Option<Meant> {
    let mut list = Meant { table: String::new(), is_guess: false };
    for (at, text) in texts.iter().enumerate() {
        let one = table(shape, &DeValue::String((*text).into()), at + 1, around)?;
        list.table.push_str(if at == 0 { "" } else { ", " });
        list.table.push_str(&one.table);
        list.is_guess |= one.is_guess;
    }
    Some(list)
}

fn progress(said: &Said, on: Date) -> String {
    let percent = said.percent.map(|percent| format!(", percent = {percent}")).unwrap_or_default();
    let text = match said.words.as_str() {
        "" => String::new(),
        words => format!(", text = {}", quoted(words)),
    };
    format!("on = {on}{text}{percent}")
}

/// What a value says: words, and the days among them.
struct Said {
    words: String,
    days: Vec<Date>,
    percent: Option<u8>,
    /// Whether the year of a day was not said.
    is_guess: bool,
}

impl Said {
    fn of(value: &DeValue<'_>, today: Date) -> Option<Said> {
        let none = Said { words: String::new(), days: Vec::new(), percent: None, is_guess: false };
        match value {
            DeValue::Datetime(day) => {
                let day = day.to_string().get(..10)?.parse().ok()?;
                Some(Said { days: vec![day], ..none })
            }
            DeValue::String(text) => Some(none.with(text, today)),
            DeValue::Integer(number) => {
                let percent = number.as_str().parse().ok().filter(|number| *number <= 100);
                percent.map(|percent| Said { percent: Some(percent), ..none })
            }
            DeValue::Boolean(true) => Some(none),
            _ => None,
        }
    }

    /// The days are taken out of the words.
    fn with(mut self, text: &str, today: Date) -> Said {
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let length = rest.find(|one: char| !is_of_day(one)).unwrap_or(rest.len());
            let typed = rest[..length].trim_end_matches(['-', '.', '/', ' ']);
            let day = match days::day(typed, true, Some(today)) {
                Day::Is(day) => Some((day, false)),
                Day::NoYear(day) => Some((day, true)),
                _ => None,
            };
            match day.and_then(|(day, guess)| Some((day.get(..10)?.parse().ok()?, guess))) {
                Some((day, is_guess)) if length > 0 => {
                    self.days.push(day);
                    self.is_guess |= is_guess;
                    at += typed.len();
                }
                _ => {
                    let step = match length {
                        0 => rest.chars().next().map_or(1, char::len_utf8),
                        length => length,
                    };
                    self.words.push_str(&rest[..step]);
                    at += step;
                }
            }
        }
        self.percent =
            text.trim().strip_suffix(['%', '％']).and_then(|one| one.trim().parse().ok());
        self.percent = self.percent.filter(|percent| *percent <= 100);
        let between = |one: char| one.is_whitespace() || "：:，,、；;-—~～()（）至到".contains(one);
        let words = on_one_line(&self.words).replace(char::is_control, " ");
        let words = words.trim_matches(between);
        // Words that only lead to the day.
        let leads = ["延期", "暂停", "暂缓", "请假", "出差", "until", "to", "from"];
        let says_more = self.days.is_empty() || !leads.contains(&words);
        self.words = if says_more { words.to_owned() } else { String::new() };
        self
    }
}

/// Whether a sign may be part of a day: `2026年12月10日`, `2026-12-10`.
fn is_of_day(sign: char) -> bool {
    sign.is_ascii_digit() || "-./年月日号".contains(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_among_words() {
        let today = Date::constant(2026, 11, 23);
        for (text, words, days) in [
            ("等批复", "等批复", &[][..]),
            ("等批复至2026-12-20", "等批复", &["2026-12-20"]),
            ("延期至2026年12月31日", "", &["2026-12-31"]),
            ("草案：12月10日", "草案", &["2026-12-10"]),
            ("2026-12-01至2026-12-05", "", &["2026-12-01", "2026-12-05"]),
            ("3号楼改造", "3号楼改造", &[]),
            ("2026-12-20", "", &["2026-12-20"]),
        ] {
            let said = Said::of(&DeValue::String(text.into()), today).expect("a text");
            let found: Vec<String> = said.days.iter().map(Date::to_string).collect();
            assert_eq!(
                (said.words.as_str(), &found[..]),
                (words, &days.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>()[..]),
                "{text}"
            );
        }
    }
}
