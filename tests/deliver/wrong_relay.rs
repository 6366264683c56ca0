//! A relay that takes no letters, and what is said of it: where, at which step, and what would mend it.

use super::installation::text;
use super::many_letters::{ManyLetters, minutes_later};
use super::relay::{Do, Script, Step, certificate};

const LOGIN: &str = "username = 'duban'\npassword = { file = 'secret' }";

/// How `status --json` says that letters cannot leave.
fn trouble(room: &ManyLetters) -> serde_json::Value {
    room.office.json(None, &["status", "--json"])["delivery"]["relay"].clone()
}

/// What is said: the words of the failure, of the cure, and whether waiting mends it.
#[track_caller]
fn says(room: &ManyLetters, why: &str, cure: &str, needs_admin: bool) {
    let said = trouble(room);
    let expected = (why.to_owned(), cure.into(), needs_admin.into());
    let met = said["why"].as_str().unwrap_or_default();
    let found = if met.contains(why) { why } else { met };
    assert_eq!((found.to_owned(), said["cure"].clone(), said["needs_admin"].clone()), expected);
    let relay = format!("localhost:{}, ", room.relay.port);
    assert!(met.starts_with(&relay), "{met}");
    let mut command = room.office.command(None, &["status"]);
    let english = text(&command.env("LC_ALL", "C.UTF-8").output().expect("it runs"));
    assert!(english.contains(met) && english.contains("What to do: "), "{english}");
    let chinese = text(&command.env("LC_ALL", "zh_CN.UTF-8").output().expect("it runs"));
    assert!(chinese.contains("处理办法："), "{chinese}");
    // One that waiting does not mend is told at once.
    room.fast_pass(1, 1);
    let written = room.exported().iter().filter(|one| one["kind"] == "admin").count();
    assert_eq!(written, usize::from(needs_admin), "{met}");
}

#[test]
fn what_a_relay_answers_tells_what_would_mend_it() {
    let never = |step, answer| Script::always(step, Do::Say(answer));
    let table = [
        (never(Step::Banner, "554 5.7.1 Go away"), "", "greeting: 554 5.7.1 Go away", "welcome"),
        (
            never(Step::Banner, "HTTP/1.1 400 Bad Request"),
            "",
            "greeting: `HTTP/1.1 400 Bad Request` is no",
            "not-smtp",
        ),
        (
            never(Step::Banner, "HTTP/1.1 400 Bad Request"),
            "security = 'starttls'",
            "greeting: `HTTP/1.1 400 Bad Request` is no",
            "not-smtp",
        ),
        (
            Script::default(),
            "security = 'starttls'",
            "STARTTLS: the relay does not offer",
            "no-starttls",
        ),
        (never(Step::Auth, "535 5.7.8 Wrong"), LOGIN, "login: 535 5.7.8 Wrong", "login"),
        (
            Script { auth: Some("CRAM-MD5"), ..Script::default() },
            LOGIN,
            "login: the relay offers no login",
            "mechanism",
        ),
        (Script { auth: None, ..Script::default() }, LOGIN, "it offers none at all", "mechanism"),
        (
            never(Step::Mail, "530 5.7.0 Must issue a STARTTLS command first"),
            "",
            "MAIL: 530",
            "needs-tls",
        ),
        (never(Step::Mail, "530 5.7.0 Authentication required"), "", "MAIL: 530", "needs-login"),
        (never(Step::Rcpt, "530 5.7.0 Authentication required"), "", "RCPT: 530", "needs-login"),
        (never(Step::Mail, "553 5.7.1 Not your address"), "", "MAIL: 553 5.7.1 Not your", "sender"),
    ];
    for (script, smtp, why, cure) in table {
        let auth = script.auth.or_else(|| (cure == "login").then_some("PLAIN"));
        let room = ManyLetters::of(Script { auth, ..script }, smtp, 2);
        room.pass(0, 1);
        says(&room, why, cure, true);
    }
}

#[test]
fn a_port_at_which_nobody_listens_is_named_and_tried_again() {
    let room = ManyLetters::of(Script::default(), "", 2);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = closed.local_addr().expect("an address").port();
    drop(closed);
    let files =
        std::fs::read_to_string(room.office.folder.path().join("duban.toml")).expect("read");
    let [open, shut] = [room.relay.port, port].map(|port| format!("port = {port}\n"));
    room.office.write("duban.toml", &files.replace(&open, &shut));
    let output = text(&room.pass(0, 1));
    let said = trouble(&room);
    let why = said["why"].as_str().unwrap_or_default();
    assert!(why.starts_with(&format!("localhost:{port}, connecting: Connection refused")), "{why}");
    assert_eq!((&said["cure"], &said["needs_admin"]), (&"port".into(), &false.into()));
    assert!(output.contains("nothing listens there"), "{output}");
}

/// TLS to a port that speaks in the clear first, and the reverse, which is silent for ever.
#[test]
fn security_that_does_not_fit_the_port_is_told_by_what_comes() {
    let room = ManyLetters::of(Script::default(), "security = 'tls'", 2);
    room.office.write("ca.pem", &certificate().1);
    room.pass(0, 1);
    says(&room, "TLS: received corrupt message", "starttls", true);
    for security in ["starttls", "none"] {
        let tls = Some((certificate().0, true));
        let script = Script { tls, ..Script::default() };
        let room = ManyLetters::of(script, &format!("security = '{security}'"), 2);
        room.office.write("ca.pem", &certificate().1);
        room.fast_pass(0, 1);
        says(&room, "greeting: ", "tls-first", true);
    }
}

/// A relay whose certificate is for `localhost`, and that certificate as a file of the office.
fn private(security: &str, more: &str) -> ManyLetters {
    let (config, pem) = certificate();
    let tls = Some((config, security == "tls"));
    let smtp = format!("security = '{security}'\n{more}");
    let room = ManyLetters::of(Script { tls, ..Script::default() }, &smtp, 2);
    room.office.write("authority.pem", &pem);
    room
}

#[test]
fn a_certificate_of_ones_own_authority_is_trusted_by_its_file() {
    for security in ["starttls", "tls"] {
        let room = private(security, "ca = 'authority.pem'");
        room.pass(0, 0);
        room.all_have_it_once(2);
        assert!(room.relay.arrived().iter().all(|one| one.encrypted));
        assert_eq!(room.office.run(None, &["check"]).status.code(), Some(0));
        // Those in the file count, and nobody else.
        let room = private(security, "ca = 'authority.pem'");
        room.office.write("authority.pem", &certificate().1);
        room.pass(0, 1);
        says(&room, "TLS: invalid peer certificate", "issuer", true);
        let room = private(security, "");
        room.office.write("ca.pem", &certificate().1);
        room.pass(0, 1);
        says(&room, "TLS: invalid peer certificate", "issuer", true);
        assert_eq!(room.relay.arrived().len(), 0);
    }
}

#[test]
fn a_certificate_for_another_name_is_told_as_such() {
    let room = private("starttls", "ca = 'authority.pem'");
    let path = room.office.folder.path().join("duban.toml");
    let files = std::fs::read_to_string(path).expect("read");
    room.office.write("duban.toml", &files.replace("'localhost'", "'127.0.0.1'"));
    room.pass(0, 1);
    let said = trouble(&room);
    assert_eq!((&said["cure"], &said["needs_admin"]), (&"name".into(), &true.into()), "{said}");
}

#[test]
fn a_file_that_holds_no_authority_is_refused_by_check_and_at_the_start() {
    let table = [
        ("missing.pem", "missing.pem cannot be read: No such file"),
        (".", "it is a folder"),
        ("secret", "secret holds no certificate of an authority in PEM form"),
    ];
    for (file, why) in table {
        let room = private("starttls", &format!("ca = '{file}'"));
        let checked = room.office.run(Some(&minutes_later(0)), &["check"]);
        assert_eq!(checked.status.code(), Some(78), "{}", text(&checked));
        assert!(text(&checked).contains(why), "{}", text(&checked));
        let started = room.pass(0, 1);
        assert!(text(&started).contains(why), "{}", text(&started));
    }
    let room = private("none", "ca = 'authority.pem'");
    let checked = text(&room.office.run(None, &["check"]));
    assert!(checked.contains("no certificate is asked for"), "{checked}");
}

/// The relay answers, and nobody has a letter: that is no health.
#[test]
fn letters_that_go_and_are_all_refused_are_told_by_status_and_by_the_first_that_is_taken() {
    for (step, answer) in [
        (Step::Rcpt, "554 5.7.1 Relay access denied"),
        (Step::Data, "554 5.7.1 Blocked"),
        (Step::Dot, "554 5.7.1 Message rejected as spam"),
    ] {
        let room = ManyLetters::of(Script::always(step, Do::Say(answer)), "connections = 1", 5);
        let output = text(&room.pass(0, 1));
        assert!(output.contains("letters go and none is taken"), "{output}");
        let status = room.office.json(None, &["status", "--json"]);
        let refusing = &status["delivery"]["refusing"];
        assert!(refusing["letters"].as_u64() >= Some(5), "{status}");
        assert!(refusing["answer"].to_string().contains(answer), "{status}");
        assert!(
            status["tasks"]
                .as_array()
                .expect("tasks")
                .iter()
                .all(|one| one["latest"]["failed"] == true)
        );
        let said = |locale: &str| {
            let mut command = room.office.command(None, &["status"]);
            text(&command.env("LC_ALL", locale).output().expect("it runs"))
        };
        assert!(said("C.UTF-8").contains("Letters go, and none is taken: since"));
        assert!(said("C.UTF-8").contains("due (failed)"), "{}", said("C.UTF-8"));
        assert!(said("zh_CN.UTF-8").contains("函件照发而无人接收"));
        // Word to the admin was refused like all else.
        room.pass(2, 0);
        room.relay.recover();
        let retried = room.office.run(Some(&minutes_later(90)), &["retry", &first_failed(&room)]);
        assert_eq!(retried.status.code(), Some(0), "{}", text(&retried));
        room.pass(91, 0);
        let status = room.office.json(None, &["status", "--json"]);
        assert!(status["delivery"]["refusing"].is_null(), "{status}");
        let told = room.told();
        assert_eq!(told, ["Letters are taken again; nobody has 4 of those before"], "{answer}");
        room.pass(200, 0);
        assert_eq!(room.told().len(), 1);
    }
}

fn first_failed(room: &ManyLetters) -> String {
    room.outbox()[0]["letter"].as_str().expect("an id").to_owned()
}

/// Where the admin's address takes letters, the one about the refusals says it all.
#[test]
fn an_address_that_is_wrong_is_no_relay_that_takes_none() {
    let at = |turn: &super::relay::Turn<'_>| match (turn.step, turn.said) {
        (Step::Rcpt, "ops@example.org") => Do::Well,
        (Step::Rcpt, _) => Do::Say("550 5.1.1 No such user"),
        _ => Do::Well,
    };
    let room = ManyLetters::of(Script::at(at), "connections = 1", 5);
    room.pass(0, 1);
    room.pass(2, 0);
    let status = room.office.json(None, &["status", "--json"]);
    assert!(status["delivery"]["refusing"].is_null(), "{status}");
    assert_eq!(room.told(), ["Letters could not be delivered"]);
}
