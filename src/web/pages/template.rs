//! HTML from the templates beside this file, in a bounded number of steps. Every value is escaped.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Error, UndefinedBehavior};
use serde::Serialize;

/// The one stylesheet.
pub(super) const STYLE: &str = include_str!("templates/style.css");

/// The steps that a page may take: several times what the longest needs.
const STEPS: u64 = 5_000_000;

static TEMPLATES: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(STEPS));
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template("base.html", include_str!("templates/base.html"))?;
    environment.add_template("list.html", include_str!("templates/list.html"))?;
    environment.add_template("task.html", include_str!("templates/task.html"))?;
    environment.add_template("word.html", include_str!("templates/word.html"))?;
    Ok(environment)
});

pub(super) fn render(name: &str, view: &impl Serialize) -> Result<String, Error> {
    let environment =
        TEMPLATES.as_ref().map_err(|error| Error::new(error.kind(), error.to_string()))?;
    environment.get_template(name)?.render(Serde(view))
}

#[derive(Serialize)]
struct Word {
    said: [&'static str; 4],
}

/// A page that says one thing, in both languages.
pub(super) fn word(said: [&'static str; 4]) -> String {
    render("word.html", &Word { said }).unwrap_or_else(|_| said.join("\n"))
}
