//! `duban receive` (A5): replies by mail become answers that wait, or notes; nothing is read twice.

use std::io::Write as _;
use std::process::{Output, Stdio};

use super::installation::{Installation, task, text, went_to};
use super::relay::{Relay, Script};

const NOW: &str = "2026-11-12 01:30:10";
const LATER: &str = "2026-11-12 01:31:10";
const LAST: &str = "2026-11-12 01:32:10";
const FRIDAY: &str = "2026-11-13 01:30:10";

const POLICY: &str = "[policies.p]\nstages = [{ name = 'overdue', at = '+1d', repeat = '1d', to = ['owner'], cc = ['person:wang'] }]\n";

/// An office that has sent zhang one letter about so many tasks, and that letter's Message-ID.
pub fn office(tasks: usize, answers: &str) -> (Relay, Installation, String) {
    let tasks: String =
        (1..=tasks).map(|at| task(&format!("A-{at}"), "zhang", "2026-11-10")).collect();
    let (relay, office) =
        Installation::beside(Script::default(), &format!("{answers}{POLICY}{tasks}"));
    office.once(NOW, 0);
    let letters = relay.arrived();
    let [letter] = letters.as_slice() else { panic!("{} letters", letters.len()) };
    let head = String::from_utf8_lossy(&letter.bytes).into_owned();
    let id = head.lines().find_map(|line| line.strip_prefix("Message-ID: "));
    let id = id.expect("an id").trim().to_owned();
    (relay, office, id)
}

pub fn reply(from: &str, to: &str, headers: &str, body: &str) -> String {
    let id: String = body.bytes().map(|byte| format!("{byte:02x}")).collect();
    let id = format!("{id}.{}.{}", from.len(), headers.len());
    format!(
        "From: {from}\nTo: duban@example.org\nMessage-ID: <{id}@mail>\nIn-Reply-To: {to}\nSubject: Re\n{headers}\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
    )
}

pub fn receive(office: &Installation, mail: &str) -> Output {
    receive_bytes(office, mail.as_bytes(), LATER)
}

/// `duban receive` at that time.
pub fn receive_bytes(office: &Installation, mail: &[u8], at: &str) -> Output {
    let mut command = office.command(Some(at), &["receive"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("duban runs");
    let mut input = child.stdin.take().expect("it is piped");
    input.write_all(mail).expect("it is read");
    drop(input);
    child.wait_with_output().expect("it ends")
}

pub fn taken(office: &Installation, mail: &str) -> String {
    let output = receive(office, mail);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    text(&output).trim().to_owned()
}

/// What the ledger has of answers: `task person verb state proven`.
pub fn answers(office: &Installation) -> Vec<String> {
    let all = office.json(None, &["answers", "--all", "--json"]);
    let line = |one: &serde_json::Value| {
        let of = |key: &str| one[key].as_str().expect("text").to_owned();
        let proven = if one["proven"] == true { " proven" } else { "" };
        format!("{} {} {} {}{proven}", of("task"), of("person"), of("verb"), of("state"))
    };
    all["answers"].as_array().expect("answers").iter().map(line).collect()
}

/// The letters as a duban without keys wrote them: their ids can be guessed. That of the last.
fn without_keys(office: &Installation) -> String {
    let ledger =
        rusqlite::Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    let set = "UPDATE letter SET message_id = id || '@example.org'";
    ledger.execute(set, []).expect("they are");
    let last = "SELECT '<' || message_id || '>' FROM letter ORDER BY number DESC LIMIT 1";
    ledger.query_row(last, [], |row| row.get(0)).expect("a letter")
}

#[test]
fn a5_a_reply_is_an_answer_that_waits_and_holds_nothing_back_unless_it_is_proven() {
    let (relay, office, _) = office(1, "");
    let id = without_keys(&office);
    let mail = reply("张三 <Zhang@example.org>", &id, "", "已完成");
    assert_eq!(taken(&office, &mail), "taken in as answer 1");
    // Read again, it is the same answer.
    assert_eq!(taken(&office, &mail), "taken in as answer 1");
    assert_eq!(answers(&office), ["A-1 zhang done waits"]);
    office.once(LAST, 0);
    office.once(FRIDAY, 0);
    // A receipt, and Friday's reminder: who it is from is not proven.
    assert_eq!(went_to(&relay), ["zhang", "zhang", "zhang"]);
    office.ledger_is_sound();
}

#[test]
fn a5_the_keyed_part_of_a_message_id_proves_and_without_it_nobody_names_the_letter() {
    let (relay, office, id) = office(1, "");
    assert_eq!(
        taken(&office, &reply("zhang@example.org", &id, "", "已完成")),
        "taken in as answer 1"
    );
    assert_eq!(answers(&office), ["A-1 zhang done waits proven"]);
    office.once(LAST, 0);
    office.once(FRIDAY, 0);
    assert_eq!(went_to(&relay), ["zhang", "zhang"], "the receipt alone (T16)");
    // The letter's id is in `history` and in links; it is no proof.
    let (short, rest) = id.split_once('.').expect("a keyed part");
    let host = rest.split_once('@').expect("an address").1;
    let last = if rest.starts_with('0') { '1' } else { '0' };
    for guess in [format!("{short}@{host}"), format!("{short}.{last}{}", &rest[1..])] {
        let said = taken(&office, &reply("zhang@example.org", &guess, "", "收到"));
        assert!(said.starts_with("not about"), "{guess}: {said}");
    }
}

/// The links of a letter begin a mail that names it in its subject; there is no letter in `In-Reply-To`.
#[test]
fn a5_a_mail_that_a_letters_own_link_began_is_a_reply_by_the_mark_in_its_subject() {
    let (relay, office, id) = office(1, "");
    let letter = relay.arrived();
    let message = mail_parser::MessageParser::default().parse(&letter[0].bytes).expect("a mail");
    let html = message.body_html(0).expect("a page").into_owned();
    let mark = id.trim_matches(['<', '>']).split('@').next().expect("a mark");
    assert!(
        html.contains(&format!("%20%5B{mark}%5D&"))
            || html.contains(&format!("%20%5B{mark}%5D&amp;")),
        "{html}"
    );
    let mail = |mark: &str| {
        format!(
            "From: zhang@example.org\nTo: duban@example.org\nMessage-ID: <{mark}m@mail>\nSubject: [A-1] 已完成 [{mark}]\n\
             MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n已完成\n"
        )
    };
    assert_eq!(taken(&office, &mail(mark)), "taken in as answer 1");
    assert_eq!(answers(&office), ["A-1 zhang done waits proven"]);
    let short = mark.split('.').next().expect("an id");
    assert!(taken(&office, &mail(short)).starts_with("not about"));
}

#[test]
fn a5_who_names_no_task_of_several_is_asked_which_and_answers_that_letter() {
    let (relay, office, id) = office(3, "");
    taken(&office, &reply("zhang@example.org", &id, "", "已完成"));
    office.once(LAST, 0);
    let letters = relay.arrived();
    assert_eq!(went_to(&relay), ["zhang", "zhang"]);
    let asked = letters[1].body();
    assert!(["A-1", "A-2", "A-3", "全部已完成"].iter().all(|one| asked.contains(one)), "{asked}");
    // Once.
    office.once("2026-11-12 01:33:10", 0);
    assert_eq!(went_to(&relay).len(), 2);
    let head = String::from_utf8_lossy(&letters[1].bytes).into_owned();
    let id = head.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("an id");
    assert_eq!(
        taken(&office, &reply("zhang@example.org", id.trim(), "", "A-2 已完成")),
        "taken in as answer 2"
    );
    assert_eq!(answers(&office), ["A-1 zhang note noted", "A-2 zhang done waits proven"]);
    // Other words ask for nothing.
    taken(&office, &reply("zhang@example.org", id.trim(), "", "请来电"));
    office.once("2026-11-12 01:35:10", 0);
    assert_eq!(went_to(&relay).len(), 3, "the receipt of answer 2");
}

#[test]
fn a5_where_a_server_is_trusted_its_word_decides() {
    let (relay, office, id) = office(1, "[answers]\ntrusted-results = 'mx.example.org'\n");
    let pass = "Authentication-Results: mx.example.org; dmarc=pass\n";
    let fail = "Authentication-Results: mx.example.org; dmarc=fail\n";
    let forged = reply("zhang@example.org", &id, fail, "已完成");
    assert_eq!(taken(&office, &forged), "no answer: noted for the admin as 1");
    assert_eq!(
        taken(&office, &reply("zhang@example.org", &id, pass, "已完成 2026-11-11")),
        "taken in as answer 2"
    );
    assert_eq!(answers(&office), ["A-1 zhang note noted", "A-1 zhang done waits proven"]);
    office.once(LAST, 0);
    office.once(FRIDAY, 0);
    // The receipt alone: the answer holds reminders back (T16).
    assert_eq!(went_to(&relay), ["zhang", "zhang"]);
    // `received` counts at once.
    taken(&office, &reply("zhang@example.org", &id, pass, "收到"));
    assert_eq!(answers(&office)[2], "A-1 zhang received counts proven");
}

#[test]
fn a5_only_who_the_letter_is_addressed_to_answers_and_other_words_are_notes() {
    let (_relay, office, id) = office(1, "");
    assert!(taken(&office, &reply("wang@example.org", &id, "", "已完成")).starts_with("no answer"));
    assert!(taken(&office, &reply("eve@evil.example", &id, "", "已完成")).starts_with("no answer"));
    assert!(
        taken(&office, &reply("zhang@example.org", &id, "", "请问找谁？")).starts_with("no answer")
    );
    let notes = [
        "A-1 wang@example.org note noted",
        "A-1 eve@evil.example note noted",
        "A-1 zhang note noted",
    ];
    assert_eq!(answers(&office), notes);
}

#[test]
fn a5_to_a_letter_about_several_an_answer_says_of_which() {
    let (_relay, office, id) = office(3, "");
    assert!(
        taken(&office, &reply("zhang@example.org", &id, "", "已完成")).starts_with("no answer")
    );
    assert_eq!(
        taken(&office, &reply("zhang@example.org", &id, "", "A-2 已完成")),
        "taken in as answer 2"
    );
    assert_eq!(
        taken(&office, &reply("zhang@example.org", &id, "", "全部 收到")),
        "taken in as answer 3, 4, 5"
    );
    let all = answers(&office);
    assert_eq!(all[1], "A-2 zhang done waits proven");
    assert_eq!(
        all[2..],
        [
            "A-1 zhang received counts proven",
            "A-2 zhang received counts proven",
            "A-3 zhang received counts proven",
        ]
    );
}

#[test]
fn a5_what_a_program_wrote_is_noted_and_what_is_not_about_us_leaves_nothing_behind() {
    let (relay, office, id) = office(1, "");
    let absent = reply("zhang@example.org", &id, "Auto-Submitted: auto-replied\n", "收到");
    assert!(taken(&office, &absent).starts_with("an automatic reply"));
    // Noted, and no answer.
    assert_eq!(answers(&office), ["A-1 zhang note noted"]);
    let other = reply("zhang@example.org", "<other@example.org>", "", "已完成");
    assert!(taken(&office, &other).starts_with("not about a letter of ours"));
    // The id of a letter under another domain is no letter of ours.
    let guessed = id.replace("@example.org", "@evil.example");
    assert!(
        taken(&office, &reply("zhang@example.org", &guessed, "", "已完成"))
            .starts_with("not about")
    );
    assert!(taken(&office, "no mail at all").starts_with("not about"));
    assert_eq!(answers(&office).len(), 1);
    office.once(LAST, 0);
    assert_eq!(went_to(&relay), ["zhang"], "nobody replies to a program");
}

/// Postfix keeps a mail for which its pipe ends with 75, and tries again.
#[test]
fn a5_a_mail_that_cannot_be_taken_in_now_is_tried_again() {
    let office = Installation::with_outbox(POLICY);
    let output = receive(&office, &reply("zhang@example.org", "<a@example.org>", "", "已完成"));
    assert_eq!(output.status.code(), Some(75), "{}", text(&output));
}
