//! The ledger's server: a schema for each life, whose clock shows the time that the simulation says.

use std::sync::Mutex;
use std::sync::mpsc::{self, Sender};

use tokio_postgres::NoTls;

use super::test_server;
use super::world::Moment;

/// A schema and its clock. What duban asks for as `clock_timestamp()` is a function of this schema.
pub struct Server {
    pub schema: String,
    asks: Mutex<(Sender<String>, mpsc::Receiver<()>)>,
    shows: Mutex<Moment>,
}

impl Server {
    /// Makes it anew.
    pub fn make(seed: u64) -> Server {
        let schema = format!("life{seed}");
        let (asks, asked) = mpsc::channel::<String>();
        let (answer, answers) = mpsc::channel();
        let url = test_server::url("public");
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let (client, connection) =
                    tokio_postgres::connect(&url, NoTls).await.expect("the server");
                let driver = tokio::spawn(connection);
                while let Ok(sql) = asked.recv() {
                    client.batch_execute(&sql).await.expect("the server answers");
                    if answer.send(()).is_err() {
                        break;
                    }
                }
                driver.abort();
            });
        });
        let server =
            Server { schema, asks: Mutex::new((asks, answers)), shows: Mutex::new(Moment::MIN) };
        server.ask(&format!(
            "DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}; CREATE SEQUENCE {0}.simulated MINVALUE 0;
             CREATE FUNCTION {0}.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
                 'SELECT to_timestamp(last_value / 1000000.0) FROM {0}.simulated'",
            server.schema
        ));
        server
    }

    /// How to reach it, by a socket in that folder, or without a detour.
    pub fn url(&self, folder: Option<&str>) -> String {
        let url = test_server::url(&format!("{},pg_catalog", self.schema));
        let Some(folder) = folder else { return url };
        let rest = url.split_once(' ').map_or("", |(_host, rest)| rest);
        format!("host={folder} {rest}")
    }

    /// The folder of the server's own socket.
    pub fn socket() -> String {
        let url = test_server::url("public");
        let host = url.split(' ').find_map(|one| one.strip_prefix("host="));
        format!("{}/.s.PGSQL.5432", host.expect("a socket"))
    }

    /// The server's clock shows this from now on.
    pub fn shows(&self, now: Moment) {
        let mut shows = self.shows.lock().expect("not poisoned");
        if std::mem::replace(&mut *shows, now) != now {
            self.ask(&format!("SELECT setval('{}.simulated', {now})", self.schema));
        }
    }

    /// The life is over.
    pub fn drop_schema(&self) {
        self.ask(&format!("DROP SCHEMA {} CASCADE", self.schema));
    }

    fn ask(&self, sql: &str) {
        let asks = self.asks.lock().expect("not poisoned");
        asks.0.send(sql.to_owned()).expect("the thread lives");
        asks.1.recv().expect("the server answers");
    }
}
