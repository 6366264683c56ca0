//! `duban explain-error`: what a finding of `check` means, with a wrong and a right example; without a code, all of them. A
//! rule that `explain` cites is told by its number.

use clap::Args;
use serde::Serialize;

use crate::cli::terminal::exit::{Exit, Refused, answered};
use crate::cli::terminal::locale::say;
use crate::cli::terminal::{locale, output, style};
use crate::config::{Code, Level, suggest};
use crate::model::Language;
use crate::words::explained::{self, Explained, explained};
use crate::words::{help, rules};

/// Options of `explain-error`.
#[derive(Debug, Args)]
pub struct ExplainError {
    #[arg(value_name = say(help::CODE), help = say(help::ONE_CODE))]
    code: Option<String>,
    #[arg(long, conflicts_with = "code", help = say(rules::ALL_RULES))]
    rules: bool,
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document {
    code: &'static str,
    level: Level,
    means: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    wrong: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    right: Option<&'static str>,
}

#[derive(Serialize)]
struct Rule {
    rule: &'static str,
    says: &'static str,
}

impl ExplainError {
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let language = locale::language();
        if self.rules {
            return answered(Exit::Fine, all_rules(self.json, language));
        }
        if let Some((number, says)) = self.code.as_deref().and_then(rules::rule) {
            let says = says.said(language);
            let printed = match self.json {
                true => output::print_json(&Rule { rule: number, says }),
                false => output::print(&format!(
                    "{} {says}\n{}\n",
                    style::strong(number),
                    rules::in_full(language)
                )),
            };
            return answered(Exit::Fine, printed);
        }
        let codes: Vec<Code> = match &self.code {
            None => Code::ALL.iter().map(|(_, code)| *code).collect(),
            Some(name) => match Code::from_name(name) {
                Some(code) => vec![code],
                None => {
                    let near = suggest::nearest(name, Code::ALL.iter().map(|(name, _)| *name));
                    return Err(Refused::usage(explained::no_such_code(name, near, language)));
                }
            },
        };
        let printed = match (self.json, &codes[..], &self.code) {
            (true, [code], Some(_)) => output::print_json(&document(*code, language)),
            (true, codes, _) => {
                let all: Vec<Document> =
                    codes.iter().map(|code| document(*code, language)).collect();
                output::print_json(&all)
            }
            (false, [code], Some(_)) => output::print(&told(*code, language)),
            (false, codes, _) => {
                let lines = codes.iter().map(|code| line(*code, language));
                output::print(&lines.collect::<String>())
            }
        };
        answered(Exit::Fine, printed)
    }
}

fn all_rules(json: bool, language: Language) -> Result<(), output::Unwritten> {
    let all = rules::RULES.iter();
    let all = all.map(|(rule, says)| Rule { rule, says: says.said(language) });
    match json {
        true => output::print_json(&all.collect::<Vec<_>>()),
        false => {
            let lines = all.map(|one| format!("{:<4} {}\n", one.rule, one.says));
            output::print(&lines.collect::<String>())
        }
    }
}

fn document(code: Code, language: Language) -> Document {
    let Explained { means, example } = explained(code);
    Document {
        code: code.name(),
        level: code.level(),
        means: means.said(language),
        wrong: example.as_ref().map(|example| example.wrong),
        right: example.as_ref().map(|example| example.right),
    }
}

/// A code and the first sentence about it.
fn line(code: Code, language: Language) -> String {
    let means = explained(code).means.said(language);
    let end = match language {
        Language::ZhCn => means.find('。').map_or(means.len(), |at| at),
        Language::En => means.find(". ").map_or(means.len(), |at| at + 1),
    };
    format!("{:<28} {}\n", code.name(), &means[..end])
}

fn told(code: Code, language: Language) -> String {
    let Explained { means, example } = explained(code);
    let level = match code.level() {
        Level::Error => explained::ERROR,
        Level::Warning => explained::WARNING,
    };
    let head = style::strong(&format!("{}[{}]", level.said(language), code.name()));
    let mut text = format!("{head}\n{}\n", means.said(language));
    let mut shown = |heading: &str, lines: &str| {
        text += &format!("\n{heading}\n");
        lines.lines().for_each(|line| text += &format!("    {line}\n"));
    };
    if let Some(example) = example {
        shown(explained::WRONG.said(language), example.wrong);
        shown(explained::RIGHT.said(language), example.right);
    }
    if code.level() == Level::Warning {
        text += &format!("\n{}\n", explained::ALLOWING.said(language));
    }
    text
}
