//! The `sendmail` transport: a local program takes the letter on standard input.
//!
//! Its exit status is the answer, by the meanings of sysexits.h that sendmail gives them.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::ledger::{Outcome, Outgoing};

/// How long the program may take (L5).
const LIMIT: Duration = Duration::from_secs(120);

/// Statuses that say "never": EX_DATAERR, EX_NOUSER, EX_NOHOST, EX_NOPERM.
const REFUSED: [i32; 4] = [65, 67, 68, 77];

/// Hands a letter over for all its recipients at once.
pub(super) async fn deliver(program: &str, letter: &Outgoing) -> Outcome {
    match tokio::time::timeout(LIMIT, run(program, letter)).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(failure)) => Outcome::Deferred(format!("{program}: {failure}")),
        // Killed while it may already have taken the letter.
        Err(_) => Outcome::Unknown(format!("{program} took longer than {} s", LIMIT.as_secs())),
    }
}

async fn run(program: &str, letter: &Outgoing) -> std::io::Result<Outcome> {
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
    Ok(match output.status.code() {
        Some(0) => Outcome::Delivered(format!("taken by {program}")),
        Some(status) if REFUSED.contains(&status) => {
            Outcome::Refused(format!("{program}: status {status} {said}"))
        }
        Some(status) => Outcome::Deferred(format!("{program}: status {status} {said}")),
        None => Outcome::Unknown(format!("{program} was killed")),
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
