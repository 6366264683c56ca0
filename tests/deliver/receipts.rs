//! Receipts (A2, A5): one for all that somebody answered within a sweep, at most one an answer, none to what a program wrote;
//! and no program can keep duban writing, not even one that says nowhere that it is one.

use super::installation::{Installation, went_to};
use super::receiving::{answers, office, receive, reply, taken};
use super::relay::Relay;

const LATER: &str = "2026-11-12 01:32:10";

fn at(minute: u32) -> String {
    format!("2026-11-12 01:{minute}:10")
}

/// The Message-ID of a letter that arrived, counted from the first.
fn id(relay: &Relay, letter: usize) -> String {
    let letters = relay.arrived();
    let head = String::from_utf8_lossy(&letters[letter].bytes).into_owned();
    let id = head.lines().find_map(|line| line.strip_prefix("Message-ID: "));
    id.expect("an id").trim().to_owned()
}

fn letters(relay: &Relay) -> usize {
    went_to(relay).len()
}

#[test]
fn a2_all_that_was_answered_within_a_sweep_has_one_receipt_and_each_answer_one_alone() {
    let (relay, office, id) = office(4, "");
    // Two tasks by one mail, one each by two others, within the same minute.
    taken(&office, &reply("zhang@example.org", &id, "", "A-1 A-2 已完成"));
    taken(&office, &reply("zhang@example.org", &id, "", "A-3 收到"));
    taken(&office, &reply("zhang@example.org", &id, "", "A-4 延期 2026-12-31 等法院"));
    assert_eq!(answers(&office).len(), 4, "{:?}", answers(&office));
    office.once(LATER, 0);
    assert_eq!(letters(&relay), 2, "one receipt");
    let receipt = relay.arrived()[1].body();
    for task in ["A-1", "A-2", "A-3", "A-4"] {
        assert!(receipt.contains(task), "{task} is missing: {receipt}");
    }
    // Neither a later sweep nor the same mail read again brings another.
    taken(&office, &reply("zhang@example.org", &id, "", "A-3 收到"));
    office.once(&at(33), 0);
    office.once(&at(34), 0);
    assert_eq!(letters(&relay), 2);
    // The next answer has its own.
    taken(&office, &reply("zhang@example.org", &id, "", "A-3 进展 60%"));
    office.once(&at(35), 0);
    assert_eq!(letters(&relay), 3);
    let receipt = relay.arrived()[2].body();
    assert!(receipt.contains("A-3") && !receipt.contains("A-1"), "{receipt}");
    office.ledger_is_sound();
}

#[test]
fn a5_what_says_that_a_program_wrote_it_gets_no_receipt_and_is_no_answer() {
    let (relay, office, id) = office(1, "");
    for header in [
        "Auto-Submitted: auto-replied\n",
        "Auto-Submitted: auto-generated\n",
        "X-Auto-Response-Suppress: All\nAuto-Submitted: auto-replied (rule)\n",
        "Precedence: bulk\n",
        "Precedence: list\nList-Id: <all.example.org>\n",
        "Return-Path: <>\n",
    ] {
        let mail = reply("zhang@example.org", &id, header, "收到");
        let said = taken(&office, &mail);
        assert!(!said.starts_with("taken in"), "{header}: {said}");
    }
    for subject in
        ["自动回复: 督办", "Automatic reply: reminder", "自動回覆：督辦", "Out of Office"]
    {
        let mail = reply("zhang@example.org", &id, "", "收到")
            .replace("Subject: Re", &format!("Subject: {subject}"));
        let said = taken(&office, &mail);
        assert!(!said.starts_with("taken in"), "{subject}: {said}");
    }
    assert!(
        answers(&office).iter().all(|one| one.ends_with("note noted")),
        "{:?}",
        answers(&office)
    );
    office.once(LATER, 0);
    assert_eq!(letters(&relay), 1, "nobody replies to a program");
}

/// What a program does that replies to each letter: how many letters it has in the end.
fn robot(words: &str, tasks: usize) -> (Relay, Installation) {
    let (relay, office, _) = office(tasks, "");
    let mut replied = 0;
    for round in 32..40 {
        while replied < letters(&relay) {
            let mail = reply("zhang@example.org", &id(&relay, replied), "", words);
            // Each mail is one of its own.
            let mail = mail.replacen("Message-ID: <", &format!("Message-ID: <{replied}."), 1);
            taken(&office, &mail);
            replied += 1;
        }
        office.once(&at(round), 0);
    }
    (relay, office)
}

#[test]
fn a5_a_program_that_answers_each_letter_is_written_to_once() {
    let (relay, office) = robot("收到", 1);
    assert_eq!(letters(&relay), 2, "the letter and one receipt: {:?}", answers(&office));
    // What it says in reply to the receipt is not lost.
    assert_eq!(answers(&office).len(), 2);
    office.ledger_is_sound();
}

#[test]
fn a5_a_program_that_names_no_task_is_asked_once() {
    let (relay, office) = robot("已完成", 3);
    assert_eq!(letters(&relay), 2, "the letter and one question: {:?}", answers(&office));
    office.ledger_is_sound();
}

/// A rule of the mailbox sends a copy of all that comes from duban to where replies are read.
#[test]
fn a5_a_letter_of_ours_that_comes_back_as_it_is_answers_nothing() {
    let (relay, office, id) = office(1, "");
    taken(&office, &reply("zhang@example.org", &id, "", "收到"));
    office.once(LATER, 0);
    assert_eq!(letters(&relay), 2);
    for letter in relay.arrived() {
        let mail = String::from_utf8_lossy(&letter.bytes).into_owned();
        let output = receive(&office, &mail);
        assert_eq!(output.status.code(), Some(0));
    }
    assert_eq!(answers(&office), ["A-1 zhang received counts proven"]);
    office.once(&at(40), 0);
    assert_eq!(letters(&relay), 2);
}
