//! What a person settles by one command: all of it or nothing, wherever the command is killed.

use std::process::Command;

use serde_json::Value;

use super::installation::{DUE, Installation, text};

/// So many letters wait: held by their stage.
const LETTERS: usize = 6;

/// The command ended by a kill at the n-th call that brings something to the disk; false if it made fewer.
fn killed_at(office: &Installation, n: u32, arguments: &[&str]) -> bool {
    let command = office.command(None, arguments);
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"]);
    strace.args(["-e", &format!("inject=fsync,fdatasync:signal=KILL:when={n}")]);
    strace.arg(command.get_program()).args(command.get_args());
    strace.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = strace.output().expect("strace is not installed; tests/run installs it");
    match output.status.code() {
        None => true,
        Some(0) => false,
        Some(_) => panic!("{arguments:?}: {}", text(&output)),
    }
}

/// An office whose letters are all held.
fn asking() -> Installation {
    let mut rest = String::from(
        "[policies.p]\ngroup = false\n\
         stages = [{ name = 'due', at = '-9d', to = ['owner'], release = 'ask' }]\n",
    );
    for at in 0..LETTERS {
        rest += &format!(
            "[[task]]\nid = 'A-{at}'\ntitle = 'A-{at}'\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-11-27\n"
        );
    }
    let office = Installation::with_outbox(&rest);
    office.once(DUE, 0);
    assert_eq!(office.outbox(), ["held"; LETTERS]);
    office
}

#[test]
fn a_command_that_is_killed_settled_all_letters_or_none() {
    let commands = [
        (&["release", "--all", "--yes"][..], "released"),
        (&["release", "--all", "--as-written"], "queued"),
        (&["discard", "--all"], "discarded"),
    ];
    for (command, settled) in commands {
        for n in 1..=LETTERS as u32 {
            let office = asking();
            let killed = killed_at(&office, n, command);
            let waiting = office.outbox();
            let states: Vec<&str> = waiting.iter().map(String::as_str).collect();
            match settled {
                "discarded" => assert!(
                    states.is_empty() || states == ["held"; LETTERS],
                    "{command:?} {n}: {states:?}"
                ),
                _ => {
                    let all = states.iter().all(|one| *one == settled);
                    let none = states.iter().all(|one| *one == "held");
                    assert!(
                        states.len() == LETTERS && (all || none),
                        "{command:?} {n}: {states:?}"
                    );
                }
            }
            if killed {
                // Given again, it settles what is left.
                let again = office.run(None, command);
                assert_eq!(again.status.code(), Some(0), "{}", text(&again));
            } else {
                break;
            }
            assert!(!office.outbox().contains(&"held".to_owned()));
        }
    }
}

/// The last of the letters named is not held: the others stay as they were.
#[test]
fn a_letter_that_cannot_be_settled_leaves_all_others_as_they_were() {
    let office = asking();
    let outbox = office.json(None, &["outbox", "--json"]);
    let letters = outbox["letters"].as_array().expect("letters").iter();
    let ids: Vec<&str> =
        letters.map(|one: &Value| one["letter"].as_str().expect("an id")).collect();
    let ledger = rusqlite::Connection::open(office.state().join("ledger.sqlite3")).expect("opened");
    // What a daemon beside does between the look and the transaction.
    let trigger = format!(
        "CREATE TRIGGER meanwhile BEFORE UPDATE ON letter WHEN old.id = '{}'
         BEGIN SELECT raise(ABORT, 'no'); END",
        ids[LETTERS - 1]
    );
    ledger.execute_batch(&trigger).expect("made");
    for arguments in
        [&[&["release", "--yes"][..], &ids].concat()[..], &["release", "--all", "--yes"]]
    {
        let refused = office.run(None, arguments);
        assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
        assert!(!text(&refused).contains("released"), "{}", text(&refused));
        assert_eq!(office.outbox(), ["held"; LETTERS]);
    }
}
