//! What the ledger answers. Rows that do not read back as what was written are damage, and said to be.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::ledger::db::{
    Connection, Error, OptionalExtension, Params, Result, Row, ToValue, params,
};
use crate::ledger::error::LedgerError;
use crate::ledger::{
    Disposition, Held, IN_DOUBT, Kind, LIVE, Ledger, LetterRow, LetterState, NoticeRow,
    RecipientRow, RecipientState, UNSETTLED,
};
use crate::model::{AnchorKind, Language, LetterKind, Subject, When};
use crate::plan::{Draft, Earlier, NoticeId, Origin, Recorded, ToldIn};

pub(super) const NOTICE: &str = r#"about, milestone, "from", anchor, stage, occurrence, disposition, moment, recorded, letter, about_kind"#;

/// The notice whose [`Key`] is bound first.
pub(super) const IS_NOTICE: &str = r#"about_kind = ?1 AND about = ?2 AND milestone = ?3 AND "from" = ?4
    AND anchor = ?5 AND stage = ?6 AND occurrence = ?7"#;

/// So many tasks are asked about in one question.
const TASKS: usize = 200;

/// Notices of a ladder; all others are told beside it.
pub(super) const OF_STAGE: &str = r#"about_kind = 'task' AND "from" IN ('opened', 'due', 'done', 'verified', 'progress', 'returned')"#;

/// Letters that were held for the edit that waits, or since.
pub(super) const OF_EDIT: &str = "(state = 'held' AND (held = 'changes' OR (held = 'guard'
    AND coalesce(revived, created) >= (SELECT found FROM held_edit))))";

const LETTER: &str = "id, message_id, kind, language, subject, sender, state, held, created, settled, \
                      attempts, next_attempt, last_answer, revived, since, released, unreached, \
                      (SELECT id FROM letter AS old WHERE old.number = letter.replaces), own_number, own_name";

/// Notices that went into a letter, or passed, with the letter: neither they nor their letter were withdrawn.
const STANDING: &str = "LEFT JOIN letter ON letter.id = notice.letter
    WHERE disposition NOT IN ('withdrawn', 'replaced') AND (state IS NULL OR state <> 'withdrawn')";
/// What a sweep needs of such a notice. A letter was released (T13) if a person let it go, or nothing held it.
const RECORDED: &str = r#""from", anchor, stage, occurrence, disposition,
    coalesce(released IS NOT NULL OR state IN ('queued', 'sent', 'failed'), FALSE), coalesce(state = 'held', FALSE),
    CASE WHEN state IN ('queued', 'sent') AND disposition = 'letter' THEN number END, kind, coalesce(released, created), own_name"#;

/// A letter that waits to go.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its number in the ledger.
    pub number: i64,
    /// Its id.
    pub letter: String,
    /// What it says.
    pub notices: Vec<NoticeRow>,
    /// An attempt at it was begun.
    pub tried: bool,
    /// Somebody may have it.
    pub in_doubt: bool,
    /// It is held for the edit that waits (L8a): it was written by the files as they are now.
    pub of_edit: bool,
}

impl Ledger {
    /// What is recorded of a task, or of one of its milestones.
    pub fn recorded(
        &self,
        task: &str,
        milestone: Option<&str>,
    ) -> Result<Vec<Recorded>, LedgerError> {
        let recorded = recorded_of(&self.connection, task, milestone.unwrap_or_default());
        recorded.map_err(|source| self.failed(source))
    }

    /// Fills in who got the earlier letters, in letters about one task, which are the ones that tell it.
    pub fn name_recipients(&self, drafts: &mut [Draft]) -> Result<(), LedgerError> {
        self.name_recipients_beside(drafts, None)
    }

    /// The same; the letter of that number, which is written anew, is none of the earlier ones.
    pub fn name_recipients_beside(
        &self,
        drafts: &mut [Draft],
        own: Option<i64>,
    ) -> Result<(), LedgerError> {
        let sql = "SELECT address, copied FROM recipient JOIN letter ON number = letter
                   WHERE number = ?1 AND recipient.state NOT IN ('refused', 'bounced') ORDER BY position";
        let urged = self.has_wishes()?;
        for draft in drafts {
            let [item] = draft.items.as_mut_slice() else { continue };
            if urged {
                let id = &item.notice.id.subject;
                let urges = self.urges_of(id.id(), id.milestone().unwrap_or_default())?;
                let urges = urges.into_iter().filter(|one| Some(one.number) != own);
                item.facts.also_went(urges.collect());
            }
            for earlier in item.facts.named_earlier() {
                let all = self.rows(sql, [earlier.number], |row| {
                    Ok((row.get::<Box<str>>(0)?, row.get::<bool>(1)?))
                })?;
                let (cc, to): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, copied)| *copied);
                earlier.to = to.into_iter().map(|(address, _)| address).collect();
                earlier.cc = cc.into_iter().map(|(address, _)| address).collect();
            }
        }
        Ok(())
    }

    /// The urging letters about a task or milestone that went out.
    fn urges_of(&self, task: &str, milestone: &str) -> Result<Vec<Earlier>, LedgerError> {
        let sql = format!(
            r#"SELECT number, coalesce(released, created) FROM notice {STANDING} AND about_kind = 'task' AND about = ?1
               AND milestone = ?2 AND "from" = 'urge' AND state IN ('queued', 'sent')"#
        );
        self.rows(&sql, [task, milestone], |row| {
            Ok(Earlier {
                number: row.get(0)?,
                at: time(row, 1)?,
                kind: LetterKind::Urge,
                own: None,
                stage: LetterKind::Urge.name().into(),
                to: Vec::new(),
                cc: Vec::new(),
            })
        })
    }

    /// The letter with this notice that was withdrawn though somebody may have it: no other may say the same (L2).
    pub fn withdrawn_in_doubt(&self, notice: &NoticeId) -> Result<Option<String>, LedgerError> {
        let sql = format!(
            "SELECT letter FROM notice JOIN letter ON id = letter
             WHERE {IS_NOTICE} AND {LIVE} AND disposition = 'letter' AND state = 'withdrawn'"
        );
        Ok(self.rows(&sql, Key::of(notice).values().as_slice(), |row| row.get(0))?.pop())
    }

    /// The same of all these tasks and their milestones in one go, by the ids of both; a task itself has the
    /// milestone "".
    pub fn recorded_of(
        &self,
        tasks: &[&str],
    ) -> Result<HashMap<(String, String), Vec<Recorded>>, LedgerError> {
        let some = placeholders(TASKS);
        let sql = format!(
            "SELECT about, milestone, {RECORDED} FROM notice {STANDING} AND {OF_STAGE} AND about IN ({some})"
        );
        let mut all: HashMap<(String, String), Vec<Recorded>> = HashMap::new();
        for some in in_parts(tasks) {
            let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, recorded(row, 2)?));
            for (task, milestone, recorded) in self.rows(&sql, some, read)? {
                all.entry((task, milestone)).or_default().push(recorded);
            }
        }
        Ok(all)
    }

    /// Every notice of a task, or of one of its milestones, oldest first.
    pub fn notices(
        &self,
        task: &str,
        milestone: Option<&str>,
    ) -> Result<Vec<NoticeRow>, LedgerError> {
        self.notices_about(&Subject::of_task(task, milestone))
    }

    /// Every notice about that, oldest first.
    pub fn notices_about(&self, subject: &Subject) -> Result<Vec<NoticeRow>, LedgerError> {
        let sql = format!(
            "SELECT {NOTICE} FROM notice WHERE about_kind = ?1 AND about = ?2 AND milestone = ?3
             ORDER BY recorded, moment, rowid"
        );
        let (kind, about, milestone) = columns(subject);
        self.rows(&sql, [kind, about, milestone], notice)
    }

    /// Whether the ledger has this notice, be it in a letter or passed over, so that it may not come again.
    pub fn has(&self, notice: &NoticeId) -> Result<bool, LedgerError> {
        let by = beside_identity(&self.connection);
        let sql = format!("SELECT 1 FROM notice {by} WHERE {IS_NOTICE} AND {LIVE}");
        Ok(!self.rows(&sql, Key::of(notice).values().as_slice(), |_| Ok(()))?.is_empty())
    }

    /// The latest notices of a task with its milestones, or of all tasks, oldest first.
    pub fn history(&self, task: Option<&str>, limit: u32) -> Result<Vec<NoticeRow>, LedgerError> {
        let order = "ORDER BY recorded DESC, moment DESC, rowid DESC LIMIT";
        let mut rows = match task {
            Some(task) => {
                let sql = format!(
                    "SELECT {NOTICE} FROM notice WHERE about_kind = 'task' AND about = ?1 {order} ?2"
                );
                self.rows(&sql, params![task, limit], notice)?
            }
            None => {
                // Before it knows the limit, SQLite would sort all.
                let by = self.connection.either("INDEXED BY notice_recorded", "");
                let sql = format!("SELECT {NOTICE} FROM notice {by} {order} ?1");
                self.rows(&sql, [limit], notice)?
            }
        };
        rows.reverse();
        Ok(rows)
    }

    /// The latest notices of a report or a tally, oldest first.
    pub fn history_of_cause(&self, name: &str, limit: u32) -> Result<Vec<NoticeRow>, LedgerError> {
        let sql = format!(
            r#"SELECT {NOTICE} FROM notice WHERE "from" IN ('report', 'tally', 'word') AND stage = ?1
               ORDER BY recorded DESC, moment DESC, rowid DESC LIMIT ?2"#
        );
        let mut rows = self.rows(&sql, params![name, limit], notice)?;
        rows.reverse();
        Ok(rows)
    }

    /// The names of all reports and tallies of which anything is recorded, and of signs of life.
    pub fn causes(&self) -> Result<Vec<String>, LedgerError> {
        let sql = r#"SELECT DISTINCT stage FROM notice WHERE "from" IN ('report', 'tally', 'word') ORDER BY stage"#;
        self.rows(sql, [], |row| row.get(0))
    }

    /// The ids of all tasks and milestones of which anything is recorded; a task itself has the milestone "".
    pub fn targets(&self) -> Result<Vec<(String, String)>, LedgerError> {
        let sql = "SELECT DISTINCT about, milestone FROM notice WHERE about_kind = 'task' ORDER BY about, milestone";
        self.rows(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The ids of all letters.
    pub fn letter_ids(&self) -> Result<Vec<String>, LedgerError> {
        self.rows("SELECT id FROM letter ORDER BY id", [], |row| row.get(0))
    }

    /// Whether anything is recorded of a task (`A-1`), or of one of its milestones (`A-1/draft`).
    pub fn knows(&self, id: &str) -> Result<bool, LedgerError> {
        let notices = "SELECT 1 FROM notice WHERE about_kind = 'task' AND about = ?1 LIMIT 1";
        let edits = "SELECT 1 FROM edited WHERE id = ?1 LIMIT 1";
        for sql in [notices, edits] {
            if !self.rows(sql, [id], |_| Ok(()))?.is_empty() {
                return Ok(true);
            }
        }
        let Some((task, milestone)) = id.rsplit_once('/') else { return Ok(false) };
        let notices = "SELECT 1 FROM notice
                       WHERE about_kind = 'task' AND about = ?1 AND milestone = ?2 LIMIT 1";
        let edits = "SELECT 1 FROM edited WHERE id = ?1 AND milestone = ?2 LIMIT 1";
        for sql in [notices, edits] {
            if !self.rows(sql, [task, milestone], |_| Ok(()))?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Of each of these tasks and their milestones the latest notice of its ladder that went into a letter.
    pub fn latest_notices(
        &self,
        tasks: &[&str],
    ) -> Result<HashMap<(String, Option<String>), NoticeRow>, LedgerError> {
        let some = placeholders(TASKS);
        // SQLite takes the other columns from the row that has the maximum.
        let sqlite = format!(
            r#"SELECT about, milestone, "from", anchor, stage, occurrence, disposition, moment,
                      max(recorded), letter, about_kind
               FROM notice WHERE disposition = 'letter' AND {OF_STAGE} AND about IN ({some})
               GROUP BY about, milestone"#
        );
        let postgres = format!(
            "SELECT DISTINCT ON (about, milestone) {NOTICE} FROM notice
             WHERE disposition = 'letter' AND {OF_STAGE} AND about IN ({some})
             ORDER BY about, milestone, recorded DESC, rowid"
        );
        let sql = self.connection.either(&sqlite, &postgres);
        let mut rows = Vec::new();
        for some in in_parts(tasks) {
            rows.extend(self.rows(sql, some, notice)?);
        }
        let key = |row: &NoticeRow| {
            (row.id.subject.id().to_owned(), row.id.subject.milestone().map(str::to_owned))
        };
        Ok(rows.into_iter().map(|row| (key(&row), row)).collect())
    }

    /// A letter and its bytes, by its id or an unmistakable beginning of it. An empty text is no beginning: a
    /// script that names the letter by an empty variable must not settle the only one there is.
    pub fn letter(&self, id: &str) -> Result<Option<(LetterRow, Vec<u8>)>, LedgerError> {
        if id.is_empty() {
            return Ok(None);
        }
        // No id has this character, so that all that begin alike lie before it.
        let end = format!("{id}\u{10ffff}");
        let sql = "SELECT id FROM letter WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT 2";
        let found: Vec<String> = self.rows(sql, [id, &end], |row| row.get(0))?;
        let id = match found.as_slice() {
            [] => return Ok(None),
            [one] => one,
            several => match several.iter().find(|one| *one == id) {
                Some(exact) => exact,
                None => return Err(LedgerError::Ambiguous(id.to_owned())),
            },
        };
        let mut rows = self.letters_where("id = ?1", [id])?;
        let sql = "SELECT bytes FROM message JOIN letter ON number = letter WHERE id = ?1";
        let bytes = self.connection.query_row(sql, [id], |row| row.get(0)).optional();
        Ok(rows.pop().zip(bytes.map_err(|source| self.failed(source))?))
    }

    /// Letters that nobody is known to have, one after another with its notices: those that may still be
    /// withdrawn (L6b). What another node has in hand may leave at any moment.
    pub fn waiting(&self, mut each: impl FnMut(Waiting)) -> Result<(), LedgerError> {
        let letters = format!(
            "SELECT number, id, attempts > 0, {IN_DOUBT}, coalesce({OF_EDIT}, FALSE) FROM letter
             WHERE state IN ('queued', 'held') AND {UNSETTLED} AND (claim IS NULL OR claim = ?1) AND NOT EXISTS
                 (SELECT 1 FROM recipient WHERE recipient.letter = number AND recipient.state = 'delivered')"
        );
        let notices = format!("SELECT {NOTICE} FROM notice WHERE letter = ?1");
        let read: Result<()> = (|| {
            let mut letters = self.connection.prepare_cached(&letters)?;
            let mut notices = self.connection.prepare_cached(&notices)?;
            let mut rows = letters.query([self.node()])?;
            while let Some(row) = rows.next()? {
                let (number, letter) = (row.get(0)?, row.get(1)?);
                let (tried, in_doubt, of_edit) = (row.get(2)?, row.get(3)?, row.get(4)?);
                let notices: Vec<NoticeRow> = notices.query_map([&letter], notice)?;
                // Word to the admin says nothing that could become moot.
                if notices.is_empty() {
                    continue;
                }
                each(Waiting { number, letter, notices, tried, in_doubt, of_edit });
            }
            Ok(())
        })();
        read.map_err(|source| self.failed(source))
    }

    /// Letters in this state, of those that are not settled, oldest first.
    pub fn unsettled_in(&self, state: LetterState) -> Result<Vec<LetterRow>, LedgerError> {
        let of_state = format!("state = ?1 AND {UNSETTLED}");
        self.letters_where(&of_state, [state_name(state)])
    }

    /// L3: letters that a relay took and that none has whom they are addressed to; oldest first.
    pub fn sent_in_vain(&self) -> Result<Vec<LetterRow>, LedgerError> {
        self.letters_where("unreached AND state = 'sent'", [])
    }

    /// Letters queued, held or failed, oldest first.
    pub fn unsettled(&self) -> Result<Vec<LetterRow>, LedgerError> {
        self.letters_where(UNSETTLED, [])
    }

    pub(super) fn letters_where(
        &self,
        condition: &str,
        params: impl Params,
    ) -> Result<Vec<LetterRow>, LedgerError> {
        let sql = format!("SELECT {LETTER} FROM letter WHERE {condition} ORDER BY created, number");
        let mut letters = self.rows(&sql, params, letter)?;
        for letter in &mut letters {
            let sql = "SELECT address, recipient.state, answer, copied FROM recipient JOIN letter ON number = letter
                       WHERE id = ?1 ORDER BY position";
            letter.recipients = self.rows(sql, [&letter.id], recipient)?;
        }
        Ok(letters)
    }

    pub(super) fn rows<R>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<R>,
    ) -> Result<Vec<R>, LedgerError> {
        let read = |sql| self.connection.prepare_cached(sql)?.query_map(params, read);
        read(sql).map_err(|source| self.failed(source))
    }
}

/// Whether a notice is recorded is read by another index than the one that takes it: what one of them has lost through
/// damage is not sent again.
fn beside_identity(connection: &Connection) -> &'static str {
    connection.either("INDEXED BY notice_about", "")
}

/// What is recorded of a task; of one of its milestones, where that is not "".
pub(super) fn recorded_of(
    connection: &Connection,
    task: &str,
    milestone: &str,
) -> Result<Vec<Recorded>> {
    let by = beside_identity(connection);
    let sql = format!(
        "SELECT {RECORDED} FROM notice {by} {STANDING} AND {OF_STAGE} AND about = ?1 AND milestone = ?2"
    );
    connection.prepare_cached(&sql)?.query_map([task, milestone], |row| recorded(row, 0))
}

/// So many placeholders.
fn placeholders(count: usize) -> String {
    (1..=count).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ")
}

/// The ids of tasks for as many placeholders as one question has; the last stands for those that are wanting.
fn in_parts<'a>(tasks: &'a [&'a str]) -> impl Iterator<Item = Vec<&'a dyn ToValue>> {
    tasks.chunks(TASKS).map(|some| {
        let wanting = some.last().into_iter().cycle().take(TASKS - some.len());
        some.iter().chain(wanting).map(|task| task as &dyn ToValue).collect()
    })
}

/// What a sweep needs of a notice, from the columns `RECORDED` beginning with that one.
fn recorded(row: &Row<'_>, first: usize) -> Result<Recorded> {
    Ok(Recorded {
        from: named(row, first, AnchorKind::from_name)?,
        anchor: anchor(row, first + 1)?,
        stage: row.get(first + 2)?,
        occurrence: row.get(first + 3)?,
        sent: named(row, first + 4, disposition)? == Disposition::Letter,
        released: row.get(first + 5)?,
        held: row.get(first + 6)?,
        letter: told_in(row, first + 7)?,
    })
}

/// The letter that told a notice, where it went out: its number, its kind, its time.
fn told_in(row: &Row<'_>, first: usize) -> Result<Option<ToldIn>> {
    let number: Option<i64> = row.get(first)?;
    let Some(number) = number else { return Ok(None) };
    let Kind::Letter(kind) = named(row, first + 1, Kind::from_name)? else { return Ok(None) };
    Ok(Some(ToldIn { number, kind, own: row.get(first + 3)?, at: time(row, first + 2)? }))
}

pub(super) fn notice(row: &Row<'_>) -> Result<NoticeRow> {
    let id = NoticeId {
        subject: subject(row)?,
        from: named(row, 2, Origin::from_name)?,
        anchor: anchor(row, 3)?,
        stage: row.get(4)?,
        occurrence: row.get(5)?,
    };
    Ok(NoticeRow {
        id,
        disposition: named(row, 6, disposition)?,
        moment: time(row, 7)?,
        recorded: time(row, 8)?,
        letter: row.get(9)?,
    })
}

/// From the columns of `NOTICE`.
fn subject(row: &Row<'_>) -> Result<Subject> {
    let about: Box<str> = row.get(0)?;
    let milestone: Box<str> = row.get(1)?;
    named(row, 10, |kind| match kind {
        "task" if milestone.is_empty() => Some(Subject::Task(about.clone())),
        "task" => Some(Subject::of_task(&about, Some(&milestone))),
        "unit" => Some(Subject::Unit(about.clone())),
        "person" => Some(Subject::Person(about.clone())),
        "office" => Some(Subject::Office),
        _ => None,
    })
}

/// What the ledger writes of a subject: its kind, a milestone's being that of its task, its id, and the milestone.
pub(super) fn columns(subject: &Subject) -> (&'static str, &str, &str) {
    let kind = if subject.task().is_some() { "task" } else { subject.kind() };
    (kind, subject.id(), subject.milestone().unwrap_or_default())
}

/// What the ledger writes of a notice's identity.
pub(super) struct Key<'n> {
    subject: (&'static str, &'n str, &'n str),
    from: &'static str,
    anchor: String,
    notice: &'n NoticeId,
}

impl Key<'_> {
    pub(super) fn of(notice: &NoticeId) -> Key<'_> {
        let (subject, from) = (columns(&notice.subject), notice.from.name());
        Key { subject, from, anchor: notice.anchor.to_string(), notice }
    }

    /// In the order of [`IS_NOTICE`].
    pub(super) fn values(&self) -> [&dyn ToValue; 7] {
        let (kind, about, milestone) = &self.subject;
        let NoticeId { stage, occurrence, .. } = self.notice;
        [kind, about, milestone, &self.from, &self.anchor, stage, occurrence]
    }
}

fn letter(row: &Row<'_>) -> Result<LetterRow> {
    let held: Option<String> = row.get(7)?;
    Ok(LetterRow {
        id: row.get(0)?,
        message_id: row.get(1)?,
        kind: named(row, 2, Kind::from_name)?,
        language: named(row, 3, Language::from_name)?,
        subject: row.get(4)?,
        sender: row.get(5)?,
        recipients: Vec::new(),
        state: named(row, 6, state)?,
        held: held.map(|_| named(row, 7, held_of)).transpose()?,
        created: time(row, 8)?,
        settled: optional_time(row, 9)?,
        attempts: row.get(10)?,
        next_attempt: optional_time(row, 11)?,
        last_answer: row.get(12)?,
        revived: optional_time(row, 13)?,
        since: optional_time(row, 14)?,
        released: optional_time(row, 15)?,
        unreached: row.get(16)?,
        replaces: row.get(17)?,
        own_number: row.get(18)?,
        own_name: row.get(19)?,
    })
}

fn recipient(row: &Row<'_>) -> Result<RecipientRow> {
    let state = named(row, 1, |name| match name {
        "pending" => Some(RecipientState::Pending),
        "delivered" => Some(RecipientState::Delivered),
        "refused" => Some(RecipientState::Refused),
        "bounced" => Some(RecipientState::Bounced),
        _ => None,
    })?;
    Ok(RecipientRow { address: row.get(0)?, copied: row.get(3)?, state, answer: row.get(2)? })
}

pub(super) fn time(row: &Row<'_>, column: usize) -> Result<Timestamp> {
    Timestamp::from_microsecond(row.get(column)?).map_err(|error| Error::column(column, error))
}

pub(super) fn optional_time(row: &Row<'_>, column: usize) -> Result<Option<Timestamp>> {
    let stored: Option<i64> = row.get(column)?;
    stored.map(|_| time(row, column)).transpose()
}

pub(super) fn anchor(row: &Row<'_>, column: usize) -> Result<When> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error: jiff::Error| Error::column(column, error))
}

pub(super) fn named<T>(
    row: &Row<'_>,
    column: usize,
    value: impl Fn(&str) -> Option<T>,
) -> Result<T> {
    let name: String = row.get(column)?;
    value(&name)
        .ok_or_else(|| Error::column(column, format!("`{name}` is no value this duban knows")))
}

/// Pairs of a value and its name in the ledger.
macro_rules! stored {
    ($type:ident, $name:ident, $value:ident: $($variant:ident = $text:literal),*) => {
        pub(super) fn $name(value: $type) -> &'static str {
            match value { $($type::$variant => $text),* }
        }
        pub(super) fn $value(name: &str) -> Option<$type> {
            match name { $($text => Some($type::$variant),)* _ => None }
        }
    };
}

stored!(LetterState, state_name, state: Queued = "queued", Held = "held", Sent = "sent",
    Failed = "failed", Withdrawn = "withdrawn", Replaced = "replaced", Discarded = "discarded");
stored!(Disposition, disposition_name, disposition: Letter = "letter", Superseded = "superseded",
    Adopted = "adopted", Withdrawn = "withdrawn", Replaced = "replaced");
stored!(Held, held_name, held_of: Ask = "ask", Guard = "guard", Changes = "changes");
