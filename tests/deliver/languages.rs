//! Which language a text is in: what Chinese text must not have of English, and English of Chinese.

/// English that stands in Chinese text, too: names of commands, values and other programs.
const NAMES: &[&str] = &[
    "IMAP",
    "INBOX",
    "Maildir",
    "UIDVALIDITY",
    "duban",
    "run",
    "check",
    "plan",
    "status",
    "explain",
    "history",
    "show",
    "render",
    "adopt",
    "letters",
    "done",
    "urge",
    "answers",
    "accept",
    "decline",
    "receive",
    "why",
    "verify",
    "return",
    "reopen",
    "extend",
    "hold",
    "cancel",
    "assign",
    "progress",
    "acknowledge",
    "away",
    "add",
    "init",
    "schema",
    "pg_dump",
    "PostgreSQL",
    "policies",
    "outbox",
    "release",
    "discard",
    "retry",
    "reload",
    "ledger",
    "link",
    "backup",
    "copy",
    "archive",
    "sqlite",
    "postgres",
    "export",
    "policy",
    "capa",
    "FedRAMP",
    "who",
    "agenda",
    "urge",
    "import",
    "diff",
    "rehearse",
    "report",
    "completions",
    "man",
    "help",
    "text",
    "html",
    "eml",
    "json",
    "en",
    "bash",
    "elvish",
    "fish",
    "powershell",
    "zsh",
    "shell",
    "sudo",
    "systemd",
    "systemctl",
    "journalctl",
    "zh",
    "port",
    "security",
    "host",
    "username",
    "starttls",
    "tls",
    "head",
    "SQLite",
    "iconv",
    "extended",
    "sendmail",
    "allow",
    "group",
    "returned",
    "fields",
    "people",
    "file",
    "env",
    "url",
    "root",
    "KiB",
    "true",
    "false",
    "with",
    "watchers",
    "top",
    "vCalendar",
    "iCalendar",
    "wh",
    "min",
    "from",
    "letter",
    "owner",
    "supervisor",
    "MiB",
    "wd",
    "mo",
    "ask",
    "guard",
    "include",
    "lock",
    "password",
    "credential",
    "due",
    "opened",
    "verified",
    "cancelled",
    "chown",
    "chmod",
    "smtp",
    "pid",
    "or",
    "every",
    "order",
    "columns",
    "ids",
    "values",
    "Excel",
    "OpenDocument",
    "email",
    "git",
    "calendar",
    "txt",
    "person",
];

/// English words in a Chinese text, save ids, keys, options, paths, quoted text and the names above.
pub fn english_in(text: &str) -> Vec<String> {
    let is_sign = |one: char| "()[]<>,;:!?\"'`|".contains(one);
    // What stands between quotes is somebody else's, or a value of the files.
    let foreign: String =
        text.split('“').map(|part| part.split_once('”').map_or(part, |(_, rest)| rest)).collect();
    let own: String = foreign.split('"').step_by(2).collect::<Vec<_>>().join(" ");
    // So do keys, and commands to type.
    let own: String = own.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let tokens = own.split(|one: char| one.is_whitespace() || !one.is_ascii());
    let tokens = tokens.filter(|one| !(one.starts_with('[') && one.ends_with(']')));
    let words = tokens.map(|one| one.trim_matches(is_sign)).map(|one| one.trim_end_matches('.'));
    let is_word = |one: &&str| one.len() > 1 && one.chars().all(|one| one.is_ascii_alphabetic());
    let english =
        words.filter(is_word).filter(|one| one.chars().any(|one| one.is_ascii_lowercase()));
    let english = english.filter(|one| !NAMES.contains(one));
    english.map(str::to_owned).collect()
}

/// Chinese in an English text, save duban's own name and the names in its examples.
pub fn chinese_in(text: &str) -> Vec<char> {
    let is_chinese = |one: &char| matches!(one, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    text.replace("督办室", "")
        .replace("督办", "")
        .replace("张三", "")
        .chars()
        .filter(is_chinese)
        .collect()
}

#[test]
fn the_other_language_is_seen() {
    assert_eq!(
        english_in("台账 is sound：3 份，见 duban letters、--all、A-17、LC_ALL"),
        ["is", "sound"]
    );
    assert_eq!(chinese_in("duban (督办): 3 份"), ['份']);
}
