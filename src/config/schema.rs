//! A JSON Schema of the files, for editors: out of the same table that the reader goes by (`read::keys`), so that both
//! know the same keys.

use serde_json::{Map, Value, json};

use crate::config::read::keys::{Key, Kind, ROOT, Shape};
use crate::model::Language;

/// The schema of a whole file, described in both languages.
pub fn schema() -> Value {
    let mut whole = object(&ROOT);
    let title = [
        ("$schema", json!("http://json-schema.org/draft-07/schema#")),
        ("title", json!("duban")),
        ("description", json!("duban 的配置文件\n\nA configuration file of duban")),
    ];
    for (key, value) in title {
        whole.insert(key.to_owned(), value);
    }
    Value::Object(whole)
}

/// A table: its keys, and no others.
fn object(shape: &Shape) -> Map<String, Value> {
    let properties = shape.keys.iter().map(|key| (key.name.to_owned(), property(shape, key)));
    let required: Vec<&str> =
        shape.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    object.insert("properties".to_owned(), Value::Object(properties.collect()));
    if !required.is_empty() {
        object.insert("required".to_owned(), json!(required));
    }
    object.insert("additionalProperties".to_owned(), json!(false));
    object
}

fn property(shape: &Shape, key: &Key) -> Value {
    let mut property = kind(key.kind);
    let says = [Language::ZhCn, Language::En].map(|language| key.says.said(language));
    property.insert("description".to_owned(), json!(says.join("\n\n")));
    if let Some(default) = default(shape.name, key.name) {
        property.insert("default".to_owned(), default);
    }
    property.insert("examples".to_owned(), json!([example(shape, key)]));
    Value::Object(property)
}

/// What a value may be. Dates of TOML are strings to a schema.
fn kind(kind: Kind) -> Map<String, Value> {
    const DAY: &str = r"^\d{4}-\d{2}-\d{2}";
    let string = || json!({ "type": "string" });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let one_or_more = |one: Value| json!({ "anyOf": [one.clone(), list(one)] });
    let of = |shape: &Shape| Value::Object(object(shape));
    let schema = match kind {
        Kind::Text | Kind::Length | Kind::Hours | Kind::Time | Kind::Zone | Kind::Rate => string(),
        Kind::Listen | Kind::Address | Kind::Mailbox | Kind::Due => string(),
        Kind::Line | Kind::Id(_) => json!({ "type": "string", "minLength": 1 }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Whole(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Kind::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Kind::Choice(words) => json!({ "type": "string", "enum": words() }),
        Kind::Letter(words) => json!({ "anyOf": [
            { "type": "string", "enum": words() },
            { "type": "string", "minLength": 1 },
        ] }),
        Kind::Choices(words) => list(json!({ "type": "string", "enum": words() })),
        Kind::Date => json!({ "type": "string", "pattern": format!("{DAY}$") }),
        Kind::Dates => list(json!({ "type": "string", "pattern": format!("{DAY}$") })),
        Kind::When => json!({ "type": "string", "pattern": DAY }),
        Kind::At => json!({ "type": "string", "minLength": 2 }),
        Kind::Rhythm | Kind::AnyOf => one_or_more(string()),
        Kind::Mailboxes | Kind::Ids(_) | Kind::Roles | Kind::Texts => list(string()),
        Kind::Fields => json!({ "type": "object", "additionalProperties": string() }),
        Kind::Table(shape) => of(shape),
        Kind::OneOrMore(shape) => one_or_more(of(shape)),
        Kind::LineOr(shape) => json!({ "anyOf": [string(), of(shape)] }),
        Kind::Tables(shape) => list(of(shape)),
        Kind::Named(shape) => json!({ "type": "object", "additionalProperties": of(shape) }),
    };
    match schema {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}

/// What holds where the key is left out, if that is one value.
fn default(shape: &str, key: &str) -> Option<Value> {
    Some(match (shape, key) {
        ("the file", "language") => json!("zh-CN"),
        ("[mail]", "detail") => json!(false),
        ("[mail]", "subject") => json!("name"),
        ("[mail]", "sendmail") => json!("/usr/sbin/sendmail"),
        ("[mail.smtp]", "security") => json!("starttls"),
        ("[mail.smtp]", "connections") => json!(4),
        ("[guard]", "max-letters") => json!(500),
        ("[guard]", "max-changes") => json!(50),
        ("[guard]", "max-copies") => json!(3),
        ("[guard]", "max-changes-share") => json!(0.34),
        ("[answers]", "patience") => json!("5wd"),
        ("[ledger]", "url") => json!("sqlite"),
        ("[calendars.ID]", "workdays") => json!(["mon", "tue", "wed", "thu", "fri"]),
        ("[calendars.ID]", "hours") => json!("09:00-18:00"),
        ("[calendars.ID]", "send-on") => json!("workdays"),
        ("[policies.ID]", "group") => json!(true),
        ("stages = [{ … }]", "from") => json!("due"),
        ("stages = [{ … }]", "release") => json!("auto"),
        ("[[tallies]]", "of") => json!("tasks"),
        ("[[tallies]]", "per") => json!("whole"),
        ("[[tallies]]", "subtree") => json!(false),
        ("[[tallies]]", "letter") => json!("tally"),
        ("[[tallies]]", "release") => json!("auto"),
        ("stages = [{ … }]", "importance") => json!("normal"),
        ("hold = { … }", "stops-clock") => json!(false),
        ("[[task]]" | "[defaults]", "severity") => json!("medium"),
        _ => return None,
    })
}

/// A value that may stand there; of a table one with the keys that must be there, else its first.
fn example(shape: &Shape, key: &Key) -> Value {
    let table = |shape: &'static Shape| {
        let must = shape.keys.iter().filter(|key| key.required).collect::<Vec<_>>();
        let keys = if must.is_empty() { vec![&shape.keys[0]] } else { must };
        let pairs = keys.into_iter().map(|key| (key.name.to_owned(), example(shape, key)));
        Value::Object(pairs.collect())
    };
    match key.kind {
        Kind::Table(below) | Kind::OneOrMore(below) => table(below),
        Kind::Tables(below) => json!([table(below)]),
        Kind::Named(below) => json!({ named(key.name): table(below) }),
        Kind::Flag => json!(true),
        Kind::Whole(low, high) => json!(default(shape.name, key.name).unwrap_or_else(|| {
            json!(if (587..=65_535).contains(&high) { 587 } else { 5.clamp(low, high) })
        })),
        Kind::Share => json!(0.34),
        Kind::Choice(words) | Kind::Letter(words) => json!(words().first()),
        Kind::Choices(words) => json!(words()[..2]),
        Kind::Date | Kind::When => json!("2026-11-30"),
        Kind::Dates => json!(["2026-12-24"]),
        Kind::Due => json!("opened+30d"),
        Kind::At => json!("+5wd"),
        Kind::Length => json!("1mo"),
        Kind::Rhythm => json!("2wd"),
        Kind::Hours => json!("09:00-18:00"),
        Kind::Time => json!("09:00"),
        Kind::Zone => json!("Asia/Shanghai"),
        Kind::Rate => json!("600/min"),
        Kind::Listen => json!("127.0.0.1:9470"),
        Kind::Address => json!("zhang@example.org"),
        Kind::Mailbox => json!("督办室 <duban@example.org>"),
        Kind::Mailboxes => json!(["ops@example.org"]),
        Kind::Id(_) => json!(named(key.name)),
        Kind::Ids(_) => json!(["zhang"]),
        Kind::Roles => json!(["owner", "head+1"]),
        Kind::AnyOf => json!(text(shape.name, key.name)),
        Kind::Texts => json!([text(shape.name, key.name)]),
        Kind::Fields => json!({ "整改措施": "…" }),
        Kind::Text | Kind::Line | Kind::LineOr(_) => json!(text(shape.name, key.name)),
    }
}

/// An id, by the key that holds it or the table that it names.
fn named(key: &str) -> &'static str {
    match key {
        "unit" | "units" => "city-a",
        "parent" => "province",
        "policy" | "policies" => "standard",
        "calendar" | "calendars" => "default",
        "groups" => "leading-group",
        "letters" => "supervision",
        "supervisor" => "inspector-3",
        "delegate" => "li",
        "head" => "wang",
        _ => "zhang",
    }
}

/// A text, by the key that holds it; by its table where several have such a key.
fn text(shape: &str, key: &str) -> &'static str {
    match (shape, key) {
        ("[heartbeat]", "url") => return "https://monitor.example.org/ping/duban",
        ("[web]", "url") => return "https://duban.example.org",
        ("[templates]", "folder") => return "templates",
        _ => {}
    }
    match key {
        "policy" => "standard",
        "supervisor" => "inspector-3",
        "maildir" => "/var/mail/duban/Maildir",
        "folder" => "INBOX",
        "user" => "duban",
        "trusted-results" => "mail.example.org",
        "contact" => "王五，电话 010-55550142",
        "salutation" => "{name}老师",
        "id" => "A-2026-017",
        "title" | "name" => "出台轮岗办法",
        "detail" | "text" => "方案已报审",
        "reason" => "等待批复",
        "category" => "建章立制",
        "source" => "inspection",
        "batch" => "2026-2",
        "severity" => "high",
        "by" => "wang",
        "include" => "tasks/*.toml",
        "holidays" => "CN",
        "host" => "mail.example.org",
        "username" => "duban",
        "credential" | "file" => "smtp-password",
        "env" => "SMTP_PASSWORD",
        "ca" => "relay-ca.pem",
        "sendmail" => "/usr/sbin/sendmail",
        "subject-prefix" => "[督办]",
        "url" => "sqlite",
        "links" => "https://example.org/17",
        "cron" => "0 9 5 * *",
        "roll" => "later",
        "number" => "督办〔{year}〕{n}号",
        "colour" => "red",
        "late" => ">30d",
        "stage" => "supervise",
        "letter" => "supervision",
        "evidence" => "会议纪要〔2026〕12号",
        "unit" => "city-a",
        _ => "zhang",
    }
}
