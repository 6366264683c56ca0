//! Parse, run, and map the result to an exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    duban::cli::main()
}
