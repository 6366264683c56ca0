//! The `sendmail` transport: a local program takes the letter on standard input.
//!
//! Its exit status is the answer, by the meanings of sysexits.h that sendmail gives them.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::channels::delivery::{Delivery, Progress};
use crate::ledger::{Outcome, Outgoing};

/// How long the program may take (L5).
const LIMIT: Duration = Duration::from_secs(120);

/// Statuses that say "never": EX_DATAERR, EX_NOUSER, EX_NOHOST, EX_NOPERM.
const REFUSED: [i32; 4] = [65, 67, 68, 77];

/// Statuses that say nothing of the letter: EX_OSERR, EX_OSFILE, EX_CANTCREAT, EX_IOERR, EX_CONFIG.
const TROUBLE: [i32; 5] = [71, 72, 73, 74, 78];

/// What a run of the program came to.
enum Ran {
    /// It had its say about the letter.
    Said(Outcome),
    /// No letter can leave.
    Trouble(String),
}

/// Hands a letter over, for one recipient after another: a status says nothing of each of several (L3).
/// What follows a recipient with whom it did not go well waits for the next attempt.
pub(crate) async fn deliver(program: &str, letter: &Outgoing, progress: &Progress) -> Delivery {
    let mut outcomes: Vec<(String, Outcome)> = Vec::new();
    for recipient in &letter.recipients {
        let wait = outcomes.last().is_some_and(|(_, outcome)| !outcome.is_final());
        let outcome = match wait {
            true => Outcome::Untried,
            false => {
                progress.out_of_sight(std::slice::from_ref(recipient));
                match run(program, letter, recipient).await {
                    Ran::Said(outcome) => outcome,
                    Ran::Trouble(why) if outcomes.is_empty() => return Delivery::trouble(why),
                    Ran::Trouble(why) => Outcome::Deferred(why),
                }
            }
        };
        progress.heard(recipient, &outcome);
        outcomes.push((recipient.clone(), outcome));
    }
    Delivery::Heard { outcomes, more: false }
}

async fn run(program: &str, letter: &Outgoing, recipient: &str) -> Ran {
    match tokio::time::timeout(LIMIT, hand_over(program, letter, recipient)).await {
        Ok(Ok(ran)) => ran,
        Ok(Err(failure)) => Ran::Trouble(format!("{program}: {failure}")),
        // Killed while it may already have taken the letter.
        Err(_) => {
            Ran::Said(Outcome::Unknown(format!("{program} took longer than {} s", LIMIT.as_secs())))
        }
    }
}

async fn hand_over(program: &str, letter: &Outgoing, recipient: &str) -> std::io::Result<Ran> {
    let mut command = Command::new(program);
    command.args(["-i", "-f", &letter.sender, "--", recipient]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // A program that exits without reading has its say through its status.
        let _unread = input.write_all(&with_local_line_ends(&letter.bytes)).await;
    }
    let output = child.wait_with_output().await?;
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default();
    Ok(match output.status.code() {
        Some(0) => Ran::Said(Outcome::Delivered(format!("taken by {program}"))),
        Some(status) => {
            let why = format!("{program}: status {status} {said}");
            match status {
                status if TROUBLE.contains(&status) => Ran::Trouble(why),
                status if REFUSED.contains(&status) => Ran::Said(Outcome::Refused(why)),
                _ => Ran::Said(Outcome::Deferred(why)),
            }
        }
        None => Ran::Said(Outcome::Unknown(format!("{program} was killed"))),
    })
}

/// Programs expect the line ends of the system.
fn with_local_line_ends(bytes: &[u8]) -> Vec<u8> {
    let pairs = bytes.iter().zip(bytes.iter().skip(1).chain([&0]));
    pairs
        .filter(|(byte, next)| !(**byte == b'\r' && **next == b'\n'))
        .map(|(byte, _)| *byte)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use jiff::Timestamp;

    use super::*;
    use crate::ledger::Kind;

    /// Told to stop while the program hangs at the second of three.
    #[tokio::test]
    async fn l3_cut_short_those_who_were_answered_have_their_answer_and_the_rest_were_not_tried() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (program, begun, never) = (path("sendmail"), path("begun"), path("never"));
        for fifo in [&begun, &never] {
            assert!(std::process::Command::new("mkfifo").arg(fifo).status().unwrap().success());
        }
        let hangs =
            format!("cat > /dev/null\ncase $5 in b*) echo > {begun}; exec cat {never};; esac");
        fs::write(&program, format!("#!/bin/sh\n{hangs}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        let recipients = ["a@example.org", "b@example.org", "c@example.org"].map(str::to_owned);
        let letter = Outgoing {
            number: 1,
            attempt: 1,
            since: Timestamp::UNIX_EPOCH,
            sender: "duban@example.org".to_owned(),
            kind: Kind::Admin,
            subject: String::new(),
            id: "l".to_owned(),
            put_off: 0,
            recipients: recipients.to_vec(),
            bytes: b"Subject: x\r\n\r\nx\r\n".to_vec(),
        };
        let progress = Progress::default();
        tokio::select! {
            delivery = deliver(&program, &letter, &progress) => panic!("{delivery:?}"),
            _ = tokio::fs::read(&begun) => {}
        }
        let cut = Delivery::cut_short(&letter.recipients, progress.known(), "duban stopped");
        let taken = Outcome::Delivered(format!("taken by {program}"));
        let unknown = Outcome::Unknown("duban stopped".to_owned());
        let [a, b, c] = recipients;
        assert_eq!(cut.outcomes(), [(a, taken), (b, unknown), (c, Outcome::Untried)]);
    }
}
