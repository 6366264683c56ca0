//! Commands on a real terminal, by script(1): they ask for what no option says. And what a reader who leaves early changes.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::installation::{Installation, text};

/// What a command prints on a terminal at which these lines are typed; its exit status.
fn typed(folder: &Path, command: &str, lines: &[&str]) -> (String, i32) {
    let binary = Path::new(env!("CARGO_BIN_EXE_duban")).parent().expect("a folder");
    let mut script = Command::new("script");
    script.args(["-q", "-e", "-c", command, "/dev/null"]).current_dir(folder);
    script.env("PATH", format!("{}:/usr/bin:/bin", binary.display())).env("LC_ALL", "C.UTF-8");
    script.env("NO_COLOR", "1").env("TZ", "Asia/Shanghai").env_remove("DUBAN_CONFIG");
    script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut script = script.spawn().expect("script(1)");
    let answers: String = lines.iter().map(|line| format!("{line}\n")).collect();
    // It stays open until the command has ended: its end would be typed as one, too.
    let mut input = script.stdin.take().expect("its input");
    input.write_all(answers.as_bytes()).expect("typed");
    let output = script.wait_with_output().expect("ended");
    drop(input);
    (text(&output), output.status.code().unwrap_or(-1))
}

#[test]
fn init_and_add_ask_for_what_no_option_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let answers = ["陈六", "chen@example.org", "督办室", ""];
    let (printed, status) = typed(folder.path(), "duban --lang zh-CN init neu", &answers);
    assert_eq!(status, 0, "{printed}");
    for question in ["您的姓名：", "您的邮箱：", "发函的单位或部门：", "时区： [Asia/Shanghai]"]
    {
        assert!(printed.contains(question), "{question} is missing in:\n{printed}");
    }
    let new = folder.path().join("neu");
    let (printed, status) = typed(&new, "duban check", &[]);
    assert_eq!(status, 0, "{printed}");
    // An empty answer takes what is proposed, and leaves out what may be.
    let (printed, status) = typed(&new, "duban add", &["清理台账", "", "", "", "2026-12-29"]);
    assert_eq!(status, 0, "{printed}");
    let tasks = std::fs::read_to_string(new.join("tasks/tasks.toml")).expect("tasks");
    assert!(
        tasks.contains("title = \"清理台账\"") && tasks.contains("due = 2026-12-29"),
        "{tasks}"
    );
    // The comments of the first task stay with it.
    let (first, second) = tasks.rsplit_once("\n\n[[task]]\nid = ").expect("another task");
    assert!(first.contains("duban done") && !second.contains("duban done"), "{tasks}");
    let (printed, status) = typed(&new, "duban check", &[]);
    assert_eq!(status, 0, "{printed}");
}

const TASKS: &str = r#"
[policies.p]
stages = [{ name = "late", at = "+1d", to = ["owner"] }]
[[task]]
id = "A-1"
title = "修订制度"
owner = "zhang"
policy = "p"
due = 2026-11-30
done = 2026-11-20
"#;

#[test]
fn a_reader_who_leaves_early_keeps_no_command_from_its_work() {
    let office = Installation::with_outbox(TASKS);
    let root = office.folder.path().join("duban.toml");
    let closed = |arguments: &[&str]| {
        let mut command = office.command(None, arguments);
        let (reader, writer) = std::io::pipe().expect("a pipe");
        // Nobody reads, from the first byte on.
        drop(reader);
        command.stdout(writer).stderr(Stdio::null()).status().expect("duban runs").code()
    };
    assert_eq!(closed(&["reopen", "A-1"]), Some(0));
    let after = std::fs::read_to_string(&root).expect("read");
    assert!(!after.contains("done = 2026-11-20"), "it was written: {after}");
    let list = office.folder.path().join("l.csv");
    std::fs::write(&list, "编号,问题,责任人,整改时限\nB-1,甲,张三,2026-12-01\n").expect("written");
    let list = list.to_str().expect("UTF-8");
    assert_eq!(closed(&["import", list, "--policy", "p", "--write"]), Some(0));
    assert!(office.folder.path().join("tasks/l.toml").exists());
}
