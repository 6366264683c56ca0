//! The `sendmail` transport: a local program takes the letter on standard input.
//!
//! Its exit status is the answer, by the meanings of sysexits.h that sendmail gives them.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::delivery::Delivery;
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
pub(super) async fn deliver(program: &str, letter: &Outgoing) -> Delivery {
    let mut outcomes: Vec<(String, Outcome)> = Vec::new();
    for recipient in &letter.recipients {
        let wait = outcomes.last().is_some_and(|(_, outcome)| !outcome.is_final());
        let outcome = match wait {
            true => Outcome::Untried,
            false => match run(program, letter, recipient).await {
                Ran::Said(outcome) => outcome,
                Ran::Trouble(why) if outcomes.is_empty() => return Delivery::trouble(why),
                Ran::Trouble(why) => Outcome::Deferred(why),
            },
        };
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
