//! What can be wrong with a daemon, and what a person has to decide: for monitoring by its code, in words on pages.

use serde::{Serialize, Serializer};

/// What keeps reminders from going out as the files say, or waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No sweep has ended lately.
    NoSweep,
    /// The ledger cannot be written.
    Ledger,
    /// No letter can leave.
    Relay,
    /// Letters go, and none is taken.
    Refused,
    /// A mailbox of replies cannot be read (A5).
    Mailbox,
    /// Some letters cannot be written.
    LettersUnwritten,
    /// Some files are not in force (R1).
    FilesRefused,
    /// The files take long to read.
    FilesSlow,
    /// An edit waits for a person (L8).
    EditWaits,
    /// Letters wait for a person (L6, L6a).
    LettersHeld,
    /// Answers wait long for a decision (A4).
    AnswersWait,
    /// Letters reached nobody (L3).
    LettersFailed,
    /// The clock is off the server's (N1).
    ClockOff,
}

impl Trouble {
    /// As `/healthz` and alerts name it.
    pub fn code(self) -> &'static str {
        match self {
            Trouble::NoSweep => "no-sweep",
            Trouble::Ledger => "ledger",
            Trouble::Relay => "relay",
            Trouble::Refused => "refused",
            Trouble::Mailbox => "mailbox",
            Trouble::LettersUnwritten => "letters-unwritten",
            Trouble::FilesRefused => "files-refused",
            Trouble::FilesSlow => "files-slow",
            Trouble::EditWaits => "edit-waits",
            Trouble::LettersHeld => "letters-held",
            Trouble::AnswersWait => "answers-wait",
            Trouble::LettersFailed => "letters-failed",
            Trouble::ClockOff => "clock-off",
        }
    }
}

impl Serialize for Trouble {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
