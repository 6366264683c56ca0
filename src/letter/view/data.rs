//! The data of a letter, as templates see it. Templates of the admin's own rely on these names: `docs/templates.md`
//! lists them.

use std::collections::BTreeMap;

use serde::Serialize;

/// A letter, as its reader sees it.
#[derive(Debug, Serialize)]
pub struct View {
    /// `zh-CN` or `en`.
    pub language: &'static str,
    /// `reminder`, `overdue`, `supervision` …, or the name of a letter of a stage's own.
    pub kind: String,
    /// What the letter is called: 督办函.
    pub name: String,
    /// `blue`, `amber`, `red` or `grey`: how loud it is.
    pub level: &'static str,
    /// Whether it is a formal one, set off by a double rule.
    pub formal: bool,
    /// Who writes.
    pub issuer: String,
    /// The letter's number, else the time as of which it speaks.
    pub corner: String,
    /// The letter's number (文号), where it has one. Until it is given its place is blank.
    pub number: Option<String>,
    /// Where every letter is redirected, whom this one was meant for.
    pub redirected: Option<String>,
    /// The rungs of the ladder, and on which the letter stands.
    pub steps: Vec<Step>,
    /// Whom it addresses: 张三同志：
    pub salutation: Option<String>,
    /// What is said before all else, a paragraph each: who urges, and why.
    pub lead: Vec<String>,
    /// The task's title, where the letter is about one.
    pub title: Option<String>,
    /// The id of that one.
    pub id: Option<String>,
    /// What tells it from others: its unit, how grave it is.
    pub about: Vec<String>,
    /// How late, or how soon: 已逾期 10 天.
    pub verdict: String,
    /// Beside it: in working days, and the deadline.
    pub verdict_note: Vec<String>,
    /// What is asked.
    pub ask: Ask,
    /// What happens without it.
    pub without: Labelled,
    /// The tasks, where they are many.
    pub table: Option<Table>,
    /// What letters that no stage writes have to tell, one after the other.
    pub blocks: Vec<Block>,
    /// Facts, and what went before.
    pub sections: Vec<Section>,
    /// What the tasks are at length, and where more is to be read.
    pub details: Vec<Detail>,
    /// The task's own columns, by name, where the letter is about one.
    pub fields: BTreeMap<String, String>,
    /// 特此督办。
    pub closing: String,
    /// The letter's day.
    pub date: String,
    /// Who has the letter and why, and whom to ask.
    pub foot: Vec<Labelled>,
    /// What a list of mails shows beside the subject.
    pub preview: String,
}

impl View {
    /// Gives it the name of a letter, if that is none of those that are built in.
    pub(crate) fn call(&mut self, letter: &str) {
        if letter != self.kind {
            self.kind = letter.to_owned();
            self.name = letter.to_owned();
        }
    }
}

/// A rung of the ladder.
#[derive(Debug, Serialize)]
pub struct Step {
    /// Its name in a word.
    pub name: String,
    /// When, or how often.
    pub when: String,
    /// `past`, `now` or `coming`.
    pub state: &'static str,
    /// `blue`, `amber` or `red`.
    pub level: &'static str,
}

/// What is asked of whom by when, and how to answer.
#[derive(Debug, Serialize)]
pub struct Ask {
    /// Above it in plain text: 请办.
    pub label: &'static str,
    /// Who is to see to it.
    pub whom: Option<String>,
    /// What, by when.
    pub what: String,
    /// The points of the answer.
    pub points: Vec<&'static str>,
    /// Links that begin an answer.
    pub buttons: Vec<Button>,
    /// How to answer.
    pub how: Vec<String>,
    /// Where the page is by which it is answered, where letters have such links (A1).
    pub link: Option<String>,
    /// What that link says.
    pub link_label: &'static str,
}

/// A link that begins an answer.
#[derive(Debug, Serialize)]
pub struct Button {
    /// What it says.
    pub label: &'static str,
    /// Where it leads: a `mailto:`.
    pub href: String,
}

/// A label with its value.
#[derive(Debug, Serialize)]
pub struct Labelled {
    /// What it is.
    pub label: String,
    /// What is said.
    pub text: String,
}

/// Many tasks.
#[derive(Debug, Serialize)]
pub struct Table {
    /// The heading of what they are.
    pub what: &'static str,
    /// The heading of when they are due.
    pub when: &'static str,
    /// The tasks, most urgent first.
    pub rows: Vec<Row>,
    /// What is not shown, and where it is.
    pub more: Option<String>,
}

/// One of many tasks.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Its place, from 1.
    pub number: usize,
    /// The task's id, and the milestone's.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is not the same for all: how grave, whose, which letter it is.
    pub notes: Vec<String>,
    /// How late, or how soon.
    pub standing: String,
    /// Its deadline.
    pub deadline: String,
    /// `red`, `amber`, `blue` or `grey`.
    pub level: &'static str,
    /// Where the page is by which it is answered (A1).
    pub link: Option<String>,
}

/// A heading with paragraphs, a picture and a table below it, each of which may be missing.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Block {
    /// The heading.
    pub title: String,
    /// The paragraphs.
    pub paragraphs: Vec<String>,
    /// The picture; what it shows stands in the table, too.
    pub picture: Option<Picture>,
    /// The headings of the table's columns; none without a table.
    pub columns: Vec<Column>,
    /// Its rows, each with as many cells.
    pub rows: Vec<Vec<Cell>>,
    /// What is not shown, and where it is.
    pub more: Option<String>,
}

/// A picture of the letter's own.
#[derive(Debug, Clone, Serialize)]
pub struct Picture {
    /// The content-id under which it is attached (RFC 2392).
    pub id: String,
    /// What it shows, for those who do not see it.
    pub says: String,
}

/// A column.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Whether it has figures, which stand at the right.
    pub figures: bool,
}

/// A cell.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// A second line in small print, where there is one.
    pub note: Option<String>,
    /// `red`, `amber`, `blue` or `grey`, where it is to be seen at once.
    pub level: Option<&'static str>,
}

/// A heading with facts below it.
#[derive(Debug, Serialize)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// The facts.
    pub facts: Vec<Fact>,
}

/// A fact.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What is said, in so many lines.
    pub lines: Vec<String>,
}

/// A task at length.
#[derive(Debug, Serialize)]
pub struct Detail {
    /// The heading; of one of many its number and title.
    pub title: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// Further reading.
    pub links: Vec<Link>,
}

/// A link.
#[derive(Debug, Serialize)]
pub struct Link {
    /// As written.
    pub text: String,
    /// Whether it leads to the web, and may be followed.
    pub web: bool,
}
