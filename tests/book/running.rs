//! Commands of the book, run in a folder at a given time.

use std::path::Path;
use std::process::Command;

use crate::faketime::fake_clock;

/// What a command printed, with its exit status if that is not 0.
pub fn run(command: &str, at: &str, folder: &Path, locale: &str) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_duban"));
    let path = format!("{}:/usr/bin:/bin", binary.parent().expect("its folder").display());
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(folder)
        .env_clear()
        .envs([("PATH", path.as_str()), ("LANG", locale), ("TZ", "Asia/Shanghai")])
        .envs([("COLUMNS", "110"), ("HOME", "/nonexistent"), ("USER", "chen")])
        // Whoever runs the tests, the clerk of the book is Chen Liu.
        .env("SUDO_USER", "chen");
    fake_clock(&mut shell, at);
    let output = shell.output().expect("sh runs");
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said = said.replace(&folder.display().to_string(), "/srv/duban");
    let status = output.status.code().unwrap_or(-1);
    if status != 0 {
        said += &format!("[{status}]\n");
    }
    said
}
