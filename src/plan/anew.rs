//! L6c: what a letter that has not left would say by the files in force and on this day.

use jiff::Timestamp;

use crate::model::Config;
use crate::plan::draft::drafts_without;
use crate::plan::left_out::LeftOut;
use crate::plan::moot::find;
use crate::plan::{
    Draft, Item, Known, Moot, Notice, NoticeId, Recorded, Rung, Target, Track, moot,
};

/// What a letter says that may be written anew.
#[derive(Debug, Clone)]
pub struct Said {
    /// The notice.
    pub id: NoticeId,
    /// The instant it was meant for.
    pub moment: Timestamp,
}

/// What holds no more, and why.
pub type Gone = Vec<(NoticeId, Moot)>;

/// The letters to write for what still holds, several if it no longer shares an audience (W5), and what holds no more.
/// `known` is what the ledger has of a target, with these notices; who was left out of the letter stays so (L8b).
pub fn anew<K: Into<Known>, E>(
    config: &Config,
    said: Vec<Said>,
    mut known: impl FnMut(Target) -> Result<K, E>,
    left_out: &LeftOut,
    now: Timestamp,
) -> Result<(Vec<Draft>, Gone), E> {
    let (mut items, mut gone) = (Vec::new(), Gone::new());
    let own: Vec<NoticeId> = said.iter().map(|one| one.id.clone()).collect();
    for Said { id, moment } in said {
        let Some((target, stage)) = find(config, &id) else {
            gone.push((id, Moot::Gone));
            continue;
        };
        let Known { notices: mut recorded, answers } = known(target)?.into();
        let reason = match moment > now {
            true => Some(Moot::NotYet),
            false => moot(config, &id, &answers, now),
        };
        let rung = Rung::with_answers(config, target, stage, &answers);
        let Some(rung) = rung.filter(|_| reason.is_none()) else {
            gone.push((id, reason.unwrap_or(Moot::Gone)));
            continue;
        };
        // That it is let go now makes no difference to which notice tells of the task.
        let own = own.iter().filter(|own| own.subject == id.subject);
        let own: Vec<&NoticeId> = own.collect();
        let others = recorded.iter().filter(|one| !own.iter().any(|own| one.is(own)));
        let others: Vec<Recorded> = others.cloned().collect();
        // A letter is not one that went before itself.
        recorded
            .iter_mut()
            .filter(|one| own.iter().any(|own| one.is(own)))
            .for_each(|one| one.letter = None);
        let track = Track::of(&rung, &others);
        let notice = Notice { target, stage, track, id, moment };
        let known = Known { notices: recorded, answers };
        items.push(Item::of(config, notice, known, now));
    }
    // Notices of one target stand together (T13).
    items.sort_by_key(|item| item.notice.target);
    Ok((drafts_without(config, items, left_out, now), gone))
}
