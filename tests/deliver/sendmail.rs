//! `transport = "sendmail"`: what the program's end means, by sysexits.h.

use std::process::Command;

use super::many_letters::{ManyLetters, addresses};
use super::relay::Script;

/// So many letters to leave by a program that does this with the first.
fn by_program(letters: usize, with_the_first: &str) -> ManyLetters {
    leaving_by_program(ManyLetters::of(Script::default(), "", letters), with_the_first)
}

fn leaving_by_program(room: ManyLetters, with_the_first: &str) -> ManyLetters {
    let program = room.office.folder.path().join("sendmail");
    let config = std::fs::read_to_string(room.office.folder.path().join("duban.toml"));
    let by_program =
        format!("[mail]\ntransport = 'sendmail'\nsendmail = '{}'\n", program.display());
    room.office.write("duban.toml", &config.expect("read").replace("[mail]\n", &by_program));
    does(&room, with_the_first);
    room
}

fn does(room: &ManyLetters, with_the_first: &str) {
    let script = format!(
        "#!/bin/sh\necho $5 >> \"$(dirname \"$0\")/calls\"\n\
         case $5 in r0@*) {with_the_first};; esac\ncat > /dev/null\n"
    );
    room.office.write_secret("sendmail", &script);
    room.office.set_mode("sendmail", 0o700);
}

/// How often the program was called for a letter of the three, and for the admin.
fn calls(room: &ManyLetters) -> [usize; 4] {
    let calls = std::fs::read_to_string(room.office.folder.path().join("calls"));
    let calls = calls.unwrap_or_default();
    ["r0@example.net", "r1@example.net", "r2@example.net", "ops@example.org"]
        .map(|to| calls.lines().filter(|one| *one == to).count())
}

#[test]
fn its_status_says_whether_a_letter_waits_is_refused_or_none_can_leave() {
    let (none, waits, refused) = ("2 queued, 1 retrying", "1 retrying, 2 sent", "1 failed, 2 sent");
    let table = [
        (&[71, 72, 73, 74, 78][..], none),
        (&[1, 64, 66, 69, 70, 75, 76, 127], waits),
        (&[65, 67, 68, 77], refused),
    ];
    for (statuses, tally) in table {
        for status in statuses {
            let room = by_program(3, &format!("echo why >&2; exit {status}"));
            room.pass(0, 1);
            assert_eq!(room.tally(), tally, "{status}");
            let others = usize::from(tally != none);
            assert_eq!(calls(&room)[..3], [1, others, others], "{status}");
            let letter = &room.outbox()[0];
            let answer = letter["last_answer"].to_string();
            assert!(answer.contains(&format!("status {status} why")), "{answer}");
            does(&room, "true");
            room.pass(5, 0);
            let failed = usize::from(tally == refused);
            assert_eq!(calls(&room), [2 - failed, 1, 1, failed], "{status}");
        }
    }
}

#[test]
fn without_a_program_that_can_be_run_none_leaves() {
    let room = by_program(3, "true");
    room.office.set_mode("sendmail", 0o600);
    room.pass(0, 1);
    assert_eq!(room.tally(), "2 queued, 1 retrying");
    room.office.set_mode("sendmail", 0o700);
    room.pass(5, 0);
    assert_eq!(calls(&room), [1, 1, 1, 0]);
}

/// It may have taken the letter.
#[test]
fn killed_or_out_of_time_it_is_called_once_more_after_an_hour_and_then_the_admin_hears_of_it() {
    for (end, why) in
        [("kill -9 $$", "was killed"), ("exec cat \"${0%/*}/never\"", "took longer than 120 s")]
    {
        let room = by_program(1, end);
        let never = room.office.folder.path().join("never");
        let made = Command::new("mkfifo").arg(&never).status().expect("mkfifo");
        assert!(made.success());
        let fails_at = |minutes| match why {
            "was killed" => room.pass(minutes, 1),
            _ => room.fast_pass(minutes, 1),
        };
        let stands = || {
            let letter = &room.outbox()[0];
            let answer = letter["recipients"][0]["answer"].to_string();
            assert!(answer.contains(why), "{answer}");
            (format!("{} {}", letter["attempts"], letter["state"]), answer)
        };
        fails_at(0);
        assert_eq!(stands().0, "1 \"retrying\"", "{why}");
        room.pass(40, 0);
        assert_eq!(stands().0, "1 \"retrying\"", "{why}: called too early");
        fails_at(95);
        room.pass(300, 0);
        let (state, answer) = stands();
        assert_eq!(state, "2 \"failed\"", "{why}");
        assert!(answer.contains("may have arrived"), "{answer}");
        assert_eq!(calls(&room)[3], 1, "{why}: the admin was not told once");
    }
}

/// Each is served by a call of its own, and who was served is not served again.
#[test]
fn what_it_meets_with_at_the_second_of_three_is_no_matter_of_the_first() {
    for status in [71, 75] {
        let room = ManyLetters::new(Script::default(), "", &[&addresses(3)]);
        let room = leaving_by_program(room, &format!("true;; r1@*) exit {status}"));
        room.pass(0, 1);
        assert_eq!(calls(&room), [1, 1, 0, 0], "{status}");
        does(&room, "true");
        room.pass(5, 0);
        assert_eq!(calls(&room), [1, 2, 1, 0], "{status}");
        assert_eq!(room.tally(), "1 sent", "{status}");
    }
}

/// The end of the program is its answer, not that of a child which it leaves behind with its lines open.
#[test]
fn a_child_that_it_leaves_behind_changes_nothing_of_what_its_end_means() {
    let table = [
        ("exit 0", 0, "3 sent", "taken by"),
        ("echo why >&2; exit 75", 1, "1 retrying, 2 sent", "status 75 why"),
        ("echo why >&2; exit 67", 1, "1 failed, 2 sent", "status 67 why"),
    ];
    for (end, status, tally, said) in table {
        // The child waits for a word that never comes, and has standard error.
        let room =
            by_program(3, &format!("cat > /dev/null; (read x < \"${{0%/*}}/never\") & {end}"));
        let never = room.office.folder.path().join("never");
        assert!(Command::new("mkfifo").arg(&never).status().expect("mkfifo").success());
        room.pass(0, status);
        assert_eq!(room.tally(), tally, "{end}");
        let answer = room.letters()[0]["recipients"][0]["answer"].to_string();
        assert!(answer.contains(said), "{answer}");
        assert_eq!(calls(&room)[..3], [1, 1, 1], "{end}");
        // It ends with the test.
        std::fs::OpenOptions::new().read(true).write(true).open(&never).expect("opened");
    }
}

/// Longer than a pipe holds, and no letter is held up by it.
#[test]
fn what_it_says_is_heard_to_the_end_and_its_beginning_kept() {
    let speech = "i=0; while [ $i -lt 3000 ]; do echo \"line $i of a long complaint \\033[2J\" >&2; i=$((i+1)); done";
    let room = by_program(1, &format!("{speech}; exit 75"));
    room.pass(0, 1);
    let answer = room.outbox()[0]["last_answer"].to_string();
    assert!(answer.contains("status 75 line 0 of a long complaint"), "{answer}");
    assert!(
        answer.len() < 300 && !answer.contains("line 1") && !answer.contains("u001b"),
        "{answer}"
    );
}
