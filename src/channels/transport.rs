//! How letters leave: through a relay, a local program, or into a folder.

use std::path::Path;

use tokio::time::Instant;

use crate::channels::delivery::{Delivery, Progress, Trouble};
use crate::channels::email::folder::Outbox;
use crate::channels::email::sendmail;
use crate::channels::email::smtp::trial::Stopped;
use crate::channels::email::smtp::{Dial, Limits, Relay};
use crate::channels::secret::PasswordSource;
use crate::io_cause;
use crate::ledger::{Outcome, Outgoing};
use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::model::{Address, Mail, Smtp, TransportKind};
use crate::view::trial::{Passed, Stage};
use crate::words::causes::MetError;

/// How letters leave.
pub struct Transport {
    way: Way,
}

enum Way {
    Outbox(Outbox),
    Sendmail(String),
    Smtp(Box<Relay>),
}

impl Transport {
    /// The transport of a configuration. `root` is the folder of the root file, `env` the process's variables.
    pub fn new(
        mail: &Mail,
        root: &Path,
        state: &Path,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Transport, MetError> {
        let way = match mail.transport {
            TransportKind::Outbox => Way::Outbox(Outbox::new(state)),
            TransportKind::Sendmail => Way::Sendmail(mail.sendmail.to_string()),
            TransportKind::Smtp => {
                let smtp =
                    mail.smtp.as_ref().ok_or_else(|| MetError(Met::of(Cause::NoRelay, &[])))?;
                let password = smtp.password.as_ref();
                let password =
                    password.map(|one| PasswordSource::of(one, root, env)).transpose()?;
                // What is not there at the start is told at the start.
                password.as_ref().map(PasswordSource::read).transpose()?;
                let ca = smtp.ca.as_ref().map(|path| root.join(path.as_ref()));
                Way::Smtp(Box::new(Relay::new(
                    smtp,
                    password,
                    ca,
                    &mail.from.address,
                    Limits::default(),
                )?))
            }
        };
        Ok(Transport { way })
    }

    /// A relay that is reached in another way than over TCP.
    pub fn dialled(
        dial: Box<dyn Dial>,
        smtp: &Smtp,
        sender: &Address,
        limits: Limits,
    ) -> Transport {
        Transport { way: Way::Smtp(Box::new(Relay::dialled(dial, smtp, sender, limits))) }
    }

    /// How many letters may be under way at once.
    pub fn parallel(&self) -> usize {
        match &self.way {
            Way::Outbox(_) | Way::Sendmail(_) => 4,
            Way::Smtp(relay) => relay.connections(),
        }
    }

    /// Whether a letter may leave now by `mail.smtp.rate`, and takes its turn; else when.
    pub fn turn(&self) -> Result<(), Instant> {
        match &self.way {
            Way::Smtp(relay) => relay.turn(),
            _ => Ok(()),
        }
    }

    /// N2: so many nodes share `mail.smtp.rate`.
    pub fn share(&self, nodes: u32) {
        if let Way::Smtp(relay) = &self.way {
            relay.share(nodes);
        }
    }

    /// Makes one attempt. It always ends (L5).
    pub async fn deliver(&self, letter: &Outgoing, progress: &Progress) -> Delivery {
        match &self.way {
            Way::Smtp(relay) => relay.deliver(letter, progress).await,
            Way::Sendmail(program) => sendmail::deliver(program, letter, progress).await,
            Way::Outbox(outbox) => {
                progress.out_of_sight(&letter.recipients);
                write(outbox.clone(), letter).await
            }
        }
    }

    /// Takes one letter through, step by step where it goes to a relay.
    pub async fn trial(
        &self,
        letter: &Outgoing,
        tell: &mut (dyn FnMut(Passed) + Send),
    ) -> Result<(), Stopped> {
        if let Way::Smtp(relay) = &self.way {
            return relay.trial(letter, tell).await;
        }
        let stopped = |trouble| Stopped { stage: Stage::Letter, trouble };
        let failed =
            |why: &Met| stopped(Trouble { why: why.clone(), needs_admin: false, cure: None });
        match self.deliver(letter, &Progress::default()).await {
            Delivery::Trouble(trouble) => Err(stopped(trouble)),
            Delivery::Crowded(why) => Err(failed(&why)),
            Delivery::Heard { outcomes, .. } => {
                for (_, outcome) in outcomes {
                    match outcome {
                        Outcome::Delivered(answer) => tell(Passed::Taken(answer)),
                        other => {
                            return Err(failed(other.answer().unwrap_or(&Met::from(""))));
                        }
                    }
                }
                Ok(())
            }
        }
    }

    /// Waits until a session has been idle for long enough, and says goodbye to it.
    pub async fn close_idle(&self) {
        match &self.way {
            Way::Smtp(relay) => match relay.idle_until() {
                Some(until) => {
                    tokio::time::sleep_until(until).await;
                    relay.close_idle().await;
                }
                None => std::future::pending().await,
            },
            _ => std::future::pending().await,
        }
    }

    /// Says goodbye to whoever is still connected.
    pub async fn close(&self) {
        if let Way::Smtp(relay) = &self.way {
            relay.close().await;
        }
    }
}

async fn write(outbox: Outbox, letter: &Outgoing) -> Delivery {
    let (id, bytes) = (letter.id.clone(), letter.bytes.clone());
    let unwritten = |why: Met| Delivery::trouble(Met::because(Cause::OutboxUnwritable, vec![why]));
    match tokio::task::spawn_blocking(move || outbox.write(&id, &bytes)).await {
        Ok(Ok(path)) => {
            let written =
                Outcome::Delivered(Met::of(Cause::WrittenTo, &[&path.display().to_string()]));
            Delivery::all(letter.recipients.iter(), &written)
        }
        Ok(Err(failure)) => unwritten(io_cause::met(&failure)),
        Err(failure) => unwritten(failure.to_string().into()),
    }
}
