//! Pages that are made of what the program itself says of its keys, commands, findings, letters and rules,
//! so that book and program cannot disagree.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use serde_json::Value;

use crate::command_line;
use crate::running::run;

/// The pages of a language by their names.
pub fn pages(language: &str, locale: &str) -> Vec<(&'static str, String)> {
    let zh = language == "zh-CN";
    vec![
        ("keys.md", keys(zh, locale)),
        ("commands.md", commands(zh, locale)),
        ("findings.md", findings(zh, locale)),
        ("letters.md", letters(zh, locale)),
        ("rules.md", rules(zh, locale)),
    ]
}

/// What a person of that language reads.
fn said(zh: bool, chinese: &'static str, english: &'static str) -> &'static str {
    if zh { chinese } else { english }
}

fn made(zh: bool) -> &'static str {
    said(
        zh,
        "本页由程序自己的表生成，与程序一致。",
        "This page is made from the program's own tables, and agrees with it.",
    )
}

const NOW: &str = "2026-11-24 10:00:00";

fn printed(command: &str, folder: &Path, locale: &str) -> String {
    run(command, NOW, folder, locale)
}

fn json(command: &str, locale: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    serde_json::from_str(&printed(command, folder.path(), locale)).expect("JSON")
}

// Keys.

fn keys(zh: bool, locale: &str) -> String {
    let schema = json("duban schema", locale);
    let mut page = format!("# {}\n\n{}\n\n", said(zh, "配置的键", "Keys of the files"), made(zh));
    page += said(
        zh,
        "带 * 的键必须写。编辑器按 `duban schema` 认得这些键。\n",
        "A key with * must be there. Editors know these keys by `duban schema`.\n",
    );
    let mut known = BTreeMap::new();
    table(zh, "", &schema, &mut known, &mut page);
    page
}

/// What a value holds below it: how that is written, and its schema.
fn below<'s>(path: &str, property: &'s Value) -> Option<(String, &'s Value)> {
    let is_table = |one: &Value| one["properties"].is_object();
    let first = property["anyOf"][0].is_object().then(|| &property["anyOf"]);
    let one = first.map_or(property, |choices| {
        let tables = choices.as_array().into_iter().flatten();
        tables.into_iter().find(|one| is_table(one)).unwrap_or(property)
    });
    if is_table(one) {
        return Some((format!("[{path}]"), one));
    }
    if is_table(&property["items"]) {
        return Some((format!("[[{path}]]"), &property["items"]));
    }
    let named = &property["additionalProperties"];
    is_table(named).then(|| (format!("[{path}.ID]"), named))
}

fn table(
    zh: bool,
    path: &str,
    schema: &Value,
    known: &mut BTreeMap<String, String>,
    page: &mut String,
) {
    let properties = schema["properties"].as_object().expect("keys");
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    *page += "\n| ";
    *page += said(
        zh,
        "键 | 值 | 不写时 | 例 | 说明 |\n|---|---|---|---|---|\n",
        "key | value | default | example | what it says |\n|---|---|---|---|---|\n",
    );
    for (key, property) in properties {
        let must = if required.contains(&key.as_str()) { " *" } else { "" };
        let both = property["description"].as_str().expect("words");
        let (chinese, english) = both.split_once("\n\n").expect("both languages");
        let default = &property["default"];
        let default = if default.is_null() { String::new() } else { code(default, property) };
        let example = code(&property["examples"][0], property);
        let words = if zh { chinese } else { english };
        let _ = writeln!(
            page,
            "| `{key}`{must} | {} | {default} | {example} | {words} |",
            kind(zh, property)
        );
    }
    for (key, property) in properties {
        let inner = path.trim_matches(['[', ']']);
        let whole = if inner.is_empty() { key.clone() } else { format!("{inner}.{key}") };
        let Some((heading, schema)) = below(&whole, property) else { continue };
        let same = schema["properties"].to_string();
        let _ = write!(page, "\n## `{heading}`\n");
        match known.get(&same) {
            Some(first) => {
                let _ = writeln!(page, "\n{} `{first}`.", said(zh, "同", "As"));
            }
            None => {
                known.insert(same, heading.clone());
                table(zh, &heading, schema, known, page);
            }
        }
    }
}

/// What a value may be, in words.
fn kind(zh: bool, property: &Value) -> String {
    if let Some(words) = property["enum"].as_array() {
        let words = words.iter().filter_map(Value::as_str).map(|word| format!("`\"{word}\"`"));
        return words.collect::<Vec<_>>().join(", ");
    }
    if let Some(choices) = property["anyOf"].as_array() {
        let choices: Vec<String> = choices.iter().map(|one| kind(zh, one)).collect();
        return choices.join(said(zh, " 或 ", " or "));
    }
    let dated = property["pattern"].is_string();
    let words = match property["type"].as_str().unwrap_or_default() {
        "string" if dated => said(zh, "日期", "date"),
        "string" => said(zh, "文本", "text"),
        "boolean" => said(zh, "true 或 false", "true or false"),
        "integer" => said(zh, "整数", "whole number"),
        "number" => said(zh, "数", "number"),
        "array" => {
            let items = kind(zh, &property["items"]);
            return format!("{}{items}", said(zh, "列表：", "list of "));
        }
        "object" => said(zh, "表", "table"),
        other => panic!("the type {other}"),
    };
    words.to_owned()
}

/// A value as a file has it, in a cell of a table.
fn code(value: &Value, property: &Value) -> String {
    format!("`{}`", toml(value, property)).replace('|', "\\|")
}

fn toml(value: &Value, property: &Value) -> String {
    let choice = &property["anyOf"][0];
    let property = if choice.is_object() { choice } else { property };
    match value {
        Value::String(text) if property["pattern"].is_string() => text.clone(),
        Value::String(text) => format!("{text:?}"),
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(|one| toml(one, &property["items"])).collect();
            format!("[{}]", list.join(", "))
        }
        Value::Object(table) => {
            let pairs = table.iter().map(|(key, one)| {
                let known = &property["properties"][key];
                let schema =
                    if known.is_object() { known } else { &property["additionalProperties"] };
                let bare =
                    key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
                let key = if bare { key.clone() } else { format!("{key:?}") };
                format!("{key} = {}", toml(one, schema))
            });
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

// Commands.

fn commands(zh: bool, locale: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut page = format!("# {}\n\n{}\n", said(zh, "命令", "Commands"), made(zh));
    let whole = printed("duban --help", folder.path(), locale);
    let _ = write!(page, "\n```text\n{whole}```\n");
    for name in command_line::names(&whole) {
        one_command(&name, folder.path(), locale, &mut page);
    }
    page
}

fn one_command(name: &str, folder: &Path, locale: &str, page: &mut String) {
    let help = printed(&format!("duban {name} --help"), folder, locale);
    let _ = write!(page, "\n## `duban {name}`\n\n```text\n{help}```\n");
    for below in command_line::names(&help) {
        one_command(&format!("{name} {below}"), folder, locale, page);
    }
}

// Findings.

fn findings(zh: bool, locale: &str) -> String {
    let all = json("duban explain-error --json", locale);
    let mut page = format!("# {}\n\n{}\n", said(zh, "检查结果", "Findings of `check`"), made(zh));
    page += said(
        zh,
        "`duban explain-error 代码` 在终端上说同样的话。\n",
        "`duban explain-error CODE` says the same on the terminal.\n",
    );
    for (level, heading) in [
        ("error", said(zh, "错误：配置不能生效", "Errors: the configuration is refused")),
        (
            "warning",
            said(
                zh,
                "警告：可以生效，但像是有误",
                "Warnings: it is taken, and looks like a mistake",
            ),
        ),
    ] {
        let _ = write!(page, "\n## {heading}\n");
        let codes = all.as_array().expect("a list").iter().filter(|one| one["level"] == level);
        for one in codes {
            let text = |key: &str| one[key].as_str().unwrap_or_default();
            let _ = write!(page, "\n### `{}`\n\n{}\n", text("code"), text("means"));
            for (key, heading) in
                [("wrong", said(zh, "有误：", "Wrong:")), ("right", said(zh, "正确：", "Right:"))]
            {
                if !text(key).is_empty() {
                    let _ = write!(page, "\n{heading}\n\n```toml\n{}\n```\n", text(key).trim_end());
                }
            }
        }
    }
    page
}

// Letters.

/// A small office in which each letter about a task has its moment.
const OFFICE: &str = r#"
[mail]
from = "督办室 <duban@example.org>"
[calendars.default]
timezone = "Asia/Shanghai"
holidays = ["CN"]
[people]
zhang = { name = "张三", email = "zhang@example.org" }
wang = { name = "王五", email = "wang@example.org" }
chen = { name = "陈六", email = "chen@example.org" }
[units.city-a]
name = "A 市局"
head = "wang"
supervisor = "chen"
[defaults]
unit = "city-a"
owner = "zhang"
policy = "every"
"#;

/// Where the stage of a letter lies, and what its task has besides.
fn moment(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "assignment" => ("from = \"opened\", at = \"0d\"", ""),
        "reminder" => ("at = \"-7d\"", ""),
        "verification" => ("from = \"done\", at = \"+1wd\"", "done = 2026-11-20\n"),
        "look-back" => {
            ("from = \"verified\", at = \"+1d\"", "done = 2026-11-02\nverified = 2026-11-09\n")
        }
        "returned" => (
            "from = \"returned\", at = \"0d\"",
            "returned = [{ on = 2026-11-23, by = \"chen\", reason = \"证据不足\" }]\n",
        ),
        "supervision" => ("at = \"+5wd\"", ""),
        "circular" => ("at = \"+20wd\"", ""),
        _ => ("at = \"+1d\"", ""),
    }
}

fn letters(zh: bool, locale: &str) -> String {
    let schema = json("duban schema", locale);
    let stage = &schema["properties"]["policies"]["additionalProperties"]["properties"]["stages"];
    let kinds =
        stage["items"]["properties"]["letter"]["anyOf"][0]["enum"].as_array().expect("kinds");
    let kinds: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
    let language = said(zh, "zh-CN", "en");
    let mut page = format!("# {}\n\n{}\n", said(zh, "函", "Letters"), made(zh));
    page += said(
        zh,
        "每一种函的正文如下。`letter = \"…\"` 写在阶段里；不写时，期限前是提醒函，期限后是逾期提醒。\n",
        "The text of each letter. A stage names one by `letter = \"…\"`; without it, a reminder goes before the deadline and an overdue letter after it.\n",
    );
    for kind in kinds {
        let (at, more) = moment(kind);
        let due =
            if ["reminder", "assignment"].contains(&kind) { "2026-11-30" } else { "2026-10-26" };
        let task = format!(
            "language = \"{language}\"\n{OFFICE}\n[policies.every]\nstages = [{{ name = \"{kind}\", {at}, to = [\"owner\"], cc = [\"head\"], letter = \"{kind}\" }}]\n\
             [[task]]\nid = \"A-2026-017\"\ntitle = \"{}\"\nopened = 2026-10-09\ndue = {due}\n{more}",
            said(
                zh,
                "出台市县政法机关领导干部交流轮岗办法",
                "Issue rules on the rotation of leading officials"
            )
        );
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("duban.toml"), task).expect("written");
        let text = printed(
            &format!("duban render A-2026-017 --stage {kind} 2>/dev/null"),
            folder.path(),
            locale,
        );
        let _ = write!(page, "\n## `{kind}`\n\n```text\n{}\n```\n", text.trim_end());
    }
    page
}

// Rules.

fn rules(zh: bool, locale: &str) -> String {
    let all = json("duban explain-error --rules --json", locale);
    let mut page = format!("# {}\n\n{}\n", said(zh, "规则", "Rules"), made(zh));
    page += said(
        zh,
        "`duban explain`、检查结果和给管理员的函引用这些编号；`duban explain-error T8` 在终端上说同样的话。全文见 `docs/rules.md`（英文）。\n\n| 编号 | 规则 |\n|---|---|\n",
        "`duban explain`, findings and letters to the admin cite these numbers; `duban explain-error T8` says the same on the terminal. In full: `docs/rules.md`.\n\n| number | rule |\n|---|---|\n",
    );
    for one in all.as_array().expect("a list") {
        let text = |key: &str| one[key].as_str().unwrap_or_default();
        let _ = writeln!(page, "| {} | {} |", text("rule"), text("says").replace('|', "\\|"));
    }
    page
}
