//! The `sendmail` transport: a local program takes the letter on standard input.
//!
//! Its exit status is the answer, by the meanings of sysexits.h that sendmail gives them. Its end is what counts: a
//! child that it leaves behind may keep its standard error open for as long as it likes.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::pin::pin;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{ChildStderr, ChildStdin, Command};
use tokio::time::timeout;

use crate::channels::delivery::{Delivery, Progress};
use crate::channels::email::smtp::replies::readable;
use crate::io_cause;
use crate::ledger::{Outcome, Outgoing};
use crate::model::cause::Cause;
use crate::model::met::Met;

/// How long the program may take (L5).
const LIMIT: Duration = Duration::from_secs(120);

/// How long a child that it leaves behind may go on reading the letter.
const LINGER: Duration = Duration::from_secs(2);

/// How long what it wrote last may be on its way, where a child keeps the line open.
const LAST_WORDS: Duration = Duration::from_millis(50);

/// So many bytes of what it says are kept.
const KEPT: usize = 1024;

/// Statuses that say "never": EX_DATAERR, EX_NOUSER, EX_NOHOST, EX_NOPERM.
const REFUSED: [i32; 4] = [65, 67, 68, 77];

/// Statuses that say nothing of the letter: EX_OSERR, EX_OSFILE, EX_CANTCREAT, EX_IOERR, EX_CONFIG.
const TROUBLE: [i32; 5] = [71, 72, 73, 74, 78];

/// What speaks against a program: it is looked for as it is when a letter leaves, by its path or along `path`.
pub fn unusable_program(program: &str, path: Option<&OsStr>) -> Option<Met> {
    let named = |cause| Some(Met::of(cause, &[program]));
    let is_file = |file: &Path| std::fs::metadata(file).is_ok_and(|found| found.is_file());
    let may_run = |file: &Path| {
        let mode = std::fs::metadata(file).map(|found| found.permissions().mode());
        mode.is_ok_and(|mode| mode & 0o111 != 0)
    };
    if !program.contains('/') {
        let folders = path.map(|path| std::env::split_paths(path).collect::<Vec<_>>());
        let mut files = folders.unwrap_or_default().into_iter().map(|folder| folder.join(program));
        let found = files.any(|file| is_file(&file) && may_run(&file));
        return if found { None } else { named(Cause::NoProgramInPath) };
    }
    let file = Path::new(program);
    match () {
        () if !is_file(file) => named(Cause::NoProgram),
        () if !may_run(file) => named(Cause::NotExecutable),
        () if file.is_relative() => named(Cause::RelativeProgram),
        () => None,
    }
}

/// What a run of the program came to.
enum Ran {
    /// It had its say about the letter.
    Said(Outcome),
    /// No letter can leave.
    Trouble(Met),
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
    Delivery::heard(outcomes)
}

async fn run(program: &str, letter: &Outgoing, recipient: &str) -> Ran {
    match timeout(LIMIT, hand_over(program, letter, recipient)).await {
        Ok(Ok(ran)) => ran,
        Ok(Err(failure)) => {
            let values = vec![program.into(), io_cause::met(&failure)];
            Ran::Trouble(Met::because(Cause::ProgramFailed, values))
        }
        // Killed while it may already have taken the letter.
        Err(_) => {
            let limit = LIMIT.as_secs().to_string();
            Ran::Said(Outcome::Unknown(Met::of(Cause::ProgramLate, &[program, &limit])))
        }
    }
}

async fn hand_over(program: &str, letter: &Outgoing, recipient: &str) -> std::io::Result<Ran> {
    let mut command = Command::new(program);
    command.args(["-i", "-f", &letter.sender, "--", recipient]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn()?;
    let (input, output) = (child.stdin.take(), child.stderr.take());
    let letter = with_local_line_ends(&letter.bytes);
    let mut said = Vec::new();
    let status = {
        let (mut feeding, mut listening) =
            (pin!(feed(input, &letter)), pin!(listen(output, &mut said)));
        let (mut fed, mut heard) = (false, false);
        let status = loop {
            tokio::select! {
                biased;
                () = &mut feeding, if !fed => fed = true,
                () = &mut listening, if !heard => heard = true,
                status = child.wait() => break status?,
            }
        };
        if !fed {
            let _unread = timeout(LINGER, feeding).await;
        }
        if !heard {
            let _left_open = timeout(LAST_WORDS, listening).await;
        }
        status
    };
    let said = first_line(&said);
    Ok(match status.code() {
        Some(0) => Ran::Said(Outcome::Delivered(Met::of(Cause::TakenBy, &[program]))),
        Some(status) => {
            let why = Met::of(Cause::ProgramStatus, &[program, &status.to_string(), &said]);
            match status {
                status if TROUBLE.contains(&status) => Ran::Trouble(why),
                status if REFUSED.contains(&status) => Ran::Said(Outcome::Refused(why)),
                _ => Ran::Said(Outcome::Deferred(why)),
            }
        }
        None => Ran::Said(Outcome::Unknown(Met::of(Cause::ProgramKilled, &[program]))),
    })
}

/// Writes the letter. A program that does not read all of it has its say through its status.
async fn feed(input: Option<ChildStdin>, letter: &[u8]) {
    if let Some(mut input) = input {
        let _unread = input.write_all(letter).await;
    }
}

/// Reads what it says, keeps the beginning and lets it say the rest, so that it is not held up.
async fn listen(output: Option<ChildStderr>, said: &mut Vec<u8>) {
    let Some(mut output) = output else { return };
    let mut heard = [0; 4096];
    while let Ok(length @ 1..) = output.read(&mut heard).await {
        let room = KEPT.saturating_sub(said.len());
        said.extend_from_slice(&heard[..length.min(room)]);
    }
}

fn first_line(said: &[u8]) -> String {
    let line = said.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty());
    readable(line.unwrap_or_default().trim_ascii())
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
            one_by_one: false,
            bytes: b"Subject: x\r\n\r\nx\r\n".to_vec(),
        };
        let progress = Progress::default();
        tokio::select! {
            delivery = deliver(&program, &letter, &progress) => panic!("{delivery:?}"),
            _ = tokio::fs::read(&begun) => {}
        }
        let cut = Delivery::cut_short(
            &letter.recipients,
            progress.known(),
            &Met::of(Cause::Stopped, &[]),
        );
        let taken = Outcome::Delivered(Met::of(Cause::TakenBy, &[&program]));
        let unknown = Outcome::Unknown(Met::of(Cause::Stopped, &[]));
        let [a, b, c] = recipients;
        assert_eq!(cut.outcomes(), [(a, taken), (b, unknown), (c, Outcome::Untried)]);
    }
}
