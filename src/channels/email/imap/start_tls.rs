//! STARTTLS of IMAP (RFC 9051 §6.2.1), done before the library sees the stream: what is said before TLS must not be read as if
//! it had come through it.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};

use crate::channels::email::smtp::failure::Failure;
use crate::channels::email::smtp::limits::Limits;
use crate::channels::email::smtp::step::Step;
use crate::channels::email::smtp::stream::{Duplex, within};
use crate::model::cause::Cause;

/// No line is longer before TLS.
const LINE: u64 = 4096;

/// So many lines may come before the answer.
const LINES: usize = 20;

/// A server that is ready for the handshake.
pub(super) async fn offered(
    plain: Box<dyn Duplex>,
    limits: Limits,
) -> Result<Box<dyn Duplex>, Failure> {
    let mut plain = BufReader::new(plain);
    let greeting = line(&mut plain, Step::Greeting, limits.envelope).await?;
    if !greeting.to_ascii_uppercase().starts_with("* OK") {
        return Err(Failure::said(Step::Greeting, greeting, false));
    }
    let asked = plain.get_mut().write_all(b"a STARTTLS\r\n");
    within(Step::StartTls, limits.command, asked).await?;
    for _ in 0..LINES {
        let said = line(&mut plain, Step::StartTls, limits.command).await?;
        let Some(answer) = said.strip_prefix("a ") else { continue };
        if !answer.to_ascii_uppercase().starts_with("OK") {
            return Err(Failure::needs_admin(Step::StartTls, Cause::NoStartTls, &[]));
        }
        if !plain.buffer().is_empty() {
            break;
        }
        return Ok(plain.into_inner());
    }
    Err(Failure::needs_admin(Step::StartTls, Cause::WordsBeforeTls, &[]))
}

async fn line(
    plain: &mut BufReader<Box<dyn Duplex>>,
    step: Step,
    limit: Duration,
) -> Result<String, Failure> {
    let mut line = Vec::new();
    let mut bounded = plain.take(LINE);
    within(step, limit, bounded.read_until(b'\n', &mut line)).await?;
    match line.last() {
        Some(b'\n') => Ok(String::from_utf8_lossy(&line).trim_end().to_owned()),
        _ => Err(Failure::broken(step, &io::ErrorKind::ConnectionReset.into())),
    }
}
