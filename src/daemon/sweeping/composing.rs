//! The letters of a sweep, written on all cores and handed over in their order: the ledger gets what it would get from
//! one core.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use jiff::Timestamp;

use crate::channels::MetError;
use crate::daemon::sweeping::renewal::Compose;
use crate::ledger::NewLetter;
use crate::model::Config;
use crate::plan::Draft;

/// A letter that was written, or why it cannot be.
type Composed = (Draft, Result<NewLetter, MetError>);

/// So many letters each core is ahead of the ledger at most: a letter may have megabytes.
const AHEAD: usize = 8;

/// So few are written faster by the thread that is here.
const FEW: usize = 8;

/// Writes the letters and hands over each, in the order of the drafts. The first failure to take one over ends it.
pub(crate) fn compose_all<E>(
    config: &Config,
    compose: Compose,
    drafts: Vec<Draft>,
    now: Timestamp,
    mut each: impl FnMut(Draft, Result<NewLetter, MetError>) -> Result<(), E>,
) -> Result<(), E> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    if cores == 1 || drafts.len() <= FEW {
        return drafts.into_iter().try_for_each(|draft| {
            let letter = compose(config, &draft, now);
            each(draft, letter)
        });
    }
    let count = drafts.len();
    thread::scope(|scope| {
        let mut shares: Vec<Vec<Draft>> = (0..cores).map(|_| Vec::new()).collect();
        for (at, draft) in drafts.into_iter().enumerate() {
            shares[at % cores].push(draft);
        }
        let hand = |share: Vec<Draft>| {
            let (done, letters) = sync_channel(AHEAD);
            scope.spawn(move || write(config, compose, share, now, &done));
            letters
        };
        let letters: Vec<_> = shares.into_iter().map(hand).collect();
        for at in 0..count {
            // A thread that panicked hands over no more, and the scope goes on with its panic.
            let Ok((draft, letter)) = letters[at % cores].recv() else { break };
            each(draft, letter)?;
        }
        Ok(())
    })
}

/// One core's share, until nobody takes it over any more.
fn write(
    config: &Config,
    compose: Compose,
    share: Vec<Draft>,
    now: Timestamp,
    done: &SyncSender<Composed>,
) {
    for draft in share {
        let letter = compose(config, &draft, now);
        if done.send((draft, letter)).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use minijinja::ErrorKind;

    use super::*;
    use crate::channels::compose;
    use crate::files::disk::DiskFiles;
    use crate::plan;
    use crate::plan::{Item, Ladder, Target};

    const NOW: &str = "2026-11-24T01:00:10Z";

    fn config(tasks: usize) -> Config {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("duban.toml");
        let mut text =
            "[mail]\nfrom = 'duban@example.org'\n[calendars.default]\ntimezone = 'UTC'\n\
            [policies.p]\nstages = [{ name = 'late', at = '+1d', to = ['owner'] }]\n"
                .to_owned();
        for at in 100..100 + tasks {
            text += &format!("[people.p{at}]\nname = 'P'\nemail = 'p{at}@example.org'\n");
        }
        for at in 100..100 + tasks {
            text += &format!(
                "[[task]]\nid = 'A-{at}'\nowner = 'p{at}'\ntitle = 'x'\npolicy = 'p'\ndue = 2026-11-20\n"
            );
        }
        std::fs::write(&path, text).unwrap();
        crate::config::load(&path, &DiskFiles, NOW.parse().unwrap()).config.expect("it checks")
    }

    fn drafts(config: &Config, now: Timestamp) -> Vec<Draft> {
        let item = |target| {
            let ladder = Ladder::of(config, target);
            let latest = ladder.latest(now).expect("it is overdue");
            Item::of(config, ladder.notice(config, latest), Vec::new(), now)
        };
        plan::drafts(config, Target::all(config).map(item).collect(), now)
    }

    /// Every tenth cannot be written.
    fn some_fail(config: &Config, draft: &Draft, now: Timestamp) -> Result<NewLetter, MetError> {
        match draft.items[0].notice.id.subject.id().ends_with('0') {
            true => Err(minijinja::Error::from(ErrorKind::OutOfFuel).into()),
            false => compose(config, draft, now),
        }
    }

    #[test]
    fn letters_written_on_all_cores_are_handed_over_in_the_order_of_their_drafts() {
        let (config, now) = (config(203), NOW.parse().unwrap());
        let all = drafts(&config, now);
        let alone: Vec<_> = all
            .iter()
            .map(|draft| some_fail(&config, draft, now).ok().map(|one| one.bytes))
            .collect();
        let mut handed = Vec::new();
        let done = compose_all(&config, some_fail, all, now, |_, letter| {
            handed.push(letter.ok().map(|one| one.bytes));
            Ok::<(), ()>(())
        });
        assert_eq!((done, alone.len()), (Ok(()), 203));
        assert_eq!(alone.iter().filter(|one| one.is_none()).count(), 21);
        assert!(handed == alone);
    }

    #[test]
    fn nothing_is_handed_over_once_the_ledger_has_failed() {
        let (config, now) = (config(203), NOW.parse().unwrap());
        let mut handed = 0;
        let done = compose_all(&config, compose, drafts(&config, now), now, |_, _| {
            handed += 1;
            if handed == 20 { Err("full") } else { Ok(()) }
        });
        assert_eq!((done, handed), (Err("full"), 20));
    }
}
