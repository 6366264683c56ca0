//! A folder with a configuration and a state, and the binary run on it, at any time.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::faketime::fake_clock;
use super::relay::{Relay, Script};

/// Around every task: people, a unit, a calendar whose days are all alike.
pub const AROUND: &str = r#"
[calendars.default]
timezone = "Asia/Shanghai"
holidays = ["CN"]
[people]
zhang = { name = "张三", email = "zhang@example.org" }
wang = { name = "王五", email = "wang@example.org" }
[units.city]
name = "A 市局"
head = "wang"
"#;

/// One letter to zhang, and when it is due, in UTC.
pub const TASK: &str = r#"
[policies.p]
stages = [{ name = "now", at = "-9d", to = ["owner"] }]
[[task]]
id = "A-1"
title = "A task"
owner = "zhang"
policy = "p"
due = 2026-11-27
"#;

pub const DUE: &str = "2026-11-24 01:00:10";

pub struct Installation {
    pub folder: TempDir,
}

impl Installation {
    /// An office whose mail goes to a relay on that port.
    pub fn with_relay(port: u16, smtp: &str, rest: &str) -> Installation {
        let mail = format!(
            "[mail]\nfrom = '督办室 <duban@example.org>'\n\
             [mail.smtp]\nhost = 'localhost'\nport = {port}\n{smtp}\n"
        );
        Installation::of(&format!("{mail}{AROUND}{rest}"))
    }

    /// An office and the relay to which its mail goes.
    pub fn beside(script: Script, rest: &str) -> (Relay, Installation) {
        let relay = Relay::start(script);
        let office = Installation::with_relay(relay.port, "security = 'none'", rest);
        (relay, office)
    }

    /// The same with a task for each of these people, due on that day.
    pub fn reminding(script: Script, tasks: &[(&str, &str)]) -> (Relay, Installation) {
        let mut rest =
            String::from("[policies.p]\nstages = [{ name = 'due', at = '0d', to = ['owner'] }]\n");
        rest.extend(tasks.iter().map(|(owner, due)| task(&format!("{owner}-1"), owner, due)));
        Installation::beside(script, &rest)
    }

    /// An office whose letters go to a folder.
    pub fn with_outbox(rest: &str) -> Installation {
        Installation::of(&format!("[mail]\nfrom = 'duban@example.org'\n{AROUND}{rest}"))
    }

    pub fn of(config: &str) -> Installation {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("duban.toml"), config).expect("written");
        Installation { folder }
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).expect("written");
    }

    /// A file that only its owner may read.
    pub fn write_secret(&self, name: &str, text: &str) {
        self.write(name, text);
        self.set_mode(name, 0o600);
    }

    pub fn set_mode(&self, name: &str, mode: u32) {
        let mode = Permissions::from_mode(mode);
        std::fs::set_permissions(self.folder.path().join(name), mode).expect("changed");
    }

    pub fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// The binary with these arguments; `clock` sets the time it believes in, which then goes on.
    pub fn command(&self, clock: Option<&str>, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_duban"));
        if let Some(clock) = clock {
            fake_clock(&mut command, clock);
            // Timers go by the monotonic clock, which stays true.
            command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
        command.arg("--config").arg(self.folder.path().join("duban.toml"));
        command.arg("--state-dir").arg(self.state());
        command.args(arguments);
        command.env("LC_ALL", "C.UTF-8").env("TZ", "UTC").env_remove("NO_COLOR");
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, clock: Option<&str>, arguments: &[&str]) -> Output {
        let output = self.command(clock, arguments).output();
        output.unwrap_or_else(|error| panic!("cannot run duban (or faketime): {error}"))
    }

    /// The document that a command prints.
    pub fn json(&self, clock: Option<&str>, arguments: &[&str]) -> Value {
        let output = self.run(clock, arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output));
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("{arguments:?} printed no JSON: {error}\n{}", text(&output))
        })
    }

    /// The states of the letters not yet settled.
    pub fn outbox(&self) -> Vec<String> {
        let outbox = self.json(None, &["outbox", "--json"]);
        let letters = outbox["letters"].as_array().expect("letters").iter();
        letters.map(|one| one["state"].as_str().expect("a state").to_owned()).collect()
    }

    /// `ledger check` must find nothing.
    pub fn ledger_is_sound(&self) {
        let output = self.run(None, &["ledger", "check"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    }

    /// The JSON of a command that must end with that status.
    pub fn json_of(&self, arguments: &[&str], status: i32) -> Value {
        let output = self.run(None, arguments);
        assert_eq!(output.status.code(), Some(status), "{}", text(&output));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// One pass at that time, which must end with that status.
    pub fn once(&self, clock: &str, status: i32) -> Output {
        let output = self.run(Some(clock), &["run", "--once"]);
        assert_eq!(output.status.code(), Some(status), "at {clock}:\n{}", text(&output));
        output
    }
}

/// A task under the policy `p`.
pub fn task(id: &str, owner: &str, due: &str) -> String {
    format!("[[task]]\nid = '{id}'\ntitle = '{id}'\nowner = '{owner}'\npolicy = 'p'\ndue = {due}\n")
}

/// To whom letters went first, one name for each letter, in order.
pub fn went_to(relay: &Relay) -> Vec<String> {
    let name = |address: &String| address.replace("@example.org", "");
    let mut names: Vec<String> =
        relay.arrived().iter().map(|letter| name(&letter.recipients[0])).collect();
    names.sort();
    names
}

/// All that a command printed.
pub fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
}
