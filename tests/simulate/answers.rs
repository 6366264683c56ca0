//! People answer by the links of letters, a clerk decides, and mail servers send letters back, at any moment: also while the
//! letter is in flight, and between the clerk's edit and its record (A2, A4, L9).

use duban::ledger::{Answers, CameBack, Ledger, LetterState, RecipientState};
use duban::model::{Answer, AnswerState, Config, NewAnswer, Standing, Subject, Verb, Way, When};
use duban::plan;
use fastrand::Rng;
use jiff::{Timestamp, ToSpan};

use super::files::PEOPLE;
use super::ticks::Ticks;

/// What may happen.
enum Event {
    Answer,
    Decline,
    Accept,
    Bounce,
}

impl Ticks {
    /// One of these, or none of them, about a letter that the relay has seen.
    pub async fn post(&self) {
        let (event, rng, letter, now) = {
            let mut world = self.world.lock();
            let event = match world.rng.u32(0..14) {
                0..4 => Event::Answer,
                4 => Event::Decline,
                5 | 6 => Event::Accept,
                7 => Event::Bounce,
                _ => return,
            };
            let rng = Rng::with_seed(world.rng.u64(..));
            let Some(letter) = world.some_letter() else { return };
            (event, rng, letter, world.now())
        };
        if self.world.is_dead() {
            return;
        }
        self.disturbed(now).await;
        match event {
            Event::Answer => self.answer(rng, letter, now).await,
            Event::Decline => self.decline(rng, now).await,
            Event::Accept => self.accept(rng, now).await,
            Event::Bounce => self.bounce(rng, letter, now).await,
        }
        let (world, watch) = (self.world.clone(), self.watch.clone());
        let looked = self.ledger.with(move |ledger| watch.answered(&world, ledger, now));
        looked.await.expect("no panic");
    }

    /// By the link of a letter; the same form may be sent twice.
    async fn answer(&self, mut rng: Rng, letter: String, now: Timestamp) {
        let Some(config) = self.office.lock().in_force.clone() else { return };
        let world = self.world.clone();
        let taken = self.ledger.with(move |ledger| {
            let nonce = format!("{now} {}", rng.u64(..));
            let Some(new) = some_answer(&mut rng, &config, ledger, &letter, nonce, now) else {
                return;
            };
            let said = format!("{:?} of {} by {}", new.verb, new.subject, new.person);
            for _ in 0..rng.u32(1..3) {
                // A disk that fails fails people too.
                let Ok(number) = ledger.answer(&new, now) else { continue };
                let mut world = world.lock();
                let given = (new.nonce.as_deref().unwrap_or_default().to_owned(), said.clone());
                world.note(format!("answer {number}: {said}"));
                if let Some(before) = world.seen.given.insert(number, given.clone())
                    && before != given
                {
                    panic!("answer {number} is {given:?}, and was {before:?}");
                }
            }
        });
        taken.await.expect("no panic");
    }

    async fn decline(&self, mut rng: Rng, now: Timestamp) {
        let world = self.world.clone();
        let declined = self.ledger.with(move |ledger| {
            let Some(answer) = waiting(&mut rng, ledger) else { return };
            let standing = decided(AnswerState::Declined, now);
            if ledger.decline_answer(answer.number, &standing).is_ok() {
                let mut world = world.lock();
                world.seen.declined += 1;
                world.note(format!("answer {} is declined", answer.number));
            }
        });
        declined.await.expect("no panic");
    }

    /// First the edit, then its record; a crash lies between them, now and then.
    async fn accept(&self, mut rng: Rng, now: Timestamp) {
        let (world, office) = (self.world.clone(), self.office.clone());
        let accepted = self.ledger.with(move |ledger| {
            let Some(answer) = waiting(&mut rng, ledger) else { return };
            if !office.lock().accept(&answer.subject, &answer.verb) {
                return;
            }
            world.lock().note(format!("answer {} is in the files", answer.number));
            world.lock().seen.accepted_answers += 1;
            if rng.u8(0..3) > 0 {
                let standing = decided(AnswerState::Accepted, now);
                let _may_fail = ledger.accept_answers(&[answer.number], &standing);
            }
        });
        accepted.await.expect("no panic");
    }

    /// A mail server sends the letter back, and its mail may be read twice.
    async fn bounce(&self, mut rng: Rng, letter: String, now: Timestamp) {
        let world = self.world.clone();
        let came = self.ledger.with(move |ledger| {
            let Some((row, _)) = ledger.letter(&letter).expect("read") else { return };
            let sent = row.state == LetterState::Sent;
            let alone = row.state == LetterState::Queued && row.recipients.len() == 1;
            let Some(to) = rng.choice(&row.recipients).filter(|_| sent || alone) else { return };
            let said = CameBack {
                address: to.address.clone(),
                bounced: rng.u8(0..5) > 0,
                text: "550 5.1.1 no such user".to_owned(),
            };
            let mail = format!("{letter} {}", to.address);
            for _ in 0..rng.u32(1..3) {
                let told = ledger.came_back(&letter, &mail, std::slice::from_ref(&said), now);
                if told.is_ok() {
                    let mut world = world.lock();
                    world.note(format!("{letter} came back: {said:?}"));
                    world.seen.bounces += u64::from(said.bounced);
                }
            }
        });
        came.await.expect("no panic");
    }
}

fn decided(state: AnswerState, now: Timestamp) -> Standing {
    Standing { state, decided: Some(now), by: None, why: Some("证据不足".into()), shown: None }
}

/// One of those that wait.
fn waiting(rng: &mut Rng, ledger: &Ledger) -> Option<Answer> {
    let waiting = ledger.answers(Answers::Waiting).expect("read");
    rng.choice(waiting)
}

/// What one of a letter's To people says of something in it, while the files have it.
fn some_answer(
    rng: &mut Rng,
    config: &Config,
    ledger: &Ledger,
    letter: &str,
    nonce: String,
    now: Timestamp,
) -> Option<NewAnswer> {
    let notices = ledger.notices_in(letter).expect("read");
    let about = notices.into_iter().filter(|one| one.id.from.stage().is_some());
    let subject = rng.choice(about.collect::<Vec<_>>())?.id.subject;
    let target = plan::target_of_subject(config, &subject)?;
    let row = ledger.letter(letter).expect("read")?.0;
    let to: Vec<&str> = row.recipients.iter().map(|one| one.address.as_str()).collect();
    let person = rng.choice(to)?.strip_suffix("@example.org")?.to_owned();
    let person = PEOPLE.iter().find(|one| **one == person)?;
    let today = target.calendar(config).local_date(now);
    let text = || Some("方案已报审".into());
    let verb = match rng.u8(0..10) {
        0..4 => Verb::Done { on: today, text: text(), evidence: [].into() },
        4..6 => Verb::Received,
        6 | 7 => Verb::Progress { text: text(), percent: Some(rng.u8(0..101)) },
        8 => Verb::MoreTime {
            until: When::Day(today.saturating_add(rng.i32(1..60).days())),
            reason: text(),
        },
        _ => {
            let whose = PEOPLE[rng.usize(0..PEOPLE.len())];
            Verb::NotMine { whose: Some(whose.into()), text: None }
        }
    };
    let way = match rng.u8(0..4) {
        0 => Way::Mail { letter: letter.into(), message_id: nonce.as_str().into(), proven: false },
        _ => Way::Link { letter: letter.into() },
    };
    Some(NewAnswer {
        cycle: plan::answered_cycle(config, target),
        subject,
        person: (*person).into(),
        verb,
        way,
        nonce: Some(nonce.into()),
    })
}

/// Recipients of whom a mail server says that they do not get it, or who have it.
pub fn had_it(state: RecipientState) -> bool {
    matches!(state, RecipientState::Delivered | RecipientState::Bounced)
}

/// Which task of the files.
pub fn task_number(subject: &Subject) -> Option<u32> {
    subject.task()?.strip_prefix("T-")?.parse().ok()
}
