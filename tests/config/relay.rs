//! What is wrong with `[mail]`, and that what is said to write instead passes.

use duban::config::{Level, Loaded};
use duban::model::Language;

use super::{AROUND, shown};

/// Loads a root file whose `[mail.smtp]` has these lines.
fn load(smtp: &str) -> (String, Loaded) {
    let text =
        AROUND.replace("[calendars.default]", &format!("[mail.smtp]\n{smtp}\n[calendars.default]"));
    let loaded = load_root(&text);
    (text, loaded)
}

fn load_root(text: &str) -> Loaded {
    super::load(&[("/d/duban.toml", text.as_bytes())])
}

/// The one finding of a text: its level, code, what is printed, and the text with the replacement in its place.
#[track_caller]
fn the_one(text: &str, loaded: &Loaded) -> (Level, &'static str, String, Option<String>) {
    let printed = shown(loaded);
    let [finding] = &loaded.findings[..] else { panic!("not one finding:\n{text}\n{printed}") };
    let mended = finding.replacement.as_ref().map(|new| {
        let mut text = text.to_owned();
        text.replace_range(new.site.place.range(), &new.text);
        text
    });
    (finding.level, finding.code, printed, mended)
}

#[track_caller]
fn passes(text: &str) -> String {
    let loaded = load_root(text);
    assert_eq!(loaded.findings.len(), 0, "{text}\n{}", shown(&loaded));
    loaded.config.and_then(|config| config.mail.smtp).expect("a relay").host.to_string()
}

#[test]
fn a_host_is_the_name_of_a_machine_and_nothing_else() {
    for (host, security) in [
        ("mail.example.org:587", "starttls"),
        ("mail.example.org:25", "none"),
        ("mail.example.org:", "none"),
        ("smtp://mail.example.org", "none"),
        ("SMTP://mail.example.org/", "none"),
        ("smtp://mail.example.org:25/", "none"),
        ("smtps://mail.example.org", "tls"),
        ("https://mail.example.org/webmail", "tls"),
        (" mail.example.org ", "none"),
        ("mail.example.org\u{a0}", "none"),
        ("mail. example.org", "none"),
        ("mail.example.org\u{200b}", "none"),
        ("\u{feff}mail.example.org", "none"),
        ("mail．example．org", "none"),
        ("mail。example。org", "none"),
        ("ｍａｉｌ.example.org", "none"),
        ("mail.example.org：25", "none"),
        ("mail.example.org 25", "none"),
    ] {
        let (text, loaded) = load(&format!("host = '{host}'\nsecurity = '{security}'"));
        let (level, code, printed, mended) = the_one(&text, &loaded);
        assert_eq!((level, code), (Level::Error, "bad-host"), "{printed}");
        let mended = mended.unwrap_or_else(|| panic!("nothing to write instead: {printed}"));
        assert_eq!(passes(&mended), "mail.example.org");
    }
    for (host, meant) in
        [("[::1]", "::1"), ("[2001:db8::7]:25", "2001:db8::7"), ("192.0.2.7:25", "192.0.2.7")]
    {
        let (text, loaded) = load(&format!("host = '{host}'\nsecurity = 'none'"));
        let (_, code, printed, mended) = the_one(&text, &loaded);
        assert_eq!(code, "bad-host", "{printed}");
        assert_eq!(passes(&mended.expect("a remedy")), meant);
    }
    for well in ["localhost", "relay", "mail_1.internal", "mail.example.org.", "::1", "192.0.2.7"] {
        assert_eq!(passes(&load(&format!("host = '{well}'\nsecurity = 'none'")).0), well);
    }
    // RFC 5891: as it can be looked up, and stands in a certificate.
    assert_eq!(passes(&load("host = '例子.中国'").0), "xn--fsqu00a.xn--fiqs8s");
}

#[test]
fn what_stands_beside_a_host_belongs_to_other_keys() {
    for (smtp, help) in [
        ("host = 'mail.example.org:2525'", "write host = \"mail.example.org\" and port = 2525"),
        ("host = 'mail.example.org:25'\nport = 587", "host = \"mail.example.org\" and port = 25"),
        ("host = 'smtps://mail.example.org'", "host = \"mail.example.org\" and security = \"tls\""),
        (
            "host = 'smtps://mail.example.org:1465'\nsecurity = 'none'",
            "host = \"mail.example.org\" and port = 1465 and security = \"tls\"",
        ),
    ] {
        let (text, loaded) = load(smtp);
        let (_, code, printed, mended) = the_one(&text, &loaded);
        assert_eq!((code, mended), ("bad-host", None), "{printed}");
        assert!(printed.contains(help), "`{help}` is missing in:\n{printed}");
        // Each line in the place of the one with its key.
        let (_, lines) = printed.split_once("write ").expect("what to write");
        let lines: Vec<&str> = lines.lines().next().expect("a line").split(" and ").collect();
        let key = |line: &str| line.split(" = ").next().unwrap_or_default().to_owned();
        let kept = smtp.lines().filter(|line| !lines.iter().any(|one| key(one) == key(line)));
        let typed: Vec<&str> = kept.chain(lines.iter().copied()).collect();
        assert_eq!(passes(&load(&typed.join("\n")).0), "mail.example.org");
    }
    // What stands before the @ may be a password, and goes into no log and no letter.
    let (text, loaded) = load("host = 'smtp://duban:hunter2@mail.example.org'");
    let (_, code, printed, mended) = the_one(&text, &loaded);
    assert_eq!((code, mended), ("bad-host", None));
    assert!(printed.contains("`username`"), "{printed}");
    let finding = &loaded.findings[0];
    let told =
        format!("{finding:?} {} {:?}", finding.title(Language::En), finding.help(Language::En));
    assert!(!told.contains("hunter2") && !told.contains("duban:"), "{told}");
    for nowhere in [
        "mail example org",
        "mail..example.org",
        "-mail.example.org",
        "mail.example.org,b.example.org",
        "192.0.2.300",
        "1.2.3",
        "mail.example.org:smtp",
        "mail.example.org:0",
        "mail.example.org:99999",
        "a=b.org",
        "://",
        "@",
    ] {
        let (text, loaded) = load(&format!("host = '{nowhere}'"));
        let (_, code, printed, mended) = the_one(&text, &loaded);
        assert_eq!((code, mended), ("bad-host", None), "{printed}");
        assert!(printed.contains("host = \"mail.example.org\""), "{printed}");
    }
    let long = format!("host = '{}.example.org'", "a".repeat(64));
    assert_eq!(load(&long).1.findings[0].code, "bad-host");
}

#[test]
fn a_port_that_does_not_go_with_the_security_is_a_warning() {
    for (smtp, words) in [
        ("port = 465", "add security = \"tls\""),
        ("port = 465\nsecurity = 'starttls'", "write security = \"tls\""),
        ("port = 465\nsecurity = 'none'", "write security = \"tls\""),
        ("port = 587\nsecurity = 'tls'", "write security = \"starttls\""),
        ("port = 25\nsecurity = 'tls'", "write security = \"starttls\""),
        ("port = 993\nsecurity = 'tls'", "where mail is read"),
        ("port = 143\nsecurity = 'none'", "where mail is read"),
        ("port = 110", "where mail is read"),
        ("port = 995", "where mail is read"),
        ("port = 443\nsecurity = 'tls'", "web servers"),
    ] {
        let (text, loaded) = load(&format!("host = 'mail.example.org'\n{smtp}"));
        let (level, code, printed, mended) = the_one(&text, &loaded);
        assert_eq!((level, code), (Level::Warning, "unlikely-port"), "{printed}");
        assert!(printed.contains(words), "`{words}` is missing in:\n{printed}");
        let added = format!("{smtp}\nsecurity = 'tls'");
        passes(&mended.unwrap_or_else(|| load(&format!("host = 'mail.example.org'\n{added}")).0));
    }
    for well in [
        "port = 465\nsecurity = 'tls'",
        "port = 587",
        "port = 25",
        "port = 25\nsecurity = 'none'",
        "port = 587\nsecurity = 'none'",
        "port = 2525\nsecurity = 'none'",
        "port = 10025\nsecurity = 'tls'",
    ] {
        passes(&load(&format!("host = 'mail.example.org'\n{well}")).0);
    }
}
