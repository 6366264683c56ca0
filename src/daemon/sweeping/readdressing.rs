//! Whom a letter of a report or a tally goes to by the files and the day as they are now (P1, L6c).

use std::cell::OnceCell;
use std::sync::Arc;

use jiff::Timestamp;

use crate::channels::{MetError, is_addressed, readdressed};
use crate::ledger::{Ledger, LedgerError, NewLetter, NoticeRow, Old};
use crate::model::{Calendar, Config, Report, Tally};
use crate::plan::further::{report_audience, tally_audience};
use crate::plan::{Audience, NoticeId, Origin};
use crate::view::figures::Stood;
use crate::view::reports::{parts, told};
use crate::view::tallies::{ReleasedLetter, counts, since_of_all};

/// What that is looked up by.
pub(crate) struct Readdressing<'c> {
    config: &'c Arc<Config>,
    now: Timestamp,
    stood: OnceCell<Stood>,
    letters: OnceCell<Vec<ReleasedLetter>>,
}

/// What becomes of a letter that others are to have now.
pub(crate) enum Readdressed {
    /// Nobody is left in To, and this notice goes to nobody.
    ToNobody(NoticeId),
    /// This letter takes its place, and bears its notice.
    Letter(Box<(NewLetter, NoticeRow)>),
}

impl<'c> Readdressing<'c> {
    pub(crate) fn new(config: &'c Arc<Config>, now: Timestamp) -> Readdressing<'c> {
        Readdressing { config, now, stood: OnceCell::new(), letters: OnceCell::new() }
    }

    /// What becomes of a letter that was reviewed; none where it goes to whom it is addressed. One that cannot be written says
    /// why.
    pub(crate) fn of_letter(
        &self,
        ledger: &Ledger,
        old: &Old,
    ) -> Result<Option<Result<Readdressed, MetError>>, LedgerError> {
        let [notice] = &old.notices[..] else { return Ok(None) };
        let Some((audience, calendar)) = self.audience(ledger, &notice.id)? else {
            return Ok(None);
        };
        if is_addressed(self.config, &old.row, &audience) {
            return Ok(None);
        }
        if audience.to.is_empty() {
            return Ok(Some(Ok(Readdressed::ToNobody(notice.id.clone()))));
        }
        let letter = readdressed(self.config, old, (&audience, calendar), self.now);
        let anew = |letter: NewLetter| {
            let notice = NoticeRow { letter: Some(letter.id.clone()), ..notice.clone() };
            Readdressed::Letter(Box::new((letter, notice)))
        };
        Ok(Some(letter.map(anew)))
    }

    /// The audience, and the calendar of the letter's dates. None where it is of no report or tally that the files have, or
    /// not about anything that these are about now.
    fn audience(
        &self,
        ledger: &Ledger,
        id: &NoticeId,
    ) -> Result<Option<(Audience, Option<&'c Calendar>)>, LedgerError> {
        let config = self.config;
        match id.from {
            Origin::Report => Ok(config.report(&id.stage).and_then(|report| {
                Some((self.of_report(report, id)?, Some(&config[report.calendar])))
            })),
            Origin::Tally => match config.tally(&id.stage) {
                Some(tally) => Ok(self
                    .of_tally(ledger, tally, id)?
                    .map(|audience| (audience, config.office_calendar()))),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn stood(&self) -> &Stood {
        self.stood.get_or_init(|| Stood::at(self.config, self.now))
    }

    fn of_report(&self, report: &Report, id: &NoticeId) -> Option<Audience> {
        let mut parts = parts(self.config, report, self.now).into_iter();
        let about = parts.find(|about| about.subject(self.config) == id.subject)?;
        let summary = told(self.stood(), report, about, None);
        Some(report_audience(self.config, report, &summary, self.now))
    }

    fn of_tally(
        &self,
        ledger: &Ledger,
        tally: &Tally,
        id: &NoticeId,
    ) -> Result<Option<Audience>, LedgerError> {
        if self.letters.get().is_none() {
            let since = since_of_all(self.config, self.now);
            let letters = since.map(|since| ledger.released_since(since)).transpose()?;
            let _known = self.letters.set(letters.unwrap_or_default());
        }
        let letters = self.letters.get().map_or(&[][..], Vec::as_slice);
        let counted = counts(self.stood().config(), tally, letters, self.now);
        let mut counted = counted.into_iter();
        let count = counted.find(|count| count.about.subject(self.config) == id.subject);
        Ok(count.map(|count| tally_audience(self.config, tally, &count, self.now)))
    }
}
