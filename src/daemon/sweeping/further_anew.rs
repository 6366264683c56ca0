//! L6c: what letters that no stage writes would say now: digests, handovers, letters about answers, urging letters. Reports and
//! tallies go as they were reviewed (`readdressing`).

use std::cell::OnceCell;

use jiff::Timestamp;

use crate::ledger::{Answers, Disposition, Ledger, LedgerError, NoticeRow, Old};
use crate::model::{Answer, Config, Subject, When};
use crate::plan;
use crate::plan::further::handover::{Again, Name, Remembered, Which, owners};
use crate::plan::further::{FurtherNotice, Says, Wish, digest, handover, receipt, urges};
use crate::plan::{Content, FurtherLetter, Known, LeftOut, Moot, NoticeId, Origin, Target, names};

/// What that is looked up by.
pub(crate) struct FurtherAnew<'c> {
    config: &'c Config,
    now: Timestamp,
    owners: OnceCell<Remembered>,
}

/// A letter that no stage writes, as it would be now.
#[derive(Default)]
pub(crate) struct Rewritten {
    /// What is to be said; nothing where nothing of it holds.
    pub(crate) letters: Vec<FurtherLetter>,
    /// What it said and these do not say.
    pub(crate) moot: Vec<(NoticeId, Moot)>,
    /// What it told of and these do not.
    pub(crate) left_out: Vec<Subject>,
    /// Whether nobody is left whom it could be addressed to.
    pub(crate) to_nobody: bool,
}

/// What holds of a letter, and what no longer does.
type Parted<'o> = (Vec<&'o NoticeRow>, Vec<(NoticeId, Moot)>);

impl<'c> FurtherAnew<'c> {
    pub(crate) fn new(config: &'c Config, now: Timestamp) -> FurtherAnew<'c> {
        FurtherAnew { config, now, owners: OnceCell::new() }
    }

    /// The letter as it would be; none where it is of a kind that goes as it was reviewed.
    pub(crate) fn of_letter(
        &self,
        ledger: &Ledger,
        old: &Old,
    ) -> Result<Option<Rewritten>, LedgerError> {
        let Some(first) = old.notices.first() else { return Ok(None) };
        let mut again = match first.id.from {
            Origin::Digest => self.digest(ledger, old, first)?,
            Origin::Handover => self.handover(ledger, old)?,
            Origin::Answer => self.receipt(ledger, old)?,
            Origin::Urge => self.urge(ledger, old)?,
            Origin::Stage(_) | Origin::Report | Origin::Tally | Origin::Word => return Ok(None),
        };
        let nobody = again.letters.iter().all(|letter| letter.audience.to.is_empty());
        if nobody && !again.letters.is_empty() {
            again.to_nobody = true;
            again.letters.clear();
        }
        if again.letters.is_empty() {
            let known = again.moot.iter().map(|(id, _)| id).cloned().collect::<Vec<_>>();
            let rest = old.notices.iter().filter(|one| !known.contains(&one.id));
            again.moot.extend(rest.map(|one| (one.id.clone(), Moot::Gone)));
        }
        Ok(Some(again))
    }

    fn known(&self, ledger: &Ledger, target: Target) -> Result<Known, LedgerError> {
        let (task, milestone) = names(self.config, target);
        ledger.known(task, Some(milestone).filter(|one| !one.is_empty()))
    }

    /// What of a letter still holds.
    fn parted<'o>(&self, ledger: &Ledger, old: &'o Old) -> Result<Parted<'o>, LedgerError> {
        let mut parted: Parted<'o> = (Vec::new(), Vec::new());
        for notice in &old.notices {
            let answers = match notice.id.subject.task() {
                Some(task) => ledger.answers(Answers::Of(task))?.into(),
                None => Default::default(),
            };
            match plan::moot(self.config, &notice.id, &answers, self.now) {
                None => parted.0.push(notice),
                Some(moot) => parted.1.push((notice.id.clone(), moot)),
            }
        }
        Ok(parted)
    }

    /// W6: an entry is gone with its letter; a task that was closed says so.
    fn digest(
        &self,
        ledger: &Ledger,
        old: &Old,
        notice: &NoticeRow,
    ) -> Result<Rewritten, LedgerError> {
        let (listed, left_out) = ledger.listed_in(old.number)?;
        let mut again = Rewritten { left_out, ..Rewritten::default() };
        let whose = self.config.person(notice.id.subject.id());
        let Some(person) = whose.filter(|_| !listed.is_empty()) else {
            again.to_nobody = whose.is_none();
            return Ok(again);
        };
        let notice = FurtherNotice { id: notice.id.clone(), moment: notice.moment };
        let known = |target: Target| self.known(ledger, target);
        again.letters =
            vec![digest::digest(self.config, (person, listed), notice, known, self.now)?];
        Ok(again)
    }

    /// W7: what was changed back, or closed, is left out.
    fn handover(&self, ledger: &Ledger, old: &Old) -> Result<Rewritten, LedgerError> {
        let (holds, moot) = self.parted(ledger, old)?;
        let mut again = left_out(moot);
        let mut all = Vec::new();
        let (mut person, mut anchor) = (None, self.now);
        for notice in holds {
            let target = plan::target_of(self.config, &notice.id);
            let (Some(target), Some((which, whose))) = (target, handover::told(&notice.id)) else {
                continue;
            };
            person = self.config.person(whose);
            anchor = notice.moment;
            let others = self.others(ledger, target, which, &notice.id)?;
            all.push(Again { target, which, others });
        }
        let Some(person) = person else {
            again.to_nobody = !all.is_empty();
            return Ok(again);
        };
        let known = |target: Target| self.known(ledger, target);
        let until = old.row.waits_since();
        let letter = handover::anew(self.config, person, all, (anchor, until), known, self.now)?;
        again.letters = vec![letter];
        Ok(again)
    }

    /// Of what was taken over, who answered for it before; of what was given, who does now and did not before.
    fn others(
        &self,
        ledger: &Ledger,
        target: Target,
        which: Which,
        id: &NoticeId,
    ) -> Result<Vec<String>, LedgerError> {
        let told = ledger
            .notices_about(&id.subject)?
            .into_iter()
            .filter(|one| matches!(one.disposition, Disposition::Letter | Disposition::Adopted));
        let told: Vec<NoticeId> = told.map(|one| one.id).collect();
        let people = |meant: Which, since: bool| {
            let of = told.iter().filter(move |one| match since {
                true => one.anchor >= id.anchor,
                false => one.anchor == id.anchor,
            });
            let of = of.filter_map(handover::told).filter(move |(which, _)| *which == meant);
            of.map(|(_, person)| person.to_owned())
        };
        let is = owners(self.config, target);
        if which == Which::Taken {
            let mut others: Vec<String> = people(Which::Given, false).collect();
            others.retain(|person| !is.contains(person));
            others.sort();
            return Ok(others);
        }
        let new: Vec<String> = people(Which::Taken, true).collect();
        let name: Name =
            (id.subject.id().into(), id.subject.milestone().unwrap_or_default().into());
        let was = self.remembered(ledger)?.owners.get(&name);
        let is_new =
            |person: &String| new.contains(person) || was.is_none_or(|was| !was.contains(person));
        Ok(is.into_iter().filter(is_new).collect())
    }

    fn remembered(&self, ledger: &Ledger) -> Result<&Remembered, LedgerError> {
        if self.owners.get().is_none() {
            let _known = self.owners.set(ledger.owners()?);
        }
        Ok(self.owners.get_or_init(Remembered::default))
    }

    /// A3: of what waits, what was decided meanwhile is left out.
    fn receipt(&self, ledger: &Ledger, old: &Old) -> Result<Rewritten, LedgerError> {
        let (holds, moot) = self.parted(ledger, old)?;
        let mut again = left_out(moot);
        let mut answers: Vec<(Answer, When)> = Vec::new();
        let mut about = Vec::new();
        let (mut says, mut supervises) = (None, None);
        for notice in holds {
            let Some((number, what, whom)) = receipt::told(&notice.id) else { continue };
            let answer = ledger.answers(Answers::Numbered(number))?.pop();
            (says, supervises) = (Some(what), whom);
            about.push(notice.id.subject.clone());
            let Some(answer) = answer else { continue };
            if answers.iter().all(|(known, _)| known.number != answer.number) {
                answers.push((answer, notice.id.anchor));
            }
        }
        let (Some(says), Some((first, _))) = (says, answers.first().cloned()) else {
            return Ok(again);
        };
        let Some(person) = self.config.person(supervises.unwrap_or(&first.person)) else {
            again.to_nobody = true;
            return Ok(again);
        };
        again.letters.extend(match says {
            Says::Which => receipt::which(self.config, first, about, self.now),
            says => Some(receipt::letter(self.config, person, answers, says, self.now)),
        });
        Ok(again)
    }

    /// What was closed meanwhile is left out. A letter is not one that went before itself.
    fn urge(&self, ledger: &Ledger, old: &Old) -> Result<Rewritten, LedgerError> {
        let (holds, moot) = self.parted(ledger, old)?;
        let mut again = left_out(moot);
        let Some(first) = holds.first() else { return Ok(again) };
        let Some(wish) = ledger.wish_of(first.moment, &first.id.subject)? else { return Ok(again) };
        let about = holds.iter().map(|one| one.id.subject.clone()).collect();
        let wish = Wish { about, ..wish };
        let known = |target: Target| self.known(ledger, target);
        let never = |_: &NoticeId| Ok::<_, LedgerError>(false);
        again.letters = urges(self.config, &wish, known, never, self.now)?;
        again.to_nobody = again.letters.is_empty();
        let left_out = LeftOut::of_people(self.config, &old.left_out);
        for letter in &mut again.letters {
            letter.leave_out(&left_out);
            if let Content::Urge(urge) = &mut letter.content {
                let drafts = std::slice::from_mut(&mut urge.draft);
                ledger.name_recipients_beside(drafts, Some(old.number))?;
            }
        }
        Ok(again)
    }
}

fn left_out(moot: Vec<(NoticeId, Moot)>) -> Rewritten {
    let left_out = moot.iter().map(|(id, _)| id.subject.clone()).collect();
    Rewritten { left_out, moot, ..Rewritten::default() }
}
