//! The way to a ledger on a PostgreSQL server is encrypted, and its certificate is looked at (L7, RFC 5280): a certificate that
//! nobody vouches for, with another name, past its date or of an authority, and a server without TLS, each told with its remedy.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, date_time_ymd};
use tempfile::TempDir;

use super::installation::{Installation, text};
use super::ports::free_port;

/// A letter that is due at any hour: sweeps go by the server's clock.
const AT_ANY_HOUR: &str = "[policies.p]\nstages = [{ name = 'now', at = '+1h', to = ['owner'] }]\n\
    [[task]]\nid = 'A-1'\ntitle = 'x'\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-11-20T09:00:00\n";

/// A certificate and its key, in PEM.
struct Certificate {
    certificate: String,
    key: String,
}

impl Certificate {
    fn of(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Certificate {
        let mut wanted = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        change(&mut wanted);
        let key = KeyPair::generate().expect("a key");
        let made = wanted.self_signed(&key).expect("a certificate");
        Certificate { certificate: made.pem(), key: key.serialize_pem() }
    }
}

/// A server on a port of loopback, with that certificate or without TLS. It ends with this.
struct Server {
    folder: TempDir,
    port: u16,
    running: Child,
}

impl Server {
    fn start(certificate: Option<&Certificate>) -> Server {
        let folder = tempfile::tempdir().expect("a folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("opened");
        let port = free_port();
        let mut command =
            Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/postgres/serve"));
        command.args(["-c", "listen_addresses=127.0.0.1", "-c"]).arg(format!("port={port}"));
        if let Some(Certificate { certificate, key }) = certificate {
            let [file, key_file] =
                ["certificate.pem", "key.pem"].map(|name| folder.path().join(name));
            fs::write(&file, certificate).expect("written");
            fs::write(&key_file, key).expect("written");
            for_the_server(&key_file);
            command.args(["-c", "ssl=on", "-c"]);
            command.arg(format!("ssl_cert_file={}", file.display())).arg("-c");
            command.arg(format!("ssl_key_file={}", key_file.display()));
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut running = command.spawn().expect("tests/postgres/serve");
        let mut said = String::new();
        let out = running.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut said).expect("a line");
        assert!(!said.is_empty(), "PostgreSQL did not start: see above");
        Server { folder, port, running }
    }

    /// The certificate as one of the system's authorities.
    fn authority(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    /// An office whose ledger is on it, reached by that name.
    fn office(&self, host: &str, mode: &str) -> Installation {
        let url = format!("postgres://duban@{host}:{}/postgres?sslmode={mode}", self.port);
        Installation::with_outbox(&format!("{AT_ANY_HOUR}[ledger]\nurl = '{url}'\n"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.running.stdin.take());
        let _best_effort = self.running.wait();
    }
}

/// PostgreSQL reads no key that others may read, and does not run as root.
fn for_the_server(key: &Path) {
    fs::set_permissions(key, fs::Permissions::from_mode(0o600)).expect("closed");
    let id = |which: &str| {
        let asked = Command::new("id").args([which, "postgres"]).output().expect("id");
        String::from_utf8_lossy(&asked.stdout).trim().parse().ok()
    };
    if Command::new("id").arg("-u").output().expect("id").stdout == b"0\n" {
        chown(key, id("-u"), id("-g")).expect("given away");
    }
}

fn once(office: &Installation, trusted: Option<&Path>, language: &str) -> Output {
    let mut command = office.command(None, &["run", "--once", "--lang", language]);
    if let Some(trusted) = trusted {
        command.env("SSL_CERT_FILE", trusted);
    }
    command.output().expect("run")
}

/// How many letters left.
fn letters(office: &Installation) -> usize {
    fs::read_dir(office.state().join("outbox")).map_or(0, Iterator::count)
}

/// It ends with 1, and both languages say that and nothing else of each other.
fn refused(office: &Installation, trusted: Option<&Path>, said: [(&str, &str); 2]) {
    for (language, (cause, remedy)) in ["zh-CN", "en"].into_iter().zip(said) {
        let output = once(office, trusted, language);
        let told = text(&output);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(cause) && told.contains(remedy), "{told}");
        let foreign = ["handshake", "peer", "OtherError", "performing"];
        assert!(language == "en" || !foreign.iter().any(|word| told.contains(word)), "{told}");
    }
    assert_eq!(letters(office), 0);
}

#[test]
fn l7_a_letter_leaves_where_the_server_shows_a_certificate_that_is_trusted() {
    let server = Server::start(Some(&Certificate::of("localhost", |_| {})));
    for mode in ["require", "verify-ca", "verify-full"] {
        let office = server.office("localhost", mode);
        let output = once(&office, Some(&server.authority()), "en");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
        // The three share one ledger: only the first has a letter to send.
        assert_eq!(letters(&office), usize::from(mode == "require"));
    }
}

#[test]
fn l7_a_certificate_that_is_wrong_is_told_with_its_remedy() {
    let server = Server::start(Some(&Certificate::of("localhost", |_| {})));
    refused(
        &server.office("localhost", "require"),
        None,
        [
            ("证书的签发者不受信任", "update-ca-certificates"),
            ("UnknownIssuer", "update-ca-certificates"),
        ],
    );
    refused(
        &server.office("127.0.0.1", "require"),
        Some(&server.authority()),
        [
            ("证书不是发给 \"127.0.0.1\" 的", "请把 `ledger.url` 里的主机名改成证书里有的名字"),
            ("not valid for name", "in `ledger.url`, name the server as its certificate does"),
        ],
    );
    let past = |wanted: &mut CertificateParams| wanted.not_after = date_time_ymd(2026, 1, 1);
    let server = Server::start(Some(&Certificate::of("localhost", past)));
    refused(
        &server.office("localhost", "require"),
        Some(&server.authority()),
        [("证书已过期", "更换服务器的证书"), ("expired", "renew the server's certificate")],
    );
    let authority = |wanted: &mut CertificateParams| {
        wanted.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    };
    let server = Server::start(Some(&Certificate::of("localhost", authority)));
    refused(
        &server.office("localhost", "require"),
        Some(&server.authority()),
        [("签发机构自己的（CA:TRUE）", "CA:FALSE"), ("CaUsedAsEndEntity", "CA:FALSE")],
    );
}

#[test]
fn l7_a_server_without_tls_is_reached_where_that_is_said_and_only_there() {
    let server = Server::start(None);
    refused(
        &server.office("localhost", "verify-full"),
        None,
        [
            ("服务器不支持加密", "postgresql.conf 的 `ssl = on`"),
            ("does not support TLS", "ssl = on in postgresql.conf"),
        ],
    );
    let output = once(&server.office("localhost", "disable"), None, "en");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
}
