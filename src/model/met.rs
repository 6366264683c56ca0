//! What an attempt at a letter met with, or came to: at which relay and step, and there a cause of ours with its values, or
//! the words of others. The ledger keeps it as text of JSON; its sentence is made last, by `words::causes`.

use serde_json::{Map, Value};

use crate::model::cause::{Cause, Step};

/// What an attempt met with, or came to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Met {
    /// The relay's host and port, where it has to be named.
    pub relay: Option<Box<str>>,
    /// The step of the conversation.
    pub step: Option<Step>,
    /// What was met with there.
    pub what: What,
}

/// What was met with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum What {
    /// Somebody else's words: a relay's reply, a library's error.
    Said(Box<str>),
    /// A cause that has a sentence of ours, and its values in the order of the sentence.
    Of(Cause, Vec<Met>),
}

impl Met {
    /// A cause with its values.
    pub fn of(cause: Cause, values: &[&str]) -> Met {
        Met::because(cause, values.iter().map(|value| Met::from(*value)).collect())
    }

    /// A cause whose values may be causes themselves.
    pub fn because(cause: Cause, values: Vec<Met>) -> Met {
        Met { relay: None, step: None, what: What::Of(cause, values) }
    }

    /// The same at that step.
    pub fn at(self, step: Step) -> Met {
        Met { step: Some(step), ..self }
    }

    /// The same at that relay.
    pub fn by(self, relay: &str) -> Met {
        Met { relay: Some(relay.into()), ..self }
    }

    /// The words of others, if there is nothing else.
    pub fn words(&self) -> Option<&str> {
        match self {
            Met { relay: None, step: None, what: What::Said(text) } => Some(text),
            _ => None,
        }
    }

    /// The same with each text that is not ours changed so.
    pub fn with_words(&self, change: &impl Fn(&str) -> String) -> Met {
        let Met { relay, step, what } = self.clone();
        Met { relay, step, what: what.with_words(change) }
    }

    /// As the ledger keeps it.
    pub fn kept(&self) -> String {
        Value::Object(self.object()).to_string()
    }

    /// What the ledger kept. A text that is none of ours counts as somebody's words.
    pub fn read(kept: &str) -> Met {
        let parsed = serde_json::from_str(kept).ok();
        parsed.as_ref().and_then(Met::from_value).unwrap_or_else(|| Met::from(kept))
    }

    fn object(&self) -> Map<String, Value> {
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
        if let Some(relay) = &self.relay {
            put(RELAY, relay.as_ref().into());
        }
        if let Some(step) = self.step {
            put(STEP, step.name().into());
        }
        match &self.what {
            What::Said(text) => put(SAID, text.as_ref().into()),
            What::Of(cause, values) => {
                if !values.is_empty() {
                    put(VALUES, values.iter().map(Met::value).collect());
                }
                put(CAUSE, cause.name().into())
            }
        };
        object
    }

    /// A value that is nothing but words stands as text.
    fn value(&self) -> Value {
        match self.words() {
            Some(text) => text.into(),
            None => Value::Object(self.object()),
        }
    }

    fn from_value(value: &Value) -> Option<Met> {
        let object = match value {
            Value::String(text) => return Some(Met::from(text.as_str())),
            Value::Object(object) => object,
            _ => return None,
        };
        let text = |key: &str| object.get(key).map(|value| value.as_str());
        let what = match (text(SAID), text(CAUSE)) {
            (Some(said), None) => What::Said(said?.into()),
            (None, Some(cause)) => {
                let values = object.get(VALUES).and_then(Value::as_array);
                let values = values.into_iter().flatten().map(Met::from_value);
                What::Of(Cause::from_name(cause?)?, values.collect::<Option<_>>()?)
            }
            _ => return None,
        };
        let step = match text(STEP) {
            None => None,
            Some(name) => Some(Step::from_name(name?)?),
        };
        let relay = text(RELAY).flatten().map(Box::from);
        Some(Met { relay, step, what })
    }
}

impl What {
    /// All words that are not ours, one after another.
    pub fn words(&self) -> String {
        match self {
            What::Said(text) => text.to_string(),
            What::Of(_, values) => {
                values.iter().map(|value| value.what.words()).collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// The same with each of them changed so.
    pub fn with_words(self, change: &impl Fn(&str) -> String) -> What {
        match self {
            What::Said(text) => What::Said(change(&text).into()),
            What::Of(cause, values) => {
                What::Of(cause, values.iter().map(|value| value.with_words(change)).collect())
            }
        }
    }
}

/// Somebody else's words.
impl From<&str> for Met {
    fn from(text: &str) -> Met {
        Met { relay: None, step: None, what: What::Said(text.into()) }
    }
}

/// Somebody else's words.
impl From<String> for Met {
    fn from(text: String) -> Met {
        Met::from(text.as_str())
    }
}

const RELAY: &str = "relay";
const STEP: &str = "step";
const SAID: &str = "said";
const CAUSE: &str = "cause";
const VALUES: &str = "values";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_as_it_was() {
        let silent = Met::of(Cause::HungUp, &[]).at(Step::Message);
        let table = [
            (Met::from("250 Ok"), r#"{"said":"250 Ok"}"#),
            (Met::from("550 no").at(Step::Recipient), r#"{"said":"550 no","step":"rcpt"}"#),
            (
                Met::of(Cause::UnknownIssuer, &[]).at(Step::Tls).by("[::1]:587"),
                r#"{"cause":"unknown-issuer","relay":"[::1]:587","step":"tls"}"#,
            ),
            (
                Met::because(Cause::MayHaveArrived, vec![silent, Met::from("8")]),
                r#"{"cause":"may-have-arrived","values":[{"cause":"hung-up","step":"message"},"8"]}"#,
            ),
            // Words that look like ours are still somebody's.
            (Met::from(r#"{"cause":"hung-up"}"#), r#"{"said":"{\"cause\":\"hung-up\"}"}"#),
        ];
        for (met, kept) in table {
            assert_eq!(met.kept(), kept);
            assert_eq!(Met::read(kept), met, "{kept}");
        }
        for others in ["", "451 later", "7", "{}", r#"{"cause":"of a later duban"}"#] {
            assert_eq!(Met::read(others), Met::from(others));
        }
    }

    #[test]
    fn each_cause_and_step_is_kept_by_its_code() {
        for (_, cause) in Cause::ALL {
            for (_, step) in Step::ALL {
                let met = Met::of(*cause, &["x"]).at(*step);
                assert_eq!(Met::read(&met.kept()), met);
            }
        }
    }
}
