//! `duban completions`: what a shell needs to complete duban's command line. The script asks duban itself (`candidates`).

use clap::{Args, Command};
use clap_complete::Shell;
use clap_complete::env::Shells;

use crate::cli::candidates::VARIABLE;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_bytes;
use crate::words::help;

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    #[arg(value_enum, value_name = say(help::SHELL), help = say(help::COMPLETIONS_SHELL))]
    shell: Shell,
}

/// zsh reads the file when duban is completed first, as the body of the function `_duban`: it is to answer then, too.
const ZSH: &str = r#"
if [ "$funcstack[1]" = "_duban" ]; then
    _clap_dynamic_completer_duban "$@"
fi
"#;

impl Completions {
    pub(super) fn run(self, command: Command) -> anyhow::Result<Exit> {
        let (shells, name) = (Shells::builtins(), self.shell.to_string());
        let mut script = Vec::new();
        if let Some(shell) = shells.completer(&name) {
            let duban = command.get_name();
            shell.write_registration(VARIABLE, duban, duban, duban, &mut script)?;
        }
        if self.shell == Shell::Zsh {
            script.extend_from_slice(ZSH.as_bytes());
        }
        print_bytes(&script)?;
        Ok(Exit::Fine)
    }
}
