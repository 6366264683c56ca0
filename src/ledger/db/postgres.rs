//! A connection to PostgreSQL. Its driver runs on a thread of its own, so that the ledger asks and waits from wherever it
//! is used. Every step has a time limit (L5); a connection that broke is made anew at the next question.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, OnceLock, mpsc};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::config::Host;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::clock::Machine;
use crate::io_cause;
use crate::ledger::db::dialect;
use crate::ledger::db::error::{Error, Failure, Result};
use crate::ledger::db::lease_clock::LeaseClock;
use crate::ledger::db::value::Value;
use crate::model::cause::Cause;
use crate::model::met::Met;

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a statement may take; the longest reads ten years of notices.
const ANSWER: Duration = Duration::from_secs(60);

/// How long a server that is cut off is waited for before the connection counts as broken.
const SILENCE: Duration = Duration::from_secs(10);

/// The server's time, in microseconds.
pub(crate) const NOW: &str = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)";

/// How long a lease lasts, in microseconds (N1).
const LEASE: i64 = 30_000_000;

/// The same, or what the tests say, which do not wait so long; all nodes must go by the same.
pub(crate) fn lease_length() -> i64 {
    static LENGTH: OnceLock<i64> = OnceLock::new();
    *LENGTH.get_or_init(|| {
        let given = std::env::var("DUBAN_TEST_LEASE_MILLIS").ok();
        given.and_then(|millis| millis.parse::<i64>().ok()).map_or(LEASE, |millis| millis * 1000)
    })
}

/// What is written, and so which lease must hold for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// A sweep, or anything else that one node does at a time (N1).
    Sweep,
    /// Letters on their way out: every node does that (N2).
    Send,
    /// What a command or the nodes' own book-keeping writes, which needs no lease.
    Beside,
}

/// A connection.
pub struct Postgres {
    runtime: Option<Runtime>,
    config: Config,
    client: RefCell<Option<Arc<Client>>>,
    statements: RefCell<HashMap<String, Statement>>,
    in_transaction: Cell<bool>,
    /// Under which name this process writes while its lease lasts (N1, N2); a command writes beside the nodes.
    node: RefCell<Option<String>>,
    /// How long that lease lasts.
    lease: LeaseClock,
    /// What the transaction under way writes, and when it began.
    begun: Cell<(Work, i64)>,
}

impl Postgres {
    /// Connects to the server that a URL or a line of `key=value` names.
    pub fn connect(url: &str, machine: Machine) -> Result<Postgres> {
        let mut config: Config =
            strict(url).parse().map_err(|error: tokio_postgres::Error| lost(&error))?;
        config.connect_timeout(CONNECT).tcp_user_timeout(SILENCE).keepalives_idle(SILENCE);
        if config.get_application_name().is_none() {
            config.application_name("duban");
        }
        let threads = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("postgres")
            .enable_all()
            .build();
        let server = Postgres {
            runtime: Some(threads.map_err(|error| Failure::Lost(io_cause::met(&error)))?),
            config,
            client: RefCell::new(None),
            statements: RefCell::new(HashMap::new()),
            in_transaction: Cell::new(false),
            node: RefCell::new(None),
            lease: LeaseClock::of_server(machine),
            begun: Cell::new((Work::Beside, 0)),
        };
        server.client()?;
        Ok(server)
    }

    /// From now on nothing is written unless this node's lease lasts.
    pub(crate) fn write_as(&self, node: &str) {
        *self.node.borrow_mut() = Some(node.to_owned());
    }

    /// The node it writes as.
    pub(crate) fn node(&self) -> Option<String> {
        self.node.borrow().clone()
    }

    pub(super) fn prepare(&self, sql: &str) -> Result<Statement> {
        let client = self.client()?;
        if let Some(known) = self.statements.borrow().get(sql) {
            return Ok(known.clone());
        }
        let text = dialect::postgres(sql);
        let prepared = self.wait(ANSWER, async move { client.prepare(&text).await })?;
        self.statements.borrow_mut().insert(sql.to_owned(), prepared.clone());
        Ok(prepared)
    }

    pub(super) fn execute(&self, statement: &Statement, values: &[Value<'_>]) -> Result<usize> {
        let (client, statement, values) = (self.client()?, statement.clone(), owned(values));
        let changed =
            self.wait(ANSWER, async move { client.execute(&statement, &sendable(&values)).await })?;
        Ok(changed as usize)
    }

    pub(super) fn query(
        &self,
        statement: &Statement,
        values: &[Value<'_>],
    ) -> Result<Vec<tokio_postgres::Row>> {
        let (client, statement, values) = (self.client()?, statement.clone(), owned(values));
        self.wait(ANSWER, async move { client.query(&statement, &sendable(&values)).await })
    }

    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        let (client, sql) = (self.client()?, sql.to_owned());
        self.wait(ANSWER, async move { client.batch_execute(&sql).await })
    }

    /// Whoever writes takes the one row of `lease`, so that writers come one after another and none reads what another is
    /// about to change. A node writes only while its lease lasts, and each time prolongs it; a sweep needs the lease of
    /// the node that sweeps, too (N1, N2).
    pub(super) fn begin(&self, work: Work) -> Result<i64> {
        if let Err(failed) = self.batch("BEGIN; SELECT id FROM lease FOR UPDATE") {
            let _best_effort = self.roll_back();
            return Err(failed);
        }
        self.in_transaction.set(true);
        self.begun.set((work, self.lease.since_boot()));
        let begun = match self.node().filter(|_| work != Work::Beside) {
            Some(node) => self.begin_as(&node, work),
            None => self.first("SELECT txid_current() FROM lease", &[]),
        };
        let begun = begun.and_then(|xid| {
            xid.ok_or_else(|| Failure::Lost("the table `lease` is empty".into()).into())
        });
        if begun.is_err() {
            let _best_effort = self.roll_back();
        }
        begun
    }

    fn begin_as(&self, node: &str, work: Work) -> Result<Option<i64>> {
        let asked = self.lease.since_boot();
        let (mine, from) = match work {
            Work::Sweep => (prolong_sweeping("RETURNING id"), "FROM mine"),
            _ => (String::new(), ""),
        };
        let prolong = format!(
            "{mine}UPDATE node SET until = {NOW} + ?2, seen = {NOW} {from}
             WHERE node.name = ?1 AND node.until > {NOW} RETURNING txid_current()"
        );
        if let Some(xid) = self.first(&prolong, &[Value::Text(node), Value::Int(lease_length())])? {
            self.lease.lasts_from(asked, lease_length());
            return Ok(Some(xid));
        }
        let alive = format!("SELECT 1::BIGINT FROM node WHERE name = ?1 AND until > {NOW}");
        if work == Work::Send || self.first(&alive, &[Value::Text(node)])?.is_none() {
            return Err(Failure::Lapsed.into());
        }
        let held = format!("SELECT coalesce(node, '') FROM lease WHERE until > {NOW}");
        let held = self.query(&self.prepare(&held)?, &[])?;
        let holder: Option<String> = held.first().map(|row| row.get(0));
        Err(Failure::Lease(holder.unwrap_or_default()).into())
    }

    /// A transaction that took long has kept all others from writing, so that nobody took the lease over meanwhile: it
    /// begins anew, lest the node lose it for its own work.
    fn prolong_after_long_work(&self) -> Result<()> {
        let ((work, begun), asked) = (self.begun.get(), self.lease.since_boot());
        let Some(node) = self.node().filter(|_| work != Work::Beside) else { return Ok(()) };
        if asked - begun < lease_length() / 3 {
            return Ok(());
        }
        let prolong = format!("UPDATE node SET until = {NOW} + ?2, seen = {NOW} WHERE name = ?1");
        let values = [Value::Text(&node), Value::Int(lease_length())];
        self.execute(&self.prepare(&prolong)?, &values)?;
        let sweeping = format!("UPDATE lease SET until = {NOW} + ?2 WHERE node = ?1");
        self.execute(&self.prepare(&sweeping)?, &values)?;
        self.lease.lasts_from(asked, lease_length());
        Ok(())
    }

    fn first(&self, sql: &str, values: &[Value<'_>]) -> Result<Option<i64>> {
        let rows = self.query(&self.prepare(sql)?, values)?;
        Ok(rows.first().map(|row| row.get(0)))
    }

    /// How long this node's lease lasts.
    pub(crate) fn lease(&self) -> &LeaseClock {
        &self.lease
    }

    /// A commit whose answer was lost may have happened; the server is asked what became of it.
    pub(super) fn commit(&self, xid: i64) -> Result<()> {
        if let Err(failed) = self.prolong_after_long_work() {
            let _best_effort = self.roll_back();
            return Err(failed);
        }
        let done = self.batch("COMMIT");
        self.in_transaction.set(false);
        match done {
            Err(Error::Postgres(Failure::Lost(why))) => {
                *self.client.borrow_mut() = None;
                match self.became_of(xid)?.as_deref() {
                    Some("committed") => Ok(()),
                    _ => Err(Failure::Lost(why).into()),
                }
            }
            done => done,
        }
    }

    /// What became of a transaction. One that the server has not ended yet holds the row of `lease`, so that this waits
    /// for its end.
    fn became_of(&self, xid: i64) -> Result<Option<String>> {
        let end = self.batch("BEGIN; SELECT id FROM lease FOR UPDATE; ROLLBACK");
        let asked = end.and_then(|()| self.prepare("SELECT txid_status(?1)"));
        let answer = asked.and_then(|asked| self.query(&asked, &[Value::Int(xid)]))?;
        Ok(answer.first().and_then(|row| row.get(0)))
    }

    pub(super) fn roll_back(&self) -> Result<()> {
        let done = match self.client.borrow().is_some() {
            true => self.batch("ROLLBACK"),
            false => Ok(()),
        };
        self.in_transaction.set(false);
        if done.is_err() {
            *self.client.borrow_mut() = None;
        }
        done
    }

    /// The connection, made anew if it broke. Within a transaction it is not: what was written in it is gone.
    fn client(&self) -> Result<Arc<Client>> {
        if let Some(client) = self.client.borrow().as_ref().filter(|one| !one.is_closed()) {
            return Ok(client.clone());
        }
        if self.in_transaction.get() {
            return Err(Failure::Lost(Met::of(Cause::ConnectionReset, &[])).into());
        }
        self.statements.borrow_mut().clear();
        let config = self.config.clone();
        let settings = settings();
        let made = self.wait(CONNECT, async move {
            let (client, connection) = config.connect(encryption()).await?;
            // It ends with the client, or with what it says to the client.
            tokio::spawn(connection);
            client.batch_execute(&settings).await?;
            Ok(client)
        });
        let client = Arc::new(made?);
        *self.client.borrow_mut() = Some(client.clone());
        Ok(client)
    }

    fn wait<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl Future<Output = std::result::Result<T, tokio_postgres::Error>> + Send + 'static,
    ) -> Result<T> {
        let Some(runtime) = &self.runtime else {
            return Err(Failure::Lost(Met::of(Cause::Stopped, &[])).into());
        };
        let (answer, answered) = mpsc::channel();
        runtime.spawn(async move {
            let done = tokio::time::timeout(limit, work).await;
            let _nobody_waits_any_more = answer.send(done);
        });
        match answered.recv() {
            Ok(Ok(Ok(done))) => Ok(done),
            Ok(Ok(Err(error))) => Err(failure(&error).into()),
            Ok(Err(_)) => {
                *self.client.borrow_mut() = None;
                let limit = format!("{} s", limit.as_secs());
                Err(Failure::Lost(Met::of(Cause::NoAnswer, &[&limit])).into())
            }
            Err(_) => Err(Failure::Lost(Met::of(Cause::ConnectionReset, &[])).into()),
        }
    }

    /// Where it is, without its password.
    pub fn shown(url: &str) -> String {
        let Ok(config) = strict(url).parse::<Config>() else { return "postgres://…".to_owned() };
        let host = match config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            Some(Host::Unix(folder)) => folder.display().to_string(),
            None => "localhost".to_owned(),
        };
        let user = config.get_user().map_or(String::new(), |user| format!("{user}@"));
        let port = config.get_ports().first().filter(|port| **port != 5432);
        let port = port.map_or(String::new(), |port| format!(":{port}"));
        format!("postgres://{user}{host}{port}/{}", config.get_dbname().unwrap_or_default())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Waiting for its thread is not allowed everywhere.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A process that stands still or is cut off amid a transaction keeps all others from writing. The server ends it when its
/// lease is over, so that another takes over in time (N1).
fn settings() -> String {
    format!("SET idle_in_transaction_session_timeout = {}", lease_length() / 1000)
}

/// The stricter kinds of `sslmode`: whatever encrypts checks the certificate and the name, too.
fn strict(url: &str) -> String {
    url.replace("sslmode=verify-full", "sslmode=require")
        .replace("sslmode=verify-ca", "sslmode=require")
}

/// The lease of the node that sweeps is prolonged in the same statement, if it is this node's and lasts.
pub(crate) fn prolong_sweeping(returning: &str) -> String {
    format!(
        "WITH mine AS (UPDATE lease SET until = {NOW} + ?2 WHERE node = ?1 AND until > {NOW} {returning}) "
    )
}

fn encryption() -> MakeRustlsConnect {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    MakeRustlsConnect::new(config)
}

fn failure(error: &tokio_postgres::Error) -> Failure {
    match error.as_db_error() {
        // What ends the connection is waited out: it may be a restart or a failover.
        Some(said)
            if said.code().code().starts_with("57P") || said.code().code().starts_with("08") =>
        {
            Failure::Lost(said.message().into())
        }
        Some(said) => {
            Failure::Answer { code: said.code().code().to_owned(), said: said.message().to_owned() }
        }
        None => lost(error),
    }
}

fn lost(error: &tokio_postgres::Error) -> Failure {
    Failure::Lost(io_cause::behind(error))
}

/// A value that outlives the question, for the thread that asks it.
#[derive(Debug)]
enum Owned {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
}

fn owned(values: &[Value<'_>]) -> Vec<Owned> {
    let own = |value: &Value<'_>| match *value {
        Value::Null => Owned::Null,
        Value::Int(number) => Owned::Int(number),
        Value::Bool(yes) => Owned::Bool(yes),
        // PostgreSQL keeps no NUL in a text.
        Value::Text(text) => Owned::Text(text.replace('\0', "\u{fffd}")),
        Value::Bytes(bytes) => Owned::Bytes(bytes.to_owned()),
    };
    values.iter().map(own).collect()
}

fn sendable(values: &[Owned]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Owned {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Owned::Null => Ok(IsNull::Yes),
            Owned::Int(number) => match *kind {
                Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
                Type::INT2 => i16::try_from(*number)?.to_sql(kind, out),
                Type::BOOL => (*number != 0).to_sql(kind, out),
                _ => number.to_sql(kind, out),
            },
            Owned::Bool(yes) => yes.to_sql(kind, out),
            Owned::Text(text) => text.to_sql(kind, out),
            Owned::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A column, read as whatever it is.
struct Column<'r>(Value<'r>);

impl<'r> FromSql<'r> for Column<'r> {
    fn from_sql(
        kind: &Type,
        raw: &'r [u8],
    ) -> std::result::Result<Column<'r>, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Column(match *kind {
            Type::BOOL => Value::Bool(bool::from_sql(kind, raw)?),
            Type::INT2 => Value::Int(i16::from_sql(kind, raw)?.into()),
            Type::INT4 => Value::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT8 => Value::Int(i64::from_sql(kind, raw)?),
            Type::BYTEA => Value::Bytes(<&[u8]>::from_sql(kind, raw)?),
            _ => Value::Text(<&str>::from_sql(kind, raw)?),
        }))
    }

    fn from_sql_null(
        _: &Type,
    ) -> std::result::Result<Column<'r>, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Column(Value::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

pub(super) fn value(row: &tokio_postgres::Row, column: usize) -> Result<Value<'_>> {
    match row.try_get::<usize, Column<'_>>(column) {
        Ok(Column(value)) => Ok(value),
        Err(error) => Err(Error::column(column, error)),
    }
}
