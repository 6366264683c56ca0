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

/// Statuses that say nothing of the letter: EX_UNAVAILABLE, EX_OSERR, EX_OSFILE, EX_CANTCREAT,
/// EX_IOERR, EX_CONFIG.
const TROUBLE: [i32; 6] = [69, 71, 72, 73, 74, 78];

/// Hands a letter over for all its recipients at once.
pub(super) async fn deliver(program: &str, letter: &Outgoing) -> Delivery {
    match tokio::time::timeout(LIMIT, run(program, letter)).await {
        Ok(Ok(delivery)) => delivery,
        Ok(Err(failure)) => Delivery::trouble(format!("{program}: {failure}")),
        Err(_) => {
            // Killed while it may already have taken the letter.
            let why = format!("{program} took longer than {} s", LIMIT.as_secs());
            Delivery::all(letter.recipients.iter(), &Outcome::Unknown(why))
        }
    }
}

async fn run(program: &str, letter: &Outgoing) -> std::io::Result<Delivery> {
    let mut command = Command::new(program);
    command.args(["-i", "-f", &letter.sender, "--"]).args(&letter.recipients);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // A program that exits without reading has its say through its status.
        let _unread = input.write_all(&with_local_line_ends(&letter.bytes)).await;
    }
    let output = child.wait_with_output().await?;
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default();
    let outcome = match output.status.code() {
        Some(0) => Outcome::Delivered(format!("taken by {program}")),
        Some(status) => {
            let why = format!("{program}: status {status} {said}");
            match status {
                status if TROUBLE.contains(&status) => return Ok(Delivery::trouble(why)),
                status if REFUSED.contains(&status) => Outcome::Refused(why),
                _ => Outcome::Deferred(why),
            }
        }
        None => Outcome::Unknown(format!("{program} was killed")),
    };
    Ok(Delivery::all(letter.recipients.iter(), &outcome))
}

/// Programs expect the line ends of the system.
fn with_local_line_ends(bytes: &[u8]) -> Vec<u8> {
    let pairs = bytes.iter().zip(bytes.iter().skip(1).chain([&0]));
    pairs
        .filter(|(byte, next)| !(**byte == b'\r' && **next == b'\n'))
        .map(|(byte, _)| *byte)
        .collect()
}
