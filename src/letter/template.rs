//! Text and HTML from a view, by the templates beside this file.

use std::sync::LazyLock;

use minijinja::value::Serde;
use minijinja::{Environment, Error, UndefinedBehavior};
use serde::Serialize;

use crate::channels::email::admin::AdminView;
use crate::letter::View;

static TEMPLATES: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_template("letter.txt", include_str!("templates/letter.txt"))?;
    environment.add_template("letter.html", include_str!("templates/letter.html"))?;
    environment.add_template("admin.txt", include_str!("templates/admin.txt"))?;
    environment.add_template("admin.html", include_str!("templates/admin.html"))?;
    Ok(environment)
});

/// The text and the HTML of a letter. HTML is escaped because its template's name ends in `.html`.
pub fn render(view: &View) -> Result<(String, String), Error> {
    both("letter", view)
}

/// The same of a letter to the admin.
pub fn render_admin(view: &AdminView) -> Result<(String, String), Error> {
    both("admin", view)
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
