//! Text and HTML from a view, by the templates beside this file.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Error, UndefinedBehavior};
use serde::Serialize;

use crate::letter::View;
use crate::letter::admin::AdminView;
use crate::letter::text::wrap;

/// The steps that a template may take: several times what a letter of 20,000 tasks needs. One that goes on for
/// ever would hold up all other letters.
const STEPS: u64 = 50_000_000;

static TEMPLATES: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(|| {
    let mut environment = bounded(STEPS);
    environment.add_template("admin.txt", include_str!("templates/admin.txt"))?;
    environment.add_template("admin.html", include_str!("templates/admin.html"))?;
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template("letter.txt", include_str!("templates/letter.txt"))?;
    environment.add_template("letter.html", include_str!("templates/letter.html"))?;
    environment.add_template("chart.svg", include_str!("templates/chart.svg"))?;
    Ok(environment)
});

fn bounded(steps: u64) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(steps));
    environment.add_filter("wrap", wrapped);
    environment
}

/// `{{ text | wrap("  ") }}`: at most so many columns, each line but the first begun by that.
fn wrapped(text: String, before: Option<String>) -> String {
    wrap(&text, COLUMNS, before.as_deref().unwrap_or_default())
}

/// The columns of a line of plain text.
pub(crate) const COLUMNS: usize = 60;

/// What templates of the admin's own are filled in by: fewer steps, for there may be many letters.
pub(crate) fn own_environment() -> Result<Environment<'static>, Error> {
    let mut environment = bounded(OWN_STEPS);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    Ok(environment)
}

/// The steps that a template of the admin's own may take.
const OWN_STEPS: u64 = 5_000_000;

/// The text and the HTML of a letter. HTML is escaped because its template's name ends in `.html`.
pub fn render(view: &View) -> Result<(String, String), Error> {
    both("letter", view)
}

/// The same of a letter to the admin.
pub fn render_admin(view: &AdminView) -> Result<(String, String), Error> {
    both("admin", view)
}

/// The SVG of a chart.
pub(crate) fn drawn(values: minijinja::Value) -> Result<String, Error> {
    let environment =
        TEMPLATES.as_ref().map_err(|error| Error::new(error.kind(), error.to_string()))?;
    environment.get_template("chart.svg")?.render(values)
}

fn both(name: &str, view: &impl Serialize) -> Result<(String, String), Error> {
    let environment =
        TEMPLATES.as_ref().map_err(|error| Error::new(error.kind(), error.to_string()))?;
    let filled = |ending: &str| {
        let template = environment.get_template(&format!("{name}.{ending}"))?;
        template.render(Serde(view))
    };
    Ok((filled("txt")?, filled("html")?))
}

#[cfg(test)]
mod tests {
    use minijinja::ErrorKind;

    use super::*;

    #[test]
    fn a_template_that_goes_on_for_ever_is_stopped() {
        let mut environment = bounded(100_000);
        let endless =
            "{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}";
        environment.add_template("endless", endless).expect("a template");
        let template = environment.get_template("endless").expect("it was added");
        let stopped = template.render(()).expect_err("it is stopped");
        assert_eq!(stopped.kind(), ErrorKind::OutOfFuel);
        assert!(TEMPLATES.as_ref().is_ok_and(|templates| templates.fuel() == Some(STEPS)));
    }
}
