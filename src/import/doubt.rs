//! What is doubtful in a list, and what was made of it. The sentences stand in `words`.

use jiff::civil::Date;

use crate::import::dates::{How, Unread};
use crate::import::key::Key;
use crate::import::sheet::{Note, Place};
use crate::import::states::{Hint, Said};
use crate::model::Severity;

/// A cell that has more than one reading, or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// Where it stands.
    pub place: Place,
    /// What stands there.
    pub text: String,
    /// What is doubtful, and what was made of it.
    pub why: Why,
}

/// What is doubtful, and what was made of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// Read as this, under assumptions.
    Read(String, Vec<How>),
    /// Not read as a date, for this key. What the row lacks then is told with the row.
    Unread(Key, Unread),
    /// A formula without a value; nothing is made of it.
    Flawed,
    /// Finished without a day: this one was taken.
    DayTaken(Said, Date, DayFrom),
    /// Finished without a day, and none can be taken.
    NoDay(Said),
    /// Verified without a day: not taken.
    VerifiedWithoutDay,
    /// Only the day of verification is there; it stands for the day it was done as well.
    DoneAsVerified(Date),
    /// Looked at again and sent back on this day; neither done nor verified.
    Returned(Date),
    /// Sent back, without a day: not taken.
    ReturnedWithoutDay,
    /// A word that may mean this.
    Perhaps(Said),
    /// It says open, though there is a day on which it was done; that day was taken.
    OpenYetDone(Date),
    /// One cell says finished, another open: taken as finished.
    StatesDisagree,
    /// All of it is done, though nothing says that it is finished.
    AllDone,
    /// This severity was taken.
    SeverityTaken(Severity),
    /// No severity that is known: kept among the fields.
    NoSeverity,
    /// The address that was taken from a cell with more in it.
    AddressTaken(String),
    /// No address in a cell of a column of addresses. How the mapping file is called, and the heading.
    NoAddress(String, String),
    /// The deadline names no day, and the task is finished: the day on which it was stands for it.
    DueAsDone(Date),
    /// The address beside the name is this person's, who is called otherwise.
    AddressOfOther(String),
    /// No owner: the unit's head is.
    NoOwner,
    /// These names were read out of it.
    Names(Vec<String>),
    /// Several units: the first was taken.
    FirstUnit(String),
    /// No person's name: kept among the fields.
    NotAPerson,
    /// No rhythm that is known: kept among the fields.
    NoRhythm,
    /// Another column may hold the deadline as well: its heading and what it says, where this is the cell that was
    /// taken.
    OtherDeadline(String),
    /// A date in prose: nothing is made of it.
    DateInProse,
    /// No id: this one was made.
    IdMade(String),
    /// The id of several rows: this one is the row's.
    IdRepeated(String),
    /// A slash in it sets apart a milestone: this one was made of it.
    IdWithSlash(String),
    /// What the cell of a state says, and nothing was made of it; how the mapping file is called.
    StateUnread(Hint, String),
    /// The owner has the name of a unit or a body.
    OwnerIsBody(String),
    /// Shown as a date, for a spreadsheet takes it for one; it is an id.
    IdIsDate,
    /// What the reader of the file found.
    Noted(Note),
}

/// Where a day was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayFrom {
    /// The command line.
    DoneOn,
    /// The row's own day of its last change.
    Updated,
    /// The list's own date.
    List,
}

/// A row that is not taken, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The row, or the cell that is to blame.
    pub place: Place,
    /// Its id, as far as it is known.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// Why.
    pub why: WhyNot,
}

/// Why a row is not taken.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyNot {
    /// The list has no column for it, and no rule gives it a deadline. Told once for all rows.
    NoDeadlineColumn,
    /// Its deadline is empty, and no rule gives it one.
    NoDeadline,
    /// A date cannot be read.
    Unread(Key, String, Unread),
    /// Its deadline is counted from the day it was opened, and that is not known.
    NotOpened(String),
    /// It is finished, and nothing says when.
    NoDay(Said),
    /// It has no title.
    NoTitle,
    /// The record has more fields than there are headings.
    TooManyFields(u32, u32),
    /// It is hidden.
    Hidden,
    /// Nobody is called so: a person or a unit.
    Unknown(Vec<String>),
    /// Several are called so.
    Ambiguous(String),
    /// It was done before it was opened.
    DoneBeforeOpened(Date, Date),
    /// It was verified before it was done.
    VerifiedBeforeDone(Date, Date),
    /// Another task, with another title, has this id already.
    IdTaken(String),
    /// Nobody owns it, and its unit has no head.
    NoOwner(String),
    /// No such policy.
    NoPolicy(String),
    /// The files would not check with it; what `check` would say.
    DoesNotCheck(String),
}

/// What is said once of a whole list or sheet.
#[derive(Debug, Clone, PartialEq)]
pub enum Remark {
    /// Sheets that are hidden.
    HiddenSheets(Vec<String>),
    /// Sheets in which no row of headings is known.
    NoHeadings(Vec<String>),
    /// Columns that are hidden, by letter, and the sheet.
    HiddenColumns(Option<String>, Vec<String>),
    /// No column of deadlines.
    NoDeadlines(Option<String>),
    /// No column of ids: they are made from title and unit.
    NoIds(Option<String>),
    /// No column of people.
    NoOwners(Option<String>),
    /// Nothing in this column says whether day or month comes first.
    WhichFirst(Place, String),
    /// Texts with the day first among real dates: the real ones may have day and month swapped.
    PerhapsSwapped(Place, String),
    /// All rows of the sheet count as finished, for its name says so.
    FinishedSheet(String),
    /// The mapping of another list with the same headings is used.
    MappingOf(String),
    /// A column for reaching people: its heading, whether it is read as the owner's address, and the mapping file.
    Contact(String, bool, String),
    /// Cells of units that are empty below others: the column, its heading, and the rows.
    NoUnits(Place, String, Vec<u32>),
    /// The bytes were taken for this encoding.
    Encoding(&'static str),
    /// The list's own date.
    OwnDate(Date, Place),
    /// Titles were cut; the whole text is in the detail.
    LongTitles(usize),
}
