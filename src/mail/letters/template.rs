//! Text and HTML from a view, by the templates beside this file.

use std::sync::LazyLock;

use minijinja::value::Serde;
use minijinja::{Environment, Error, UndefinedBehavior};

use super::View;

/// A template may take so many steps; a letter of a thousand tasks takes about a tenth.
const FUEL: u64 = 2_000_000;

static TEMPLATES: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.add_template("letter.txt", include_str!("templates/letter.txt"))?;
    environment.add_template("letter.html", include_str!("templates/letter.html"))?;
    Ok(environment)
});

/// The text and the HTML of a letter. HTML is escaped because its template's name ends in `.html`.
pub fn render(view: &View) -> Result<(String, String), Error> {
    let environment = TEMPLATES
        .as_ref()
        .map_err(|error| Error::new(error.kind(), error.to_string()))?;
    let text = environment
        .get_template("letter.txt")?
        .render(Serde(view))?;
    let html = environment
        .get_template("letter.html")?
        .render(Serde(view))?;
    Ok((text, html))
}
