//! The binary against a real mail server: Postfix, with STARTTLS and a login.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use mail_parser::MessageParser;
use tempfile::TempDir;

use super::browser::{self, Served};
use super::installation::{Installation, text};
use super::ports::free_port;

/// Longer than anything here takes on a slow machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

const MASTER: &str = "/usr/lib/postfix/sbin/master";
const SASLPASSWD: &str = "/usr/sbin/saslpasswd2";

/// Who owns the mailboxes: nobody, as Debian numbers it.
const NOBODY: u32 = 65534;

const PASSWORD: &str = "hunter2-督办";

/// 2026-11-24 09:00 in Shanghai, in UTC, and when the next attempt of a letter is surely due.
const DUE: &str = "2026-11-24 01:00:10";
const LATER: &str = "2026-11-24 01:10:10";
const MUCH_LATER: &str = "2026-11-24 02:10:10";

const TASK: &str = r#"
[people.li]
name = "李四"
email = "li@example.org"
[units.town]
name = "B 镇"
head = "wang"
supervisor = "li"
[policies.p]
stages = [{ name = "due", at = "0d", to = ["owner"], cc = ["head", "supervisor"] }]
[[task]]
id = "A-1"
title = "出台干部交流轮岗办法"
unit = "town"
owner = "zhang"
policy = "p"
due = 2026-11-24
"#;

/// A Postfix of the test's own, on a port of loopback. It serves example.org, and only those who log in.
struct Postfix {
    running: Option<Running>,
    folder: TempDir,
    port: u16,
    /// Where mail from elsewhere comes in.
    outside: u16,
    certificate: String,
}

impl Postfix {
    /// A running server that knows these mailboxes and the user `duban`.
    fn start(mailboxes: &[&str]) -> Postfix {
        let uid = std::fs::metadata("/proc/self").expect("/proc").uid();
        assert!(uid == 0, "Postfix runs only as root, and this test runs as user {uid}");
        for program in [MASTER, SASLPASSWD] {
            assert!(Path::new(program).exists(), "there is no {program}; tests/run installs it");
        }
        let folder = tempfile::tempdir().expect("a folder");
        // Postfix's own user and nobody go through it.
        allow(folder.path(), 0o755);
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]);
        let made = made.expect("a certificate");
        let (port, outside) = (free_port(), free_port());
        let certificate = made.cert.pem();
        let server = Postfix { folder, port, outside, certificate, running: None };
        for name in ["etc", "etc/sasl", "queue", "mail"] {
            std::fs::create_dir(server.path(name)).expect("made");
        }
        chown(server.path("mail"), Some(NOBODY), Some(NOBODY)).expect("given away");
        server.write("etc/certificate.pem", &server.certificate);
        server.write("etc/key.pem", &made.signing_key.serialize_pem());
        server.write("etc/main.cf", &server.main(mailboxes));
        server.write("etc/master.cf", &server.services());
        let sasl = format!(
            "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {}\nmech_list: PLAIN LOGIN\n",
            server.path("sasldb2").display()
        );
        server.write("etc/sasl/smtpd.conf", &sasl);
        server.set_password();
        server.control("check");
        let mut server = server;
        server.resume();
        server
    }

    fn main(&self, mailboxes: &[&str]) -> String {
        let here = self.folder.path().display();
        let known: Vec<String> =
            mailboxes.iter().map(|name| format!("{name}@example.org={name}/")).collect();
        let known = known.join(", ");
        format!(
            "compatibility_level = 3.6\n\
             queue_directory = {here}/queue\n\
             data_directory = {here}/data\n\
             maillog_file_prefixes = {here}\n\
             maillog_file = {here}/log\n\
             myhostname = mail.example.org\n\
             inet_interfaces = 127.0.0.1\n\
             inet_protocols = ipv4\n\
             smtpd_peername_lookup = no\n\
             mydestination =\n\
             alias_maps =\n\
             alias_database =\n\
             virtual_mailbox_domains = example.org\n\
             virtual_mailbox_base = {here}/mail\n\
             virtual_mailbox_maps = inline:{{ {known} }}\n\
             virtual_uid_maps = static:{NOBODY}\n\
             virtual_gid_maps = static:{NOBODY}\n\
             smtpd_tls_security_level = encrypt\n\
             smtpd_tls_cert_file = {here}/etc/certificate.pem\n\
             smtpd_tls_key_file = {here}/etc/key.pem\n\
             smtpd_tls_received_header = yes\n\
             smtpd_sasl_auth_enable = yes\n\
             smtpd_sasl_authenticated_header = yes\n\
             smtpd_sasl_local_domain = example.org\n\
             cyrus_sasl_config_path = {here}/etc/sasl\n\
             smtpd_relay_restrictions = permit_sasl_authenticated, reject\n\
             transport_maps = inline:{{ duban@example.org=duban:, gone@example.org=gone: }}\n\
             duban_destination_recipient_limit = 1\n"
        )
    }

    fn services(&self) -> String {
        format!(
            "127.0.0.1:{} inet n - n - - smtpd\n\
             127.0.0.1:{} inet n - n - - smtpd -o smtpd_tls_security_level=none -o smtpd_sasl_auth_enable=no \
                 -o smtpd_relay_restrictions=reject_unauth_destination\n\
             duban unix - n n - - pipe flags=R user=nobody argv=/bin/sh {}\n\
             gone unix - n n - - pipe user=nobody argv=/bin/sh {}\n\
             cleanup unix n - n - 0 cleanup\n\
             qmgr unix n - n 300 1 qmgr\n\
             tlsmgr unix - - n 1000? 1 tlsmgr\n\
             proxymap unix - - n - - proxymap\n\
             rewrite unix - - n - - trivial-rewrite\n\
             bounce unix - - n - 0 bounce\n\
             defer unix - - n - 0 bounce\n\
             error unix - - n - - error\n\
             retry unix - - n - - error\n\
             anvil unix - - n - 1 anvil\n\
             virtual unix - n n - - virtual\n\
             postlog unix-dgram n - n - 1 postlogd\n",
            self.port,
            self.outside,
            self.path("receive").display(),
            self.path("gone").display()
        )
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("written");
    }

    /// Puts the user `duban` into the list of those who may log in.
    fn set_password(&self) {
        let mut command = Command::new(SASLPASSWD);
        command.args(["-p", "-c", "-u", "example.org", "-f"]).arg(self.path("sasldb2"));
        let mut child = command.arg("duban").stdin(Stdio::piped()).spawn().expect("started");
        let mut input = child.stdin.take().expect("piped");
        input.write_all(PASSWORD.as_bytes()).expect("read by it");
        drop(input);
        let status = in_time("saslpasswd2", || child.try_wait().expect("a status"));
        assert!(status.success(), "saslpasswd2: {status}");
        allow(&self.path("sasldb2"), 0o644);
    }

    /// `postfix check` or `postfix stop`.
    fn control(&self, what: &str) {
        let mut command = Command::new("/usr/sbin/postfix");
        let output = bounded(command.arg("-c").arg(self.path("etc")).arg(what));
        assert!(output.status.success(), "postfix {what}: {}", text(&output));
    }

    /// Starts it, and waits until it greets.
    fn resume(&mut self) {
        let port = self.port;
        let running = self.running.insert(Running::start(&self.path("etc")));
        in_time("Postfix to greet", || {
            let ended = running.master.try_wait().expect("a status");
            assert_eq!(ended, None, "Postfix ended at once");
            let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
            stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
            let mut greeting = String::new();
            BufReader::new(stream).read_line(&mut greeting).ok()?;
            greeting.starts_with("220 ").then_some(())
        });
    }

    /// Stops it in order.
    fn stop(&mut self) {
        self.control("stop");
        self.running.take().expect("it runs").ended();
        let still = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        assert!(still.is_err(), "it still listens");
    }

    /// What is in a mailbox once Postfix has delivered all it accepted.
    fn mailbox(&self, name: &str) -> Vec<Delivered> {
        // A letter goes through these in this order.
        let queues = ["incoming", "active", "deferred"];
        let idle = || queues.iter().all(|queue| is_empty(&self.path("queue").join(queue)));
        in_time("Postfix to deliver", || idle().then_some(()));
        let Ok(new) = std::fs::read_dir(self.path("mail").join(name).join("new")) else {
            return Vec::new();
        };
        let files = new.map(|entry| entry.expect("an entry").path());
        files.map(|file| Delivered::of(&std::fs::read(file).expect("read"))).collect()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// An office that sends through this server, logs in, and trusts its certificate.
    fn office(&self, smtp: &str, rest: &str) -> Installation {
        let login = "security = 'starttls'\nusername = 'duban'\npassword = { file = 'secret' }";
        let office = Installation::with_relay(self.port, &format!("{login}\n{smtp}"), rest);
        office.write_secret("secret", &format!("{PASSWORD}\n"));
        office.write("ca.pem", &self.certificate);
        office
    }
}

/// Answers by mail and bounces, through the server's pipe (A5, L9).
impl Postfix {
    /// An office whose mail to duban@example.org goes into `duban receive`, which the server runs as nobody.
    fn office_that_reads(&self, rest: &str) -> Installation {
        let office = self.office("", rest);
        allow(office.folder.path(), 0o755);
        std::fs::create_dir(office.state()).expect("made");
        allow(&office.state(), 0o700);
        chown(office.state(), Some(NOBODY), Some(NOBODY)).expect("given away");
        let program = self.path("duban");
        std::fs::copy(env!("CARGO_BIN_EXE_duban"), &program).expect("copied");
        allow(&program, 0o755);
        let script = format!(
            "exec {} --config {} --state-dir {} receive\n",
            program.display(),
            office.folder.path().join("duban.toml").display(),
            office.state().display()
        );
        self.write("receive", &script);
        // As a program says that it knows no such user (EX_NOUSER).
        self.write("gone", "exit 67\n");
        office
    }

    /// A mail from elsewhere to duban@example.org.
    fn comes_in(&self, from: &str, mail: &str) {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.outside)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        let mut answers = BufReader::new(stream.try_clone().expect("a second handle"));
        let mut says = |line: &str, code: &str| {
            if !line.is_empty() {
                (&stream).write_all(format!("{line}\r\n").as_bytes()).expect("written");
            }
            let mut answer = String::new();
            answers.read_line(&mut answer).expect("an answer");
            assert!(answer.starts_with(code), "{line}: {answer}");
        };
        says("", "220");
        says("HELO elsewhere.example", "250");
        says(&format!("MAIL FROM:<{from}>"), "250");
        says("RCPT TO:<duban@example.org>", "250");
        says("DATA", "354");
        says(&format!("{}\r\n.", mail.replace('\n', "\r\n")), "250");
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("Postfix's log:\n{}", self.log());
        }
    }
}

/// The server's processes, which end with this, and even when the test itself is killed.
struct Running {
    master: Child,
    /// Kills them when its input ends without a word.
    watch: Child,
}

impl Running {
    fn start(config: &Path) -> Running {
        let mut master = Command::new(MASTER);
        master.args(["-d", "-c"]).arg(config).stdin(Stdio::null()).process_group(0);
        let master = master.spawn().expect("Postfix's master");
        let mut watch = Command::new("sh");
        watch.args(["-c", "read -r word || kill -s KILL -- \"-$0\"", &master.id().to_string()]);
        watch.stdin(Stdio::piped()).process_group(0);
        Running { master, watch: watch.spawn().expect("a shell") }
    }

    /// The server has been told to stop.
    fn ended(mut self) {
        in_time("Postfix to stop", || self.master.try_wait().expect("a status"));
        let word = self.watch.stdin.take().expect("piped").write_all(b"stopped\n");
        word.expect("the watch reads it");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.watch.stdin.take());
        let _ = self.watch.wait();
        let _ = self.master.kill();
        let _ = self.master.wait();
    }
}

/// A letter in a mailbox.
struct Delivered {
    /// The header fields that the server put before it.
    trace: String,
    /// The letter with the line ends it had on the wire; a mailbox has the local ones.
    bytes: Vec<u8>,
}

impl Delivered {
    fn of(file: &[u8]) -> Delivered {
        let file = String::from_utf8(file.to_vec()).expect("duban writes UTF-8");
        let ours = |line: &str| {
            let fields = ["Return-Path:", "X-Original-To:", "Delivered-To:", "Received:"];
            !line.starts_with([' ', '\t']) && !fields.iter().any(|field| line.starts_with(field))
        };
        let trace: String = file.split_inclusive('\n').take_while(|line| !ours(line)).collect();
        let bytes = file[trace.len()..].replace('\n', "\r\n").into_bytes();
        Delivered { trace, bytes }
    }

    fn message_id(&self) -> String {
        let message = MessageParser::default().parse(&self.bytes).expect("a letter");
        message.message_id().expect("a Message-ID").to_owned()
    }
}

/// What the closure gives, asked again and again until there is something.
fn in_time<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < PATIENCE, "waited {PATIENCE:?} for {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Runs a program, but not for ever.
fn bounded(command: &mut Command) -> Output {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
    let id = child.id().to_string();
    let (done, ended) = std::sync::mpsc::channel();
    thread::spawn(move || done.send(child.wait_with_output()));
    ended.recv_timeout(PATIENCE).map_or_else(
        |_| {
            let _ = Command::new("kill").args(["-KILL", &id]).status();
            panic!("after {PATIENCE:?} there is no end of {command:?}")
        },
        |output| output.expect("its output"),
    )
}

fn allow(path: &Path, mode: u32) {
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("permitted");
}

/// Whether there is no file in the folder or in those within.
fn is_empty(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return true };
    entries.flatten().all(|entry| entry.path().is_dir() && is_empty(&entry.path()))
}

/// One pass at that time, which must end with that status.
fn once(office: &Installation, clock: &str, status: i32) -> Output {
    let mut command = office.command(Some(clock), &["run", "--once"]);
    let output = bounded(command.env("SSL_CERT_FILE", office.folder.path().join("ca.pem")));
    assert_eq!(output.status.code(), Some(status), "at {clock}:\n{}", text(&output));
    output
}

/// The ids of the letters in the ledger.
fn letters(office: &Installation) -> BTreeSet<String> {
    let history = office.json(None, &["history", "--json"]);
    let notices = history["notices"].as_array().expect("notices").iter();
    notices.map(|notice| notice["letter"].as_str().expect("a letter").to_owned()).collect()
}

/// The only letter in the ledger: its id and its bytes.
fn letter(office: &Installation) -> (String, Vec<u8>) {
    let mut ids = letters(office);
    let id = ids.pop_first().expect("a letter");
    assert!(ids.is_empty(), "{id} is not the only letter");
    let bytes = recorded(office, &id);
    (id, bytes)
}

fn recorded(office: &Installation, id: &str) -> Vec<u8> {
    let output = office.run(None, &["show", id, "--format", "eml"]);
    assert!(output.status.success(), "{}", text(&output));
    output.stdout
}

/// Asserts that the mailbox has these bytes, once, and nothing else.
fn assert_has(server: &Postfix, name: &str, bytes: &[u8]) {
    let arrived = server.mailbox(name);
    let arrived: Vec<_> =
        arrived.iter().map(|letter| String::from_utf8_lossy(&letter.bytes)).collect();
    assert_eq!(arrived, [String::from_utf8_lossy(bytes)], "in the mailbox of {name}");
}

#[test]
fn all_recipients_have_in_their_mailboxes_what_the_ledger_has() {
    let server = Postfix::start(&["zhang", "wang", "li"]);
    let office = server.office("", TASK);
    once(&office, DUE, 0);
    once(&office, LATER, 0);
    let (id, bytes) = letter(&office);
    for name in ["zhang", "wang", "li"] {
        assert_has(&server, name, &bytes);
        let trace = &server.mailbox(name)[0].trace;
        assert!(trace.contains("using TLS"), "it went in the clear:\n{trace}");
        assert!(trace.contains("(Authenticated sender: duban@example.org)"), "{trace}");
        assert!(trace.contains("Return-Path: <duban@example.org>"), "{trace}");
        assert!(trace.contains(&format!("Delivered-To: {name}@example.org")), "{trace}");
    }
    let shown = text(&office.run(None, &["show", &id]));
    assert!(shown.contains("250 2.0.0 Ok: queued as "), "{shown}");
}

#[test]
fn a_wrong_password_loses_nothing_and_the_right_one_delivers_once() {
    let server = Postfix::start(&["zhang", "wang", "li"]);
    let office = server.office("", TASK);
    office.write_secret("secret", "hunter3\n");
    once(&office, DUE, 1);
    assert_eq!(server.mailbox("zhang").len(), 0);
    let waiting = office.json(None, &["outbox", "--json"]);
    assert_eq!(waiting["letters"][0]["state"], "retrying", "{waiting}");
    let answer = waiting["letters"][0]["last_answer"].as_str().unwrap_or_default();
    assert!(answer.contains("535 5.7.8"), "{answer}");
    let (_, bytes) = letter(&office);
    office.write_secret("secret", &format!("{PASSWORD}\n"));
    once(&office, LATER, 0);
    once(&office, MUCH_LATER, 0);
    for name in ["zhang", "wang", "li"] {
        assert_has(&server, name, &bytes);
    }
    let waiting = office.json(None, &["outbox", "--json"]);
    assert_eq!(waiting["letters"].as_array().map(Vec::len), Some(0), "{waiting}");
}

#[test]
fn an_unknown_recipient_is_refused_in_the_servers_words_and_the_others_have_the_letter() {
    let server = Postfix::start(&["zhang", "li"]);
    let office = server.office("", TASK);
    once(&office, DUE, 0);
    once(&office, LATER, 0);
    let (id, bytes) = letter(&office);
    assert_has(&server, "zhang", &bytes);
    assert_has(&server, "li", &bytes);
    let shown = text(&office.run(None, &["show", &id]));
    let refusal = "550 5.1.1 <wang@example.org>: Recipient address rejected: \
                   User unknown in virtual mailbox table";
    assert!(shown.contains(refusal), "{shown}");
}

#[test]
fn a_letter_waits_for_a_server_that_is_stopped_and_goes_once_when_it_is_back() {
    let mut server = Postfix::start(&["zhang", "wang", "li"]);
    let office = server.office("", TASK);
    server.stop();
    once(&office, DUE, 1);
    let waiting = office.json(None, &["outbox", "--json"]);
    assert_eq!(waiting["letters"][0]["state"], "retrying", "{waiting}");
    let (_, bytes) = letter(&office);
    server.resume();
    once(&office, LATER, 0);
    once(&office, MUCH_LATER, 0);
    for name in ["zhang", "wang", "li"] {
        assert_has(&server, name, &bytes);
    }
    let written = Delivered::of(&bytes);
    assert_eq!(server.mailbox("li")[0].message_id(), written.message_id());
}

#[test]
fn fifty_letters_over_four_connections_all_arrive_once() {
    let server = Postfix::start(&["zhang"]);
    let mut rest = String::from(
        "[policies.q]\ngroup = false\nstages = [{ name = 'due', at = '0d', to = ['owner'] }]\n",
    );
    for at in 0..50 {
        rest += &format!(
            "[[task]]\nid = 'T-{at}'\ntitle = '第 {at} 项'\nowner = 'zhang'\npolicy = 'q'\ndue = 2026-11-24\n"
        );
    }
    let office = server.office("connections = 4", &rest);
    once(&office, DUE, 0);
    once(&office, LATER, 0);
    let written: BTreeSet<Vec<u8>> =
        letters(&office).iter().map(|id| recorded(&office, id)).collect();
    let arrived = server.mailbox("zhang");
    assert_eq!((arrived.len(), written.len()), (50, 50));
    let ids: BTreeSet<String> = arrived.iter().map(Delivered::message_id).collect();
    assert_eq!(ids.len(), 50, "each has a Message-ID of its own");
    let arrived: BTreeSet<Vec<u8>> = arrived.into_iter().map(|letter| letter.bytes).collect();
    assert!(arrived == written, "what arrived is not what the ledger has");
    let sessions = server.log().lines().filter(|line| line.contains("starttls=1")).count();
    assert!((1..=4).contains(&sessions), "{sessions} connections");
}

#[test]
fn a5_a_reply_through_the_servers_pipe_is_an_answer() {
    let server = Postfix::start(&["zhang", "wang", "li", "duban"]);
    let office = server.office_that_reads(TASK);
    once(&office, DUE, 0);
    let (_, bytes) = letter(&office);
    let id = Delivered::of(&bytes).message_id();
    let mail = format!(
        "From: =?utf-8?B?5byg5LiJ?= <zhang@example.org>\nTo: duban@example.org\nMessage-ID: <r1@elsewhere.example>\n\
         In-Reply-To: <{id}>\nSubject: Re: A-1\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
         Content-Transfer-Encoding: base64\n\n5bey5a6M5oiQDQo="
    );
    server.comes_in("zhang@example.org", &mail);
    let answers = || office.json(None, &["answers", "--json"])["answers"].clone();
    in_time("the answer", || (answers()[0]["verb"] == "done").then_some(()));
    assert_eq!(answers()[0]["person"], "zhang");
    assert_eq!(answers()[0]["proven"], true);
}

/// The server takes the letter, finds no mailbox for one of its recipients, and writes to its sender.
#[test]
fn l9_a_bounce_of_the_servers_own_is_recorded_for_its_recipient_alone() {
    let server = Postfix::start(&["zhang", "gone", "li", "duban"]);
    let office = server.office_that_reads(&TASK.replace("wang", "zhao").replace(
        "[people.li]",
        "[people.zhao]\nname = '赵'\nemail = 'gone@example.org'\n[people.li]",
    ));
    once(&office, DUE, 0);
    let (id, _) = letter(&office);
    let shown = || text(&office.run(None, &["show", &id]));
    in_time("the bounce", || shown().contains("gone@example.org bounced").then_some(()));
    let shown = shown();
    assert!(shown.contains("user unknown"), "{shown}");
    assert!(shown.contains("zhang@example.org delivered"), "{shown}");
}

/// Section 10 as a whole: from the letter in a mailbox to "done" in a browser, the clerk accepts, the file shows it, the ladder
/// turns to the verifier, and the verifier's link closes it.
#[test]
fn from_the_letter_to_done_and_verified_by_links_in_a_browser() {
    let server = Postfix::start(&["zhang", "wang", "li"]);
    let port = free_port();
    let task = TASK.replace(
        "stages = [",
        "stages = [{ name = 'verify', from = 'done', at = '0d', to = ['supervisor'], letter = 'verification' }, ",
    );
    let office = server.office("", &format!("{}{task}", browser::web(port)));
    once(&office, DUE, 0);
    let link = |name: &str| {
        let letters = server.mailbox(name);
        let bytes = &letters.last().expect("a letter").bytes;
        let message = MessageParser::default().parse(bytes).expect("a letter");
        browser::link_in(&message.body_text(0).expect("a text"), port)
    };
    let mut served = Served::of(office, port);
    served.at("2026-11-24 02:00:10");
    served.browser.open(&link("zhang"));
    served.browser.shows("出台干部交流轮岗办法");
    served.answer("done", |browser| browser.type_into("#done-text", "已印发"));
    served.browser.shows("等督办室处理");

    let root = served.office.folder.path().join("duban.toml");
    let file = || std::fs::read_to_string(&root).expect("the file");
    let accept = |clock: &str, number: &str| {
        let accepted = served.office.run(Some(clock), &["accept", number, "--by", "office"]);
        assert_eq!(accepted.status.code(), Some(0), "{}", text(&accepted));
    };
    accept("2026-11-24 03:00:10", "1");
    assert!(file().contains("done = 2026-11-24"), "{}", file());
    // The file is read, and the next morning the letter goes to the verifier.
    let before = server.mailbox("li").len();
    served.at("2026-11-25 01:00:10");
    in_time("the verifier's letter", || (server.mailbox("li").len() > before).then_some(()));
    let asks = |letter: &Delivered| {
        let message = MessageParser::default().parse(&letter.bytes).expect("a letter");
        message.body_text(0).is_some_and(|text| text.contains("核验"))
    };
    let letters = server.mailbox("li");
    let letter = letters.iter().find(|letter| asks(letter)).expect("one that asks to verify");
    let message = MessageParser::default().parse(&letter.bytes).expect("a letter");
    let verify = browser::link_in(&message.body_text(0).expect("a text"), port);
    served.browser.open(&verify);
    served.answer("verified", |_| ());
    served.browser.shows("等督办室处理");
    let accepted = served.office.run(Some("2026-11-25 03:00:10"), &["accept", "2"]);
    assert_eq!(accepted.status.code(), Some(0), "{}", text(&accepted));
    assert!(file().contains("verified = 2026-11-25"), "{}", file());
    let status = served.office.json(Some("2026-11-26 01:00:10"), &["status", "--json"]);
    assert_eq!(status["tasks"][0]["colour"], "grey", "{status}");
}
