//! What can be wrong with the files, as data: an enum of kinds for each area, each kind with its values and without
//! a sentence. The sentences are in `words/findings`, in both languages.

pub(crate) mod calendars;
pub(crate) mod code;
pub(crate) mod dates;
pub(crate) mod files;
pub(crate) mod holidays;
pub(crate) mod letters;
pub(crate) mod mail;
pub(crate) mod notations;
pub(crate) mod people;
pub(crate) mod policies;
pub(crate) mod references;
pub(crate) mod reports;
pub(crate) mod syntax;
pub(crate) mod tallies;
pub(crate) mod templates;
pub(crate) mod values;
pub(crate) mod web;

pub(crate) use calendars::CalendarFault;
pub use code::Code;
pub(crate) use dates::DateFault;
pub(crate) use files::FileFault;
pub(crate) use letters::LetterFault;
pub(crate) use mail::MailFault;
pub(crate) use notations::NotationFault;
pub(crate) use people::PeopleFault;
pub(crate) use policies::PolicyFault;
pub(crate) use references::ReferenceFault;
pub(crate) use reports::ReportFault;
pub(crate) use syntax::SyntaxFault;
pub(crate) use tallies::TallyFault;
pub(crate) use templates::TemplateFault;
pub(crate) use values::ValueFault;
pub(crate) use web::WebFault;

/// What is wrong, or looks wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The text is no TOML.
    Syntax(SyntaxFault),
    /// A key or a value.
    Value(ValueFault),
    /// A value with a notation of its own.
    Notation(NotationFault),
    /// An id.
    Reference(ReferenceFault),
    /// The dates of a task.
    Date(DateFault),
    /// People, groups and the tree of units.
    People(PeopleFault),
    /// Policies, stages and their roles.
    Policy(PolicyFault),
    /// The roles that reports and tallies write to.
    Report(ReportFault),
    /// Tallies.
    Tally(TallyFault),
    /// Calendars and holiday sets.
    Calendar(CalendarFault),
    /// `[mail]`.
    Mail(MailFault),
    /// `[letters.KIND]`.
    Letter(LetterFault),
    /// Templates of the admin's own.
    Template(TemplateFault),
    /// `[web]` and `[answers]`.
    Web(WebFault),
    /// A file as a whole.
    File(FileFault),
}

impl Fault {
    /// Its kind, stable over versions.
    pub(crate) fn code(&self) -> Code {
        match self {
            Fault::Syntax(fault) => fault.code(),
            Fault::Value(fault) => fault.code(),
            Fault::Notation(fault) => fault.code(),
            Fault::Reference(fault) => fault.code(),
            Fault::Date(fault) => fault.code(),
            Fault::People(fault) => fault.code(),
            Fault::Policy(fault) => fault.code(),
            Fault::Report(fault) => fault.code(),
            Fault::Tally(fault) => fault.code(),
            Fault::Calendar(fault) => fault.code(),
            Fault::Mail(fault) => fault.code(),
            Fault::Letter(fault) => fault.code(),
            Fault::Template(fault) => fault.code(),
            Fault::Web(fault) => fault.code(),
            Fault::File(fault) => fault.code(),
        }
    }
}

macro_rules! faults_of {
    ($($area:ident($type:ty)),*) => {
        $(impl From<$type> for Fault {
            fn from(fault: $type) -> Fault {
                Fault::$area(fault)
            }
        })*
    };
}

faults_of!(
    Syntax(SyntaxFault),
    Value(ValueFault),
    Notation(NotationFault),
    Reference(ReferenceFault),
    Date(DateFault),
    People(PeopleFault),
    Policy(PolicyFault),
    Report(ReportFault),
    Tally(TallyFault),
    Calendar(CalendarFault),
    Mail(MailFault),
    Letter(LetterFault),
    Template(TemplateFault),
    Web(WebFault),
    File(FileFault)
);
