//! L6c: what a letter that has not left would say by the files in force and on this day.

use jiff::Timestamp;

use crate::model::Config;
use crate::plan::moot::find;
use crate::plan::{
    Draft, Item, Moot, Notice, NoticeId, Recorded, Rung, Target, Track, drafts, moot,
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
/// `recorded` is what the ledger has of a target, with these notices.
pub fn anew<E>(
    config: &Config,
    said: Vec<Said>,
    mut recorded: impl FnMut(Target) -> Result<Vec<Recorded>, E>,
    now: Timestamp,
) -> Result<(Vec<Draft>, Gone), E> {
    let (mut items, mut gone) = (Vec::new(), Gone::new());
    let own: Vec<NoticeId> = said.iter().map(|one| one.id.clone()).collect();
    for Said { id, moment } in said {
        let reason = if moment > now { Some(Moot::NotYet) } else { moot(config, &id, now) };
        let found = find(config, &id).and_then(|(target, place)| {
            let rung = Rung::of(config, target, place)?;
            Some((target, place, rung))
        });
        let (target, stage, rung) = match (reason, found) {
            (None, Some(found)) => found,
            (reason, _) => {
                gone.push((id, reason.unwrap_or(Moot::Gone)));
                continue;
            }
        };
        let mut recorded = recorded(target)?;
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
        items.push(Item::of(config, notice, recorded, now));
    }
    // Notices of one target stand together (T13).
    items.sort_by_key(|item| item.notice.target);
    Ok((drafts(config, items, now), gone))
}
