//! What the process holds, letters and the relay's password among it, gets into no core dump. SECURITY.md says what else is kept from whom.

use std::io;

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// From here on the process leaves no core dump. The limit alone would not do: a dump that is handed to a
/// program does not heed it. Nor can other processes of the same user look into this one any more.
pub(crate) fn no_core_dumps() -> io::Result<()> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    Ok(set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
}
