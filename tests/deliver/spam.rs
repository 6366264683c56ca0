//! §5: SpamAssassin gives no letter more than half a point (of the five that make it spam), by the rules that need no
//! network.

use std::process::{Command, Stdio};

use super::{further_looks, letter_looks};

/// What is allowed.
const MOST: f64 = 0.5;

/// The letters in one file, as mbox(5) has them.
fn mailbox(letters: &[(String, Vec<u8>)]) -> String {
    let one = |(_, bytes): &(String, Vec<u8>)| {
        let text =
            String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace("\nFrom ", "\n>From ");
        format!("From duban@example.org Tue Nov 24 02:00:00 2026\n{text}\n\n")
    };
    letters.iter().map(one).collect()
}

/// Every letter, by a name.
fn letters() -> Vec<(String, Vec<u8>)> {
    let titles = ["清退违规发放的津贴补贴", "Mend the roof of the old school"];
    let mut all = Vec::new();
    for (language, count) in [("zh-CN", 1), ("zh-CN", 7), ("en", 1), ("en", 7)] {
        let stages = letter_looks::messages(language, count, &titles).into_iter();
        all.extend(stages.map(|bytes| (format!("{language}, {count} tasks"), bytes)));
        let further = further_looks::letters(language, count, &titles).into_iter();
        all.extend(
            further.map(|one| (format!("{}, {language}, {count} tasks", one.kind), one.bytes)),
        );
    }
    all
}

#[test]
fn no_letter_is_taken_for_spam() {
    let letters = letters();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("letters.mbox");
    std::fs::write(&path, mailbox(&letters)).expect("written");
    let judged = Command::new("spamassassin")
        .args(["-L", "-x", "--mbox"])
        .env("HOME", folder.path())
        .env("LC_ALL", "C")
        .stdin(std::fs::File::open(&path).expect("it is there"))
        .stderr(Stdio::null())
        .output()
        .expect("SpamAssassin is not installed; tests/run installs it");
    let judged = String::from_utf8_lossy(&judged.stdout).into_owned();
    let verdicts: Vec<&str> = judged.split("\nX-Spam-Status: ").skip(1).collect();
    assert_eq!(verdicts.len(), letters.len(), "each letter is judged");
    for (verdict, (name, bytes)) in verdicts.iter().zip(&letters) {
        let score = verdict.split("score=").nth(1).and_then(|rest| rest.split(' ').next());
        let score: f64 = score.and_then(|score| score.parse().ok()).expect("a score");
        let why: Vec<&str> = verdict.lines().take(3).collect();
        let letter = String::from_utf8_lossy(bytes);
        assert!(score <= MOST, "{name}: {score}: {why:?}\n{letter}");
    }
}
