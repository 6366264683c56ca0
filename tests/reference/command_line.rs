//! What `--help` lists.

/// The names of the commands below a command; `help` explains itself.
pub fn names(help: &str) -> Vec<String> {
    let is_heading = |line: &str| line.starts_with("Commands:") || line.starts_with("命令：");
    let below = help.lines().skip_while(|line| !is_heading(line)).skip(1);
    let lines = below.take_while(|line| !line.trim().is_empty());
    let names = lines.filter_map(|line| {
        let name = line.strip_prefix("  ")?.split_whitespace().next()?;
        (!line.starts_with("   ") && name != "help").then(|| name.to_owned())
    });
    names.collect()
}
