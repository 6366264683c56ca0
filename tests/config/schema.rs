//! The schema that editors use and the reader know the same keys.

use std::path::{Path, PathBuf};

use duban::config::schema::schema;
use serde_json::{Map, Value, json};

use super::load;

/// The sample configurations, each file of them.
fn samples() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("config")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|one| one == "toml") {
                found.push(path);
            }
        }
    }
    // Holiday sets are files of another kind.
    found.retain(|path| !path.components().any(|part| part.as_os_str() == "holidays"));
    found
}

/// A document as a schema sees it: dates are texts.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Table(table) => {
            table.iter().map(|(key, value)| (key.clone(), as_json(value))).collect()
        }
        toml::Value::Array(list) => list.iter().map(as_json).collect(),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
    }
}

/// What is wrong with a document. It knows the words that our schema has, and fails on any other.
fn wrong(schema: &Value, document: &Value, at: &str) -> Vec<String> {
    let schema = schema.as_object().expect("a schema");
    let mut all = Vec::new();
    for (word, value) in schema {
        let fine = match word.as_str() {
            "$schema" | "title" | "description" | "default" | "examples" => true,
            "type" => match value.as_str().expect("a type") {
                "object" => document.is_object(),
                "array" => document.is_array(),
                "string" => document.is_string(),
                "boolean" => document.is_boolean(),
                "integer" => document.is_i64() || document.is_u64(),
                "number" => document.is_number(),
                other => panic!("the type {other}"),
            },
            "enum" => value.as_array().expect("values").contains(document),
            "minimum" => document.as_f64() >= value.as_f64(),
            "maximum" => document.as_f64() <= value.as_f64(),
            "minLength" => document.as_str().is_some_and(|text| !text.is_empty()),
            "pattern" => {
                document.as_str().is_some_and(|text| text.parse::<toml::value::Datetime>().is_ok())
            }
            "anyOf" => {
                let choices = value.as_array().expect("choices");
                choices.iter().any(|one| wrong(one, document, at).is_empty())
            }
            "required" => {
                let keys = value.as_array().expect("keys").iter().filter_map(Value::as_str);
                keys.into_iter().all(|key| document.get(key).is_some())
            }
            "items" => {
                for (number, one) in document.as_array().into_iter().flatten().enumerate() {
                    all.extend(wrong(value, one, &format!("{at}[{number}]")));
                }
                true
            }
            "properties" | "additionalProperties" => {
                all.extend(wrong_keys(schema, word, value, document, at));
                true
            }
            other => panic!("the word {other}"),
        };
        if !fine {
            all.push(format!("{at}: {word} {value}, but {document}"));
        }
    }
    all
}

fn wrong_keys(
    schema: &Map<String, Value>,
    word: &str,
    value: &Value,
    document: &Value,
    at: &str,
) -> Vec<String> {
    let known = |key: &str| schema.get("properties").is_some_and(|all| all.get(key).is_some());
    let pairs = document.as_object().into_iter().flatten();
    let check = |(key, one): (&String, &Value)| match (word, value) {
        ("properties", value) => {
            value.get(key).map(|schema| wrong(schema, one, &format!("{at}.{key}")))
        }
        (_, Value::Bool(false)) if !known(key) => Some(vec![format!("{at}: no key {key}")]),
        (_, Value::Bool(_)) => None,
        (_, schema) if !known(key) => Some(wrong(schema, one, &format!("{at}.{key}"))),
        _ => None,
    };
    pairs.filter_map(check).flatten().collect()
}

#[test]
fn the_schema_accepts_every_sample_and_no_unknown_key() {
    let (schema, samples) = (schema(), samples());
    assert!(samples.len() > 5, "the samples were not found");
    for path in samples {
        let text = std::fs::read_to_string(&path).expect("a sample");
        let document = as_json(&toml::Value::Table(text.parse().expect("TOML")));
        assert_eq!(wrong(&schema, &document, ""), Vec::<String>::new(), "{}", path.display());
        for place in tables(&document) {
            let mut odd = document.clone();
            let table = odd.pointer_mut(&place).and_then(Value::as_object_mut).expect("a table");
            table.insert("no-such-key".to_owned(), json!(1));
            assert!(!wrong(&schema, &odd, "").is_empty(), "{}: {place}", path.display());
        }
    }
}

/// Where the tables of a document stand.
fn tables(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), document)];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Object(table) => {
                found.push(place.clone());
                open.extend(table.iter().map(|(key, one)| (format!("{place}/{key}"), one)));
            }
            Value::Array(list) => {
                open.extend(
                    list.iter().enumerate().map(|(at, one)| (format!("{place}/{at}"), one)),
                );
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_key_of_the_schema_is_read_as_its_example_has_it() {
    let schema = schema();
    let mut keys = 0;
    let whole = toml::to_string(&filled(&schema, &mut keys)).expect("TOML");
    assert!(keys > 130, "{keys}");
    let loaded = load(&[("/d/duban.toml", whole.as_bytes())]);
    let misread = ["unknown-key", "wrong-type", "missing-key", "bad-value", "bad-web-url"];
    let codes: Vec<&str> = loaded.findings.iter().map(|one| one.code).collect();
    for finding in &loaded.findings {
        assert!(!misread.contains(&finding.code), "{finding:?}\n{whole}");
    }
    assert!(!codes.iter().any(|code| code.contains("key")), "{codes:?}\n{whole}");
}

/// A document with every key that the schema has, its value that of the example.
fn filled(schema: &Value, keys: &mut usize) -> toml::Value {
    let choice = &schema["anyOf"][0];
    let schema = if choice.is_null() { schema } else { choice };
    if let Some(properties) = schema["properties"].as_object() {
        let pairs = properties.iter().map(|(key, property)| {
            *keys += 1;
            for language in ["description", "examples"] {
                assert!(!property[language].is_null(), "{key}: {property}");
            }
            let said = property["description"].as_str().expect("words");
            assert!(said.split("\n\n").count() == 2, "{key}: {said}");
            let below = filled_value(property, keys);
            (key.clone(), below.unwrap_or_else(|| value_of(property)))
        });
        return toml::Value::Table(pairs.collect());
    }
    value_of(schema)
}

/// Tables below a key.
fn filled_value(property: &Value, keys: &mut usize) -> Option<toml::Value> {
    let choice = &property["anyOf"][0];
    let one = if choice.is_null() { property } else { choice };
    if one["properties"].is_object() {
        return Some(filled(one, keys));
    }
    if one["items"]["properties"].is_object() {
        return Some(toml::Value::Array(vec![filled(&one["items"], keys)]));
    }
    one["additionalProperties"]["properties"].is_object().then(|| {
        let id = property["examples"][0].as_object().and_then(|named| named.keys().next().cloned());
        let table = [(id.expect("an id"), filled(&one["additionalProperties"], keys))];
        toml::Value::Table(table.into_iter().collect())
    })
}

/// The example, a date where the schema wants one.
fn value_of(property: &Value) -> toml::Value {
    let dated = |schema: &Value| schema["pattern"].is_string();
    let value = |one: &Value, is_date: bool| match one {
        Value::String(text) if is_date => toml::Value::Datetime(text.parse().expect("a date")),
        other => toml::Value::try_from(other).expect("TOML"),
    };
    match &property["examples"][0] {
        Value::Array(list) => {
            let is_date = dated(&property["items"]);
            list.iter().map(|one| value(one, is_date)).collect::<Vec<_>>().into()
        }
        one => value(one, dated(property)),
    }
}
