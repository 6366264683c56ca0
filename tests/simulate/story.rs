//! A life that ended badly, told so that a person can follow it: lived once more, with duban's own log
//! between what the world did.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tracing::subscriber::with_default;
use tracing_subscriber::fmt::MakeWriter;

use super::life::{self, Life};
use super::panics;
use super::world::World;

/// Lives a life; says what was wrong with it.
pub fn lived(seed: u64) -> Result<Life, String> {
    let world = World::new();
    status(|| life::live(seed, &world))
}

/// The story of a seed that failed so.
pub fn told(seed: u64, why: &str) -> String {
    let world = World::new();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_target(false)
        .without_time()
        .with_writer(Log(world.clone()))
        .finish();
    let again = with_default(subscriber, || status(|| life::live(seed, &world)));
    let trace = world.lock().trace.join("\n");
    let why = match again.err() {
        Some(again) if again == why => again,
        other => format!("{why}\n\nNot again! The second time: {other:?}"),
    };
    format!("---- seed {seed}\n{trace}\n\nseed {seed}: {why}\n----")
}

/// A panic anywhere in a life is wrong, be it in a task whose end somebody looks at.
fn status(live: impl FnOnce() -> Result<Life, String>) -> Result<Life, String> {
    panics::forget();
    let life = catch_unwind(AssertUnwindSafe(live));
    match (life, panics::all()) {
        (Ok(life), panics) if panics.is_empty() => life,
        (_, panics) => Err(format!("panicked: {}", panics.join("; "))),
    }
}

/// Lines of the log become part of the trace.
#[derive(Clone)]
struct Log(World);

impl io::Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(line);
        self.0.lock().note(format!("  {}", line.trim()));
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}
