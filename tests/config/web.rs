//! `[web]` and `[answers] links`: where pages are served, what links begin with, the key (A1, A6).

use duban::config::Level;
use duban::model::Password;

use super::{AROUND, load, shown};

/// The codes of the errors and warnings of a root file with this at its end, and all that is printed.
fn found(text: &str) -> (Vec<&'static str>, String) {
    let loaded = load(&[("/d/duban.toml", format!("{AROUND}{text}").as_bytes())]);
    let codes = loaded.findings.iter().map(|finding| finding.code).collect();
    (codes, shown(&loaded))
}

#[track_caller]
fn only(text: &str, code: &str, words: &[&str]) {
    let (codes, printed) = found(text);
    assert_eq!(codes, [code], "{text}\n{printed}");
    for words in words {
        assert!(printed.contains(words), "`{words}` is missing in:\n{printed}");
    }
}

fn web(listen: &str, url: &str) -> String {
    format!("[web]\nlisten = '{listen}'\nurl = '{url}'\n")
}

#[test]
fn a6_pages_are_served_on_this_machine_alone() {
    let url = "https://duban.example.org";
    for well in ["127.0.0.1:9480", "[::1]:9480", "unix:/run/duban/web.sock"] {
        let text = AROUND.to_owned() + &web(well, url);
        let loaded = load(&[("/d/duban.toml", text.as_bytes())]);
        assert!(loaded.findings.is_empty(), "{}", shown(&loaded));
        let web = loaded.config.and_then(|config| config.web).expect("a [web]");
        assert_eq!((web.listen.to_string().as_str(), &*web.url), (well, url));
        assert!(!web.links);
    }
    for open in ["0.0.0.0:9480", "[::]:9480", "192.0.2.7:9480", "[::ffff:192.0.2.7]:9480"] {
        only(&web(open, url), "web-open", &["not a loopback address", "TLS proxy"]);
    }
    only(&web("9480", url), "bad-listen", &["127.0.0.1:9480"]);
    only("[web]\nlisten = '127.0.0.1:9480'\n", "missing-key", &["url"]);
    only("[web]\nurl = 'https://duban.example.org'\n", "missing-key", &["listen"]);
}

#[test]
fn a1_links_begin_with_an_encrypted_url() {
    for well in [
        "https://duban.example.org",
        "https://duban.example.org/",
        "https://督办.example.org:8443/duban",
        "http://127.0.0.1:9480",
        "http://localhost:9480",
        "http://[::1]:9480",
    ] {
        let text = AROUND.to_owned() + &web("127.0.0.1:9480", well);
        let loaded = load(&[("/d/duban.toml", text.as_bytes())]);
        assert!(loaded.findings.is_empty(), "{}", shown(&loaded));
        let web = loaded.config.and_then(|config| config.web).expect("a [web]");
        assert_eq!(&*web.url, well.trim_end_matches('/'));
    }
    for (wrong, words) in [
        ("duban.example.org", "is no URL"),
        ("https://", "is no URL"),
        ("https:///x", "is no URL"),
        ("https://host:port", "is no URL"),
        ("ftp://duban.example.org", "is no URL"),
        ("javascript:alert(1)", "is no URL"),
        ("http://duban.example.org", "https is needed"),
        ("http://10.0.0.1:9480", "https is needed"),
        ("http://localhost.example.org", "https is needed"),
        ("https://user@duban.example.org", "more than a host and a path"),
        ("https://duban.example.org/?a=1", "more than a host and a path"),
        ("https://duban.example.org/#a", "more than a host and a path"),
        ("https://duban.example.org/a b", "more than a host and a path"),
    ] {
        only(&web("127.0.0.1:9480", wrong), "bad-web-url", &[words]);
    }
}

#[test]
fn a1_a_key_is_named_and_on_a_server_it_must_be() {
    let around = web("127.0.0.1:9480", "https://duban.example.org");
    let server = "[ledger]\nurl = 'postgres://duban@db/duban'\n";
    only(&format!("{around}{server}"), "no-web-key", &["the same on every node", "credential"]);
    let keyed = format!("{around}key = {{ credential = 'web-key' }}\n{server}");
    let text = format!("{AROUND}{keyed}");
    let loaded = load(&[("/d/duban.toml", text.as_bytes())]);
    assert!(loaded.findings.is_empty(), "{}", shown(&loaded));
    let web = loaded.config.and_then(|config| config.web).expect("a [web]");
    assert_eq!(web.key, Some(Password::Credential("web-key".into())));
    let inline = format!("{around}key = '0123456789abcdef0123456789abcdef'\n");
    only(&inline, "inline-password", &["must not stand in the file"]);
}

#[test]
fn a1_links_in_letters_need_pages_to_lead_to() {
    only("[answers]\nlinks = true\n", "links-without-web", &["listen and url"]);
    let (codes, printed) = found("[answers]\nlinks = false\n");
    assert!(codes.is_empty(), "{printed}");
    let text = format!(
        "{AROUND}{}[answers]\nlinks = true\n",
        web("127.0.0.1:9480", "https://duban.example.org")
    );
    let loaded = load(&[("/d/duban.toml", text.as_bytes())]);
    assert!(loaded.findings.is_empty(), "{}", shown(&loaded));
    assert!(loaded.config.and_then(|config| config.web).is_some_and(|web| web.links));
    let part = "[web]\nlisten = '127.0.0.1:9480'\nurl = 'https://duban.example.org'\n[answers]\nlinks = true\n";
    let loaded = super::load_text(part);
    let errors = loaded.findings.iter().filter(|one| one.level == Level::Error);
    let codes: Vec<&str> = errors.map(|one| one.code).collect();
    assert_eq!(codes, ["only-in-root", "only-in-root"], "{}", shown(&loaded));
}
