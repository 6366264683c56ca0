//! What the kernel says of a process: the figures that several benches show.

use std::io;
use std::time::Duration;

/// How long it has worked so far: user and system time (proc_pid_stat(5)). `process`: its id, or `self`.
#[allow(dead_code, reason = "not every bench shows it")]
pub fn worked(process: &str) -> io::Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, after) = stat.rsplit_once(')').unwrap_or_default();
    let times = after.split_whitespace().skip(11).take(2);
    let hundredths: u64 = times.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Ok(Duration::from_millis(hundredths * 10))
}

/// What it holds (`VmRSS`), or the most it ever held (`VmHWM`), in kB (proc_pid_status(5)).
pub fn memory(process: &str, which: &str) -> io::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(which)?.strip_prefix(':'));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
    kilobytes.ok_or_else(|| io::Error::other(format!("no {which} in /proc/{process}/status")))
}
