//! A5: replies in a mailbox on a server, read by IMAP: the binary against a real Dovecot, on loopback.

use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tempfile::TempDir;

use super::daemon::Daemon;
use super::installation::{Installation, text, went_to};
use super::maildir::{deliver, office_with, reply};
use super::ports::free_port;
use super::receiving::answers;
use super::relay::Relay;

const DOVECOT: &str = "/usr/sbin/dovecot";

/// Whose mail it is: nobody, as Debian numbers it.
const NOBODY: u32 = 65534;

/// Longer than anything here takes on a slow machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

const PASSWORD: &str = "hunter2";

const LATER: &str = "2026-11-12 01:31:10";
const LAST: &str = "2026-11-12 01:32:10";
const MUCH_LATER: &str = "2026-11-12 01:52:10";

/// A Dovecot of the test's own, with a mailbox of the user `duban`.
struct Dovecot {
    running: Option<Child>,
    folder: TempDir,
    plain: u16,
    tls: u16,
    certificate: String,
}

impl Dovecot {
    fn start() -> Dovecot {
        let uid = fs::metadata("/proc/self").expect("/proc").uid();
        assert!(uid == 0, "Dovecot runs only as root, and this test runs as user {uid}");
        assert!(Path::new(DOVECOT).exists(), "there is no {DOVECOT}; tests/run installs it");
        let folder = tempfile::tempdir().expect("a folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("opened");
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]);
        let made = made.expect("a certificate");
        let (plain, tls) = (free_port(), free_port());
        let certificate = made.cert.pem();
        let mut server = Dovecot { running: None, folder, plain, tls, certificate };
        fs::write(server.path("certificate.pem"), &server.certificate).expect("written");
        fs::write(server.path("key.pem"), made.signing_key.serialize_pem()).expect("written");
        fs::write(server.path("dovecot.conf"), server.settings()).expect("written");
        server.set_password(PASSWORD);
        for name in ["", "/new", "/cur", "/tmp"] {
            let folder = server.path(&format!("mail{name}"));
            fs::create_dir(&folder).expect("made");
            chown(&folder, Some(NOBODY), Some(NOBODY)).expect("given away");
        }
        server.resume();
        server
    }

    fn settings(&self) -> String {
        let here = self.folder.path().display();
        format!(
            "base_dir = {here}/run\nstate_dir = {here}/state\nlog_path = {here}/log\n\
             protocols = imap\nlisten = 127.0.0.1\nfirst_valid_uid = 1\ndisable_plaintext_auth = no\n\
             ssl = yes\nssl_cert = <{here}/certificate.pem\nssl_key = <{here}/key.pem\n\
             mail_location = maildir:{here}/mail\nauth_failure_delay = 0\n\
             passdb {{\n driver = passwd-file\n args = {here}/users\n}}\n\
             userdb {{\n driver = static\n args = uid={NOBODY} gid={NOBODY} home={here}/mail\n}}\n\
             service imap-login {{\n inet_listener imap {{\n  port = {}\n }}\n inet_listener imaps {{\n  port = {}\n  ssl = yes\n }}\n}}\n",
            self.plain, self.tls
        )
    }

    fn set_password(&self, password: &str) {
        fs::write(self.path("users"), format!("duban:{{PLAIN}}{password}\n")).expect("written");
    }

    /// It serves.
    fn resume(&mut self) {
        let mut command = Command::new(DOVECOT);
        let config = self.path("dovecot.conf");
        command.arg("-F").arg("-c").arg(config).stdin(Stdio::null()).stderr(Stdio::null());
        self.running = Some(command.spawn().expect("started"));
        let end = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.tls)).is_err() {
            assert!(Instant::now() < end, "{}", self.log());
            std::thread::yield_now();
        }
    }

    /// It serves no more, and ends the sessions that it has.
    fn pause(&mut self) {
        let Some(mut child) = self.running.take() else { return };
        let pid = child.id().to_string();
        let asked = Command::new("kill").arg(&pid).status().expect("asked");
        assert!(asked.success());
        child.wait().expect("ended");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    fn mailbox(&self) -> PathBuf {
        self.path("mail")
    }

    fn gets(&self, name: &str, mail: &str) {
        deliver(&self.mailbox(), name, mail);
        let new = self.mailbox().join("new").join(name);
        chown(new, Some(NOBODY), Some(NOBODY)).expect("given away");
    }

    /// Mails get new numbers, as when a mailbox was restored from a copy.
    fn renumber(&self) {
        let list = self.mailbox().join("dovecot-uidlist");
        let known = fs::read_to_string(&list).expect("the list of numbers");
        let (head, mails) = known.split_once('\n').expect("a first line");
        let anew = head.split(' ').map(|word| match word.strip_prefix('V') {
            Some(validity) => format!("V{}", validity.parse::<u32>().expect("a number") + 1),
            None => word.to_owned(),
        });
        let anew: Vec<String> = anew.collect();
        fs::write(&list, format!("{}\n{mails}", anew.join(" "))).expect("written");
        for one in fs::read_dir(self.mailbox()).expect("a folder").flatten() {
            if one.file_name().to_string_lossy().starts_with("dovecot.index") {
                fs::remove_file(one.path()).expect("removed");
            }
        }
    }

    /// The names of all mails, with what a mail reader would have marked them by.
    fn mails(&self) -> Vec<String> {
        let folders = ["new", "cur"].map(|name| fs::read_dir(self.mailbox().join(name)));
        let all = folders.into_iter().flat_map(|folder| folder.expect("a folder").flatten());
        let mut names: Vec<String> =
            all.map(|one| one.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// An office that reads it so, by the password in `imap-password`; and the Message-ID of the letter that zhang has.
    fn office(&self, how: &str) -> (Relay, Installation, String) {
        let (relay, office, id) = office_with("[admin]\nto = ['ops@example.org']");
        office.write("certificate.pem", &self.certificate);
        office.write_secret("imap-password", PASSWORD);
        let root = office.folder.path().join("duban.toml");
        let before = fs::read_to_string(&root).expect("the root file");
        let imap = format!(
            "{before}[answers.imap]\nhost = 'localhost'\nuser = 'duban'\npassword = {{ file = 'imap-password' }}\n{how}\n"
        );
        fs::write(root, imap).expect("written");
        (relay, office, id)
    }

    fn office_over_tls(&self) -> (Relay, Installation, String) {
        self.office(&format!("port = {}\nca = 'certificate.pem'", self.tls))
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        self.pause();
    }
}

/// The mails that the ledger has as read.
fn read(office: &Installation) -> Vec<String> {
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    let mut rows = ledger.prepare("SELECT name FROM mail_read ORDER BY name").expect("a table");
    let rows = rows.query_map([], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a name")).collect()
}

#[test]
fn a5_a_mailbox_is_read_once_and_left_as_it_is() {
    let dovecot = Dovecot::start();
    let (relay, office, id) = dovecot.office_over_tls();
    dovecot.gets("1.a.host", &reply(&id, "已完成", 1));
    dovecot.gets("2.b.host", "From: x@example.org\nSubject: lunch\n\nnot ours\n");
    office.once(LATER, 0);
    assert_eq!(answers(&office), ["A-1 zhang done waits proven"], "{}", dovecot.log());
    assert_eq!(read(&office).len(), 2);
    office.once(LAST, 0);
    assert_eq!(answers(&office).len(), 1);
    let receipts = went_to(&relay).iter().filter(|one| *one == "zhang").count();
    assert_eq!(receipts, 2, "the letter and one receipt: {:?}", went_to(&relay));
    let marked =
        dovecot.mails().into_iter().find(|name| name.ends_with('S') || name.ends_with('T'));
    assert_eq!(marked, None, "nothing is marked as seen or deleted");
    assert_eq!(dovecot.mails().iter().filter(|name| name.contains(".host")).count(), 2);
    office.ledger_is_sound();
}

/// Killed after the answer was taken in and before the mail was noted as read: it is read again, and is the same answer.
#[test]
fn a5_a_crash_between_a_mail_and_its_mark_doubles_nothing_by_imap() {
    let dovecot = Dovecot::start();
    let (_relay, office, id) = dovecot.office_over_tls();
    dovecot.gets("1.a.host", &reply(&id, "已完成", 2));
    office.once(LATER, 0);
    let ledger = Connection::open(office.state().join("ledger.sqlite3")).expect("the ledger");
    assert_eq!(ledger.execute("DELETE FROM mail_read", []).expect("they go"), 1);
    drop(ledger);
    office.once(LAST, 0);
    assert_eq!(answers(&office), ["A-1 zhang done waits proven"]);
    assert_eq!(read(&office).len(), 1);
}

#[test]
fn a5_many_kills_while_mails_are_fetched_lose_and_double_nothing() {
    let dovecot = Dovecot::start();
    let (_relay, office, id) = dovecot.office_over_tls();
    let taken = || answers(&office).len();
    for kill in 0..6 {
        for mail in 0..5 {
            let number = kill * 5 + mail;
            let words = format!("进展 {number}% 第 {number} 次");
            dovecot.gets(&format!("{number:03}.a.host"), &reply(&id, &words, 100 + number));
        }
        let clock = format!("2026-11-12 02:{kill:02}:10");
        let mut daemon = office.command(Some(&clock), &["run"]);
        let mut daemon = daemon.stderr(Stdio::null()).spawn().expect("started");
        while taken() < kill * 5 + 1 + kill % 5 {
            assert_eq!(daemon.try_wait().expect("a status"), None, "it ended by itself");
            std::thread::yield_now();
        }
        daemon.kill().expect("killed");
        daemon.wait().expect("ended");
    }
    office.once("2026-11-12 03:00:10", 0);
    let mut said = answers(&office);
    assert_eq!(said.len(), 30, "{said:?}");
    said.sort();
    assert_eq!(read(&office).len(), 30);
    office.ledger_is_sound();
}

#[test]
fn a5_a_mailbox_whose_numbers_changed_is_read_again_and_says_nothing_new() {
    let mut dovecot = Dovecot::start();
    let (_relay, office, id) = dovecot.office_over_tls();
    dovecot.gets("1.a.host", &reply(&id, "已完成", 3));
    office.once(LATER, 0);
    let before = read(&office);
    dovecot.pause();
    dovecot.renumber();
    dovecot.resume();
    dovecot.gets("2.a.host", &reply(&id, "进展 60%", 4));
    office.once(LAST, 0);
    let after = read(&office);
    assert_eq!(after.len(), 2, "what is there no more is forgotten: {before:?} {after:?}");
    assert!(!after.contains(&before[0]), "{before:?} {after:?}");
    assert_eq!(
        answers(&office),
        ["A-1 zhang done waits proven", "A-1 zhang progress waits proven"]
    );
}

#[test]
fn a5_a_daemon_hears_of_a_mail_at_once_over_starttls_and_without() {
    for how in ["starttls", "none"] {
        let dovecot = Dovecot::start();
        let ca = if how == "none" { "" } else { "ca = 'certificate.pem'" };
        let how = format!("port = {}\nsecurity = '{how}'\n{ca}", dovecot.plain);
        let (relay, office, id) = dovecot.office(&how);
        let mut daemon = Daemon::start(&office, LATER);
        dovecot.gets("1.a.host", &reply(&id, "已完成", 5));
        daemon.says("an answer came by mail");
        dovecot.gets("2.a.host", &reply(&id, "进展 60%", 6));
        daemon.says("an answer came by mail");
        daemon.sends_at(LAST);
        assert_eq!(answers(&office).len(), 2);
        assert!(went_to(&relay).len() > 2);
    }
}

#[test]
fn a5_a_password_that_is_not_ascii_is_told_to_the_server_whole() {
    let dovecot = Dovecot::start();
    dovecot.set_password("密码 \"x\"");
    let (_relay, office, id) = dovecot.office_over_tls();
    office.write_secret("imap-password", "密码 \"x\"\n");
    dovecot.gets("1.a.host", &reply(&id, "收到", 7));
    office.once(LATER, 0);
    assert_eq!(answers(&office).len(), 1, "{}", dovecot.log());
}

#[test]
fn a5_a_wrong_password_is_told_at_once_shows_nowhere_and_is_over_once_mended() {
    let dovecot = Dovecot::start();
    let (relay, office, id) = dovecot.office_over_tls();
    office.write_secret("imap-password", "sesame-9");
    dovecot.gets("1.a.host", &reply(&id, "已完成", 8));
    let passed = office.once(LATER, 0);
    let said = text(&passed);
    assert!(said.contains("the mailbox of replies cannot be read"), "{said}");
    assert!(said.contains("login: ") && !said.contains("sesame-9"), "{said}");
    let status = office.json(Some(LATER), &["status", "--json"]);
    let trouble = &status["delivery"]["mailboxes"][0];
    assert_eq!(trouble["needs_admin"], true, "{status}");
    assert!(trouble["why"].as_str().is_some_and(|why| why.contains("login: ")), "{status}");
    let shown = office.run(Some(LATER), &["status"]);
    assert!(text(&shown).contains("The mailbox of replies imap://duban@"), "{}", text(&shown));
    // Told once, whatever comes of further tries.
    office.once(LAST, 0);
    let told = went_to(&relay).iter().filter(|one| *one == "ops").count();
    assert_eq!(told, 1, "{:?}", went_to(&relay));

    office.write_secret("imap-password", PASSWORD);
    let mended = office.once(MUCH_LATER, 0);
    assert!(text(&mended).contains("the mailbox of replies is read again"), "{}", text(&mended));
    assert_eq!(answers(&office), ["A-1 zhang done waits proven"]);
    let told = went_to(&relay).iter().filter(|one| *one == "ops").count();
    assert!(told >= 2, "that it is over, too: {:?}", went_to(&relay));
    let status = office.json(Some(MUCH_LATER), &["status", "--json"]);
    assert_eq!(status["delivery"]["mailboxes"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a5_a_server_that_is_away_and_back_is_read_on() {
    let mut dovecot = Dovecot::start();
    let (_relay, office, id) = dovecot.office_over_tls();
    let mut daemon = Daemon::start(&office, LATER);
    dovecot.gets("1.a.host", &reply(&id, "进展 10%", 9));
    daemon.says("an answer came by mail");
    dovecot.pause();
    daemon.says("the mailbox of replies cannot be read");
    dovecot.gets("2.a.host", &reply(&id, "进展 20%", 10));
    dovecot.resume();
    daemon.says("an answer came by mail");
    daemon.says("the mailbox of replies is read again");
    assert_eq!(answers(&office).len(), 2);
}

/// Nobody else is trusted, and nothing is said in the clear where TLS is wanted.
#[test]
fn a5_a_server_that_nobody_vouches_for_is_told_no_password() {
    let dovecot = Dovecot::start();
    let (_relay, office, _) = dovecot.office(&format!("port = {}", dovecot.tls));
    let passed = office.once(LATER, 0);
    assert!(text(&passed).contains("TLS: "), "{}", text(&passed));
    assert!(!dovecot.log().contains("Login"), "{}", dovecot.log());
}

#[test]
fn a5_check_says_what_does_not_go_together() {
    let (_relay, office, _) = office_with(
        "[answers.imap]\nhost = 'localhost'\nuser = 'x'\npassword = { env = 'NO_SUCH' }\nport = 143\n",
    );
    let check = office.run(Some(LATER), &["check", "--json"]);
    let said = text(&check);
    assert!(said.contains("unlikely-port") && said.contains("unreadable-password"), "{said}");
}
